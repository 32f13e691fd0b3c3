"""Bank transfer: an account number, a reference, and an amount that no other open order has. Needs nobody.

The service desk confirms what came in, by hand or by the bank's list (`services/transfers.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from warta.subscriptions.models import Order, Payment, Seller, Subscription
from warta.subscriptions.providers.base import ForgedNotice, Instructions, NoticeRead, ProviderError, Word
from warta.subscriptions.rules.money import Money
from warta.subscriptions.rules.terms import Renewal, Terms


class Bank:
    """Bank transfer."""

    code = "bank"
    renewal = Renewal.REMINDER

    @property
    def is_ready(self) -> bool:
        """Is there an account to transfer to?"""
        return bool(Seller.load().bank_account)

    @property
    def open_for(self) -> timedelta:
        """How long a transfer is awaited."""
        return timedelta(days=Seller.load().transfer_days)

    def takes(self, terms: Terms) -> bool:
        """Any currency, any period."""
        return True

    def start(self, order: Order, *, return_url: str) -> Instructions:
        """What to transfer, and where to."""
        seller = Seller.load()
        rows = (("bank", seller.bank_name), ("account", seller.bank_account), ("holder", seller.bank_holder),
                ("reference", order.reference))  # fmt: skip
        return Instructions(rows)

    def close(self, order: Order) -> None:
        """An account is open to everybody."""

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> NoticeRead:
        """A bank sends none."""
        raise ForgedNotice("A bank sends no notices.")

    def order_of(self, word: Word) -> str:
        """Nobody can be asked."""
        return word.reference

    def truth(self, order: Order) -> Sequence[Word]:
        """Nobody can be asked."""
        return ()

    def known(self, since: datetime) -> Sequence[Word]:
        """Nobody can be asked."""
        return ()

    def refund(self, payment: Payment, amount: Money, *, key: str) -> None:
        """The newsroom transfers it back by hand, and says so by refunding here."""

    def agree(self, subscription: Subscription, terms: Terms, *, ends: datetime, key: str) -> None:
        """Nobody charges."""

    def end(self, subscription: Subscription, *, at_once: bool) -> None:
        """Nobody charges."""


class Vouchers(Bank):
    """Codes that are redeemed: nothing to pay, nothing to give back."""

    code = "voucher"
    renewal = Renewal.NONE

    @property
    def is_ready(self) -> bool:
        """A code needs nobody."""
        return True

    def start(self, order: Order, *, return_url: str) -> Instructions:
        """Vouchers are redeemed, not ordered. raises ProviderError"""
        raise ProviderError("A voucher is redeemed at its own page.")

    def refund(self, payment: Payment, amount: Money, *, key: str) -> None:
        """Nothing was paid. raises ProviderError"""
        raise ProviderError("Nothing was paid for a voucher.")
