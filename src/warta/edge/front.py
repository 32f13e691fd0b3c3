"""The front: from a request, a moment and the store to an answer, or to what must first be asked of the newsroom.

No input or output happens here: what is missing is named (`Ask`), the worker obtains it and asks the front again, with
what it learned in `Known`. For a stored page an answer takes some microseconds: find the page, read the signed token
and meter, decide, take the variant that was joined before.

What may be kept of a page: story and list pages `private, no-cache` with an ETag for their variant and encoding, what
is the same for everybody as the newsroom says. A private answer never carries a shared cache's header.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import perf_counter
from urllib.parse import quote, urlencode

from warta.access import Decision, Gate, Meter, Reader, Reason, Right, Shows, decide
from warta.access.token import (
    LIFETIME_S,
    Token,
    read_gift,
    with_meter,
    write_meter,
    write_token,
)
from warta.access.variant import variant_of
from warta.edge import ads, editions
from warta.edge.asker import CUTOFF_S, METER_COOKIE, READER_COOKIE, Asker
from warta.edge.exchange import Answer, Ask, Known, Request, Rules, fields_of, is_read
from warta.edge.files import Files, accepts
from warta.edge.join import Joined, gzip_of, join
from warta.edge.store import Entry, Store

METER_AGE_S = 40 * 24 * 3600
JOINED_OVERHEAD = 1000  # bytes of a joined page besides its text
TEXT_MAX = 4096  # characters of a path or query that the site answers
HOST_MAX = 260  # characters of a host name with its port
# No address of ours; on the way to the newsroom it might become one.
NO_PATH = re.compile(r"[\x00-\x1f\x7f\\]|/\.{1,2}(/|$)")
NO_STORE = ("cache-control", "private, no-store")
HISTORY_MAX = 100_000  # reads that wait to be told
WAYS_IN = {"sign-in": "login", "sign-up": "signup", "subscribe": "subscribe"}


@dataclass
class Front:
    """One worker's front, with what is to be reported to the newsroom.

    reads        reader, month, story of each metered read of a registered reader
    unconfirmed  readers of whom something was read here and not yet reported
    gifts        how often each gift link was opened
    history      reader and story of what was read whole by those who keep a list, in its order
    """

    store: Store
    files: Files
    rules: Rules
    reads: list[tuple[int, int, int]] = field(default_factory=list)
    unconfirmed: set[int] = field(default_factory=set)
    gifts: dict[int, int] = field(default_factory=dict)
    history: dict[tuple[int, int], None] = field(default_factory=dict)
    _hosts: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.asker = Asker(self.store)
        self.ads = ads.Ads()

    def answer(self, request: Request, known: Known, now: float) -> Answer | Ask:
        """Answer at `now` (seconds since 1970), or say what must be asked first."""
        began = perf_counter()
        path = request.path
        store = self.store
        if not self.is_ours(request.header("host")):
            return self.plain(400, "Bad request: this newspaper has another name.")
        if not path.startswith("/"):
            return self.plain(400, "Bad request: this is no address of a page.")
        if request.method not in ("GET", "HEAD"):
            return self.plain(404, "") if path.startswith("/_edge") or NO_PATH.search(path) else Ask("pass")
        page = store.get(path) if not request.query else None
        if page is None:
            special = self._special(request, known, now)
            if special is not None:
                return special
            found = self._page(request, known)
            if not isinstance(found, Entry):
                return found
            page = found
        if store.policy is None:
            return Ask("policy")
        answer = self._page_answer(request, page, known, now)
        if isinstance(answer, Answer):
            answer.headers.append(
                ("server-timing", f"store;desc={answer.outcome}, edge;dur={(perf_counter() - began) * 1000:.3f}")
            )
        return answer

    def plain(self, status: int, words: str, *, retry: bool = False) -> Answer:
        """A page without design, for when there is nothing better."""
        text = words or {404: "Not found.", 503: "Please try again in a moment."}.get(status, "")
        body = (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{status}</title>'
            f'<meta name="robots" content="noindex"></head><body><main><h1>{status}</h1><p>{text}</p></main></body>'
            "</html>"
        )
        headers = [("content-type", "text/html; charset=utf-8"), NO_STORE, *self.rules.headers]
        if retry:
            headers.append(("retry-after", "5"))
        return Answer(status, headers, body.encode(), outcome="unavailable" if status == 503 else "refused")

    # What is not a page

    def is_ours(self, host: str | None) -> bool:
        """Is this a host name of the newspaper, as a request's header has it?"""
        known = self._hosts.get(host or "")
        if known is None:
            name = (host or "").lower()
            name = name.rpartition("]")[0] + "]" if name.startswith("[") else name.partition(":")[0]
            known = name in self.rules.hosts
            if len(self._hosts) < 1000 and len(host or "") < HOST_MAX:
                self._hosts[host or ""] = known
        return known

    def _special(self, request: Request, known: Known, now: float) -> Answer | Ask | None:
        """What is no stored page: files, the reader's own answer, what the newsroom answers itself."""
        path = request.path
        if len(path) > TEXT_MAX or len(request.query) > TEXT_MAX:
            return self.plain(414, "This address is too long.")
        if NO_PATH.search(path):
            return self.plain(404, "")
        if path.startswith(("/static/", "/media/")):
            file = self.files.find(path, request.header("accept-encoding") or "", request.header("if-none-match") or "")
            if file is None:
                return self.plain(404, "")
            return Answer(file.status, [*file.headers, *self.rules.headers], file=file.path, outcome="file")
        if editions.PATH in path and (found := editions.answer(self, request, known, now)):
            return found
        if path == "/healthz":
            return Ask("policy") if self.store.policy is None else self._health(now)
        if path.startswith(("/_edge", "/metrics")):
            return self.plain(404, "")
        if path == "/me":
            return self._me(request, known, now)
        if path == ads.PATH or path.startswith(ads.FRAMES):
            return self.ads.answer(self, request, known, now)
        if path.startswith(self.rules.passed) and self.rules.passed:
            return Ask("pass")
        if self.store.policy is None:
            return Ask("policy")
        if request.query and (way := self._way_in(request)):
            return way
        return None

    def _health(self, now: float) -> Answer:
        """Well as long as the log can be read; readers are served from the store even if the newsroom is away."""
        is_well = now - self.store.seen_at <= CUTOFF_S
        body = b"ok\n" if is_well else b"cut off from the change log\n"
        return Answer(200 if is_well else 503, [("content-type", "text/plain"), NO_STORE], body, outcome="health")

    def _way_in(self, request: Request) -> Answer | None:
        """`?sign-in`, `?sign-up`, `?subscribe` on any page lead to the account, which leads back to that page.

        `?subscribe=meter-spent` says which wall the reader stood before.
        """
        mark, _, wall = request.query.partition("=")
        page = WAYS_IN.get(mark)
        if page is None or (not wall.replace("-", "").isalpha() and wall):
            return None
        back = quote(quote("/" + request.path.lstrip("/")))
        more = f"&wall={wall}" if wall else ""
        return Answer(302, [("location", f"/accounts/{page}/?next={back}{more}"), NO_STORE], outcome="redirect")

    def _me(self, request: Request, known: Known, now: float) -> Answer | Ask:
        """Who the reader is, from their token; nothing is counted or changed."""
        if self.store.policy is None:
            return Ask("policy")
        found = self.asker.asks(request, known, self.rules, now)
        if isinstance(found, Ask):
            return found
        reader, meter, token, _ = found
        policy = self.store.policy
        left = meter.of(policy.month_of(datetime.fromtimestamp(now, UTC))).left(policy.quota(reader))
        me = {
            "name": reader.name,
            "registered": reader.is_registered,
            "rights": sorted(reader.rights),
            "left": left,
            "notices": [],
        }
        if token is not None and token.notices:
            if known.told is None:
                return Ask("notices")
            me["notices"] = known.told.get("notices", [])
        headers = [("content-type", "application/json"), NO_STORE, ("vary", "Cookie"), *self.rules.headers]
        self.carry(headers, known)
        return Answer(200, headers, json.dumps(me, ensure_ascii=False).encode(), outcome="me")

    # Pages

    def _page(self, request: Request, known: Known) -> Entry | Answer | Ask:
        """The page of an address: stored, told for this request alone, or to be asked for."""
        if request.path.startswith("/!"):
            known.told = {"status": 404, "as": f"/!404/{self.rules.language}", "fill": {}}
        key = request.path
        asked: dict[str, str] = {}
        if request.query:
            asked = fields_of(request.query)
            whole = self.store.get(request.path)
            params = whole.params if whole is not None else self.rules.params
            kept = [(name, asked[name]) for name in params if name in asked]
            key = f"{request.path}?{urlencode(kept)}" if kept else request.path
        is_short_link = bool(asked) and request.path == "/" and set(asked) <= self.rules.short_links
        page = known.page or (None if is_short_link and known.told is None else self.store.get(key))
        if page is not None:
            return page
        told = known.told
        if told is None:
            return Ask("page", (request.path, request.query))
        if told.get("pass"):
            return Ask("pass")
        if "as" in told:
            return self.store.get(told["as"]) or Ask("error", told["as"])
        if told["status"] in (301, 302):
            return Answer(told["status"], [(name, value) for name, value in told["headers"]], outcome="redirect")
        return self.plain(told["status"], "")

    def _page_answer(self, request: Request, page: Entry, known: Known, now: float) -> Answer | Ask:
        """A page for who asks."""
        if not page.varies:
            if "stories" in page.tags and self.asker.is_cut_off(
                now
            ):  # a feed has no gate: what it tells may be closed by now
                if known.is_away:
                    return self.plain(503, "", retry=True)
                if not known.redrawn:
                    return Ask("redraw", (page.key,))
            return self._deliver(request, page, frozenset(), known, now, [])
        found = self.asker.asks(request, known, self.rules, now)
        if isinstance(found, Ask):
            return found
        reader, meter, token, is_cut_off = found
        headers: list[tuple[str, str]] = []
        decision = None
        if page.gate is not None:
            decided = self.decided(request, page.gate, reader, meter, token, known, now, is_cut_off=is_cut_off)
            if not isinstance(decided, Decision):
                return decided
            decision = decided
            if decision.shows is Shows.HIDDEN:
                self.store.drop(page.key)
                if known.told is None or known.page is not None:
                    known.page = None
                    return Ask("page", (request.path, request.query))
                return self.plain(404, "")
        words = variant_of(reader, decision)
        answer = self._deliver(request, page, words, known, now, headers)
        if isinstance(answer, Answer):
            if "no-ads" in words:
                self.ads.clear(request, answer, self)
            if page.gate is not None and page.gate.right is Right.EPAPER:
                cut = "unknown" if is_cut_off else "full" if "full" in words else "teaser"
                answer.headers.append((editions.SHOWN, cut))
            self._settle(request, answer, decision, reader, meter, token, known, page.gate.story if page.gate else 0)
            if is_cut_off:
                answer.outcome = "cutoff"
        return answer

    def decided(
        self, request: Request, gate: Gate, reader: Reader, meter: Meter, token: Token | None, known: Known, now: float,
        *, is_cut_off: bool,
    ) -> Decision | Answer | Ask:  # fmt: skip
        """What of a story is shown. Cut off from the log, nobody is shown more than a stranger's teaser."""
        assert self.store.policy is not None
        decision = decide(gate, reader, meter, self.store.policy, datetime.fromtimestamp(now, UTC))
        if is_cut_off:
            if self.rules.cutoff != "teaser":
                return self.plain(503, "", retry=True)
            if decision.shows is Shows.FULL:
                return replace(decision, shows=Shows.TEASER, meter=meter)
        if not costs(decision, gate.story, meter):
            return decision
        if reader.is_registered and reader.id in self.unconfirmed and not known.flushed:
            return Ask("reads")  # what they read elsewhere is not known yet: never more than one beyond the quota
        if request.method == "HEAD":
            return replace(decision, meter=meter)
        if request.header("range"):  # a part of a page is no page: it neither counts nor shows what would count
            return replace(decision, shows=Shows.TEASER, meter=meter)
        purpose = request.header("sec-purpose") or request.header("purpose") or ""
        if "prefetch" in purpose:  # browsers keep only what succeeds: the reader's own visit asks again, and counts
            return self.plain(503, "Not before you go there.")
        return decision

    def _deliver(
        self, request: Request, page: Entry, words: frozenset[str], known: Known, now: float,
        headers: list[tuple[str, str]],
    ) -> Answer | Ask:  # fmt: skip
        """The page's variant, in the encoding the reader takes; 304 if they have it."""
        store = self.store
        if page.live:
            if page.stale and now > page.due and not known.is_away:
                return Ask("redraw", (page.key,))
            return self._updates(request, page, words)
        joined: Joined | None = page.joined.get(words)
        if joined is None or not joined.is_true(store, now):
            fill = known.told.get("fill", {}) if known.told else {}
            made = join(store, page, words, now, fill)
            if not isinstance(made, Joined):
                return Ask("parts", made)
            joined = made
            store.joins += 1
            joined.gzip = gzip_of(made.chunks)
            joined.headers = (*page.headers, ("content-encoding", "gzip"), ("etag", f'"{made.etag}-g"'))
            if not fill and not page.dead and page is store.get(page.key):
                before = page.joined.get(words)
                page.joined[words] = joined
                store.grew(page, len(joined.gzip) - (len(before.gzip) if before else -JOINED_OVERHEAD))
        if now > joined.due and not known.is_away:
            return Ask("redraw", joined.stale)
        store.touch(page.key)
        page.used = now
        outcome = "stale" if joined.stale else "miss" if known.missed else "hit"
        if accepts(request.header("accept-encoding") or "", "gzip"):
            answer = Answer(page.status, [*joined.headers, *headers], joined.gzip, "", outcome, joined.stale)
            tag = joined.etag + "-g"
        else:
            tag = joined.etag + "-i"
            plain = [*page.headers, ("etag", f'"{tag}"'), *headers]
            answer = Answer(page.status, plain, joined.identity(), "", outcome, joined.stale)
        if page.status == 200 and (match := request.header("if-none-match")) and (tag in match or match.strip() == "*"):
            kept = ("cache-control", "vary", "etag", "content-language")
            answer.status, answer.body = 304, b""
            answer.headers = [row for row in answer.headers if row[0] in kept]
        return answer

    def _updates(self, request: Request, page: Entry, words: frozenset[str]) -> Answer:
        """A live story's updates above the one the reader has; 204 if there is none, 404 for who may not read it."""
        if "full" not in words:
            return self.plain(404, "")
        after = fields_of(request.query).get("after", "")
        rows = [piece.value for piece in page.pieces if piece.kind == "update"]
        keys = [key for key, _chunk in rows]
        new = rows[: keys.index(after)] if after in keys else rows[:1]
        refresh = (page.key,) if page.stale else ()
        body = b"".join(chunk.raw for _key, chunk in new)
        return Answer(200 if new else 204, list(page.headers), body, "", "stale" if refresh else "hit", refresh)

    # What an answer leaves behind

    def _settle(
        self, request: Request, answer: Answer, decision: Decision | None, reader: Reader, meter: Meter,
        token: Token | None, known: Known, story: int,
    ) -> None:  # fmt: skip
        """Count the read, and give the reader the cookies that say so. A page they already have costs nothing."""
        if answer.status == 304:
            self.carry(answer.headers, known)
            return
        if token is not None and token.history and decision is not None:
            self._list(request, reader, decision, story)
        if decision is not None and story and costs(decision, story, meter):
            after = decision.meter
            if token is not None:
                self.store.remember(reader.id, after)
                self.reads.append((reader.id, after.month, story))
                self.unconfirmed.add(reader.id)
                text = write_token(with_meter(token, after), self.rules.keys)
                self.set_cookie(answer.headers, READER_COOKIE, text, LIFETIME_S)
                return
            self.set_cookie(answer.headers, METER_COOKIE, write_meter(after, self.rules.keys), METER_AGE_S)
        self.carry(answer.headers, known)
        if decision is not None and decision.reason is Reason.GIFT and is_read(request):
            text = fields_of(request.query).get("gift", "")
            gift = read_gift(text, self.rules.keys, 0)
            if gift is not None:
                self.gifts[gift.id] = self.gifts.get(gift.id, 0) + 1

    def _list(self, request: Request, reader: Reader, decision: Decision, story: int) -> None:
        """Note what a reader read whole, for their own list."""
        if story > 0 and decision.shows is Shows.FULL and is_read(request):  # an edition's is below zero
            self.history.pop((reader.id, story), None)
            self.history[reader.id, story] = None
            if len(self.history) > HISTORY_MAX:  # the newsroom has been away for long
                del self.history[next(iter(self.history))]

    def carry(self, headers: list[tuple[str, str]], known: Known) -> None:
        """A token minted for this request goes into the browser; so does that nobody is signed in, for ten minutes."""
        if known.token:
            self.set_cookie(headers, READER_COOKIE, known.token, LIFETIME_S)

    def set_cookie(self, headers: list[tuple[str, str]], name: str, value: str, age_s: int) -> None:
        """Give the reader's browser a value to keep for so long (seconds); 0: to forget."""
        secure = "; Secure" if self.rules.is_secure else ""
        headers.append(("set-cookie", f"{name}={value}; Path=/; Max-Age={age_s}; HttpOnly; SameSite=Lax{secure}"))


def costs(decision: Decision, story: int, meter: Meter) -> bool:
    """Does this read cost a free story: is the story new to the meter?"""
    after = decision.meter
    return story in after.stories and (after.month != meter.month or story not in meter.stories)
