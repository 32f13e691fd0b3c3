"""The page store of one worker: pages and parts in memory, bounded in bytes, told by the change log what is stale.

What is stale may still be shown while it is drawn anew: what a reader may see is decided by the story's gate, which the
log brings up to date at once, and what is no longer public is dropped, not stale. Whatever is kept says up to which row
of the log it was drawn (`as_of`); what changed since, while it was under way, is applied to it when it arrives.
"""

from __future__ import annotations

import json
import time
import zlib
from collections import OrderedDict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from sys import intern
from typing import Any

from warta.access import Gate, Level, Meter, Policy
from warta.access.token import LIFETIME_S
from warta.access.wire import gate_in

RECENT_MAX = 10_000  # changes that are remembered for answers under way
METERS_MAX = 100_000  # readers whose meter a worker remembers
NEVER = float("inf")
SOON_S, LATER_S = 1.0, 30.0  # how long something stale is shown: after a change of a story; of lists, settings, the day
DEMAND_S, DEMAND_MAX = 60.0, 20  # pages delivered so lately are drawn anew unasked; so many at a change
OVERHEAD = 400  # bytes of an entry besides its text
LEVEL = 6  # of compression
SOON_KINDS = ("story_changed", "edition_changed")
POLICY_KINDS = ("policy_changed", "passes_changed")  # after these the policy is asked for anew


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some HTML, and the same deflated so that chunks can be joined: without header, ended by a full flush."""

    raw: bytes
    deflated: bytes
    digest: bytes

    @classmethod
    def of(cls, text: str) -> Chunk:
        """Deflate it, once."""
        raw = text.encode()
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
        deflated = packer.compress(raw) + packer.flush(zlib.Z_FULL_FLUSH)
        return cls(raw, deflated, blake2b(raw, digest_size=12).digest())


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a recipe: `value` is a `Chunk` (own), a key (part, card), a form (slot), a name (fill) or, of a live
    story's update, its key and its `Chunk`."""

    kind: str
    value: Any
    when: frozenset[str]


# What of an entry readers see or are decided by.
SAID = ("pieces", "tags", "ids", "show", "gone", "status", "headers", "gate", "taken", "live", "varies", "params")


