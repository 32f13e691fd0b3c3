"""Offers: does a code hold for this reader and plan, and who has taken it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from warta.subscriptions.errors import NoOffer
from warta.subscriptions.models import Offer, OfferUse, Order, Plan, Subscription

CODE_MAX = 40


def offer_for(*, code: str, plan: Plan, reader: int, now: datetime) -> Offer:
    """The offer that a reader may take for a plan. At most six queries. raises NoOffer, its reason in a word"""
    offer = Offer.objects.filter(code__iexact=code.strip()[:CODE_MAX]).first()
    if offer is None:
        raise NoOffer("unknown")
    if now < offer.valid_from:
        raise NoOffer("early")
    if offer.valid_until and now >= offer.valid_until:
        raise NoOffer("late")
    plans = {plan.pk for plan in offer.plans.all()}
    if plans and plan.pk not in plans:
        raise NoOffer("plan")
    had_one = Subscription.objects.filter(reader=reader, began_at__isnull=False).exists()
    if (offer.audience == "new" and had_one) or (offer.audience == "lapsed" and not had_one):
        raise NoOffer("audience")
    if offer.uses.filter(reader=reader).exclude(order__state="open").exists():
        raise NoOffer("taken")
    uses = offer.uses.exclude(reader=reader)
    if offer.uses_max is not None and uses.count() >= offer.uses_max:
        raise NoOffer("spent")
    return offer


@transaction.atomic
def hold(*, offer: Offer, order: Order) -> None:
    """Take the offer for an order; counted under a lock, so that the last one goes to one reader. raises NoOffer"""
    locked = Offer.objects.select_for_update().get(pk=offer.pk)
    if locked.uses_max is not None and locked.uses.count() >= locked.uses_max:
        raise NoOffer("spent")
    try:
        with transaction.atomic():
            OfferUse.objects.create(offer=locked, reader=order.reader, order=order)
    except IntegrityError as error:
        raise NoOffer("taken") from error
