"""Seats of a group subscription: offered to addresses or whole domains, taken by readers who confirmed theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from warta.subscriptions.errors import NoSeat
from warta.subscriptions.models import Seat, Subscription
from warta.subscriptions.rules import machine
from warta.subscriptions.rules.rights import is_domain, lines_in
from warta.subscriptions.services import ledger, letters

DOMAINS_MAX = 20
# Anybody can have an address there: a seat for all of them would be a seat for everybody.
EVERYBODYS = frozenset(
    """
    gmail.com googlemail.com yahoo.com yahoo.co.id outlook.com hotmail.com live.com icloud.com
    me.com proton.me protonmail.com gmx.com gmx.de web.de aol.com mail.ru
    yandex.ru zoho.com rocketmail.com ymail.com
    """.split()
)


@transaction.atomic
def invite(*, subscription: Subscription, email: str, by: Any) -> Seat:
    """Offer a seat to an address; the one it was offered before. A reader who has confirmed it has the seat at once.

    raises NoSeat when none is free
    """
    row = Subscription.objects.select_for_update().get(pk=subscription.pk)
    address = email.strip().lower()
    found = Seat.objects.filter(subscription=row, email=address).first()
    if found is not None:
        return found
    if not free_seats(row):
        raise NoSeat("No seat is free.")
    seat = Seat.objects.create(subscription=row, email=address)
    letters.seat_is_offered(seat=seat, by=by)
    confirmed = EmailAddress.objects.filter(email__iexact=address, verified=True).first()
    if confirmed is not None:
        _take(seat, confirmed.user_id)
    return seat


@transaction.atomic
def withdraw(*, seat: Seat, by: Any, now: datetime) -> None:
    """Take a seat away, or back the offer of one; it is free for somebody else at once."""
    row = Seat.objects.select_for_update().select_related("subscription").get(pk=seat.pk)
    if row.reader is not None:
        ledger.record_seat(subscription=row.subscription_id, reader=row.reader, taken=False, by=by)
    row.delete()


@transaction.atomic
def address_confirmed(*, reader: int, email: str) -> None:
    """A reader confirmed an address: seats that were offered to it are theirs, and one of its domain's group.

    Two queries for an address that nobody offered a seat to.
    """
    address = email.strip().lower()
    for seat in Seat.objects.filter(email=address, reader=None):
        if not Seat.objects.filter(subscription=seat.subscription_id, reader=reader).exists():
            _take(seat, reader)
    domain = address.rpartition("@")[2]
    groups = Subscription.objects.filter(domains__contains=domain, state__in=machine.LIVING).order_by("pk")
    for row in groups:
        if domain in lines_in(row.domains):
            _take_by_domain(row, address, reader)


@transaction.atomic
def open_domains(*, subscription: Subscription, text: str) -> list[str]:
    """Give seats to all at some domains who confirm their address; returns the lines that are no domains for it.

    Readers who confirmed theirs before have one at once, as far as seats are free.
    """
    row = Subscription.objects.select_for_update().get(pk=subscription.pk)
    lines = lines_in(text)[:DOMAINS_MAX]
    wrong = [line for line in lines if not is_domain(line) or line in EVERYBODYS]
    if wrong:
        return wrong
    row.domains = "\n".join(lines)
    row.save(update_fields=["domains"])
    for domain in lines:
        found = EmailAddress.objects.filter(email__iendswith=f"@{domain}", verified=True).order_by("pk")
        for address in found[: free_seats(row)]:
            _take_by_domain(row, address.email.lower(), address.user_id)
    return []


def free_seats(subscription: Subscription) -> int:
    """How many seats nobody has and nobody was offered; the payer has one. One query."""
    return max(0, subscription.agreed.seats - 1 - Seat.objects.filter(subscription=subscription).count())


def _take_by_domain(row: Subscription, address: str, reader: int) -> None:
    has_one = row.reader == reader or Seat.objects.filter(subscription=row, reader=reader).exists()
    if not has_one and free_seats(row):
        _take(Seat.objects.get_or_create(subscription=row, email=address)[0], reader)


def _take(seat: Seat, reader: int) -> None:
    if seat.subscription.reader == reader:
        return
    seat.reader = reader
    seat.taken_at = timezone.now()
    seat.save(update_fields=["reader", "taken_at"])
    ledger.record_seat(subscription=seat.subscription_id, reader=reader, taken=True)
