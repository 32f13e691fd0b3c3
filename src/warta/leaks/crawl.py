"""The play: all is asked for cold and warm, while stories change, and cold again. Then: was anything seen at all?"""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier

from django.urls import reverse

from warta.access import Level
from warta.leaks import raw
from warta.leaks.forms import Forms, state
from warta.leaks.marks import Unreadable
from warta.leaks.paper import Paper, change
from warta.leaks.readers import OPEN, Asker, Cast, post
from warta.leaks.road import ALL, Road
from warta.leaks.roads import MUST_TELL, roads, searches_of
from warta.leaks.visit import ENCODINGS, Client, Judge, Leak, Reply

AT_ONCE = 4
WIRES_AT_ONCE = 16
LINKS_MAX = 120
SETTLE_S = 5.0  # a worker that has not read the log for so long shows teasers (DESIGN: cut off)
LINK = re.compile(r'(?:href|src|data-live)="([^"#]+)|<loc>([^<]+)|"(?:url|item|id)": "([^"]+)')
# (story, how it changes), in this order
STEPS = (
    ("closing", "level=premium"), ("closing", "level=metered"), ("narrowing", "level=premium"), ("leaving", "withdraw"),
    ("delayed", "embargo"), ("erased", "delete"), ("premiumnews", "level=free"), ("premiumnews", "level=premium"),
)  # fmt: skip
# What is locked, and must be seen all the same: by which road, by whom, of which level.
MUST_SEE = (
    *((road, reader, level) for road in ("story", "live-updates") for reader in ("subscriber", "premium", "staff")
      for level in ("metered", "registered", "premium")),
    ("story", "gift", "premium"), ("story", "stranger", "metered"), ("live-updates", "stranger", "metered"),
    *(("story", reader, "registered") for reader in ("registered", "ad_free", "epaper", "revoked")),
    ("story", "campus", "premium"), ("gifts", "subscriber", "open"), ("gift-new", "subscriber", "open"),
    *((road, reader, "open") for road in ("saved", "history", "following", "save")
      for reader in ("subscriber", *(("registered",) if road != "save" else ()))),
    *(("preview", reader, "") for reader in ("stranger", "subscriber", "gift")), ("preview", "spent", "premium"),
    *((road, reader, "premium") for road in ("epaper", "edition", "edition-picture", "edition-download")
      for reader in ("subscriber", "epaper", "staff", "campus")),
    ("service-desk", "service", ""), ("institution", "service", ""), ("raw", "raw", "open"), ("raw", "raw", "free"),
)  # fmt: skip


@dataclass
class Report:
    """What the crawl found: leaks, roads on which it was blind, and how much it asked."""

    leaks: list[Leak] = field(default_factory=list)
    blind: list[str] = field(default_factory=list)
    requests: int = 0
    roads: int = 0
    readers: int = 0
    found: int = 0
    slowest_s: float = 0.0

    @property
    def is_clean(self) -> bool:
        """Nothing leaked, and nothing was out of sight."""
        return not self.leaks and not self.blind


