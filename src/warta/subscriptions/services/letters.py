"""Letters about subscriptions: written in the transaction of what they tell of, each once; sent by the worker."""

from __future__ import annotations

import hashlib
import logging
import smtplib
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from warta.readers.models import User
from warta.stories.models import Publication
from warta.subscriptions import words
from warta.subscriptions.models import Invoice, Letter, Order, Payment, Plan, Seat, Subscription, Voucher
from warta.subscriptions.paper import invoice_pdf
from warta.subscriptions.rules import machine
from warta.subscriptions.rules.machine import Fact, Kind, State
from warta.subscriptions.rules.terms import Renewal

logger = logging.getLogger("warta.letters")
TRIES = 8
FIRST_WAIT = timedelta(minutes=1)  # doubled after each failure: two hours at the end
STUCK = timedelta(minutes=5)  # a letter that was being sent so long ago: the worker was killed
RENEWALS = (State.TRIALING, State.ACTIVE, State.PAST_DUE, State.CANCELLED, State.PAUSED)


def follow(
    *, row: Subscription, before: machine.Subscription, after: machine.Subscription, fact: Fact, event: int
) -> None:  # fmt: skip
    """Write what a fact gives rise to, if anything."""
    kind = _kind(before, after, fact)
    user = User.objects.filter(pk=row.reader, is_active=True).first()
    if kind is None or user is None:
        return
    invoice = Invoice.objects.filter(reader=row.reader).order_by("-pk").first() if _has_paper(fact) else None
    booked = _plan_name(after.booked.plan, user) if after.booked else ""
    told = {
        "plan": _plan_name(row.plan, user),
        "booked": booked,
        "after": after,
        "before": before,
        "fact": fact,
        "invoice": invoice,
    }
    _write(kind, f"{kind}:{event}", user.email, user, told, invoice)


def _kind(before: machine.Subscription, after: machine.Subscription, fact: Fact) -> str | None:
    """Which letter a fact is worth; None for what its reader did a moment ago and sees, or never began."""
    if fact.kind in GONE and not fact.money:
        return "gift_gone"
    if fact.kind is Kind.PAID and fact.bought is not None:
        return "gift_again"
    if fact.kind is Kind.CHARGEBACK_WON:
        return "reopened" if machine.by(after, fact.at).state in machine.LIVING else None
    if fact.kind is Kind.PAID:
        return "renewed" if before.state in RENEWALS and before.state is not State.TRIALING else "welcome"
    if fact.kind is Kind.EXPIRED:
        return None if before.state is State.PENDING else "ended"
    if fact.kind is Kind.PRICE_CHANGED:
        return "price" if before.terms.price != after.terms.price else None
    return LETTERS.get(fact.kind)


LETTERS = {
    Kind.TRIAL_STARTED: "trial",
    Kind.PAYMENT_FAILED: "failed",
    Kind.FELL_DUE: "due",
    Kind.CANCELLED: "cancelled",
    Kind.PAUSED: "paused",
    Kind.RESUMED: "resumed",
    Kind.CHANGED: "changed",
    Kind.CHANGE_BOOKED: "booked",
    Kind.REFUNDED: "refunded",
    Kind.PART_REFUNDED: "refunded",
    Kind.CHARGED_BACK: "charged_back",
}


GONE = (Kind.REFUNDED, Kind.PART_REFUNDED, Kind.CHARGED_BACK)


def _has_paper(fact: Fact) -> bool:
    with_money = (Kind.PAID, Kind.CHANGED, Kind.REFUNDED, Kind.PART_REFUNDED)
    return fact.kind in with_money and fact.money is not None and bool(fact.money)


def remind(now: datetime, before: timedelta, most: int) -> int:
    """Remind readers whose period or trial ends within `before` and who pay by themselves; returns how many."""
    soon = Subscription.objects.filter(
        state__in=(State.TRIALING, State.ACTIVE), ends__gt=now, ends__lte=now + before,
        terms__renewal=Renewal.REMINDER.value, reminded_of=None,
    ).order_by("ends")[:most]  # fmt: skip
    done = 0
    for row in soon:
        with transaction.atomic():
            taken = Subscription.objects.filter(pk=row.pk, ends=row.ends, reminded_of=None).update(reminded_of=row.ends)
            user = User.objects.filter(pk=row.reader, is_active=True).first()
            if taken and user is not None:
                kind = "trial_ends" if row.state == State.TRIALING else "renewal"
                told = {"plan": _plan_name(row.plan, user), "row": row, "terms": row.agreed}
                _write(kind, f"{kind}:{row.pk}:{int(row.ends.timestamp()) if row.ends else 0}", user.email, user, told)
        done += 1
    return done


