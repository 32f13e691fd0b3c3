"""An edge without servers: a store filled by hand, and a front to ask."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from warta.access import Gate, Level, Meter, Policy, Reader
from warta.access.token import Keys, Token, write_meter, write_token
from warta.access.wire import gate_out
from warta.edge.exchange import Answer, Ask, Known, Request, Rules
from warta.edge.files import Files
from warta.edge.front import Front
from warta.edge.store import Store, entry_of, page_of

NOW = datetime(2026, 5, 10, 4, tzinfo=UTC).timestamp()
KEYS = Keys.of("a secret for tests of the edge, long enough")
HOST = "news.example"
POLICY = Policy(ZoneInfo("Asia/Jakarta"), free_anonymous=2, free_registered=3)
MONTH = POLICY.month_of(datetime.fromtimestamp(NOW, UTC))


def plain(*pieces, tags=("policy",), **more):
    return {"pieces": list(pieces), "tags": list(tags), "until": None, "ids": None, "show": 0, "gone": False, **more}


def own(text, *when):
    return ["own", text, list(when)]


def part(key, *when):
    return ["part", key, list(when)]


@dataclass
class Edge:
    """A front and its store, and short ways to fill and ask it."""

    front: Front
    store: Store
    now: float = NOW
    asked: list = field(default_factory=list)

    def page(self, path, *pieces, gate=None, as_of=1, status=200, tags=("policy", "stories:id"), **more):
        told = {
            "key": path, "status": status,
            "headers": [["content-type", "text/html"], ["cache-control", "private, no-cache"]],
            "as_of": as_of, "page": plain(*pieces, tags=tags), "gate": gate_out(gate) if gate else None,
            "taken": [gate.story] if gate else [], "live": False, "varies": True, "params": [], **more,
        }  # fmt: skip
        entry = page_of(told)
        self.store.put(entry)
        return entry

    def part(self, key, *pieces, as_of=1, **more):
        self.store.put(entry_of(key, plain(*pieces, **more), as_of))

    def card(self, story, form, text=None, as_of=1, gone=False):
        pieces = [] if gone else [own(text or f"<card {story}>")]
        self.part(f"card:{story}:{form}", *pieces, tags=[f"story:{story}", "policy"], as_of=as_of, gone=gone)

    def story(self, path="/daerah/x-41/", level=Level.METERED, story=41, **fields):
        """A story's page: text for who may read it, a teaser and the wall's reason for others, advertising."""
        gate = Gate(story, level, published=True, **fields)
        walls = [own(f"WALL {name} ", f"wall-{name}") for name in ("sign-in", "meter-spent", "subscribe", "plan-lacks")]
        return self.page(
            path, own("HEAD "), own("AD ", "ads"), own("WHOLE ", "full"), own("TEASER ", "teaser"), *walls, gate=gate,
            tags=[f"story:{story}", "policy"],
        )  # fmt: skip

    def ask(self, path, method="GET", known=None, **headers):
        """What the front says at once."""
        path, _, query = path.partition("?")
        given = {"host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.front.answer(
            Request(method, path, query, given.get, lambda: "192.0.2.1"), known or Known(), self.now
        )

    def get(self, path, **headers):
        """The answer; nothing may be missing."""
        answer = self.ask(path, **headers)
        assert isinstance(answer, Answer), answer
        return answer

    def needs(self, path, **headers):
        """What the front must ask first."""
        asked = self.ask(path, **headers)
        assert isinstance(asked, Ask), asked
        return asked


def header(answer, name):
    return next((value for known, value in answer.headers if known == name), None)


def meter_cookie(*stories, month=MONTH):
    return "warta_meter=" + write_meter(Meter(month, stories), KEYS)


def token_cookie(reader=None, *, generation=0, expires=NOW + 300, meter=None, history=False, **fields):
    reader = reader or Reader(**{"id": 7, **fields})
    token = Token(reader, generation, int(expires), meter or Meter(MONTH), history=history)
    return "warta_reader=" + write_token(token, KEYS)


@pytest.fixture
def edge(tmp_path):
    store = Store(limit=4_000_000)
    store.start_at(0, NOW)
    store.learn(POLICY, 0)
    rules = Rules(
        KEYS, frozenset({HOST}), params=("month", "page"), passed=("/accounts/", "/admin/"),
        short_links=frozenset({"p"}), languages=("id", "en"), headers=(("x-content-type-options", "nosniff"),),
    )  # fmt: skip
    return Edge(Front(store, Files(tmp_path), rules), store)
