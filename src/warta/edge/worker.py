"""One worker: keeps the store up to date, obtains what the front asks for, reports what was read.

Three things run beside the answers: a thread that reads the change log many times a second, a loop that has drawn anew
what is stale and in demand, and one that reports reads to the newsroom. Whatever is asked for twice at once is obtained
once.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

from warta.access.meter import Meter
from warta.access.token import LIFETIME_S, Keys, Token, write_token
from warta.access.values import STRANGER
from warta.access.wire import policy_in
from warta.config import Config
from warta.edge.adplan import AdPlan
from warta.edge.crawlers import verify
from warta.edge.exchange import Answer, Ask, Known, Request, Rules
from warta.edge.files import Files
from warta.edge.front import Front
from warta.edge.log import Log, open_log
from warta.edge.metrics import Metrics
from warta.edge.newsroom import LOCAL, Newsroom, NewsroomDown
from warta.edge.reads import Reads
from warta.edge.store import Change, Store, entry_of, page_of

LOG_EVERY_S = 0.02
REPORT_EVERY_S = 0.1
HISTORY_EVERY_S = 2.0
REFRESH_EVERY_S = 0.01
READS_EVERY_S = 0.5  # what is lost at most when a worker is killed
AGAIN_S = 0.1  # a part is drawn anew at most so often
STEPS_MAX = 12  # questions for one answer
PARTS_AT_ONCE = 100
CHANGES_AHEAD = 50  # of many changes at once, so many have their pages drawn unasked
REPORTED_MAX = 2000  # reads in one report
UNREPORTED_MAX = 100_000  # reads that are kept while the newsroom is away
logger = logging.getLogger("warta.edge")


class Worker:
    """What runs in one process of the edge."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.store = Store(config.store_bytes)
        hosts = frozenset(host.lower() for host in config.allowed_hosts) or frozenset(
            {"127.0.0.1", "localhost", "[::1]"}
        )
        rules = Rules(Keys.of(config.secret_key), hosts, is_secure=config.https, cutoff=config.cutoff)
        self.front = Front(self.store, Files(config.data), rules)
        self.newsroom = Newsroom(config.newsroom_socket, next(iter(config.allowed_hosts), LOCAL))
        self.ad_plan = AdPlan(self.front.ads, self.newsroom)
        self.metrics = Metrics(config.data / "run")
        self.reads = Reads(config)
        self._log: Log = open_log(config.data, config.database_url)
        self._under_way: dict[str, asyncio.Future[Any]] = {}
        self._wanted: dict[str, float] = {}  # stale, in demand: when it may be drawn anew
        self._drawn_at: dict[str, float] = {}
        self._stop = threading.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to follow the log, and all loops."""
        self._loop = loop
        threading.Thread(target=self._follow, name="log", daemon=True).start()
        for duty in (self._refresh, self._report_once, self._tell_history, self._advertise, self._write_reads,
                     self._look_up, self._count):  # fmt: skip
            self._tasks.append(loop.create_task(self._forever(duty)))

    def stop(self) -> None:
        """End what runs beside the answers; what was read is reported by the next worker's tokens."""
        self._stop.set()
        for task in self._tasks:
            task.cancel()
        self.reads.write_last()
        self.metrics.write(self.store, self._lag())

    async def answer(self, request: Request) -> Answer | Ask:
        """The answer to a request; `pass` if the newsroom is to answer itself."""
        known = Known()
        return await self.finish(request, known, self.front.answer(request, known, time.time()))

    async def finish(self, request: Request, known: Known, result: Answer | Ask) -> Answer | Ask:
        """The answer to a request to which the front has said `result`, once all that it asks for has been obtained."""
        steps = 0
        while isinstance(result, Ask) and result.what != "pass":
            known.missed = True
            steps += 1
            if steps > STEPS_MAX:
                logger.error("too many questions for one page")
                return self.front.plain(503, "", retry=True)
            try:
                await self._obtain(result, request, known)
            except (NewsroomDown, KeyError, ValueError, TypeError) as error:
                logger.warning("%s", error)
                return self.front.plain(503, "", retry=True)
            result = self.front.answer(request, known, time.time())
        return result

    def hear(self, request: Request, body: bytes) -> None:
        """Take in what a page reports of itself."""
        self.metrics.count("heard")
        rules = self.front.rules
        if self.front.is_ours(request.header("host")):
            self.reads.collector.hear(request, body, rules.keys, rules.places, time.time())

    def note(self, answer: Answer) -> None:
        """Count an answer, and have drawn anew what was stale in it."""
        self.metrics.count(answer.outcome)
        for key in answer.refresh:
            if key not in self._wanted:
                self._wanted[key] = self._drawn_at.get(key, 0.0) + AGAIN_S

    # What the front asks for

    async def _obtain(self, ask: Ask, request: Request, known: Known) -> None:
        """Obtain what is missing. raises NewsroomDown; KeyError, ValueError, TypeError for what it cannot understand"""
        match ask.what:
            case "policy":
                await self._once("policy", self._load_policy)
            case "token":
                known.token = await self._mint(request)
            case "page":
                path, query = ask.value
                told = await self._once(f"page {path}?{query}", lambda: self._load_page(path, query))
                known.told = told
                known.page = told.get("entry")
            case "error":
                await self._once(f"page {ask.value}", lambda: self._load_page(ask.value, ""))
            case "parts":
                await self._load_parts(ask.value)
            case "redraw":
                await self._redraw_for(ask.value, known)
            case "reads":
                known.flushed = True  # whatever comes of it: readers do not wait for a newsroom that is away
                with contextlib.suppress(NewsroomDown):
                    await self._once("report", self._report)  # one may be under way, from before this reader's read
                    await self._once("report", self._report)
            case "advertising":
                known.asked_ads = True
                await self._once("advertising", self.ad_plan.load)
            case "notices":
                known.told = await self.newsroom.ask("notices", cookies=request.header("cookie") or "")

    async def _once(self, key: str, load: Callable[[], Awaitable[Any]]) -> Any:
        """Obtain something once, however many ask for it at the same time."""
        under_way = self._under_way.get(key)
        if under_way is None:
            under_way = asyncio.ensure_future(load())
            self._under_way[key] = under_way
            under_way.add_done_callback(lambda _: self._under_way.pop(key, None))
        return await asyncio.shield(under_way)

    async def _load_policy(self) -> None:
        told = await self.newsroom.ask("policy")
        self.store.learn(policy_in(told["policy"]), told["as_of"])
        self.front.rules = replace(
            self.front.rules, params=tuple(told["params"]), places=frozenset(told["places"]),
            passed=tuple(told["passed"]), short_links=frozenset(told["short_links"]),
            languages=tuple(told["languages"]), language=told["language"],
            headers=tuple((name, value) for name, value in told["headers"]),
        )  # fmt: skip

    async def _advertise(self) -> float:
        """Ask for the plan of advertising anew."""
        await self._once("advertising", self.ad_plan.load)
        return self.ad_plan.rest_s

    async def _load_page(self, path: str, query: str) -> dict[str, Any]:
        """What the newsroom says of an address; a page is kept under the key that it has."""
        self.metrics.count("render")
        told = await self.newsroom.ask(f"page{path}", query)
        if "page" in told:
            entry = page_of(told)
            kept = self.store.put(entry) if told["key"] == path or query else False
            self._drawn_at[entry.key] = time.time()
            if not kept and entry.dead is False and entry.as_of < self.store.position:
                entry.stale = True
            told["entry"] = (self.store.get(entry.key) if kept else None) or entry
        return told

    async def _load_parts(self, keys: tuple[str, ...]) -> None:
        """Parts that are missing; those under way are waited for."""
        mine = [key for key in dict.fromkeys(keys) if f"part {key}" not in self._under_way]
        theirs = [self._under_way[f"part {key}"] for key in keys if f"part {key}" in self._under_way]
        for start in range(0, len(mine), PARTS_AT_ONCE):
            batch = mine[start : start + PARTS_AT_ONCE]
            task = asyncio.ensure_future(self._draw_parts(batch))
            for key in batch:
                self._under_way[f"part {key}"] = task
            task.add_done_callback(partial(self._parts_done, batch))
            theirs.append(task)
        for under_way in dict.fromkeys(theirs):
            await asyncio.shield(under_way)

    def _parts_done(self, keys: list[str], _task: asyncio.Future[None]) -> None:
        for key in keys:
            self._under_way.pop(f"part {key}", None)

    async def _draw_parts(self, keys: list[str]) -> None:
        self.metrics.count("render", len(keys))
        told = await self.newsroom.parts(keys)
        now = time.time()
        for key, plain in told["parts"].items():
            self.store.put(entry_of(key, plain, told["as_of"]))
            self._drawn_at[key] = now
        if len(self._drawn_at) > 20_000:
            self._drawn_at = {key: at for key, at in self._drawn_at.items() if now - at < AGAIN_S}
        if told.get("unknown"):
            raise NewsroomDown(f"no part has the key {told['unknown']}")

    async def _mint(self, request: Request) -> str:
        """The reader's token; one that says nobody where nobody is signed in, so that this is not asked each time."""
        told = await self.newsroom.ask("token", cookies=request.header("cookie") or "")
        token: str | None = told["token"]
        return token or write_token(Token(STRANGER, 0, int(time.time()) + LIFETIME_S), self.front.rules.keys)

    # What runs beside

    async def _forever(self, duty: Callable[[], Awaitable[float]]) -> None:
        """Run a duty again and again; it says how long to rest. One that fails is tried again."""
        while True:
            rest = 1.0
            try:
                rest = await duty()
            except NewsroomDown as error:
                logger.debug("%s", error)
            except Exception:
                logger.exception("a duty of the edge failed, and is tried again")
            await asyncio.sleep(rest)

    async def _refresh(self) -> float:
        """Have drawn anew what is stale and in demand, and the policy once it changed."""
        if self.store.policy_changed_at is not None:
            await self._once("policy", self._load_policy)
        due = self._due(time.time())
        if not due:
            return REFRESH_EVERY_S
        first = min(due, key=self._haste)
        chosen = [first] if first.startswith("/") else [key for key in due if not key.startswith("/")]
        for key in chosen:
            del self._wanted[key]
        await self._draw_anew(chosen)
        return 0.0

    def _due(self, now: float) -> list[str]:
        """What is wanted and may be drawn now. Who wanted something while it was being drawn has got it by now."""
        due = []
        for key in [key for key, at in self._wanted.items() if at <= now]:
            entry = self.store.get(key)
            if entry is not None and entry.is_outdated(now):
                due.append(key)
            else:
                del self._wanted[key]
        return due

    def _haste(self, key: str) -> tuple[int, int]:
        """What is drawn anew first: stories, then parts, pages, and last what machines read; the smaller before.

        One after the other: the newsroom draws no quicker what it draws at the same time, and then all is late.
        """
        entry = self.store.get(key)
        if entry is None or not key.startswith("/"):
            return 1, 0
        return 0 if entry.gate is not None else 2 if entry.varies else 3, entry.size

    async def _redraw_for(self, keys: tuple[str, ...], known: Known) -> None:
        """Draw anew what has been stale for too long; with the newsroom away, readers go on with what is stored."""
        if known.redrawn:
            known.is_away = True  # it changes faster than it can be drawn
            return
        known.redrawn = True
        try:
            await self._draw_anew(keys)
        except NewsroomDown:
            known.is_away = True

    async def _draw_anew(self, keys: Sequence[str]) -> None:
        parts = tuple(key for key in keys if not key.startswith("/"))
        pages = [self._redraw(key) for key in keys if key.startswith("/")]
        await asyncio.gather(*pages, *([self._load_parts(parts)] if parts else []))

    async def _redraw(self, key: str) -> None:
        """A page anew; one that is no longer there leaves the store."""
        path, _, query = key.partition("?")
        told = await self._once(f"page {path}?{query}", lambda: self._load_page(path, query))
        if "entry" not in told:
            self.store.drop(key)

    async def _report_once(self) -> float:
        return float(await self._once("report", self._report))

    async def _report(self) -> float:
        """Tell the newsroom what registered readers read and which gifts were opened; learn what else they read."""
        front = self.front
        if not front.reads and not front.gifts:
            return REPORT_EVERY_S
        reads, front.reads = front.reads[:REPORTED_MAX], front.reads[REPORTED_MAX:]
        gifts, front.gifts = front.gifts, {}
        try:
            told = await self.newsroom.tell("reads", {"reads": reads, "gifts": gifts})
        except NewsroomDown:
            front.reads = [*reads, *front.reads][:UNREPORTED_MAX]
            for gift, number in gifts.items():
                front.gifts[gift] = front.gifts.get(gift, 0) + number
            raise
        waiting = {reader for reader, _month, _story in front.reads}
        for text, row in told["meters"].items():
            reader = int(text)
            known = self.store.meters.get(reader, Meter())
            self.store.remember(reader, known.merge(Meter(row["month"], tuple(row["stories"]))))
            if reader not in waiting:
                front.unconfirmed.discard(reader)
        return 0.0

    async def _tell_history(self) -> float:
        """Tell the newsroom what stands in readers' own lists: seldom, since each time is a write to its database."""
        history = self.front.history
        rows = list(islice(history, REPORTED_MAX))
        if not rows:
            return HISTORY_EVERY_S
        await self.newsroom.tell("reads", {"history": rows})
        for row in rows:
            history.pop(row, None)
        return HISTORY_EVERY_S if len(rows) < REPORTED_MAX else 0.0

    async def _write_reads(self) -> float:
        """Write down what was heard of readers; the policy names the blocks that a page may report."""
        await self.reads.write(time.time())
        if self.store.policy is None:
            await self._once("policy", self._load_policy)
        return READS_EVERY_S

    async def _look_up(self) -> float:
        """Look up the addresses of those who say that they crawl for a search engine."""
        crawlers = self.front.asker.crawlers
        for address, engine in list(crawlers.asked.items())[:4]:
            verified = await asyncio.get_running_loop().run_in_executor(None, verify, address, engine)
            crawlers.learn(address, verified, time.time())
        return 0.2

    async def _count(self) -> float:
        """Write the counters down, for whoever serves them."""
        self.metrics.write(self.store, self._lag())
        return 1.0

    def _lag(self) -> float:
        return max(0.0, time.time() - self.store.seen_at)

    def _follow(self) -> None:
        """Read the log many times a second; what it says is applied between answers, never during one."""
        loop = self._loop
        assert loop is not None
        position = -1
        failing = False
        while not self._stop.wait(LOG_EVERY_S):
            try:
                if position < 0:
                    position, rows = self._log.newest(), self._log.voids()
                    loop.call_soon_threadsafe(self._begin, position, rows)
                    continue
                rows = self._log.after(position)
            except OSError as error:
                if not failing:
                    logger.error("%s; readers get teasers until it can", error)
                failing = True
                continue
            failing = False
            position = rows[-1].id if rows else position
            try:
                loop.call_soon_threadsafe(self._apply, rows)
            except RuntimeError:  # the loop has ended
                return
        self._log.close()

    def _begin(self, position: int, voids: list[Change]) -> None:
        now = time.time()
        self.store.start_at(position, now)
        for change in voids:
            self.store.apply(change, now)

    def _apply(self, rows: list[Change]) -> None:
        now = time.time()
        for change in rows:
            self.store.apply(change, now)
            if change.kind == "ads_changed":
                self.front.ads.is_true = False
        for change in rows[-CHANGES_AHEAD:]:
            for key in self.store.in_demand(change, now):
                self._wanted.setdefault(key, now)
        self.store.seen_at = now
