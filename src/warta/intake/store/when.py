"""Whether an item becomes public, and when: decided from its own state and what is wished. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warta.intake.items import IncomingStory


@dataclass(frozen=True, slots=True)
class Times:
    """What becomes of an item.

    outcome       draft, published or scheduled
    published_at  when it was first public in the source; kept by a draft for its later publication
    go_live_at    when it is to become public, still to come
    updated_at    when the source changed it after that
    doubt         what an editor must know; empty if nothing
    """

    outcome: str
    published_at: datetime | None = None
    go_live_at: datetime | None = None
    updated_at: datetime | None = None
    doubt: str = ""


def times(item: IncomingStory, *, publish: bool, now: datetime) -> Times:
    """The times of an item. Whatever was not clearly public stays a draft."""
    said = item.published_at
    if item.state == "private":
        return Times("draft", doubt="it was private: kept as a draft")
    if item.state == "draft":
        return Times("draft", published_at=said if said and said <= now else None)
    if said is None:
        return Times("draft", doubt="it has no date: kept as a draft")
    if said > now:
        return Times("scheduled" if publish else "draft", go_live_at=said)
    if item.state == "scheduled":
        return Times("draft", doubt=f"it was scheduled for {said:%Y-%m-%d %H:%M %z}, which is past: kept as a draft")
    updated = item.updated_at if item.updated_at and said < item.updated_at <= now else None
    return Times("published" if publish else "draft", published_at=said, updated_at=updated)
