"""What a way to be paid does. Data in, data out: services write, templates speak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from warta.subscriptions.models import Order, Payment, Subscription
from warta.subscriptions.rules.money import Money
from warta.subscriptions.rules.terms import Renewal


class ProviderError(Exception):
    """The provider could not be asked, or refused. Nothing was written; it may be tried again.

    ├── NotSetUp      a key or an account number is missing
    └── ForgedNotice  a notice that is not the provider's, or has been altered
    """


class NotSetUp(ProviderError):
    """The settings of this provider are not complete."""


class ForgedNotice(ProviderError):
    """A notice whose signature does not fit."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """Send the reader to this address. ref: what the provider calls the order."""

    url: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Instructions:
    """What the reader has to do, as rows of a label's code and a value; templates know the codes."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Paid:
    """Money that came in. provider_id: what the provider calls this payment, once for all."""

    provider_id: str
    money: Money
    at: datetime


class What(StrEnum):
    """What a notice tells.

    PAID        an order was paid (`reference`, `paid`)
    RENEWED     a period of a subscription that renews itself was paid (`provider_ref`, `paid`, `ends`)
    FAILED      its payment failed (`provider_ref`)
    ENDED       the provider ended it (`provider_ref`)
    REFUNDED    money went back (`payment_id`; `back`: all that has gone back of this payment so far)
    DISPUTED    the reader's bank took it back (`payment_id`)
    DISPUTE_WON it came again (`payment_id`)
    GIVEN_UP    an order will not be paid (`reference`)
    """

    PAID = "paid"
    RENEWED = "renewed"
    FAILED = "failed"
    ENDED = "ended"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    DISPUTE_WON = "dispute_won"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that a notice, or the truth asked for, tells. Empty where it does not apply.

    reference     our order's
    provider_ref  what the provider calls the subscription
    payment_id    what it calls the payment
    """

    what: What
    at: datetime
    reference: str = ""
    provider_ref: str = ""
    payment_id: str = ""
    paid: Paid | None = None
    ends: datetime | None = None
    back: Money | None = None


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """A notice that is the provider's own. id: the same each time it is sent again."""

    id: str
    kind: str
    words: tuple[Word, ...] = ()


class Provider(Protocol):
    """A way to be paid."""

    code: str  # stored, never renamed
    renewal: Renewal

    @property
    def is_ready(self) -> bool:
        """Can it be offered?"""
        ...

    def start(self, order: Order, *, return_url: str) -> Redirect | Instructions:
        """Begin to pay an order. raises ProviderError"""
        ...

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> NoticeRead:
        """Check and read a notice; no writing, no asking. raises ForgedNotice, ProviderError"""
        ...

    def truth(self, order: Order) -> Sequence[Word]:
        """What the provider knows of an order and what followed from it, asked now. raises ProviderError"""
        ...

    def refund(self, payment: Payment, amount: Money, *, key: str) -> None:
        """Give money back. The same key gives it back once. raises ProviderError"""
        ...

    def end(self, subscription: Subscription, *, at_once: bool) -> None:
        """Charge no more (at the period's end, or at once). Nothing to do where nobody charges. raises ProviderError"""
        ...


Asked = Mapping[str, Any]
