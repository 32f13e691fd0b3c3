"""What a way to be paid does. Data in, data out: services write, templates speak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from warta.subscriptions.models import Order, Payment, Subscription
from warta.subscriptions.rules.money import Money
from warta.subscriptions.rules.terms import Renewal, Terms


class ProviderError(Exception):
    """The provider could not be asked, or refused. Nothing was written; it may be tried again.

    ├── NotSetUp      a key or an account number is missing
    ├── NumberTaken   the provider knows this attempt of an order already; the next number is free
    └── ForgedNotice  a notice that is not the provider's, or has been altered
    """


class NotSetUp(ProviderError):
    """The settings of this provider are not complete."""


class NumberTaken(ProviderError):
    """An earlier attempt with this number reached the provider, and its answer did not reach us."""


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

    PAID        an order was paid, or its trial began (`reference`, `paid`; `provider_ref`, `ends` if it renews itself)
    RENEWED     a period of a subscription that renews itself was paid (`provider_ref`, `paid`, `starts`, `ends`)
    FAILED      its payment failed (`provider_ref`)
    ENDING      the provider charges no more after this period (`provider_ref`)
    ENDED       the provider ended it (`provider_ref`)
    REFUNDED    money went back (`payment_id`; `back`: all that has gone back of this payment so far)
    DISPUTED    the reader's bank took it back (`payment_id`)
    DISPUTE_WON it came again (`payment_id`)
    GIVEN_UP    an order will not be paid (`reference`)
    """

    PAID = "paid"
    RENEWED = "renewed"
    FAILED = "failed"
    ENDING = "ending"
    ENDED = "ended"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    DISPUTE_WON = "dispute_won"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that a notice, or the truth asked for, tells. Empty where it does not apply.

    reference     our order's
    order_ref     what the provider calls the order
    provider_ref  what it calls the subscription
    payment_id    what it calls the payment
    """

    what: What
    at: datetime
    reference: str = ""
    order_ref: str = ""
    provider_ref: str = ""
    payment_id: str = ""
    paid: Paid | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    back: Money | None = None


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """A notice that is the provider's own. id: the same each time it is sent again.

    words  whom it is about, and what it claims. The claim is not believed: the provider is asked for the truth. Words
           are all that is kept of a notice, so neither card nor address is
    """

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

    def takes(self, terms: Terms) -> bool:
        """Can these terms be paid so: their currency, the length of their periods?"""
        ...

    def start(self, order: Order, *, return_url: str) -> Redirect | Instructions:
        """Begin to pay an order. Called again for an attempt (`order.details["attempt"]`), it begins nothing new.

        raises  NumberTaken, ProviderError
        """
        ...

    def close(self, order: Order) -> None:
        """Let nobody pay an order any more where it was begun. What is paid there, or closed, is no trouble.

        raises  ProviderError
        """
        ...

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> NoticeRead:
        """Check and read a notice; no writing, no asking. raises ForgedNotice, ProviderError"""
        ...

    def order_of(self, word: Word) -> str:
        """The reference of the order that a word is about, asked where the word does not say. raises ProviderError"""
        ...

    def truth(self, order: Order) -> Sequence[Word]:
        """What the provider knows of an order and what followed from it, asked now, oldest first. raises ProviderError

        Every payment is told with all that became of it, so that acting on all words again changes nothing.
        """
        ...

    def known(self, since: datetime) -> Sequence[Word]:
        """The orders and payments of ours that the provider knows since a moment. Where it has no list: nothing.

        raises  ProviderError
        """
        ...

    def refund(self, payment: Payment, amount: Money, *, key: str) -> None:
        """Give money back. The same key gives it back once. raises ProviderError"""
        ...

    def agree(self, subscription: Subscription, terms: Terms, *, ends: datetime, key: str) -> None:
        """Charge these terms from `ends` on. Nothing to do where nobody charges. raises ProviderError"""
        ...

    def end(self, subscription: Subscription, *, at_once: bool) -> None:
        """Charge no more (at the period's end, or at once). Nothing to do where nobody charges, or any more.

        raises  ProviderError
        """
        ...