def gift_is_ready(*, order: Order, voucher: Voucher) -> None:
    """Write to whoever is given a subscription, and to who gave it."""
    giver = User.objects.filter(pk=order.reader).first()
    if giver is None:
        return
    told = {"plan": _plan_name(order.agreed.plan, giver), "order": order, "voucher": voucher, "giver": giver}
    _write("gift", f"gift:{voucher.pk}", order.gift_email, None, told, language=language_of(giver))
    invoice = Invoice.objects.filter(payment__order=order, kind="invoice").order_by("-pk").first()
    _write("gift_sent", f"gift-sent:{voucher.pk}", giver.email, giver, told, invoice)


def gift_money_went(*, payment: Payment, note: Invoice | None) -> None:
    """Write to who gave: with the credit note where money was given back, without where their bank took it."""
    order, giver = payment.order, User.objects.filter(pk=payment.reader, is_active=True).first()
    if giver is None or order is None:
        return
    told = {"plan": _plan_name(order.agreed.plan, giver), "payment": payment, "note": note}
    kind = "gift_refunded" if note else "gift_charged_back"
    key = note.number if note else f"{payment.pk}:{int(timezone.now().timestamp())}"
    _write(kind, f"{kind}:{key}", giver.email, giver, told, note)


def seat_is_offered(*, seat: Seat, by: Any) -> None:
    """Write to whoever is offered a seat."""
    told = {"plan": _plan_name(seat.subscription.plan, by), "giver": by, "seat": seat}
    _write("seat", f"seat:{seat.subscription_id}:{seat.pk}", seat.email, None, told, language=language_of(by))


def language_of(user: Any) -> str:
    """The language in which a reader is written to."""
    return getattr(user, "language", "") or settings.LANGUAGE_CODE


def _plan_name(code: str, user: Any) -> str:
    with translation.override(language_of(user)):
        plan = Plan.objects.filter(code=code).prefetch_related("texts").first()
        return plan.name if plan else code


def _write(
    kind: str, key: str, to: str, user: User | None, told: dict[str, Any], invoice: Invoice | None = None, *,
    language: str = "",
) -> None:  # fmt: skip
    language = language or language_of(user)
    paper = Publication.load()
    with translation.override(language):
        text = words.letter(kind, {**told, "user": user, "paper": paper})
        origin = settings.WARTA.origin
        context = {"text": text, "paper": paper, "origin": origin, "address": f"{origin}{text.button[1]}",
                   "language": language, "is_account": user is not None}  # fmt: skip
        subject = " ".join(text.subject.split())[:200]
        Letter.objects.get_or_create(key=key, defaults={
            "kind": kind, "reader": user.pk if user else None, "to": to, "language": language, "subject": subject,
            "text": render_to_string("readers/letter.txt", context),
            "html": render_to_string("readers/letter.html", context), "invoice": invoice,
            "message_id": f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{_domain()}>",
        })  # fmt: skip


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def send_waiting(now: datetime | None = None, most: int = 20) -> int:
    """Send what waits; returns how many were tried. A letter that cannot be sent waits longer each time.

    It is marked before it is handed over and after. Where the process is killed in between it is handed over again
    with the same Message-ID: rather twice, and recognisable as the same, than never.
    """
    moment = now or timezone.now()
    waits = Q(state="waiting", send_at__lte=moment) | Q(state="sending", send_at__lte=moment - STUCK)
    tried = 0
    for pk in list(Letter.objects.filter(waits).order_by("send_at").values_list("pk", flat=True)[:most]):
        if Letter.objects.filter(waits, pk=pk).update(state="sending", send_at=moment):
            _send(Letter.objects.select_related("invoice").get(pk=pk), moment)
            tried += 1
    return tried


def _send(letter: Letter, now: datetime) -> None:
    letter.tries += 1
    try:
        _message(letter).send()
        letter.state, letter.sent_at = "sent", now
    except (OSError, smtplib.SMTPException, ValueError) as error:
        letter.state = "failed" if letter.tries >= TRIES else "waiting"
        letter.send_at = now + FIRST_WAIT * 2 ** (letter.tries - 1)
        logger.warning("letter %d was not sent: %s", letter.pk, type(error).__name__)
    letter.save(update_fields=["state", "sent_at", "send_at", "tries"])


def _message(letter: Letter) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        letter.subject, letter.text, to=[letter.to],
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated",
                 "Content-Language": letter.language},
    )  # fmt: skip
    message.attach_alternative(letter.html, "text/html")
    if letter.invoice is not None:
        message.attach(f"{letter.invoice.number}.pdf", invoice_pdf(letter.invoice), "application/pdf")
    return message


def send_again(*, letter: Letter) -> None:
    """Have a letter sent once more, as a letter of its own."""
    again = f"{letter.message_id.strip('<>').partition('@')[0]}-{letter.tries}@{_domain()}"
    letter.state, letter.message_id, letter.send_at = "waiting", f"<{again[-110:]}>", timezone.now()
    letter.save(update_fields=["state", "message_id", "send_at"])
