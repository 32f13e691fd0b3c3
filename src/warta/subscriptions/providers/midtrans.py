"""Midtrans: a Snap page for QRIS, virtual accounts, wallets and cards. It renews nothing: readers are reminded.

A notice's signature covers order, code and amount but not its status, so the status that it claims is not believed:
Midtrans is asked (`truth`). Each attempt of an order has a number of its own there: ABCD, ABCD-2, …
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from hashlib import sha512
from typing import Any

import httpx
from django.conf import settings

from warta.readers.models import User
from warta.subscriptions.models import Order, Payment, Plan, Subscription
from warta.subscriptions.providers.base import (
    ForgedNotice,
    NoticeRead,
    NotSetUp,
    NumberTaken,
    Paid,
    ProviderError,
    Redirect,
    What,
    Word,
)
from warta.subscriptions.rules.money import Money
from warta.subscriptions.rules.terms import Renewal, Terms

API = {True: "https://api.midtrans.com", False: "https://api.sandbox.midtrans.com"}  # by midtrans_production
SNAP = {True: "https://app.midtrans.com", False: "https://app.sandbox.midtrans.com"}
TIMEOUT = httpx.Timeout(15, connect=5)
WAYS = ["other_qris", "gopay", "shopeepay", "bca_va", "bni_va", "bri_va", "permata_va", "echannel", "other_va",
        "credit_card"]  # fmt: skip
NAME_MAX = 50
JAKARTA = timezone(timedelta(hours=7))  # in which Midtrans writes its times
OPEN_FOR = timedelta(hours=24)
PAID = frozenset({"settlement", "refund", "partial_refund", "chargeback", "partial_chargeback"})
GIVEN_UP = frozenset({"cancel", "expire", "failure"})
CLOSED = frozenset({"200", "202", "404", "407", "412"})  # of expiring: it is now, was never chosen, or is over already


def written(money: Money) -> str:
    """As Midtrans writes an amount: 29000.00."""
    return f"{money.amount}.00"


def read_amount(text: Any) -> Money:
    """As Midtrans writes it; rupiah have no fractions. raises ProviderError"""
    try:
        return Money(int(Decimal(str(text))), "IDR")
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise ProviderError("Midtrans told an amount that is none.") from error


def signature(order_id: str, status_code: str, gross_amount: str, server_key: str) -> str:
    """What a notice is signed with."""
    return sha512(f"{order_id}{status_code}{gross_amount}{server_key}".encode()).hexdigest()


class Midtrans:
    """Midtrans."""

    code = "midtrans"
    renewal = Renewal.REMINDER
    open_for = OPEN_FOR

    @property
    def is_ready(self) -> bool:
        """Is the key there?"""
        return bool(settings.WARTA.midtrans_server_key)

    def takes(self, terms: Terms) -> bool:
        """Rupiah alone."""
        return terms.price.currency == "IDR"

    def start(self, order: Order, *, return_url: str) -> Redirect:
        """A Snap transaction. raises NumberTaken where this attempt reached Midtrans before"""
        number = _number(order, order.details.get("attempt", 1))
        terms = order.agreed
        plan = Plan.objects.filter(code=terms.plan).first()
        hours = max(1, int((order.expires_at - datetime.now(UTC)).total_seconds() // 3600))
        told = {
            "transaction_details": {"order_id": number, "gross_amount": order.amount},
            "item_details": [{"id": terms.plan[:NAME_MAX], "price": order.amount, "quantity": 1,
                              "name": (plan.name if plan else terms.plan)[:NAME_MAX]}],
            "enabled_payments": WAYS, "credit_card": {"secure": True},
            "callbacks": {"finish": return_url}, "expiry": {"unit": "hour", "duration": hours},
        }  # fmt: skip
        if email := User.objects.filter(pk=order.reader).values_list("email", flat=True).first():
            told["customer_details"] = {"email": email}
        answer = _ask("POST", _snap_url() + "/snap/v1/transactions", told)
        if answer.status_code == 201:
            return Redirect(str(_json(answer)["redirect_url"]), number)
        said = " ".join(str(text) for text in _json(answer).get("error_messages", ()))
        if answer.status_code in (400, 406, 409) and "order_id" in said and "taken" in said.lower():
            raise NumberTaken("Midtrans knows this number already.")
        raise _refused(answer)

    def close(self, order: Order) -> None:
        """Expire what waits for money: a virtual account, a QR code. One call an attempt.

        A page on which no way to pay was chosen cannot be closed: it closes by itself, as it was told when it was made.
        """
        for attempt in range(1, order.details.get("attempt", 1) + 1):
            answer = _ask("POST", f"{_api_url()}/v2/{_number(order, attempt)}/expire")
            if str(_json(answer).get("status_code") or answer.status_code) not in CLOSED:
                raise _refused(answer)

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> NoticeRead:
        """Check the signature, and read which order it is about."""
        key = settings.WARTA.midtrans_server_key
        if not key:
            raise NotSetUp("midtrans_server_key is not set.")
        try:
            told = json.loads(body)
            parts = [told[name] for name in ("order_id", "status_code", "gross_amount")]
            if not all(isinstance(part, str) for part in [*parts, told["signature_key"]]):
                raise TypeError
            if not hmac.compare_digest(signature(parts[0], parts[1], parts[2], key), told["signature_key"].lower()):
                raise ForgedNotice("The signature does not fit.")
            names = ("order_id", "transaction_id", "transaction_status", "status_code", "fraud_status", "refund_amount")
            number = ":".join(str(told.get(name) or "") for name in names)
            kind = str(told["transaction_status"])
            at = _moment(told.get("settlement_time") or told.get("transaction_time"))
        except (ValueError, KeyError, TypeError, AttributeError, UnicodeEncodeError) as error:
            raise ForgedNotice("This is no notice of Midtrans.") from error
        what = What.GIVEN_UP if kind in GIVEN_UP else What.REFUNDED if "refund" in kind else What.PAID
        word = Word(what, at, parts[0].partition("-")[0], parts[0], payment_id=str(told.get("transaction_id") or ""))
        return NoticeRead(number[:200], kind, (word,))

    def order_of(self, word: Word) -> str:
        """Each notice names its order."""
        return word.reference

    def truth(self, order: Order) -> Sequence[Word]:
        """How each attempt of an order stands, in the order in which they were paid. One question an attempt."""
        words: list[Word] = []
        given_up: list[Word] = []
        attempts = order.details.get("attempt", 1)
        for attempt in range(1, attempts + 1):
            answer = _ask("GET", f"{_api_url()}/v2/{_number(order, attempt)}/status")
            told = _json(answer)
            if str(told.get("status_code")) == "404" or answer.status_code == 404:
                continue  # nobody chose a way to pay on that page yet
            if answer.status_code != 200 or "transaction_status" not in told:
                raise _refused(answer)
            if told["transaction_status"] in GIVEN_UP:
                given_up.append(Word(What.GIVEN_UP, _moment(told.get("transaction_time")), order.reference))
            words += _words_of(told, order.reference)
        words.sort(key=lambda word: word.at)
        return words or (given_up if len(given_up) == attempts else [])

    def known(self, since: datetime) -> Sequence[Word]:
        """Midtrans has no list: each order of ours is asked for by its number."""
        return ()

    def refund(self, payment: Payment, amount: Money, *, key: str) -> None:
        """Give money back. Virtual accounts cannot: Midtrans says so, and the newsroom transfers it by hand."""
        number = payment.provider_id
        before = _json(_ask("GET", f"{_api_url()}/v2/{number}/status"))
        if any(row.get("refund_key") == key for row in before.get("refunds") or ()):
            return
        answer = _ask(
            "POST", f"{_api_url()}/v2/{number}/refund",
            {"refund_key": key, "amount": amount.amount, "reason": "Refund"},
        )  # fmt: skip
        if answer.status_code >= 300 or str(_json(answer).get("status_code")) not in ("200", "201"):
            raise _refused(answer)

    def agree(self, subscription: Subscription, terms: Terms, *, ends: datetime, key: str) -> None:
        """Nobody charges by themselves."""

    def end(self, subscription: Subscription, *, at_once: bool) -> None:
        """Nobody charges by themselves."""


def _words_of(told: Mapping[str, Any], reference: str) -> list[Word]:
    """What one attempt's standing says. A card's payment that is looked into (challenge) is none yet."""
    status = told["transaction_status"]
    is_captured = status == "capture" and told.get("fraud_status", "accept") == "accept"
    if status not in PAID and not is_captured:
        return []
    at = _moment(told.get("settlement_time") or told.get("transaction_time"))
    number, order_id = str(told["transaction_id"]), str(told["order_id"])
    words = [Word(What.PAID, at, reference, order_id, paid=Paid(number, read_amount(told["gross_amount"]), at))]
    if "refund" in status:
        refunds = [read_amount(row["refund_amount"]).amount for row in told.get("refunds") or ()]
        back = Money(sum(refunds), "IDR") if refunds else read_amount(told.get("refund_amount", told["gross_amount"]))
        words.append(Word(What.REFUNDED, at, reference, payment_id=number, back=back))
    if "chargeback" in status:
        words.append(Word(What.DISPUTED, at, reference, payment_id=number))
    return words


def _number(order: Order, attempt: int) -> str:
    return order.reference if attempt == 1 else f"{order.reference}-{attempt}"


def _api_url() -> str:
    return str(settings.WARTA.midtrans_api_url) or API[settings.WARTA.midtrans_production]


def _snap_url() -> str:
    return str(settings.WARTA.midtrans_snap_url) or SNAP[settings.WARTA.midtrans_production]


def _ask(method: str, url: str, told: Mapping[str, Any] | None = None) -> httpx.Response:
    """One question. raises NotSetUp, ProviderError, in words that hold no key"""
    key = settings.WARTA.midtrans_server_key
    if not key:
        raise NotSetUp("midtrans_server_key is not set.")
    try:
        answer = httpx.request(
            method, url, json=told, auth=(key, ""), timeout=TIMEOUT, headers={"Accept": "application/json"}
        )  # fmt: skip
    except httpx.HTTPError as error:
        raise ProviderError(f"Midtrans could not be reached ({type(error).__name__}).") from None
    if answer.status_code == 401:
        raise ProviderError("Midtrans refuses midtrans_server_key.")
    if answer.status_code >= 500:
        raise ProviderError(f"Midtrans failed ({answer.status_code}).")
    return answer


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError as error:
        raise ProviderError(f"Midtrans answered what cannot be read ({answer.status_code}).") from error
    return told if isinstance(told, dict) else {}


def _refused(answer: httpx.Response) -> ProviderError:
    told = _json(answer)
    return ProviderError(f"Midtrans refused ({told.get('status_code') or answer.status_code}).")


def _moment(text: Any) -> datetime:
    """A time as Midtrans writes it, 2026-11-26 19:05:00 in Jakarta; now, if it tells none."""
    try:
        return datetime.strptime(str(text), "%Y-%m-%d %H:%M:%S").replace(tzinfo=JAKARTA).astimezone(UTC)
    except ValueError:
        return datetime.now(UTC)
