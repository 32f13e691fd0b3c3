"""The other half of the model: orders, payments and vouchers, and what providers know that we may not know yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from tests.subscriptions.lives.model import Deal, Life

JAKARTA = timezone(timedelta(hours=7))


@dataclass
class Order:
    pk: int
    reference: str
    reader: int
    provider: str
    purpose: str
    price: int
    deal: Deal
    life: int | None
    trial: int = 0
    of_end: datetime | None = None  # an upgrade's: of the periods that it was counted for
    of_plan: str = ""  # and the plan that was under way
    of_paid: tuple = ()  # and what was paid for each
    is_paid: bool = False


@dataclass
class Money:
    """A payment. bought: it opened something."""

    number: str
    provider: str
    amount: int
    order: Order
    life: int | None
    bought: bool
    back: int = 0
    charged: bool = False


@dataclass
class Present:
    """A voucher that a gift is. life: of who redeemed it, where it is now; rest: what was left when it was taken."""

    number: str
    life: int | None = None
    void: bool = False
    rest: timedelta | None = None


class Accounts:
    """Lives by their number, orders, payments by theirs, the vouchers that each gift is, oldest first."""

    def __init__(self, world):
        self.world = world
        self.lives: dict[int, Life] = {}
        self.orders: dict[int, Order] = {}
        self.money: dict[str, Money] = {}
        self.gifts: dict[int, list[Present]] = {}

    def settle(self, order, number, amount, at, theirs=None):
        """Money for an order, as soon as we know of it."""
        if number in self.money:
            return
        life = self.lives.get(order.life)
        buys = amount >= order.price and self._holds(order, life, amount, at)
        self.money[number] = Money(number, order.provider, amount, order, order.life, buys)
        if not buys:
            return
        if order.purpose == "gift":
            mine = self.gifts.setdefault(order.pk, [])
            mine.append(Present(f"gift-{order.pk}-{len(mine)}"))
        elif order.purpose == "upgrade":
            life.change(order.deal, at, number)
        elif order.trial and life.status == "waiting" and not amount:
            life.try_it(at, theirs[1] if theirs else at + timedelta(days=order.trial))
        else:
            deal = order.deal if order.purpose == "start" and not order.is_paid else life.next()
            life.pay(at, deal.spent(), amount, number, theirs=theirs)
        order.is_paid = True

    def _holds(self, order, life, amount, at):
        if order.purpose == "upgrade":
            now = self.world.now
            is_same = life.end == order.of_end and life.plan_at(now) == order.of_plan
            is_same = is_same and life.paid(now) == tuple(one for one in order.of_paid if one[0] > now)
            return not order.is_paid and life.can_change(now) and is_same
        if order.purpose == "gift" or not order.is_paid:
            return True
        return amount >= life.next().due

    def renewed(self, life, order, number, amount, at, theirs):
        """The provider charged a period by itself."""
        if number not in self.money:
            self.money[number] = Money(number, order.provider, amount, order, order.life, True)
            life.pay(at, life.next().spent(), amount, number, theirs=theirs)

    def gone(self, number, back, now):
        """So much of a payment has gone back in all."""
        money = self.money.get(number)
        if money is None or back <= money.back:
            return
        money.back = back
        self.follow_gift(money, now)
        if not money.bought or back < money.amount or money.life is None:
            return
        life = self.lives[money.life]
        if money.order.purpose == "upgrade":
            life.change_back(number, money.order.deal, now)
        else:
            life.give_back(number, now)

    def charged_back(self, number, won):
        money = self.money.get(number)
        if money is None or money.charged is not won:
            return
        money.charged = not won
        self.follow_gift(money, self.world.now)
        life = self.lives.get(money.life)
        if life is None or not money.bought:
            return
        if not won:
            if life.status != "taken":
                life.before, life.status = life.status, "taken"
        elif life.status == "taken" and not life.shut and not self._is_disputed(money.life):
            life.status = life.before
            self._leave_out_gifts(money.life)
            if life.lives(self.world.now):
                life.remind()

    def _is_disputed(self, life):
        return any(money.charged and money.life == life for money in self.money.values())

    # Gifts whose money went back

    def follow_gift(self, money, now):
        """As many are void as payments went back or are disputed; those go first that nobody has redeemed."""
        mine = self.gifts.get(money.order.pk)
        if not mine:
            return
        of_order = [one for one in self.money.values() if one.order is money.order and one.bought and one.amount]
        gone = sum(one.charged or one.back >= one.amount for one in of_order)
        while sum(one.void for one in mine) < gone:
            held = [one for one in mine if not one.void]
            self._take(next((one for one in held[::-1] if one.life is None), held[-1]), of_order, now)
        while sum(one.void for one in mine) > gone:
            held = [one for one in mine if one.void]
            self._again(next((one for one in held[::-1] if one.life is not None), held[-1]), now)

    def _take(self, present, of_order, now):
        present.void = True
        if present.life is not None and present.rest is None:
            life = self.lives[present.life]
            present.rest = life.take_gift(present.number, now, any(one.charged for one in of_order))

    def _again(self, present, now):
        """To the life that was shut for it, or as if it were redeemed for that."""
        present.void, rest, present.rest = False, present.rest, None
        if not rest:
            return
        life = self.lives[present.life]
        if not life.shut or self._is_disputed(present.life):
            present.life = self.world.where_gift_went(present)
            whose, deal = life.reader, self.orders[int(present.number.split("-")[1])].deal
            life = self.lives.setdefault(present.life, Life(whose, deal, "none"))
            assert life.reader == whose
            assert life.status == "waiting" or (life.lives(now) and life.next().plan == deal.plan)
        life.gift_again(present.number, now, rest)

    def _leave_out_gifts(self, life):
        """It is open again, but for those whose money went back meanwhile."""
        for order, mine in self.gifts.items():
            for present in mine:
                if present.void and present.life == life:
                    of_order = [one for one in self.money.values() if one.order.pk == order and one.bought]
                    self._take(present, of_order, self.world.now)

    # What providers know

    def learn(self):
        """All that the newspaper has just asked for."""
        for pk in dict.fromkeys(self.world.asked):
            order = self.orders[pk]
            (self._of_midtrans if order.provider == "midtrans" else self._of_stripe)(order)
        self.world.asked.clear()

    def _of_midtrans(self, order):
        fake = self.world.midtrans
        for number, row in sorted(fake.rows.items(), key=lambda one: one[1].get("settlement_time", "")):
            if number.partition("-")[0] != order.reference:
                continue
            if row["transaction_status"] in ("settlement", "refund", "partial_refund", "chargeback"):
                at = datetime.strptime(row["settlement_time"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=JAKARTA)
                self.settle(order, row["transaction_id"], amount_of(row["gross_amount"]), at.astimezone(UTC))
                self.gone(row["transaction_id"], sum(amount_of(one["refund_amount"]) for one in row.get("refunds", ())),
                          self.world.now)  # fmt: skip
                if row["transaction_status"] == "chargeback":
                    self.charged_back(row["transaction_id"], won=False)

    def _of_stripe(self, order):
        fake = self.world.stripe
        mine = [row for row in fake.of("checkout.session") if row["client_reference_id"] == order.reference]
        session = mine[0] if mine else None
        if session is None or session["status"] != "complete":
            return
        if session["mode"] == "payment":
            intent = fake.rows[session["payment_intent"]]
            self.settle(order, intent["id"], intent["amount_received"] // 100, moment(intent["created"]))
            self._charge(intent["id"])
            return
        invoices = [row for row in fake.of("invoice") if row["subscription"] == session["subscription"]]
        life = self.lives[order.life]
        for row in reversed(invoices):
            is_first = row["billing_reason"] == "subscription_create"
            if row["status"] != "paid" or not (row["amount_paid"] or is_first):
                continue
            payments = row["payments"]["data"]
            number = payments[0]["payment"]["payment_intent"] if payments else row["id"]
            period = row["lines"]["data"][0]["period"]
            theirs = moment(period["start"]), moment(period["end"])
            amount, at = row["amount_paid"] // 100, moment(row["status_transitions"]["paid_at"])
            if is_first:
                self.settle(order, number, amount, at, theirs)
            else:
                self.renewed(life, order, number, amount, at, theirs)
            self._charge(number)
        self._standing(life, fake.rows[session["subscription"]])

    def _standing(self, life, row):
        now = self.world.now
        if not life.lives(now) or life.cancelled:
            return
        if row["status"] == "past_due":
            life.failed = life.failed or life.status == "on"
        elif life.renewal == "itself" and row["status"] == "canceled" and now >= life.end:
            life.cut = now
        elif life.renewal == "itself" and (row["status"] == "canceled" or row["cancel_at_period_end"]):
            life.cancel(now)

    def _charge(self, number):
        fake = self.world.stripe
        if number not in fake.rows or fake.rows[number]["object"] != "payment_intent":
            return
        charge = fake.rows[fake.rows[number]["latest_charge"]]
        self.gone(number, charge["amount_refunded"] // 100, self.world.now)
        for dispute in fake.of("dispute"):
            if dispute["payment_intent"] == number:
                self.charged_back(number, won=dispute["status"] == "won")


def moment(seconds):
    return datetime.fromtimestamp(seconds, UTC)


def amount_of(text):
    return int(text.removesuffix(".00"))
