"""A simulated day: reads and ten campaigns, through the edge's own code, a file of reads and its counting.

Usage: WARTA_DATA=FOLDER python -m bench.simulated READS

The clock is a made-up one that goes on six seconds at a time; all that happens in between is written, counted and
granted then, as it is each half second and second of a real day. Two edge workers answer `GET /ads` and hear beacons.
Each is killed once on the way, with what it had not written down, and once the counting is, in the middle of its
transaction.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warta.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.utils import timezone  # noqa: E402

from warta.access.token import Keys  # noqa: E402
from warta.advertising import telling  # noqa: E402
from warta.advertising.models import Campaign, Creative  # noqa: E402
from warta.advertising.services import approve, submit  # noqa: E402
from warta.advertising.slots import SLOTS, STORY_SLOTS  # noqa: E402
from warta.audience import services  # noqa: E402
from warta.audience.models import Count  # noqa: E402
from warta.edge.choosing import plan_in  # noqa: E402
from warta.edge.collector import Collector  # noqa: E402
from warta.edge.exchange import Answer, Known, Request, Rules  # noqa: E402
from warta.edge.files import Files  # noqa: E402
from warta.edge.front import Front  # noqa: E402
from warta.edge.limits import Limits  # noqa: E402
from warta.edge.sink import open_sink  # noqa: E402
from warta.edge.store import Store  # noqa: E402
from warta.site.order import places  # noqa: E402
from warta.stories.models import Section, Story  # noqa: E402
from warta.stories.policy import current_policy  # noqa: E402

DAY_S, TICK_S = 86_400, 6
HOURS = (2, 1, 1, 1, 2, 4, 6, 7, 6, 5, 5, 6, 7, 5, 5, 5, 6, 7, 8, 9, 9, 7, 5, 3)  # parts of a day's reads
SILENT = 0.03  # of the pages that report nothing: left at once
READERS = 0.3  # of the reads
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
# Goal of a million reads, cap, priority, slots, in how many sections (0: all).
CAMPAIGNS = (
    (400_000, None, 5, "top", 0), (300_000, 3, 5, "top end", 0), (250_000, 2, 6, "end side-1", 0),
    (200_000, 4, 5, "side-1 side-2", 0), (150_000, None, 8, "side-2", 0), (120_000, 1, 5, "side-3", 0),
    (60_000, 3, 5, "side-3 side-4", 2), (30_000, 2, 9, "top", 1), (5_000, 1, 4, "side-4", 0),
    (None, None, 1, "top end side-1 side-2 side-3 side-4", 0),
)  # fmt: skip
Thing = tuple[int, str, str]


class Died(Exception):
    """A process is killed here."""


class Edge:
    """One worker: its front, its ear and its way to the file; and what it holds that is not written down yet."""

    def __init__(self, name: str, now: float) -> None:
        rules = Rules(Keys.of(settings.SECRET_KEY), frozenset({"127.0.0.1"}), places=frozenset(places()))
        store = Store(1 << 20)
        store.start_at(0, now)
        store.learn(current_policy().closed(), 0)
        self.name = name
        self.front = Front(store, Files(settings.DATA), rules)
        self.collector = Collector(ZoneInfo(settings.TIME_ZONE), Limits(10_000_000, 10_000_000))
        self.sink = open_sink(settings.WARTA)
        self.counts: Counter[Thing] = Counter()
        self.pairs: list[tuple[int, int]] = []

    def write(self, now: float) -> tuple[Counter[Thing], list[tuple[int, int]]]:
        """Write down what was heard; returns what that is, by the simulator."""
        for day in self.collector.lacking(now):
            self.collector.salts[day] = self.sink.salt(day)
        self.sink.write(self.collector.take())
        written = self.counts, self.pairs
        self.counts, self.pairs = Counter(), []
        return written

    def ask(self, of: telling.Telling, now: float) -> None:
        """The plan, and what may be chosen until the next time."""
        ads = self.front.ads
        asked_at = dict(ads.pace.total)
        told = of.told(
            worker=self.name, chosen=ads.pace.lately(now), version=ads.plan.version, change=0, now=timezone.now()
        )
        if told["plan"] is not None:
            ads.plan = plan_in(told["version"], told["plan"])
        ads.plan_at, ads.is_true, self.front.store.seen_at = now, True, now
        ads.pace.grant(told["granted"], asked_at)


class Day:
    """The simulator, with what it expects to be counted."""

    def __init__(self, reads: int) -> None:
        self.reads, self.chance = reads, random.Random(26)
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        self.now = self.start = midnight.timestamp()
        patch("django.utils.timezone.now", lambda: datetime.fromtimestamp(self.now, UTC)).start()
        patch.object(telling.time, "monotonic", lambda: self.now).start()
        Count.objects.all().delete()
        self.stories = list(Story.objects.live().order_by("pk").values_list("pk", "section"))
        self.weights = [1 / rank**0.9 for rank in range(1, len(self.stories) + 1)]
        self.campaigns = self._book(midnight)
        self.of_creative = {creative: campaign.pk for campaign, creative in self.campaigns}
        self.telling = telling.Telling()
        self.telling.leases.begun = self.now - 60
        self.edges = [Edge("edge 1", self.now), Edge("edge 2", self.now)]
        self.cookies: dict[int, str] = {}
        self.had: Counter[tuple[int, int]] = Counter()  # reader and campaign: chosen
        self.expected: Counter[Thing] = Counter()
        self.known: set[tuple[int, int]] = set()
        self.times: list[float] = []
        self.lost = self.events = 0
        self.counting_s = 0.0

    def _book(self, midnight: datetime) -> list[tuple[Campaign, int]]:
        """The campaigns, each with one approved creative a shape."""
        by = get_user_model().objects.filter(is_superuser=True).first() or get_user_model().objects.get(
            email__startswith="administrator@"
        )
        Campaign.objects.all().delete()
        read = Counter[int]()
        for (_story, section), weight in zip(self.stories, self.weights, strict=True):
            read[section] += int(1000 * weight)
        sections = [Section.objects.get(pk=section) for section, _weight in read.most_common()]
        booked = []
        for place, (goal, cap, priority, slots, number) in enumerate(CAMPAIGNS, start=1):
            campaign = Campaign.objects.create(
                advertiser=f"Advertiser {place}", name=f"Campaign {place}", starts=midnight.date(),
                ends=midnight.date(), slots=slots, goal=goal and goal * self.reads // 1_000_000, cap=cap,
                priority=priority,
            )  # fmt: skip
            campaign.sections.set(sections[:number])
            for shape in {SLOTS[name].shape for name in campaign.slot_names}:
                creative = Creative.objects.create(
                    campaign=campaign, name=f"{place} {shape}", kind="html", shape=shape, html="<p>Kopi pagi</p>",
                    link="https://advertiser.example/",
                )  # fmt: skip
                submit(creative, by=by)
                creative.refresh_from_db()
                approve(creative, by=by, seen=creative.content())
                booked.append((campaign, creative.pk))
        return booked

    def run(self) -> None:
        """The whole day, and what is left when it is over."""
        kills = {DAY_S // 4 // TICK_S: 0, DAY_S // 2 // TICK_S: None, 3 * DAY_S // 4 // TICK_S: 1}
        due = 0.0
        for tick in range(DAY_S // TICK_S):
            self.now = self.start + tick * TICK_S
            for edge in self.edges:
                edge.ask(self.telling, self.now)
                self._written(edge.write(self.now))
            due += self.reads * HOURS[tick * TICK_S // 3600] / sum(HOURS) / 3600 * TICK_S
            for _read in range(int(due)):
                self._read()
            due -= int(due)
            if tick in kills:
                self._kill(kills[tick], tick)
            for edge in self.edges:
                self._written(edge.write(self.now))
            self._count(dies=tick in kills and kills[tick] is None)

    def _read(self) -> None:
        reader = int(self.chance.random() ** 2 * self.reads * READERS)
        story, section = self.chance.choices(self.stories, self.weights)[0]
        edge = self.chance.choice(self.edges)
        asked = f"page={section}&slots={','.join(STORY_SLOTS)}"
        began = time.perf_counter()
        answer = edge.front.answer(self._request("/ads", reader, asked), Known(), self.now)
        self.times.append(time.perf_counter() - began)
        assert isinstance(answer, Answer) and answer.status == 200, answer
        told: dict[str, Any] = json.loads(answer.body)
        for name, value in answer.headers:
            if name == "set-cookie":
                self.cookies[reader] = value.partition(";")[0]
        silent = self.chance.random() < SILENT
        events: list[dict[str, Any]] = [{"k": "read", "s": story, "n": 1, "r": "search", "o": "full", "e": 15}]
        for slot, one in told.items():
            creative = int(one["receipt"].split(".")[1], 16)
            self.had[reader, self.of_creative[creative]] += 1
            events.append({"k": "ad", "t": one["receipt"], "w": "shown"})
            if not silent:
                edge.counts[creative, "ad_shown", slot] += 1
        if not silent:
            edge.collector.hear(
                self._request("/b", reader, ""), json.dumps(events).encode(), edge.front.rules.keys,
                edge.front.rules.places, self.now,
            )  # fmt: skip
            edge.pairs.append((reader, story))
            for thing in ((story, "view", ""), (story, "source", "search"), (story, "outcome", "full")):
                edge.counts[thing] += 1
            edge.counts[story, "engaged", ""] += 15

    def _request(self, path: str, reader: int, query: str) -> Request:
        headers = {"host": "127.0.0.1", "user-agent": AGENT, "sec-fetch-site": "same-origin",
                   "cookie": self.cookies.get(reader)}  # fmt: skip
        address = f"10.{reader >> 16 & 255}.{reader >> 8 & 255}.{reader & 255}"
        return Request("POST" if path == "/b" else "GET", path, query, headers.get, lambda: address)

    def _written(self, written: tuple[Counter[Thing], list[tuple[int, int]]]) -> None:
        counts, pairs = written
        self.expected.update(counts)
        for pair in pairs:
            if pair not in self.known:
                self.known.add(pair)
                self.expected[pair[1], "read", ""] += 1

    def _kill(self, place: int | None, tick: int) -> None:
        """An edge worker dies with what it had not written down, and another begins in its place."""
        if place is not None:
            dead = self.edges[place]
            self.lost += sum(
                number for (_id, what, _key), number in dead.counts.items() if what in ("view", "ad_shown")
            )
            self.edges[place] = Edge(f"edge of tick {tick}", self.now)
            self.edges[place].ask(self.telling, self.now)

    def _count(self, *, dies: bool) -> None:
        began = time.perf_counter()
        if dies:
            with patch.object(services, "_add", side_effect=Died):
                try:
                    services.take_in()
                except Died:
                    pass
                else:
                    raise AssertionError("nothing was counted when it was to die")
        while services.take_in():
            pass
        self.counting_s += time.perf_counter() - began

    def outcome(self) -> dict[str, float]:
        """What came of it."""
        rows = Count.objects.filter(span="d").exclude(what="dropped").values_list("story", "what", "key", "number")
        found: Counter[Thing] = Counter()
        for story, what, key, number in rows:
            found[story, what, key] += number
        shown: Counter[int] = Counter()
        for (creative, what, _slot), number in found.items():
            if what == "ad_shown":
                shown[self.of_creative[creative]] += number
        campaigns = {campaign.pk: campaign for campaign, _creative in self.campaigns}
        goals = {pk: campaign.goal for pk, campaign in campaigns.items() if campaign.goal}
        for pk, goal in goals.items():
            print(campaigns[pk].name, goal, shown[pk], f"{100 * (shown[pk] / goal - 1):+.2f}%", file=sys.stderr)
        caps = {pk: campaign.cap for pk, campaign in campaigns.items() if campaign.cap}
        self.times.sort()
        return {
            "missed": max(100 * abs(shown[pk] / goal - 1) for pk, goal in goals.items()),
            "goals": sum(goals.values()), "shown": sum(shown.values()), "lost": self.lost,
            "above": sum(1 for (_reader, pk), number in self.had.items() if pk in caps and number > caps[pk]),
            "counts": len(self.expected), "differ": sum(1 for key in {*found, *self.expected}
                                                       if found[key] != self.expected[key]),
            "choose_us": 1e6 * self.times[len(self.times) // 2],
            "choose_p99_us": 1e6 * self.times[int(len(self.times) * 0.99)],
            "counted": sum(self.expected.values()) / self.counting_s,
        }  # fmt: skip


if __name__ == "__main__":
    day = Day(int(sys.argv[1]))
    day.run()
    print(json.dumps(day.outcome()))
