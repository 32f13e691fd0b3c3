"""Stripe: Checkout for paying, Billing for periods that renew themselves.

A subscription is begun by a Checkout Session in subscription mode; Stripe then keeps the calendar, and each of its
invoices is a period. Gifts, reminders and the difference of a change at once are Sessions in payment mode: the amount
that was shown is the amount that is charged, which proration by Stripe's own second could not promise. Stripe is told
afterwards what the next period costs (`agree`).

What a notice claims is not believed. It says which order it is about; Stripe is then asked (`truth`). A payment's
number is its PaymentIntent, and that of an invoice of nothing (a trial) the invoice itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import stripe
from django.conf import settings

from warta.readers.models import User
from warta.subscriptions.models import Order, Payment, Plan, Subscription
from warta.subscriptions.providers.base import (
    ForgedNotice,
    NoticeRead,
    NotSetUp,
    Paid,
    ProviderError,
    Redirect,
    What,
    Word,
)
from warta.subscriptions.providers.stripe_words import (
    KINDS,
    from_stripe,
    id_in,
    in_order,
    moment,
    paid_word,
    reference_in,
    standing_words,
    subscription_in,
    to_stripe,
    word_of,
)
from warta.subscriptions.rules.money import DIGITS, Money
from warta.subscriptions.rules.terms import Renewal, Terms

API_VERSION = "2026-10-28.endive"  # the one that this was written for; Stripe keeps it
TOLERANCE_S = 300  # of a notice's age
TIMEOUT_S = (5, 15)  # to connect, to answer
RETRIES = 2  # by the SDK, with the same idempotency key
MONTHS_MAX = 36  # of a period; Stripe's own limit
OPEN_FOR = timedelta(hours=23)  # Stripe takes up to 24
LISTED = 100  # invoices of one subscription, newest first, and charges of one customer
PAGES_MAX = 50  # of a list


class Stripe:
    """Stripe."""

    code = "stripe"
    renewal = Renewal.ITSELF
    open_for = OPEN_FOR

    @property
    def is_ready(self) -> bool:
        """Are both secrets there?"""
        return bool(settings.WARTA.stripe_secret_key and settings.WARTA.stripe_webhook_secret)

    def takes(self, terms: Terms) -> bool:
        """Known currencies, periods of up to three years."""
        return terms.price.currency in DIGITS and terms.months <= MONTHS_MAX

    # Paying

    def start(self, order: Order, *, return_url: str) -> Redirect:
        """A Checkout Session; for a period that could not be charged, Stripe's page of that invoice."""
        if order.purpose == "renew" and (page := self._page_of_open_invoice(order)) is not None:
            return page
        with _asking() as client:
            key = f"start-{order.reference}-{order.details.get('attempt', 1)}"
            session = client.v1.checkout.sessions.create(
                self._session(client, order, return_url), {"idempotency_key": key}
            ).to_dict()
        return Redirect(session["url"], session["id"])

    def close(self, order: Order) -> None:
        """Expire the Checkout Session, if it is open still. The page of an invoice goes with its subscription."""
        if not order.provider_ref.startswith("cs_"):
            return
        with _asking() as client:
            session = client.v1.checkout.sessions.retrieve(order.provider_ref).to_dict()
            if session["status"] == "open":
                client.v1.checkout.sessions.expire(order.provider_ref)

    def _session(self, client: stripe.StripeClient, order: Order, return_url: str) -> Any:
        about = {"reference": order.reference}
        told: dict[str, Any] = {
            "client_reference_id": order.reference, "metadata": about, "success_url": return_url,
            "cancel_url": return_url, "expires_at": int(order.expires_at.timestamp()),
        }  # fmt: skip
        if email := User.objects.filter(pk=order.reader).values_list("email", flat=True).first():
            told["customer_email"] = email
        terms = order.agreed
        if order.purpose != "start":
            price = self._price(order.money, _name_of(terms))
            return told | {"mode": "payment", "line_items": [{"price_data": price, "quantity": 1}],
                           "payment_intent_data": {"metadata": about}}  # fmt: skip
        price = self._price(terms.price, _name_of(terms)) | {"recurring": _recurring(terms.months)}
        data: dict[str, Any] = {"metadata": about}
        if days := order.details.get("trial_days"):
            data["trial_period_days"] = days
        if terms.intro is not None and terms.intro_left:
            told["discounts"] = [{"coupon": self._coupon(client, order.reference, terms)}]
        return told | {"mode": "subscription", "line_items": [{"price_data": price, "quantity": 1}],
                       "subscription_data": data}  # fmt: skip

    def _price(self, money: Money, name: str) -> dict[str, Any]:
        return {"currency": money.currency.lower(), "unit_amount": to_stripe(money), "product_data": {"name": name}}

    def _coupon(self, client: stripe.StripeClient, reference: str, terms: Terms) -> str:
        """What an offer takes off the first periods: a coupon of this order alone, for as many months."""
        assert terms.intro is not None
        told: dict[str, Any] = {
            "id": f"warta-{reference}", "amount_off": to_stripe(terms.price - terms.intro),
            "currency": terms.price.currency.lower(), "max_redemptions": 1, "duration": "repeating",
            "duration_in_months": terms.intro_left * terms.months,
        }  # fmt: skip
        if terms.intro_left == 1:
            told["duration"] = "once"
            del told["duration_in_months"]
        coupon = client.v1.coupons.create(told, {"idempotency_key": f"coupon-{reference}"})  # type: ignore[arg-type]
        return coupon.id

    def _page_of_open_invoice(self, order: Order) -> Redirect | None:
        """Whoever pays a period that Stripe still tries to charge pays that very invoice, so that nobody pays twice."""
        row = order.subscription
        if row is None or row.provider != self.code or not row.provider_ref or row.agreed.renewal is not self.renewal:
            return None
        with _asking() as client:
            found = client.v1.invoices.list({"subscription": row.provider_ref, "status": "open", "limit": 1}).data
        return (
            Redirect(found[0].hosted_invoice_url, str(found[0].id)) if found and found[0].hosted_invoice_url else None
        )

    # Being told

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> NoticeRead:
        """Check the signature and its age, and read whom it is about."""
        secret = settings.WARTA.stripe_webhook_secret
        if not secret:
            raise NotSetUp("stripe_webhook_secret is not set.")
        signature = {name.lower(): value for name, value in headers.items()}.get("stripe-signature")
        try:
            stripe.WebhookSignature.verify_header(body.decode("utf-8"), signature, secret, TOLERANCE_S)
            told = json.loads(body)
            kind, about = str(told["type"]), told["data"]["object"]
            words = (word_of(kind, about, moment(told["created"])),) if kind in KINDS else ()
            return NoticeRead(str(told["id"]), kind, words)
        except (stripe.SignatureVerificationError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ForgedNotice("The signature does not fit, or is too old.") from error

    # Asking

    def order_of(self, word: Word) -> str:
        """By the word, else by the subscription or the invoice that a payment belongs to."""
        if word.reference:
            return word.reference
        with _asking() as client:
            ref = word.provider_ref or self._subscription_of(client, word.payment_id)
            if not ref:
                return ""
            return str(reference_in(client.v1.subscriptions.retrieve(ref).to_dict()))

    def _subscription_of(self, client: stripe.StripeClient, payment: str) -> str:
        if not payment:
            return ""
        chosen: Any = {"payment": {"type": "payment_intent", "payment_intent": payment}, "limit": 1}
        found = client.v1.invoice_payments.list(chosen).data
        if not found:
            return ""
        return id_in(subscription_in(client.v1.invoices.retrieve(id_in(found[0].invoice)).to_dict()))

    def truth(self, order: Order) -> Sequence[Word]:
        """The Session, its payment, and all that followed: three questions, and one for each disputed payment."""
        if not order.provider_ref:
            return ()
        with _asking() as client:
            if order.provider_ref.startswith("in_"):
                row = order.subscription
                return () if row is None else self._of_subscription(client, row.provider_ref, "")
            session = client.v1.checkout.sessions.retrieve(
                order.provider_ref, {"expand": ["payment_intent.latest_charge"]}
            ).to_dict()
            return self._of_session(client, session)

    def _of_session(self, client: stripe.StripeClient, session: Mapping[str, Any]) -> list[Word]:
        reference, at = str(session.get("client_reference_id") or ""), moment(session["created"])
        if session["status"] == "expired":
            return [Word(What.GIVEN_UP, at, reference, session["id"])]
        if session["status"] != "complete":
            return []
        if session["mode"] == "subscription":
            return self._of_subscription(client, id_in(session["subscription"]), reference)
        intent = session["payment_intent"]
        if not isinstance(intent, Mapping) or intent["status"] != "succeeded":
            return []
        charge = intent.get("latest_charge") or {}
        paid = Paid(intent["id"], from_stripe(intent["amount_received"], intent["currency"]), moment(intent["created"]))
        return [Word(What.PAID, paid.at, reference, session["id"], paid=paid),
                *self._gone(client, charge, intent["id"], reference)]  # fmt: skip

    def _of_subscription(self, client: stripe.StripeClient, ref: str, reference: str) -> list[Word]:
        sub = client.v1.subscriptions.retrieve(ref).to_dict()
        reference = reference or reference_in(sub)
        invoices = client.v1.invoices.list({"subscription": ref, "limit": LISTED, "expand": ["data.payments"]})
        charges = {
            id_in(charge.get("payment_intent")): charge
            for charge in client.v1.charges.list({"customer": id_in(sub["customer"]), "limit": LISTED}).to_dict()[
                "data"
            ]
        }
        words: list[Word] = []
        rows = sorted(invoices.to_dict()["data"], key=in_order)
        for invoice in rows:
            if invoice["status"] != "paid":
                continue
            is_first = invoice["billing_reason"] == "subscription_create"
            if not invoice["amount_paid"] and not is_first:
                continue  # nothing was paid and nothing begins: a change of dates
            word = paid_word(invoice, ref, reference, is_first=is_first)
            assert word.paid is not None
            words.append(word)
            words += self._gone(client, charges.get(word.paid.provider_id, {}), word.paid.provider_id, reference)
        return [*words, *standing_words(sub, rows, reference)]

    def _gone(
        self, client: stripe.StripeClient, charge: Mapping[str, Any], payment: str, reference: str
    ) -> Iterator[Word]:  # fmt: skip
        """What went back of a payment, and what the reader's bank says of it now."""
        if charge.get("amount_refunded"):
            back = from_stripe(charge["amount_refunded"], charge["currency"])
            yield Word(What.REFUNDED, moment(charge["created"]), reference, payment_id=payment, back=back)
        if charge.get("disputed"):
            for dispute in client.v1.disputes.list({"payment_intent": payment, "limit": 1}).to_dict()["data"]:
                at = moment(dispute["created"])
                if dispute["status"].startswith("warning_"):
                    continue  # a question of the bank's; no money went back
                what = What.DISPUTE_WON if dispute["status"] == "won" else What.DISPUTED
                yield Word(what, at, reference, payment_id=payment)

    def known(self, since: datetime) -> Sequence[Word]:
        """The Sessions of ours and the paid invoices since then. Amounts are asked for with the truth."""
        with _asking() as client:
            chosen: Any = {"created": {"gte": int(since.timestamp())}, "limit": LISTED}
            sessions = _all(client.v1.checkout.sessions.list(chosen))
            invoices = _all(client.v1.invoices.list(chosen | {"status": "paid"}))
        words = [
            Word(What.PAID if row["status"] == "complete" else What.GIVEN_UP, moment(row["created"]),
                 str(row["client_reference_id"]), row["id"])
            for row in sessions if row.get("client_reference_id") and row["status"] in ("complete", "expired")
        ]  # fmt: skip
        return words + [
            Word(What.RENEWED, moment(row["created"]), reference_in(row["parent"]["subscription_details"]),
                 provider_ref=id_in(subscription_in(row)))
            for row in invoices if id_in(subscription_in(row))
        ]  # fmt: skip

    # Changing

    def refund(self, payment: Payment, amount: Money, *, key: str) -> None:
        """Give money back to the card it came from."""
        with _asking() as client:
            told: Any = {"payment_intent": payment.provider_id, "amount": to_stripe(amount), "metadata": {"key": key}}
            refund = client.v1.refunds.create(told, {"idempotency_key": key})
        if refund.status in ("failed", "canceled"):
            raise ProviderError("Stripe could not give it back.")

    def agree(self, subscription: Subscription, terms: Terms, *, ends: datetime, key: str) -> None:
        """The new price from the next period on, without proration: what is due for this one was paid by an order."""
        with _asking() as client:
            now = client.v1.subscriptions.retrieve(subscription.provider_ref).to_dict()
            if now["status"] in ("canceled", "incomplete_expired"):
                return
            item = now["items"]["data"][0]
            price, months = item["price"], _months_of(item["price"])
            amount = to_stripe(terms.price)
            if price["unit_amount"] == amount and months == terms.months:
                return
            data = {"currency": terms.price.currency.lower(), "unit_amount": amount, "product": id_in(price["product"]),
                    "recurring": _recurring(terms.months)}  # fmt: skip
            told: Any = {"items": [{"id": item["id"], "price_data": data}], "proration_behavior": "none"}
            if months != terms.months:  # another length begins at once there, unless the next charge is named
                told["trial_end"] = int(ends.timestamp())
            client.v1.subscriptions.update(subscription.provider_ref, told, {"idempotency_key": key})

    def end(self, subscription: Subscription, *, at_once: bool) -> None:
        """Cancel there, at the period's end or at once. One that is gone is no trouble."""
        ref = subscription.provider_ref
        if not ref:
            return
        with _asking() as client:
            state = client.v1.subscriptions.retrieve(ref).to_dict()
            if state["status"] in ("canceled", "incomplete_expired"):
                return
            if at_once:
                client.v1.subscriptions.cancel(ref, {"prorate": False}, {"idempotency_key": f"end-{ref}"})
            elif not state["cancel_at_period_end"]:
                client.v1.subscriptions.update(ref, {"cancel_at_period_end": True})  # again is the same


@cache
def _client(key: str, url: str) -> stripe.StripeClient:
    return stripe.StripeClient(
        key, stripe_version=API_VERSION, base_addresses={"api": url}, max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=TIMEOUT_S),
    )  # fmt: skip