@dataclass(slots=True, eq=False)
class Entry:
    """A page (its key is a path) or a part.

    until   drawn anew after that moment (seconds since 1970) in any case
    stale   a change made it so; it is shown while it is drawn anew
    due     from then on it is shown no more before it has been drawn anew, unless the newsroom is away
    dead    it is no longer in the store
    gone    of a card: the story is not public
    used    of a page: when it was last delivered
    params  of a page: what of a query makes another page of it
    joined  of a page: what was put together of it, by variant
    """

    key: str
    pieces: tuple[Piece, ...]
    tags: frozenset[str]
    until: float | None
    as_of: int
    size: int
    ids: tuple[int, ...] | None = None
    show: int = 0
    gone: bool = False
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    gate: Gate | None = None
    taken: tuple[int, ...] = ()
    live: bool = False
    varies: bool = False
    params: tuple[str, ...] = ()
    stale: bool = False
    due: float = NEVER
    used: float = 0.0
    dead: bool = False
    joined: dict[frozenset[str], Any] = field(default_factory=dict)

    def says_the_same(self, other: Entry) -> bool:
        """Would readers see no difference?"""
        return all(getattr(self, name) == getattr(other, name) for name in SAID)

    def is_outdated(self, now: float) -> bool:
        """Is it to be drawn anew?"""
        return self.stale or (self.until is not None and self.until <= now)


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the change log, as the edge needs it."""

    id: int
    kind: str
    story: int = 0
    language: str = ""
    gate: Gate | None = None
    reader: int = 0
    generation: int = 0

    @property
    def tags(self) -> frozenset[str]:
        """What it makes stale."""
        if self.kind == "story_changed":
            languages = {f"stories:{self.language}"} if self.language else {"stories:*"}
            own = {f"story:{self.story}", f"names:{self.story}", f"opens:{self.story}"}
            return frozenset(own | languages | {"stories"})
        if self.kind == "edition_changed":
            return frozenset({f"story:{self.story}", "editions"})
        if self.kind == "list_changed":
            return frozenset({"lists"})
        if self.kind == "ads_changed":
            return frozenset({"ads"})
        return frozenset({"policy"}) if self.kind == "policy_changed" else frozenset()


def entry_of(key: str, plain: Mapping[str, Any], as_of: int) -> Entry:
    """An entry of what the newsroom told (`site/contract.py`). raises KeyError, ValueError, TypeError"""
    pieces = tuple(Piece(intern(kind), _value(kind, value), _words(*when)) for kind, value, when in plain["pieces"])
    size = OVERHEAD + 2 * len(key) + 200 * len(pieces)
    for piece in pieces:
        chunk = piece.value[1] if piece.kind == "update" else piece.value
        size += len(chunk.raw) + len(chunk.deflated) if isinstance(chunk, Chunk) else len(chunk)
    ids = plain["ids"]
    return Entry(
        key=key, pieces=pieces, tags=frozenset(map(intern, plain["tags"])), until=plain["until"], as_of=as_of,
        size=size, ids=None if ids is None else tuple(ids), show=plain["show"], gone=plain["gone"],
    )  # fmt: skip


def page_of(told: Mapping[str, Any]) -> Entry:
    """A page of what the newsroom told. raises KeyError, ValueError, TypeError"""
    page = entry_of(told["key"], told["page"], told["as_of"])
    page.status = told["status"]
    page.headers = tuple(_header(name, value) for name, value in told["headers"])
    page.gate = gate_in(told["gate"]) if told["gate"] else None
    page.taken, page.live, page.varies = tuple(told["taken"]), told["live"], told["varies"]
    page.params = tuple(told["params"])
    return page


def _value(kind: str, value: Any) -> Any:
    if kind == "own":
        return Chunk.of(value)
    return (value[0], Chunk.of(value[1])) if kind == "update" else intern(value)


# Thousands of pages have the same headers and words; each that was told comes as an object of its own.


@lru_cache(1000)
def _words(*words: str) -> frozenset[str]:
    return frozenset(map(intern, words))


@lru_cache(1000)
def _header(name: str, value: str) -> tuple[str, str]:
    return name, value


class Store:
    """Pages and parts by their keys, the least used first; and what the worker knows besides.

    changes   counts whatever may make something joined untrue
    position  the last row of the log that was applied; seen_at when the log was last read (seconds since 1970)
    voids     readers whose rights changed: tokens below that generation are void
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.bytes = 0
        self.evictions = 0
        self.joins = 0
        self.changes = 0
        self.position = 0
        self.seen_at = 0.0
        self.policy: Policy | None = None
        self.policy_as_of = -1
        self.policy_changed_at: float | None = None  # a change of policy that is not yet known here
        self.voids: dict[int, tuple[int, float]] = {}
        self.meters: OrderedDict[int, Meter] = OrderedDict()
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._by_tag: dict[str, set[str]] = {}
        self._recent: deque[Change] = deque(maxlen=RECENT_MAX)
        self._recent_from = 0  # changes after this row are all in `_recent`

    def __len__(self) -> int:
        return len(self._entries)

    def start_at(self, position: int, now: float) -> None:
        """The log has been read up to here; what came before is of no concern to an empty store."""
        self.position = self._recent_from = position
        self.seen_at = now

    def get(self, key: str) -> Entry | None:
        """An entry."""
        return self._entries.get(key)

    def touch(self, key: str) -> None:
        """It was used: it leaves the store after those that were not."""
        if key in self._entries:
            self._entries.move_to_end(key)

    def put(self, entry: Entry) -> bool:
        """Keep it, with all that changed since it was drawn; False if too much has to know.

        One that says what the one before says takes its place without a trace: what was joined of that stays true.
        """
        if entry.as_of < self._recent_from:
            return False
        for change in reversed(self._recent):
            if change.id <= entry.as_of:
                break
            if self._concerns(change, entry) and self._apply(change, entry, time.time()):
                return False
        old = self._entries.get(entry.key)
        if old is not None and old.says_the_same(entry):
            old.stale, old.due, old.until, old.as_of = entry.stale, entry.due, entry.until, entry.as_of
            self.changes += 1
            return True
        self.drop(entry.key)
        self._entries[entry.key] = entry
        self.bytes += entry.size
        for tag in entry.tags:
            self._by_tag.setdefault(tag, set()).add(entry.key)
        self.changes += 1
        self._make_room(entry)
        return True

    def grew(self, entry: Entry, size: int) -> None:
        """Something that belongs to an entry was put together, and takes `size` bytes more."""
        if not entry.dead:
            entry.size += size
            self.bytes += size
            self._make_room(entry)

    def drop(self, key: str) -> None:
        """Forget it."""
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        entry.dead = True
        entry.joined.clear()
        self.bytes -= entry.size
        self.changes += 1
        for tag in entry.tags:
            keys = self._by_tag.get(tag)
            if keys is not None:
                keys.discard(key)
                if not keys:
                    del self._by_tag[tag]

    def apply(self, change: Change, now: float) -> None:
        """What a row of the log says."""
        self.position = max(self.position, change.id)
        if len(self._recent) == self._recent.maxlen:
            self._recent_from = self._recent[0].id
        self._recent.append(change)
        if change.kind == "rights_changed":
            self._void(change, now)
            return
        if change.kind in POLICY_KINDS:
            self.policy_changed_at = self.policy_changed_at or now
        for key in self._concerned(change):
            entry = self._entries.get(key)
            if entry is not None and self._apply(change, entry, now):
                self.drop(key)
        self.changes += 1

    def learn(self, policy: Policy, as_of: int) -> None:
        """The policy as the newsroom told it."""
        if as_of >= self.policy_as_of:
            self.policy, self.policy_as_of = policy, as_of
            newer = any(change.kind in POLICY_KINDS and change.id > as_of for change in self._recent)
            self.policy_changed_at = self.policy_changed_at if newer else None
            self.changes += 1

    def remember(self, reader: int, meter: Meter) -> None:
        """A registered reader's meter as this worker knows it."""
        self.meters[reader] = meter
        self.meters.move_to_end(reader)
        if len(self.meters) > METERS_MAX:
            self.meters.popitem(last=False)

    def in_demand(self, change: Change, now: float) -> list[str]:
        """What a change made stale and somebody will soon ask for: the story's own page, and pages just delivered."""
        own = f"story:{change.story}"
        found = [self._entries[key] for key in self._concerned(change) if key.startswith("/")]
        return [entry.key for entry in found if own in entry.tags or now - entry.used < DEMAND_S][:DEMAND_MAX]

    def _concerned(self, change: Change) -> list[str]:
        tags: Iterable[str] = change.tags
        if "stories:*" in change.tags:
            tags = {*change.tags, *(tag for tag in self._by_tag if tag.startswith("stories:"))}
        return list(dict.fromkeys(key for tag in tags for key in self._by_tag.get(tag, ())))

    @staticmethod
    def _concerns(change: Change, entry: Entry) -> bool:
        tags = change.tags
        return bool(tags & entry.tags) or (
            "stories:*" in tags and any(tag.startswith("stories:") for tag in entry.tags)
        )

    def _apply(self, change: Change, entry: Entry, now: float) -> bool:
        """Make an entry what it is after a change; True if it cannot be kept."""
        entry.stale = True
        entry.due = min(entry.due, now + (SOON_S if change.kind in SOON_KINDS else LATER_S))
        if change.gate is None:
            return False
        is_live = change.gate.is_live(datetime.now(UTC))
        if f"opens:{change.story}" in entry.tags and self._is_locked(change.gate):
            return True  # it shows everybody what is no longer free
        if f"names:{change.story}" in entry.tags:
            return not is_live  # it names what nobody may know of any more
        if not entry.varies and "stories" in entry.tags:
            return not is_live or self._is_locked(change.gate)  # a feed: nothing else says what of it is open
        if f"story:{change.story}" not in entry.tags:
            return False
        if entry.gate is not None:
            entry.gate = change.gate
            return not is_live
        if entry.key.startswith("card:") and not is_live:
            entry.gone = True
        return False

    def _is_locked(self, gate: Gate) -> bool:
        return self.policy is None or self.policy.level_of(gate, datetime.now(UTC)) is not Level.FREE

    def _void(self, change: Change, now: float) -> None:
        known = self.voids.get(change.reader, (0, 0.0))[0]
        self.voids[change.reader] = (max(known, change.generation), now)
        self.meters.pop(change.reader, None)
        if len(self.voids) > 1000:
            self.voids = {key: row for key, row in self.voids.items() if now - row[1] < 2 * LIFETIME_S}

    def _make_room(self, newest: Entry) -> None:
        while self.bytes > self.limit and len(self._entries) > 1:
            key = next(iter(self._entries))
            if key == newest.key:
                self._entries.move_to_end(key)
                key = next(iter(self._entries))
            self.drop(key)
            self.evictions += 1


def rows_of(rows: Sequence[Sequence[Any]]) -> list[Change]:
    """Changes of rows as the log's reader selects them: id, kind, story, language, gate, reader, generation.

    A gate that cannot be understood (a newer newsroom's) counts as one that is not public.
    """
    return [
        Change(int(pk), kind, story or 0, language or "", _gate(story or 0, gate), reader or 0, generation or 0)
        for pk, kind, story, language, gate, reader, generation in rows
    ]


def _gate(story: int, text: str | None) -> Gate | None:
    if not text:
        return None
    try:
        return gate_in(json.loads(text))
    except (KeyError, ValueError, TypeError):
        return Gate(story, None, published=False)
