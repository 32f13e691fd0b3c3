"""The plan: what may run, as the edge is told it and as pages keep space for it.

The edge gets ready HTML and whole documents of frames, and knows no model. The plan is made anew when a row of the
change log says so, or after some seconds (a picture may have become ready).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from warta.advertising import counts, rules
from warta.advertising.models import Campaign, Creative, SlotTag
from warta.stories.shown import shown_photo

AHEAD = timedelta(minutes=10)  # a flight that begins so soon is told already: the edge looks at the clock itself
CAMPAIGNS_MAX = 300
CREATIVES_MAX = 20  # of one campaign


@dataclass(frozen=True, slots=True)
class Places:
    """Where something may run on the pages of one section.

    slots      space is kept there
    has_tags   something of a third party may run, which needs consent
    until      the next moment at which a flight begins or ends
    """

    slots: frozenset[str]
    has_tags: bool
    until: datetime | None


def campaigns_at(now: datetime) -> list[Campaign]:
    """Campaigns that may run at `now` or soon after, with what may be shown of them. Four queries."""
    day = timezone.localtime(now + AHEAD).date()
    found = Campaign.objects.filter(Q(ends=None) | Q(ends__gte=timezone.localtime(now).date()), starts__lte=day)
    rows = found.filter(paused=False).prefetch_related("sections", "creatives__picture__renditions")
    return [campaign for campaign in rows[:CAMPAIGNS_MAX] if _ends_after(campaign, now)]


def _ends_after(campaign: Campaign, now: datetime) -> bool:
    over = campaign.flight[1]
    return over is None or over > now


def approved(campaign: Campaign) -> list[Creative]:
    """What may be shown of it."""
    found = []
    for creative in campaign.creatives.all():
        creative.campaign = campaign
        if creative.may_run and creative.slot_names:
            found.append(creative)
    return found[:CREATIVES_MAX]


def places(section: int, now: datetime) -> Places:
    """Where something may run on the pages of `section` (0: of none) at `now`. Six queries."""
    slots: set[str] = set()
    has_tags = False
    moments: list[datetime] = []
    for campaign in _soon(now):
        if campaign.sections.all() and section not in {found.pk for found in campaign.sections.all()}:
            continue
        begins, over = campaign.flight
        moments += [moment for moment in (begins, over) if moment is not None and moment > now]
        if not campaign.is_flying(now):
            continue
        for creative in approved(campaign):
            slots.update(creative.slot_names)
            has_tags |= creative.kind == Creative.Kind.TAG
    for tag in _tags():
        slots.add(tag.slot)
        has_tags = True
    return Places(frozenset(slots), has_tags, min(moments, default=None))


def _soon(now: datetime) -> Iterable[Campaign]:
    """Those that may run now, and those whose flight is still to come."""
    rows = Campaign.objects.filter(Q(ends=None) | Q(ends__gte=timezone.localtime(now).date()), paused=False)
    found = rows.prefetch_related("sections", "creatives__picture")[:CAMPAIGNS_MAX]
    return [campaign for campaign in found if _ends_after(campaign, now)]


def _tags() -> list[SlotTag]:
    return [tag for tag in SlotTag.objects.all() if tag.may_run]


def plan(now: datetime) -> dict[str, Any]:
    """All that may run at `now` or soon, as values that JSON can hold (`edge/choosing.py` reads them)."""
    campaigns = []
    frames: dict[str, dict[str, Any]] = {}
    for campaign in campaigns_at(now):
        creatives = [told for creative in approved(campaign) if (told := _told(creative, frames))]
        if not creatives:
            continue
        begins, over = campaign.flight
        campaigns.append({
            "id": campaign.pk, "priority": campaign.priority, "begins": begins.timestamp(),
            "over": over.timestamp() if over else None, "goal": campaign.goal, "cap": campaign.cap,
            "sections": sorted(section.pk for section in campaign.sections.all()), "creatives": creatives,
        })  # fmt: skip
    tags = {}
    for tag in _tags():
        frames[f"slot-{tag.slot}"] = {"document": document(tag.html, ""), "consent": True}
        tags[tag.slot] = frame_html(f"slot-{tag.slot}", "")
    return {"zone": timezone.get_default_timezone_name(), "campaigns": campaigns, "tags": tags, "frames": frames}


def _told(creative: Creative, frames: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    """A creative as the edge is told it; None while its picture is not ready."""
    html = creative_html(creative)
    if html is None:
        return None
    needs_consent = creative.kind == Creative.Kind.TAG
    if creative.is_framed:
        frames[str(creative.pk)] = {"document": frame_document(creative), "consent": needs_consent}
    return {"id": creative.pk, "slots": list(creative.slot_names), "html": html, "consent": needs_consent}


def creative_html(creative: Creative) -> str | None:
    """What is put into a page; None while its picture is not ready."""
    if creative.is_framed:
        return frame_html(str(creative.pk), creative.campaign.advertiser)
    photo = shown_photo(creative.picture)
    if photo is None or photo.picture is None:
        if creative.kind == Creative.Kind.IMAGE or creative.picture:
            return None
        photo = None
    context = {"creative": creative, "picture": photo.picture if photo else None}
    return render_to_string(f"advertising/creative/{creative.kind}.html", context).strip()


def frame_html(name: str, advertiser: str) -> str:
    """The frame in which a document of its own stands."""
    return render_to_string("advertising/creative/frame.html", {"name": name, "advertiser": advertiser}).strip()


def frame_document(creative: Creative) -> str:
    """The document of an HTML creative or a tag."""
    return document(creative.html, creative.link)


def document(html: str, link: str) -> str:
    """A document that holds this HTML, and tells the page around it that somebody clicked."""
    return render_to_string("advertising/creative/document.html", {"html": html, "link": link})


def version_of(made: dict[str, Any]) -> str:
    """Which plan it is: another one has another version."""
    return blake2b(json.dumps(made, sort_keys=True).encode(), digest_size=12).hexdigest()


def wanted(now: datetime) -> dict[int, int]:
    """What is due of each campaign with a goal and not delivered. Three queries."""
    found = {}
    goals = [campaign for campaign in campaigns_at(now) if campaign.goal]
    shown = counts.shown(creative.pk for campaign in goals for creative in campaign.creatives.all())
    for campaign in goals:
        delivered = sum(shown.get(creative.pk, 0) for creative in campaign.creatives.all())
        begins, over = campaign.flight
        assert campaign.goal is not None and over is not None, "a goal has an end"
        found[campaign.pk] = rules.due(campaign.goal, begins, over, now) - delivered
    return found
