"""What must hold after every step, asked of the database and compared with the model."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from warta.subscriptions.models import Invoice, InvoiceSeries, Order, Payment, Subscription, Voucher
from warta.subscriptions.queries import standing_of
from warta.subscriptions.rules import machine
from warta.subscriptions.services import ledger

SECOND = timedelta(seconds=1)


def rights(lives):
    """Every reader holds what the model says, now and until the model says it ends."""
    for user in lives.world.readers:
        mine = [life for life in lives.books.lives.values() if life.reader == user.pk]
        if any(waits_for_the_worker(lives, life) for life in mine):
            continue
        grants = [(rights, until) for _pk, reader, rights, until in lives.grants if reader == user.pk]
        moments = {lives.now}
        if not any(will_turn(lives.now, life) for life in mine):
            moments |= {life.closes for life in mine if life.lives(lives.now) and life.status == "on"}
        for moment in sorted({at for end in moments for at in (end - SECOND, end) if at >= lives.now}):
            found = standing_of(user.pk, moment).rights
            should = held(mine, grants, moment)
            assert found == should, f"{moment}: {sorted(found)}, not {sorted(should)}: {mine}"


def held(lives, grants, moment):
    own = [life.rights(moment) for life in lives]
    given = [rights for rights, until in grants if until is None or until > moment]
    return frozenset().union(*own, *given)


def will_turn(now, life):
    """Is something else paid for ahead than what is under way?"""
    return len({span.deal.plan for span in life.spans if span.end > now}) > 1


def waits_for_the_worker(lives, life):
    """A plan that was booked and paid comes by the worker; it has not been here since the clock went on."""
    return lives.is_behind and len({span.deal.plan for span in life.spans}) > 1


def rows(lives):
    """Each row is what its ledger says, and no subscription is unknown to the model."""
    found = list(Subscription.objects.all())
    assert {row.pk for row in found} == set(lives.books.lives)
    for row in found:
        standing = ledger.standing_of(row.pk)
        copied = (row.state, row.ends, row.due_at, row.agreed)
        folded = (standing.state, standing.ends, machine.due(standing), standing.terms)
        assert copied == folded, f"{row.pk}: {copied}, not {folded}"
        life = lives.books.lives[row.pk]
        ends = machine.by(standing, lives.now).ends
        if life.lives(lives.now):
            assert ends == life.end, f"{row.pk} ends {ends}, not {life.end}: {life}"


def money(lives):
    """Nothing is lost, nothing counted twice: payments, invoices without a gap, credit notes, vouchers."""
    books = lives.books
    found = {row.provider_id: row for row in Payment.objects.prefetch_related("invoices")}
    assert set(found) == set(books.money)
    for number, mine in books.money.items():
        row = found[number]
        assert (row.amount, row.back, row.state == "charged_back") == (mine.amount, mine.back, mine.charged), mine
        papers = [(paper.kind, paper.total) for paper in row.invoices.all()]
        invoices = [total for kind, total in papers if kind == "invoice"]
        credits = -sum(total for kind, total in papers if kind == "credit")
        bought = bool(mine.bought and mine.amount)
        assert (invoices, credits) == ([mine.amount] if bought else [], mine.back if bought else 0), mine
    serials = list(Invoice.objects.order_by("year", "serial").values_list("year", "serial"))
    last = dict(InvoiceSeries.objects.values_list("year", "last"))
    assert serials == [(year, number) for year in sorted(last) for number in range(1, last[year] + 1)]
    gifts = Voucher.objects.exclude(order=None).count() + Voucher.objects.filter(batch__in=references(books)).count()
    assert gifts == sum(len(mine) for mine in books.gifts.values())
    for order, mine in books.gifts.items():
        made = vouchers_of(order)
        assert [one.void for one in made] == [one.void for one in mine], mine


def vouchers_of(order):
    """The vouchers that a gift is, oldest first."""
    reference = Order.objects.get(pk=order).reference
    return list(Voucher.objects.filter(Q(order=order) | Q(batch=reference)).order_by("pk"))


def references(books):
    return [order.reference for order in books.orders.values()]


def back_there(world, money):
    """How much of a payment has gone back, as its provider says."""
    if money.provider == "bank" or not money.amount:
        return money.back
    if money.provider == "stripe":
        rows = world.stripe.rows
        return rows[rows[money.number]["latest_charge"]]["amount_refunded"] // 100
    row = world.midtrans.rows[money.number.removeprefix("tr-")]
    return sum(int(one["refund_amount"].removesuffix(".00")) for one in row.get("refunds", ()))


def nothing_is_left(lives):
    """After all notices and a comparison our books are the providers'."""
    rows = lives.world.midtrans.rows.values()
    theirs = {row["transaction_id"] for row in rows if row["transaction_status"] not in ("pending", "expire")}
    theirs |= {row["id"] for row in lives.world.stripe.of("payment_intent")}
    ours = {number for number, mine in lives.books.money.items() if mine.provider != "bank" and mine.amount}
    assert ours - {number for number in ours if number.startswith("free-")} == theirs
    for mine in lives.books.money.values():
        if not mine.number.startswith("free-"):
            assert back_there(lives.world, mine) == mine.back, mine
