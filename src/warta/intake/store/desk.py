"""What the writers of one source share: the wishes, the report, and what the item under way has made so far."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from warta.intake.items import Doubt
from warta.intake.options import Wishes
from warta.intake.report import Report

KEY_LENGTH = 255


@dataclass(slots=True)
class Desk:
    """One source's import. `made` counts what stands; the item under way counts apart until its transaction ends."""

    wishes: Wishes
    report: Report
    fresh: Counter[str] = field(default_factory=Counter)
    raised: list[Doubt] = field(default_factory=list)
    forget: list[tuple[dict[Any, Any], Any]] = field(default_factory=list)
    said: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """A new item is under way."""
        self.fresh.clear()
        self.raised.clear()
        self.forget.clear()

    def keep(self) -> None:
        """The item under way stands."""
        for name, number in (+self.fresh).items():
            self.report.made[name] = self.report.made.get(name, 0) + number
        for doubt in self.raised:
            self.report.note(doubt)
        self.begin()

    def drop(self) -> None:
        """The item under way was undone, and what was remembered of it with it."""
        for memory, key in self.forget:
            memory.pop(key, None)
        self.begin()

    def doubt(self, kind: str, detail: str, where: str = "") -> None:
        """Raise a doubt about the item under way."""
        self.raised.append(Doubt(kind, detail, where))

    def doubt_once(self, kind: str, detail: str, where: str = "") -> None:
        """Raise a doubt that holds for the whole source, once, at the first place it is met."""
        if detail not in self.said:
            self.said.add(detail)
            self.report.note(Doubt(kind, detail, where))

    def remember(self, memory: dict[Any, Any], key: Any, value: Any) -> None:
        """Keep a row that the item under way made, until it should be undone."""
        memory[key] = value
        self.forget.append((memory, key))


def short_key(key: str) -> str:
    """A source's key as it fits the column: a long one ends in its hash."""
    if len(key) <= KEY_LENGTH:
        return key
    return f"{key[:180]}#{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()}"


def ascii_slug(*candidates: str, limit: int, fallback: str = "") -> str:
    """The first candidate that leaves letters or digits, as a lower-case ASCII address; else one made of a hash."""
    for text in candidates:
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:limit].strip("-")
        if slug:
            return slug
    said = next((text for text in candidates if text.strip()), "")
    return f"{fallback}-{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:8]}" if said else ""


def cut(text: str, limit: int) -> str:
    """`text` within `limit` characters, cut between words and marked so."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[limit // 2 :] else head).rstrip(" ,;:-") + "…"
