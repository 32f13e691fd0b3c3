"""The part of a random life that is about codes: printed, given, redeemed, and taken back with their money."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.subscriptions.lives import checks
from tests.subscriptions.lives.choices import DEATH, NUMBER, PLAN, chosen
from tests.subscriptions.lives.model import Life
from tests.subscriptions.lives.world import DEALS
from warta.subscriptions.errors import NoVoucher
from warta.subscriptions.models import Plan, Voucher
from warta.subscriptions.services import vouchers


class Gifts:
    """Rules of `machine.Lives`."""

    @rule(plan=PLAN, periods=st.integers(1, 3))
    def the_desk_prints_a_code(self, plan, periods):
        row = Plan.objects.get(code=plan)
        (made,) = vouchers.make_batch(plan=row, number=1, periods=periods, batch=f"b{len(self.codes)}", expires=None)
        self.codes[made.code] = True

    @precondition(lambda self: Voucher.objects.exists())
    @rule(reader=NUMBER, code=NUMBER, death=DEATH)
    def redeems(self, reader, code, death):
        user, voucher = chosen(self.world.readers, reader), chosen(Voucher.objects.order_by("pk"), code)
        can = voucher.redeemed_at is None and not voucher.void
        try:
            row = self.world.surely(lambda: vouchers.redeem(code=voucher.code, reader=user, now=self.now), death)
        except NoVoucher as refusal:
            assert not can and refusal.reason in ("spent", "unknown")
            return
        assert can
        deal, months = DEALS[voucher.plan.code], voucher.plan.months * voucher.periods
        mine = self.books.lives.setdefault(row.pk, Life(user.pk, deal, "none"))
        assert mine.reader == user.pk and (mine.status == "waiting" or mine.next().plan == deal.plan)
        present = self._present_of(voucher)
        mine.pay(self.now, mine.next(), 0, present.number if present else "", months=months)
        if present:
            present.life = row.pk

    def _present_of(self, voucher):
        """The gift that a voucher is, if it is one."""
        for order, mine in self.books.gifts.items():
            made = [one.pk for one in checks.vouchers_of(order)]
            if voucher.pk in made:
                return mine[made.index(voucher.pk)]
        return None

    @precondition(lambda self: self._money_of_redeemed_gifts())
    @rule(payment=NUMBER, how=st.sampled_from(["bank", "bank", "bank", "desk"]), death=DEATH)
    def the_money_of_a_redeemed_gift_goes(self, payment, how, death):
        """Or comes again, if a bank has it. The same happens to any payment; chance alone would seldom find these."""
        money = chosen(self._money_of_redeemed_gifts(), payment)
        if how == "desk" and money in self._refundable():
            self._gives_back(money, money.amount - money.back, death)
        elif money.provider != "bank":
            self._disputes(money, won=money.charged)
            for place in range(len(self.world.fakes[money.provider].notices))[-1:]:
                self._receive(money.provider, place, death)
            self._handle(death)

    def _money_of_redeemed_gifts(self):
        redeemed = {order for order, mine in self.books.gifts.items() if any(one.life for one in mine)}
        return [money for money in self.books.money.values() if money.order.pk in redeemed]