class Crawl:
    """One crawl of a newspaper that is served on a port of this machine."""

    def __init__(self, paper: Paper, port: int, say: Callable[[str], None] = lambda text: None) -> None:
        self.paper, self.say = paper, say
        self.client, self.judge = Client(port), Judge(paper)
        self.askers: list[Asker] = []
        self.seen: set[str] = set()
        self.tags: dict[str, str] = {}
        self.slowest_s = 0.0
        self.pool = ThreadPoolExecutor(AT_ONCE)
        self.unobeyed: list[str] = []

    def run(self, restart: Callable[[], None]) -> Report:
        """Play it. restart: starts the edge anew, and returns once it answers."""
        self.askers = Cast(self.paper, self.client).make()
        self.settle()
        restart()
        for number, name in enumerate(("cold", "warm")):
            self.say(f"crawling, {name}")
            self.everything(number)
        self.say("following links")
        self.links()
        self.encodings()
        self.say("sending what no client sends")
        self.unheard_of()
        self.say("posting forms")
        Forms(self.paper, self.client, self.judge, self.askers).attempt()
        for number, (story, step) in enumerate(STEPS):
            self.say(f"changing: {story}, {step}")
            self.changed(story, step, number)
        self.say("revoking links")
        self.revoked()
        restart()
        self.say("crawling, cold again")
        self.everything(2)
        self.say("following links")
        self.links()
        return self.report()

    def everything(self, turn: int) -> None:
        """Every road as every reader, the encodings in turn."""
        self.client.renew()
        jobs = [
            (road, asker, ENCODINGS[(place + number + 5 * turn) % len(ENCODINGS)])
            for place, road in enumerate(roads(self.paper))
            for number, asker in enumerate(self.askers)
            if road.is_for(asker.name, turn)
        ]
        self.visit_all(job for job in jobs if job[0].name != "search-closed")
        if turn != 1:
            self.closed_searches()

    def visit_all(self, jobs: Iterable[tuple[Road, Asker, str | None]]) -> None:
        """Visit, several at once."""
        for _done in self.pool.map(lambda job: self.visit(*job), list(jobs)):
            pass

    def visit(self, road: Road, asker: Asker, encoding: str | None) -> Reply | None:
        """Ask by a road, and judge the answer."""
        reply = self.fetch(road, asker, encoding)
        if reply is not None:
            self.judge.judge(road, asker, encoding, reply)
            if tag := reply.header("etag"):
                self.tags.setdefault(f"{asker.name} {road.path}", tag)
        return reply

    def fetch(self, road: Road, asker: Asker, encoding: str | None) -> Reply | None:
        """Ask by a road. What cannot be read is noted."""
        path = road.path
        if asker.query:
            path += ("&" if "?" in path else "?") + asker.query
        self.seen.add(road.path)
        try:
            headers = (*asker.headers, *road.headers.items())
            return self.client.ask(
                road.method, path, cookies=asker.cookies, headers=headers, encoding=encoding, address=asker.address
            )
        except Unreadable as error:
            self.judge.leaks.setdefault(Leak(path, asker.name, str(encoding), str(error)))
        except (OSError, http.client.HTTPException) as error:
            self.judge.leaks.setdefault(Leak(path, asker.name, str(encoding), f"no answer: {type(error).__name__}"))
        return None

    def closed_searches(self) -> None:
        """A search for a closed word is answered as one for a word that nobody wrote."""
        spent = self.asker("spent")
        nothing = self.fetch(Road("search-closed", "/search/?q=zqnobodywrotethisqz"), spent, None)
        rows = [road for road in roads(self.paper) if road.name == "search-closed"]
        self.compare(rows, spent, nothing)

    def compare(self, rows: list[Road], asker: Asker, nothing: Reply | None) -> None:
        """Note each search whose answer differs from that for nothing."""
        if nothing is None:
            return
        expected = nothing.text.replace("zqnobodywrotethisqz", "")
        for road, reply in zip(rows, self.pool.map(lambda road: self.fetch(road, asker, None), rows), strict=True):
            if reply is not None and reply.text.replace(road.word, "") != expected:
                self.judge.leaks.setdefault(Leak(road.path, asker.name, "None", "a closed word is found"))

    def asker(self, name: str) -> Asker:
        """A reader by name."""
        return next(asker for asker in self.askers if asker.name == name)

    def links(self) -> None:
        """Whatever pages, feeds and sitemaps lead to, from the front page on, as a stranger and as a subscriber."""
        origin = f"http://127.0.0.1:{self.client.port}"
        for asker in (self.asker("spent"), self.asker("subscriber")):
            waiting = ["/", "/en/", "/sitemap.xml", "/feed.json"]
            done: set[str] = set()
            while waiting and len(done) < LINKS_MAX:
                batch = [path for path in dict.fromkeys(waiting) if path not in done][:40]
                waiting = [path for path in waiting if path not in batch and path not in done]
                done |= set(batch)
                replies = self.pool.map(lambda path, asker=asker: self.visit(Road("link", path), asker, "gzip"), batch)
                for reply in replies:
                    waiting += _leads_to(reply, origin) if reply is not None else []

    def encodings(self) -> None:
        """Each story of each level in every encoding, and asked for with the ETags of another reader's variant."""
        jobs, names = [], ("premiumlive", "meterednews", "registeredphotos", "freenews", "withdrawn")
        for name in names:
            path = self.paper.stories[name].path
            for asker in (self.asker("spent"), self.asker("subscriber"), self.asker("ad_free")):
                jobs += [(Road("story", path), asker, encoding) for encoding in ENCODINGS]
                for key, tag in self.tags.items():
                    if key.endswith(f" {path}"):
                        jobs += [
                            (Road("etag", path, headers={name: tag}), asker, encoding)
                            for name in ("If-None-Match", "If-Range")
                            for encoding in ("gzip", None)
                        ]
        self.visit_all(jobs)

    def unheard_of(self) -> None:
        """Bytes that no client of ours sends."""
        stranger = Asker("raw", OPEN | {Level.METERED})
        rows = [("two requests in a row", raw.control(self.paper)), *raw.wires(self.paper)]
        with ThreadPoolExecutor(WIRES_AT_ONCE) as many:
            answers = many.map(lambda row: raw.send(self.client.port, row[1]), rows)
            for (name, _wire), heard in zip(rows, answers, strict=True):
                self.client.requests += 1
                self.judge.judge(Road("raw", name), stranger, None, Reply(200, raw.NO_STORE, heard, heard))
                for what in raw.wrong_in(heard):
                    self.judge.leaks.setdefault(Leak(name, stranger.name, "None", what))

    def revoked(self) -> None:
        """A gift and a preview that were open are revoked by their forms, and open nothing from then on."""
        giver, colleague, holder = self.asker("subscriber"), self.asker("staff"), self.asker("gift")
        links = [link for link in self.paper.links if link.lives]
        self.visit_all((road, holder, "gzip") for road in roads(self.paper) if road.name in ("story", "preview"))
        before = state()
        post(self.client, giver.cookies, "/accounts/gifts/", reverse("gift-revoke", args=[self.paper.open_gift()]))
        for link in links:
            story = self.paper.stories[link.story].pk
            form = reverse("preview-links", args=[story])
            post(self.client, colleague.cookies, form, reverse("preview-revoke", args=[story, link.pk]))
            link.lives = False
        now = state()
        self.unobeyed += [what for what in ("gifts", "preview links") if now[what] == before[what]]
        holder.also = ""
        self.until_clean(Road("story", self.paper.stories["premiumnews"].path), holder)
        askers = (holder, giver, colleague, self.asker("spent"))
        chosen = [road for road in roads(self.paper) if road.name in ("story", "preview", "gifts")]
        self.visit_all((road, asker, "gzip") for road in chosen for asker in askers)

    def settle(self) -> None:
        """Wait until sign-outs and revocations are known: at most as long as the edge may go without the log."""
        told = self.paper.stories["premiumnews"]
        for name in ("signed out", "revoked, token alone", "token: void generation", "gift: revoked"):
            self.until_clean(Road("story", told.path), self.asker(name))

    def until_clean(self, road: Road, asker: Asker) -> None:
        """Ask over each connection until the answer is right: other workers may hold the others."""
        together = Barrier(AT_ONCE)

        def wait(_number: int) -> None:
            together.wait()  # so that each thread takes one of these
            self._until_clean(road, asker)

        for _done in self.pool.map(wait, range(AT_ONCE)):
            pass
        self._until_clean(road, asker)

    def _until_clean(self, road: Road, asker: Asker) -> None:
        """Ask until the answer is right; the time that takes is bounded, and then whatever is wrong is noted."""
        began = time.monotonic()
        while time.monotonic() - began < SETTLE_S:
            reply = self.fetch(road, asker, "gzip")
            if reply is not None and not self.judge.wrong(road, asker, "gzip", reply):
                self.slowest_s = max(self.slowest_s, time.monotonic() - began)
                return
            time.sleep(0.01)
        self.visit(road, asker, "gzip")

    def changed(self, name: str, step: str, number: int) -> None:
        """Change a story from this process; once its own page shows it, nothing else may tell of what was.

        Feeds are dear to draw: some of them at each change, so that all have had their turn in the end.
        """
        told = self.paper.stories[name]
        self.client.renew()
        rows = [road for road in roads(self.paper) if road.by == ALL and road.name not in ("story", "live-updates")]
        feeds = [road for road in rows if road.name.startswith(("feed-", "section-")) and "/en/" not in road.path]
        rows = [road for road in rows if not road.name.startswith(("feed-", "section-"))]
        rows += [feeds[number * 2 % len(feeds)], feeds[(number * 2 + 1) % len(feeds)]]
        rows += [
            Road("story", told.path),
            Road("story", f"/daerah/x-{told.pk}/"),
            Road("live-updates", f"/live/{told.pk}/"),
        ]
        askers = [self.asker(reader) for reader in ("spent", "subscriber")]
        self.visit_all((road, askers[0], "gzip") for road in rows)  # so that all of it is stored
        change(self.paper, name, step)
        for asker in askers:
            self.until_clean(Road("story", told.path), asker)
        self.visit_all((road, asker, "gzip") for road in rows for asker in askers)
        spent = askers[0]
        nothing = self.fetch(Road("search-closed", "/search/?q=zqnobodywrotethisqz"), spent, None)
        closed = [] if told.level is not None and told.level.value == "free" else list(searches_of(told))[:2]
        self.compare(closed, spent, nothing)

    def report(self) -> Report:
        """What was found."""
        told = self.judge.told
        blind = [name for name in sorted(MUST_TELL) if not told.get((name, "spent", "open"))]
        for road, reader, level in MUST_SEE:
            blind += [] if told.get((road, reader, level)) else [f"{road}, {level}, for {reader}"]
        blind += [f"the form that revokes {what} does nothing for whose it is" for what in self.unobeyed]
        return Report(
            list(self.judge.leaks), blind, self.client.requests, len(self.seen), len(self.askers),
            sum(told.values()), self.slowest_s,
        )  # fmt: skip


def _leads_to(reply: Reply, origin: str) -> list[str]:
    """The paths of this newspaper that an answer names."""
    if reply.status != 200:
        return []
    found = []
    for groups in LINK.findall(reply.text):
        target = next(text for text in groups if text).replace("&amp;", "&").removeprefix(origin)
        if target.startswith("/") and not target.startswith(("//", "/static/", "/accounts/")):
            found.append(target)
    return found
