"""Who asks: the reader behind a request, by their token, their meter, their address and the link in their hands."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from warta.access import STRANGER, Meter, Reader
from warta.access.token import Token, read_gift, read_meter, read_token
from warta.edge.crawlers import Crawlers
from warta.edge.exchange import Ask, Known, Request, Rules, cookie, fields_of
from warta.edge.store import Store

READER_COOKIE, METER_COOKIE, SESSION_COOKIE = "warta_reader", "warta_meter", "sessionid"
CUTOFF_S = 5.0


@dataclass
class Asker:
    """Finds out who asks, from what this worker knows."""

    store: Store
    crawlers: Crawlers = field(default_factory=Crawlers)

    def asks(
        self, request: Request, known: Known, rules: Rules, now: float
    ) -> tuple[Reader, Meter, Token | None, bool] | Ask:  # fmt: skip
        """Who asks, what they have read, their token, and whether we are cut off from the log."""
        store = self.store
        is_cut_off = self.is_cut_off(now)
        cookies = request.header("cookie")
        token = None
        if cookies:
            text = known.token or cookie(cookies, READER_COOKIE)
            token = read_token(text, rules.keys, now) if text else None
            if token is not None and token.generation < store.voids.get(token.reader.id, (0, 0.0))[0]:
                token = None
            if token is None and known.token is None and cookie(cookies, SESSION_COOKIE):
                return Ask("token")
        if is_cut_off:
            return STRANGER, Meter(), None, True
        if token is not None and token.reader.id:
            reader = token.reader
            remembered = store.meters.get(reader.id)
            meter = token.meter if remembered is None else token.meter.merge(remembered)
        else:
            token = None
            reader = STRANGER
            text = cookie(cookies, METER_COOKIE) if cookies else ""
            meter = read_meter(text, rules.keys) if text else Meter()
        return self._more(request, reader, rules, now), meter, token, False

    def is_cut_off(self, now: float) -> bool:
        """Has the log, or a policy that changed, not been read for too long?"""
        store = self.store
        if now - store.seen_at > CUTOFF_S:
            return True
        return store.policy_changed_at is not None and now - store.policy_changed_at > CUTOFF_S

    def _more(self, request: Request, reader: Reader, rules: Rules, now: float) -> Reader:
        """What the address and the link in the reader's hands give besides."""
        policy = self.store.policy
        assert policy is not None
        if policy.networks:
            moment = datetime.fromtimestamp(now, UTC)
            rights = policy.rights_at(request.address(), moment)
            if rights:
                reader = replace(reader, rights=reader.rights | rights)
        if request.query and "gift=" in request.query:
            text = fields_of(request.query).get("gift", "")
            gift = read_gift(text, rules.keys, now)
            if gift is not None and gift.id not in policy.revoked_gifts:
                reader = replace(reader, gift=gift.story)
        agent = request.header("user-agent") if policy.crawlers_read else None
        if agent and self.crawlers.is_known(request.address, agent, now):
            reader = replace(reader, is_crawler=True)
        return reader
