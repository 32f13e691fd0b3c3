"""Stripe's own words, read: how it counts money, and what its notices and objects say. Nothing is asked here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from warta.subscriptions.providers.base import Paid, ProviderError, What, Word
from warta.subscriptions.rules.money import DIGITS, Money

# How Stripe counts a currency; source: docs.stripe.com/currencies. All others, the rupiah among them: hundredths.
ZERO_DECIMAL = frozenset("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF".split())
THREE_DECIMAL = frozenset("BHD JOD KWD OMR TND".split())

# The notices that are acted on, and the word that each is: `word_of` says whom they concern.
KINDS = {
    "checkout.session.completed": What.PAID,
    "checkout.session.async_payment_succeeded": What.PAID,
    "checkout.session.async_payment_failed": What.GIVEN_UP,
    "checkout.session.expired": What.GIVEN_UP,
    "invoice.paid": What.RENEWED,
    "invoice.payment_failed": What.FAILED,
    "charge.refunded": What.REFUNDED,
    "charge.dispute.created": What.DISPUTED,
    "charge.dispute.closed": What.DISPUTE_WON,
    "charge.dispute.funds_withdrawn": What.DISPUTED,
    "charge.dispute.funds_reinstated": What.DISPUTE_WON,
    "customer.subscription.updated": What.ENDING,
    "customer.subscription.deleted": What.ENDED,
}


def scale(currency: str) -> tuple[int, int]:
    """What to multiply ours by, and to divide it by, to count as Stripe does."""
    theirs = 0 if currency in ZERO_DECIMAL else 3 if currency in THREE_DECIMAL else 2
    digits = theirs - DIGITS.get(currency, 2)
    return (10**digits, 1) if digits >= 0 else (1, 10**-digits)


def to_stripe(money: Money) -> int:
    """As Stripe counts it: Rp50.000 is 5000000. raises ProviderError for a fraction"""
    times, by = scale(money.currency)
    amount, rest = divmod(money.amount * times, by)
    if rest:
        raise ProviderError(f"{money.currency} cannot be paid in such fractions by card.")
    return amount


def from_stripe(amount: int, currency: str) -> Money:
    """As we count it; a fraction of our smallest unit is left out, so never more than came."""
    code = currency.upper()
    times, by = scale(code)
    return Money(amount * by // times, code)


def word_of(kind: str, about: Mapping[str, Any], at: datetime) -> Word:
    """Whom a notice is about."""
    what, thing = KINDS[kind], about.get("object")
    if thing == "checkout.session":
        return Word(
            what, at, str(about.get("client_reference_id") or ""), about["id"], id_in(about.get("subscription"))
        )
    if thing == "invoice":
        details = (about.get("parent") or {}).get("subscription_details") or {}
        return Word(what, at, reference_in(details), provider_ref=id_in(subscription_in(about)))
    if thing == "subscription":
        return Word(what, at, reference_in(about), provider_ref=about["id"])
    return Word(what, at, reference_in(about), payment_id=id_in(about.get("payment_intent")))


def in_order(invoice: Mapping[str, Any]) -> tuple[float, float]:
    """By which invoices are sorted: when they were made, and of one second by their periods."""
    return invoice["created"], max((line["period"]["end"] for line in invoice["lines"]["data"]), default=0)


def paid_word(invoice: Mapping[str, Any], ref: str, reference: str, *, is_first: bool) -> Word:
    """The payment of an invoice."""
    payments = [row["payment"] for row in (invoice.get("payments") or {}).get("data", ()) if row["status"] == "paid"]
    numbers = [id_in(payment.get("payment_intent")) for payment in payments]
    number = next((number for number in numbers if number), invoice["id"])
    at = moment((invoice.get("status_transitions") or {}).get("paid_at") or invoice["created"])
    paid = Paid(number, from_stripe(invoice["amount_paid"], invoice["currency"]), at)
    last = max((line["period"] for line in invoice["lines"]["data"]), key=lambda period: period["end"], default=None)
    starts, ends = (moment(last["start"]), moment(last["end"])) if last else (None, None)
    what = What.PAID if is_first else What.RENEWED
    return Word(what, at, reference, invoice["id"], ref, paid=paid, starts=starts, ends=ends)


def standing_words(sub: Mapping[str, Any], invoices: Iterable[Mapping[str, Any]], reference: str) -> list[Word]:
    """How the subscription stands there now."""
    at = moment(sub.get("canceled_at") or sub["created"])
    if sub["status"] in ("past_due", "unpaid"):
        unpaid = [row["created"] for row in invoices if row["status"] == "open"]
        failed_at = moment(max(unpaid, default=sub["created"]))
        return [Word(What.FAILED, failed_at, reference, provider_ref=sub["id"])]
    if sub["status"] in ("canceled", "incomplete_expired"):
        return [Word(What.ENDED, at, reference, provider_ref=sub["id"])]
    if sub.get("cancel_at_period_end") or sub.get("cancel_at"):
        return [Word(What.ENDING, at, reference, provider_ref=sub["id"])]
    return []


def subscription_in(invoice: Mapping[str, Any]) -> Any:
    """The subscription that an invoice is of, or its id."""
    return ((invoice.get("parent") or {}).get("subscription_details") or {}).get("subscription")


def reference_in(told: Mapping[str, Any]) -> str:
    """The reference of our order, as we had Stripe keep it."""
    return str((told.get("metadata") or {}).get("reference") or "")


def id_in(told: Any) -> str:
    """The id of what may be told whole, by its id, or not at all."""
    return str(told.get("id", "") if isinstance(told, Mapping) else told or "")


def moment(seconds: float) -> datetime:
    """A moment of Stripe's, seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)
