"""How a gate and a policy travel between processes: as values that JSON can hold, and back.

Moments are seconds since 1970. Unknown names are ignored, so that a newer newsroom can speak to an older edge.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from warta.access.policy import Network, Policy, Window
from warta.access.values import Gate, Level, Right


def gate_out(gate: Gate) -> dict[str, Any]:
    """A gate as plain values."""
    return {
        "story": gate.story,
        "level": gate.level.value if gate.level else None,
        "published": gate.published,
        "withdrawn": gate.withdrawn,
        "public_from": _seconds(gate.public_from),
        "published_at": _seconds(gate.published_at),
        "section": gate.section,
        "right": gate.right.value,
    }


def gate_in(plain: Mapping[str, Any]) -> Gate:
    """The gate of plain values. raises KeyError, ValueError, TypeError"""
    return Gate(
        story=int(plain["story"]),
        level=Level(plain["level"]) if plain["level"] else None,
        published=bool(plain["published"]),
        withdrawn=bool(plain["withdrawn"]),
        public_from=_moment(plain["public_from"]),
        published_at=_moment(plain["published_at"]),
        section=int(plain["section"]),
        right=Right(plain["right"]),
    )


def policy_out(policy: Policy) -> dict[str, Any]:
    """A policy as plain values."""
    return {
        "zone": policy.zone.key,
        "free_anonymous": policy.free_anonymous,
        "free_registered": policy.free_registered,
        "sections": {str(section): level.value for section, level in policy.sections.items()},
        "premium_after": policy.premium_after.total_seconds() if policy.premium_after is not None else None,
        "free_after": policy.free_after.total_seconds() if policy.free_after is not None else None,
        "windows": [
            {
                "start": _seconds(window.start),
                "end": _seconds(window.end),
                "story": window.story,
                "sections": sorted(window.sections),
            }
            for window in policy.windows
        ],
        "networks": [
            {
                "name": place.name,
                "network": str(place.network),
                "rights": sorted(place.rights),
                "until": _seconds(place.until),
            }
            for place in policy.networks
        ],
        "revoked_gifts": sorted(policy.revoked_gifts),
        "crawlers_read": policy.crawlers_read,
        "teaser_words": policy.teaser_words,
    }


def policy_in(plain: Mapping[str, Any]) -> Policy:
    """The policy of plain values. raises KeyError, ValueError, TypeError"""
    windows = [
        Window(datetime.fromtimestamp(w["start"], UTC), _moment(w["end"]), int(w["story"]), frozenset(w["sections"]))
        for w in plain["windows"]
    ]
    networks = [
        Network(n["name"], ip_network(n["network"]), frozenset(map(Right, n["rights"])), _moment(n["until"]))
        for n in plain["networks"]
    ]
    return Policy(
        zone=ZoneInfo(plain["zone"]),
        free_anonymous=int(plain["free_anonymous"]),
        free_registered=int(plain["free_registered"]),
        sections=MappingProxyType({int(section): Level(level) for section, level in plain["sections"].items()}),
        premium_after=_age(plain["premium_after"]),
        free_after=_age(plain["free_after"]),
        windows=tuple(windows),
        networks=tuple(networks),
        revoked_gifts=frozenset(plain["revoked_gifts"]),
        crawlers_read=bool(plain["crawlers_read"]),
        teaser_words=int(plain["teaser_words"]),
    )


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment is not None else None


def _moment(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None


def _age(seconds: float | None) -> timedelta | None:
    return timedelta(seconds=seconds) if seconds is not None else None
