"""Advertising at the edge: `GET /ads` for a whole page in one call, and the documents of frames.

Like the front, no input or output: it answers from the plan that the worker keeps, or says that the plan must be asked
for first. Who has the ad-free right gets nothing at all, and what an earlier visit left in the browser is taken away.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from warta.access import Reader, Right
from warta.access.receipt import Receipt, write_receipt
from warta.edge.choosing import (
    EMPTY,
    OLD_S,
    Pace,
    Plan,
    choose,
    counted,
    day_of,
    read_seen,
    seconds_left,
    write_seen,
)
from warta.edge.exchange import Answer, Ask, Known, Request, cookie, fields_of, is_read

if TYPE_CHECKING:
    from warta.edge.front import Front

SEEN_COOKIE, CONSENT_COOKIE = "warta_ads", "warta_consent"
COOKIES = (SEEN_COOKIE, CONSENT_COOKIE)
PATH, FRAMES = "/ads", "/ads/frame/"
SLOTS_MAX = 12
NO_STORE = ("cache-control", "private, no-store")


@dataclass
class Ads:
    """One worker's advertising.

    plan_at  when the plan was last confirmed (seconds since 1970)
    is_true  has nothing been told since that made it another?
    """

    plan: Plan = EMPTY
    plan_at: float = 0.0
    is_true: bool = False
    pace: Pace = field(default_factory=Pace)

    def answer(self, front: Front, request: Request, known: Known, now: float) -> Answer | Ask:
        """Answer what begins with `/ads`, or say what must be asked first."""
        if front.store.policy is None:
            return Ask("policy")
        if not self.is_true and not known.asked_ads:
            return Ask("advertising")
        found = front.asker.asks(request, known, front.rules, now)
        if isinstance(found, Ask):
            return found
        reader, _meter, _token, is_cut_off = found
        if is_cut_off or now - self.plan_at > OLD_S:
            return self._nothing(front)
        if Right.AD_FREE in reader.rights:
            answer = self._nothing(front)
            self.clear(request, answer, front)
            return answer
        if request.path.startswith(FRAMES):
            return self._frame(front, request)
        return self._choose(front, request, reader, now)

    def clear(self, request: Request, answer: Answer, front: Front) -> None:
        """Take away what advertising left in the browser of who has paid to be spared."""
        cookies = request.header("cookie")
        if cookies and "warta_" in cookies:
            for name in COOKIES:
                if cookie(cookies, name):
                    front.set_cookie(answer.headers, name, "", 0)

    def _nothing(self, front: Front, status: int = 204) -> Answer:
        return Answer(status, [NO_STORE, *front.rules.headers], outcome="ads")

    def _choose(self, front: Front, request: Request, reader: Reader, now: float) -> Answer:
        """What stands in the slots of one page, each with its receipt."""
        site = request.header("sec-fetch-site")
        if not is_read(request) or site not in (None, "same-origin"):
            return self._nothing(front)
        asked = fields_of(request.query)
        page = asked.get("page", "0")
        section = int(page) if page.isascii() and page.isdigit() and len(page) < 18 else 0
        slots = list(dict.fromkeys(asked.get("slots", "").split(",")))[:SLOTS_MAX]
        cookies = request.header("cookie") or ""
        agreed = cookie(cookies, CONSENT_COOKIE) == "1"
        today = day_of(self.plan, now)
        seen = read_seen(cookie(cookies, SEEN_COOKIE), today)
        chosen = choose(
            self.plan, self.pace, slots=slots, section=section, now=now, seen=seen, agreed=agreed
        )  # fmt: skip
        told: dict[str, dict[str, str]] = {}
        for slot, (campaign, creative) in chosen.items():
            self.pace.note(campaign, creative, now)
            receipt = Receipt(creative.id, slot, int(now), secrets.randbits(63))
            told[slot] = {"html": creative.html, "receipt": write_receipt(receipt, front.rules.keys)}
        if agreed:
            told |= {slot: {"html": self.plan.tags[slot]} for slot in slots if slot in self.plan.tags.keys() - chosen}
        headers = [("content-type", "application/json"), NO_STORE, ("vary", "Cookie"), *front.rules.headers]
        answer = Answer(200, headers, json.dumps(told, ensure_ascii=False).encode(), outcome="ads")
        after = counted(chosen.values(), seen)
        if after != seen:
            front.set_cookie(answer.headers, SEEN_COOKIE, write_seen(after, today), seconds_left(self.plan, now))
        return answer

    def _frame(self, front: Front, request: Request) -> Answer:
        """A frame's document, under its own policy; a third party's only for who agreed."""
        frame = self.plan.frames.get(request.path.removeprefix(FRAMES))
        if frame is None:
            return front.plain(404, "")
        if frame.consent and cookie(request.header("cookie") or "", CONSENT_COOKIE) != "1":
            return front.plain(403, "Not without the reader's consent.")
        kept = [(name, value) for name, value in front.rules.headers if name != "content-security-policy"]
        headers = [
            ("content-type", "text/html; charset=utf-8"), NO_STORE, ("vary", "Cookie"),
            ("content-security-policy", frame.policy), ("x-robots-tag", "noindex"), *kept,
        ]  # fmt: skip
        return Answer(200, headers, frame.document, outcome="ads")