@contextmanager
def _asking() -> Iterator[stripe.StripeClient]:
    """A client; what goes wrong with it becomes ours, in words that hold no key, person or card."""
    config = settings.WARTA
    if not config.stripe_secret_key:
        raise NotSetUp("stripe_secret_key is not set.")
    try:
        yield _client(config.stripe_secret_key, config.stripe_api_url)
    except stripe.APIConnectionError as error:
        raise ProviderError("Stripe could not be reached.") from error
    except stripe.AuthenticationError as error:
        raise ProviderError("Stripe refuses stripe_secret_key.") from error
    except stripe.StripeError as error:
        code = error.code or (error.error.type if error.error else "") or "no reason given"
        raise ProviderError(f"Stripe refused ({error.http_status or '-'}: {code}).") from None


def _all(page: Any) -> list[dict[str, Any]]:
    """All rows of a list, at most 50 pages of it."""
    found: list[dict[str, Any]] = []
    for number, row in enumerate(page.auto_paging_iter()):
        if number >= LISTED * PAGES_MAX:
            break
        found.append(row.to_dict())
    return found


def _recurring(months: int) -> dict[str, Any]:
    return {"interval": "month", "interval_count": months}


def _months_of(price: Mapping[str, Any]) -> int:
    recurring = price.get("recurring") or {}
    return int(recurring.get("interval_count", 0)) * {"month": 1, "year": 12}.get(recurring.get("interval", ""), 0)


def _name_of(terms: Terms) -> str:
    plan = Plan.objects.filter(code=terms.plan).first()
    return plan.name if plan else terms.plan
