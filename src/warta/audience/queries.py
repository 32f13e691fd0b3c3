"""What was read: every question about it."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Sum
from django.utils import timezone

from warta.audience.models import Count, Present, Span
from warta.audience.rules import PRESENT_S
from warta.stories.queries import in_language

DAY = timedelta(hours=24)
LOOKED_AT = 500  # most read stories, of all languages


def most_read(language: str, limit: int) -> list[int]:
    """Ids of the public stories of a language with most readers in the last 24 hours, the newer first among equals.

    None if nobody has read: a list of what is read holds nothing else. Two queries; the 500 most read of all languages
    are looked at.
    """
    since = timezone.now() - DAY
    rows = (
        Count.objects.filter(span=Span.HOUR, what="read", at__gte=since)
        .values("story")
        .annotate(readers=Sum("number"))
        .order_by("-readers", "-story")
        .values_list("story", flat=True)
    )
    best = list(rows[:LOOKED_AT])
    public = set(in_language(language).filter(pk__in=best).values_list("pk", flat=True))
    return [story for story in best if story in public][:limit]


def readers_now() -> int:
    """How many visitors were heard of in the last five minutes. One query."""
    return Present.objects.filter(at__gte=int(timezone.now().timestamp()) - PRESENT_S).count()
