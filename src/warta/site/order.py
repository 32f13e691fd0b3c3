"""The order of a story page, in one place. A theme changes it here (or gives its own list by the same name)."""

from __future__ import annotations

MAIN = (
    "offer", "headline", "standfirst", "lead-photo", "byline", "body", "sources", "corrections", "follow", "premium",
    "related", "more", "latest", "offer",
)  # fmt: skip
SIDE = ("offer", "hot-topics", "offer", "picks", "offer", "photos", "offer", "epaper")
