"""Beginning to pay an order: the provider is asked for the page to go to, once for each attempt."""

from __future__ import annotations

from django.db import transaction

from warta.subscriptions.faults import point
from warta.subscriptions.models import Order
from warta.subscriptions.providers.base import Instructions, NumberTaken, ProviderError, Redirect
from warta.subscriptions.providers.registry import by_code

ATTEMPTS_MAX = 20


def begin(*, order: Order, return_url: str) -> Redirect | Instructions:
    """Where the reader pays, or what they have to do. Whoever presses again goes to the same page.

    raises  ProviderError
    """
    if order.state == "open" and order.details.get("url"):
        return Redirect(order.details["url"], order.provider_ref)
    while True:
        if order.details.get("attempt") is None:
            _remember(order, attempt=1)
        point("begin: before the call")
        try:
            answer = by_code(order.provider).start(order, return_url=return_url)
        except NumberTaken:
            if order.details["attempt"] >= ATTEMPTS_MAX:
                raise ProviderError("This order was begun too often.") from None
            _remember(order, attempt=order.details["attempt"] + 1)
            continue
        point("begin: after the call")
        if isinstance(answer, Redirect):
            _remember(order, ref=answer.ref, url=answer.url)
        return answer


@transaction.atomic
def _remember(order: Order, *, ref: str = "", **details: str | int) -> None:
    row = Order.objects.select_for_update().get(pk=order.pk)
    row.details |= details
    row.provider_ref = ref or row.provider_ref
    row.untold = row.untold or bool(ref and row.state in ("cancelled", "expired"))  # it ended while it was begun
    row.save(update_fields=["details", "provider_ref", "untold"])
    order.details, order.provider_ref = row.details, row.provider_ref
