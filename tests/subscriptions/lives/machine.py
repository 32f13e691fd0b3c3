"""Random lives: readers, the desk, providers, time and crashes do what they like; the model is asked each time."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.subscriptions.lives import checks
from tests.subscriptions.lives.accounts import Accounts, Order
from tests.subscriptions.lives.choices import DAYS, DEATH, NUMBER, OFTEN, PLAN, PROVIDER, SECONDS, chosen
from tests.subscriptions.lives.gifts import Gifts
from tests.subscriptions.lives.model import Life
from tests.subscriptions.lives.world import ALL, CODE, DEALS, OFF, PERIODS, TRIALS
from warta.subscriptions.errors import HasOne, NoOffer
from warta.subscriptions.models import LedgerEvent, Notice, Payment, Plan, Subscription
from warta.subscriptions.models import Order as OrderRow
from warta.subscriptions.providers.base import ForgedNotice
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.rules.machine import ImpossibleMove
from warta.subscriptions.rules.money import Money
from warta.subscriptions.rules.statement import Transfer
from warta.subscriptions.services import changes, notices, orders, paying, transfers
from warta.subscriptions.services.complimentary import grant_complimentary, revoke

ODD = 999  # the most that a transfer's amount is raised by


class Lives(Gifts, RuleBasedStateMachine):
    """world: set by who runs it. steps: of all runs, counted for the bench."""

    world = None
    steps = 0

    @initialize()
    def begin(self):
        self.world.begin()
        self.books = Accounts(self.world)
        self.codes, self.grants, self.is_behind = {}, [], False
        self.lines = 0
        type(self).steps -= 1

    @property
    def now(self):
        return self.world.now

    # Readers order

    @rule(reader=NUMBER, plan=PLAN, provider=PROVIDER, offer=st.booleans(), pays=OFTEN, death=DEATH)
    def orders_a_subscription(self, reader, plan, provider, offer, pays, death):
        user, row = chosen(self.world.readers, reader), Plan.objects.get(code=plan)
        living = [life for life in self.books.lives.values() if life.reader == user.pk and life.lives(self.now)]
        try:
            order = orders.open_order(reader=user, plan=row, provider=by_code(provider), now=self.now,
                                      offer=CODE if offer else "")  # fmt: skip
        except HasOne:
            assert living or self.is_behind, "one without a subscription was told to have one"
            return
        except NoOffer:
            return
        assert not living, "one with a subscription was sold another"
        if order.pk not in self.books.orders:
            deal = DEALS[plan]
            if offer:
                deal = deal._replace(low=deal.price - deal.price * OFF // 100, left=PERIODS)
            trial = order.details.get("trial_days", 0)
            assert not trial or trial == TRIALS[plan]
            renewal = "itself" if provider == "stripe" else "reminder"
            self.books.lives[order.subscription_id] = Life(user.pk, deal, renewal)
            self._opened(order, deal, 0 if trial else deal.due, trial=trial)
        self._begin(order, death)
        self._pay(order, pays)

    @rule(reader=NUMBER, plan=PLAN, provider=PROVIDER, pays=OFTEN, death=DEATH)
    def gives(self, reader, plan, provider, pays, death):
        user, deal = chosen(self.world.readers, reader), DEALS[plan]
        order = orders.open_order(
            reader=user, plan=Plan.objects.get(code=plan), provider=by_code(provider), now=self.now,
            gift={"email": "friend@readers.example", "name": "F", "message": ""},
        )  # fmt: skip
        self._opened(order, deal, deal.price)
        self._begin(order, death)
        self._pay(order, pays)

    @precondition(lambda self: any(life.lives(self.now) for life in self.books.lives.values()))
    @rule(life=NUMBER, provider=st.sampled_from(["bank", "midtrans"]), pays=OFTEN, death=DEATH)
    def orders_the_next_period(self, life, provider, pays, death):
        pk, mine = self._living(life)
        order = orders.open_renewal(subscription=self._row(pk), provider=by_code(provider), now=self.now)
        if order.pk not in self.books.orders:
            self._opened(order, mine.next(), mine.next().due)
        self._begin(order, death)
        self._pay(order, pays)

    @precondition(lambda self: any(life.lives(self.now) for life in self.books.lives.values()))
    @rule(life=NUMBER, plan=PLAN, provider=st.sampled_from(["bank", "midtrans"]), pays=OFTEN, death=DEATH)
    def orders_another_plan_at_once(self, life, plan, provider, pays, death):
        pk, mine = self._living(life)
        if mine.renewal == "itself":
            return  # not offered: the provider's calendar stays
        can, rounded = mine.can_change(self.now), 2 * len(mine.spans) + 1
        about = mine.difference(DEALS[plan], self.now) if can else 0
        try:
            order = orders.open_upgrade(
                subscription=self._row(pk), plan=Plan.objects.get(code=plan), provider=by_code(provider), now=self.now
            )
        except ImpossibleMove:
            assert not can or about < rounded
            return
        assert can
        odd = ODD if provider == "bank" else 0
        assert -rounded <= order.amount - about <= rounded + odd, f"{order.amount}, not {about}: {mine}"
        self._opened(
            order, DEALS[plan], order.amount, of=(mine.end, mine.plan_at(self.now), mine.paid(self.now)), is_exact=True
        )
        if order.amount:
            self._begin(order, death)
            self._pay(order, pays)
        else:
            self.world.surely(lambda: orders.settle_free(order=order), death)
            self.books.settle(self.books.orders[order.pk], f"free-{order.reference}", 0, self.now)

    def _opened(self, row, deal, price, *, trial=0, of=(None, "", ()), is_exact=False):
        """An order at the price that the model names, but for the units that tell a transfer from others."""
        odd = row.amount - price
        assert is_exact or (1 <= odd <= ODD if row.provider == "bank" and price else odd == 0), (row.amount, price)
        life = row.subscription_id
        self.books.orders[row.pk] = Order(
            row.pk, row.reference, row.reader, row.provider, row.purpose, row.amount, deal, life, trial, *of
        )  # fmt: skip

    def _begin(self, order, death):
        fresh = OrderRow.objects.get(pk=order.pk)
        if fresh.amount or fresh.purpose == "start":
            self.world.surely(lambda: paying.begin(order=fresh, return_url="http://testserver/"), death)

    # Readers pay

    def _pay(self, order, pays):
        """At once; what a provider tells of it comes when it comes."""
        if not pays:
            return
        row = OrderRow.objects.get(pk=order.pk)
        mine = self.books.orders[order.pk]
        if row.provider == "bank":
            self._transfer(mine, mine.price, None)
        elif row.provider == "midtrans":
            if self.world.midtrans.standing(row.provider_ref) in (None, "pending"):
                self.world.midtrans.pay(row.provider_ref)
        elif self.world.stripe.rows[row.provider_ref]["status"] == "open":
            self.world.stripe.pay(row.provider_ref)

    def _transfer(self, mine, amount, death):
        self.lines += 1
        transfer = Transfer(self.lines, amount, "T", f"line-{self.lines}")
        self.world.surely(lambda: transfers.confirm_transfer(
            order=mine.pk, transfer=transfer, now=self.now, by=None), death)  # fmt: skip
        self.books.settle(mine, transfer.key, amount, self.now)

    @precondition(lambda self: any(order.provider == "bank" for order in self.books.orders.values()))
    @rule(order=NUMBER, how=st.sampled_from(["exact", "exact", "short", "more", "twice", "by hand"]), death=DEATH)
    def transfers(self, order, how, death):
        mine = chosen([one for one in self.books.orders.values() if one.provider == "bank"], order)
        amount = {"short": mine.price - 1, "more": mine.price + 500}.get(how, mine.price)
        if amount <= 0:
            return
        if how == "by hand":
            known = Payment.objects.filter(order=mine.pk).count()
            for _press in range(2):
                self.world.surely(
                    lambda: transfers.confirm_by_hand(
                        order=mine.pk, amount=Money(amount, "IDR"), now=self.now, by=None, why="Seen", known=known
                    ),
                    death,
                )
            self.books.settle(mine, f"desk-{mine.reference}-{known}", amount, self.now)
            return
        for _time in range(2 if how == "twice" else 1):
            self._transfer(mine, amount, death)
            self.world.tick(is_at_work=not self.is_behind)

    @precondition(lambda self: self.world.midtrans.snaps or self.world.stripe.of("checkout.session"))
    @rule(number=NUMBER, does=st.sampled_from(["pay", "pay", "choose"]))
    def pays_on_the_providers_page(self, number, does):
        """Or takes a virtual account there, and pays it later or never."""
        stripe, midtrans = self.world.stripe, self.world.midtrans
        open_ones = [row["id"] for row in stripe.of("checkout.session") if row["status"] == "open"]
        waits = ("pending",) if does == "pay" else ()
        unpaid = [one for one in midtrans.snaps if midtrans.standing(one) in (None, *waits)]
        if not open_ones + unpaid:
            return
        one = chosen(open_ones + unpaid, number)
        if one in open_ones:
            stripe.pay(one)
        else:
            getattr(midtrans, does)(one)

    @precondition(lambda self: any(not order.is_paid for order in self.books.orders.values()))
    @rule(order=NUMBER, death=DEATH)
    def an_order_is_cancelled(self, order, death):
        """By its reader or the desk; what comes in for it all the same is taken in."""
        mine = chosen([one for one in self.books.orders.values() if not one.is_paid], order)
        row = OrderRow.objects.get(pk=mine.pk)
        self.world.surely(lambda: orders.let_go(order=row, state="cancelled"), death)

    # Readers and the desk change what there is

    @precondition(lambda self: self.books.lives)
    @rule(life=NUMBER, verb=st.sampled_from(["cancel", "keep", "pause", "resume"]), death=DEATH)
    def changes_it(self, life, verb, death):
        pk = chosen(self.books.lives, life)
        mine, now = self.books.lives[pk], self.now
        can = {
            "cancel": mine.status == "paused" or (mine.lives(now) and not mine.cancelled),
            "keep": mine.status == "on" and mine.cancelled and now < mine.closes if mine.spans else False,
            "pause": mine.spans and mine.is_running(now) and not mine.is_tried(), "resume": mine.status == "paused",
        }[verb]  # fmt: skip
        do = getattr(changes, verb)
        try:
            self.world.surely(lambda: do(subscription=self._row(pk), now=now, why="Wish"), death)
        except ImpossibleMove:
            assert not can, f"{verb} was refused"
            return
        assert can, f"{verb} was let through"
        {"cancel": lambda: mine.cancel(now), "keep": mine.keep, "pause": lambda: mine.pause(now),
         "resume": lambda: mine.go_on(now)}[verb]()  # fmt: skip

    @precondition(lambda self: self.books.lives)
    @rule(life=NUMBER, plan=PLAN)
    def books_another_plan(self, life, plan):
        pk = chosen(self.books.lives, life)
        mine = self.books.lives[pk]
        can = mine.status == "on" and not mine.cancelled and self.now < mine.closes if mine.spans else False
        try:
            changes.book_change(subscription=self._row(pk), plan=Plan.objects.get(code=plan), now=self.now)
        except ImpossibleMove:
            assert not can
            return
        assert can
        mine.booked = None if plan == mine.spans[-1].deal.plan else DEALS[plan]

    @rule(reader=NUMBER, rights=st.sets(st.sampled_from(sorted(ALL)), min_size=1), days=st.one_of(st.none(), DAYS))
    def the_desk_grants(self, reader, rights, days):
        user = chosen(self.world.readers, reader)
        until = None if days is None else self.now + timedelta(days=days)
        grant = grant_complimentary(reader=user, rights=rights, by=None, why="Kind", until=until)
        self.grants.append((grant.pk, user.pk, frozenset(rights), until))

    @precondition(lambda self: self.grants)
    @rule(grant=NUMBER)
    def the_desk_revokes(self, grant):
        told = chosen(self.grants, grant)
        revoke(grant=LedgerEvent.objects.get(pk=told[0]), by=None, why="Over")
        self.grants.remove(told)

    # Money goes back

    @precondition(lambda self: self._refundable())
    @rule(payment=NUMBER, part=st.sampled_from([1, 2, 3]), where=st.sampled_from(["desk", "there"]), death=DEATH)
    def money_goes_back(self, payment, part, where, death):
        money = chosen(self._refundable(), payment)
        amount = max(1, (money.amount - money.back) // part)
        if money.provider == "stripe" and self._back_there(money) != money.back:
            return
        if where == "there" and money.provider != "bank":
            number = money.number if money.provider == "stripe" else money.number.removeprefix("tr-")
            times = 100 if money.provider == "stripe" else 1
            self.world.fakes[money.provider].give_back(number, amount * times)
            return

        self._gives_back(money, amount, death)

    def _gives_back(self, money, amount, death):
        def press():
            row = Payment.objects.get(provider=money.provider, provider_id=money.number)
            changes.refund(payment=row, amount=Money(amount, "IDR"), now=self.now, by=None, why="Asked")

        self.world.surely(press, death)
        self.books.gone(money.number, money.back + amount, self.now)

    def _refundable(self):
        left = [money for money in self.books.money.values() if money.amount > money.back and not money.charged]
        return [money for money in left if self._back_there(money) == money.back]

    def _back_there(self, money):
        return checks.back_there(self.world, money)

    @precondition(lambda self: any(m.provider != "bank" and m.amount for m in self.books.money.values()))
    @rule(payment=NUMBER, won=st.booleans())
    def the_readers_bank_takes_it_back(self, payment, won):
        """Or gives it to us again; Midtrans does not tell of that."""
        self._disputes(
            chosen([m for m in self.books.money.values() if m.provider != "bank" and m.amount], payment), won
        )

    def _disputes(self, money, won):
        if money.provider == "stripe":
            disputes = [row for row in self.world.stripe.of("dispute") if row["payment_intent"] == money.number]
            if disputes or not won:
                self.world.stripe.dispute(money.number, "won" if won else "needs_response")
        elif not won and not self._back_there(money):
            self.world.midtrans.set(money.number.removeprefix("tr-"), "chargeback")

    # Notices

    @precondition(lambda self: self._notices())
    @rule(first=NUMBER, number=st.integers(1, 4), backwards=st.booleans(), copies=st.integers(1, 2), death=DEATH)
    def notices_come(self, first, number, backwards, copies, death):
        """Some of those that wait or came before, in any order, twice; the worker acts on them."""
        waiting = self._notices()
        some = [waiting[(first + place) % len(waiting)] for place in range(min(number, len(waiting)))]
        for code, place in (some[::-1] if backwards else some) * copies:
            self._receive(code, place, death)
        self._handle(death)

    def _receive(self, code, place, death):
        body = self.world.fakes[code].notices[place][0]
        headers = self.world.fakes[code].headers_of(body)
        self.world.surely(
            lambda: notices.receive(provider=by_code(code), body=body, headers=headers, now=self.now), death
        )

    def _notices(self):
        return [(code, place) for code, fake in self.world.fakes.items() for place in range(len(fake.notices))]

    def _handle(self, death):
        self.world.surely(lambda: notices.handle_notices(self.now), death)
        self.books.learn()
        stuck = list(Notice.objects.filter(handled_at=None).values_list("kind", "trouble"))
        assert not [one for one in stuck if one[1]], stuck

    @precondition(lambda self: self._notices())
    @rule(notice=NUMBER, place=NUMBER)
    def a_forged_notice_comes(self, notice, place):
        code, number = chosen(self._notices(), notice)
        body = self.world.fakes[code].notices[number][0]
        headers = self.world.fakes[code].headers_of(body)
        told = json.loads(body)
        if code == "stripe":
            told["id"] += "x"
        else:
            told["gross_amount"] = f"{place}.00"
        before = Notice.objects.count()
        with pytest.raises(ForgedNotice):
            notices.receive(provider=by_code(code), body=json.dumps(told).encode(), headers=headers, now=self.now)
        assert Notice.objects.count() == before

    # Time and the worker

    @rule(days=DAYS, seconds=SECONDS, card=OFTEN, works=OFTEN)
    def time_passes(self, days, seconds, card, works):
        self.world.jump(self.now + timedelta(days=days, seconds=seconds), card_is_good=card)
        self.is_behind = True
        if works:
            self.the_worker_works(None)

    @rule(death=DEATH)
    def the_worker_works(self, death):
        self.world.surely(self.world.worker, death)
        self.books.learn()
        self.is_behind = False

    @rule(death=DEATH)
    def books_are_compared(self, death):
        report = self.world.surely(self.world.compare, death)
        self.books.learn()
        assert not report.failed and not [found for found in report.open if found.what != "amount"], report

    # What must hold

    @invariant()
    def all_is_as_it_should_be(self):
        type(self).steps += 1
        if hasattr(self, "books"):
            checks.rights(self)
            checks.rows(self)
            checks.money(self)
            self.world.tick(is_at_work=not self.is_behind)

    def teardown(self):
        """All that is known anywhere becomes known here, and then nothing is left."""
        if not hasattr(self, "books"):
            return
        for code, place in self._notices():
            self._receive(code, place, None)
        self.the_worker_works(None)
        self.books_are_compared(None)
        self.all_is_as_it_should_be()
        type(self).steps -= 1
        checks.nothing_is_left(self)

    def _living(self, number):
        return chosen([(pk, life) for pk, life in self.books.lives.items() if life.lives(self.now)], number)

    def _row(self, pk):
        return Subscription.objects.get(pk=pk)
