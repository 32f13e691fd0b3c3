"""Forms posted without a token, with somebody else's, and by who may not: nothing may come of it.

What forms write is read from the database before and after each attempt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from wagtail.models import WorkflowState

from warta.desk.models import PreviewLink
from warta.leaks.paper import HIDDEN, Paper
from warta.leaks.readers import Asker, token_of
from warta.leaks.road import Road
from warta.leaks.visit import Client, Judge, Leak
from warta.readers.models import Follow, HistoryRead, Saved, User
from warta.stories.models import Story, Topic
from warta.subscriptions.models import Gift, LedgerEvent

READERS = ("spent", "registered", "ad_free", "subscriber", "signed out", "revoked")
ANYBODY = "anybody"
WORKERS = ("staff", "service")  # of the newsroom


@dataclass(frozen=True)
class Form:
    """A form, and who may send it: `theirs`, a name, none or ANYBODY who is signed in."""

    path: str
    fields: Mapping[str, str] = field(default_factory=dict, hash=False)
    theirs: str = ""


class Forms:
    """Posts what nobody should obey."""

    def __init__(self, paper: Paper, client: Client, judge: Judge, askers: list[Asker]) -> None:
        self.paper, self.client, self.judge = paper, client, judge
        self.askers = {asker.name: asker for asker in askers}
        self.tokens: dict[str, tuple[dict[str, str], dict[str, str]]] = {}

    def attempt(self) -> None:
        """All forms, each without a token by everybody, and with one by all whose it is not."""
        known = state()
        for form in self.forms():
            for name in (*READERS, *WORKERS):
                for with_token in (False,) if form.theirs in (name, ANYBODY) else (False, True):
                    self._post(form, self.askers[name], with_token=with_token)
                    now = state()
                    for what in now:
                        if now[what] != known[what]:
                            self._leak(form, name, f"obeyed: {what} changed")
                    known = now

    def forms(self) -> Iterator[Form]:
        """What can be posted."""
        stories = self.paper.stories
        give = reverse("gift-new")
        yield Form(give, {"story": str(stories["premiumnews"].pk)}, "subscriber")
        yield from (Form(give, {"story": str(stories[name].pk)}) for name in HIDDEN)
        yield Form(reverse("gift-revoke", args=[self.paper.open_gift()]), {}, "subscriber")
        yield Form(reverse("save", args=[stories["premiumnews"].pk]), {"off": ""}, ANYBODY)
        yield Form(reverse("follow", args=["topic", Topic.objects.get(slug="banjir").pk]), {"off": ""}, ANYBODY)
        yield Form(reverse("history"), {"clear": ""}, ANYBODY)
        link = self.paper.links[0]
        story = stories[link.story].pk
        yield Form(reverse("preview-links", args=[story]), {"note": "x", "days": "1"}, "staff")
        yield Form(reverse("preview-revoke", args=[story, link.pk]), {}, "staff")
        grant = LedgerEvent.objects.filter(revokes=None).order_by("pk")[0]
        rights = {"rights": "premium", "why": "x"}
        yield Form(reverse("service:reader", args=[grant.reader]), rights, "service")
        yield Form(reverse("service:revoke", args=[grant.reader, grant.pk]), {"why": "x"}, "service")
        for view in ("edit", "unpublish", "delete"):
            data = {"action-publish": "1", "title": "x"} if view == "edit" else {}
            yield Form(reverse(f"wagtailadmin_pages:{view}", args=[story]), data, "staff")
        yield Form("/_edge/reads", {"reads": "[]"})

    def _post(self, form: Form, asker: Asker, *, with_token: bool) -> None:
        if with_token:
            if asker.name not in self.tokens:  # one opens all forms of a browser
                way = "/accounts/logout/" if "sessionid" in asker.cookies else "/accounts/login/"
                self.tokens[asker.name] = token_of(self.client, asker.cookies, way)
            cookies, token = self.tokens[asker.name]
            reply = self.client.ask("POST", form.path, cookies=cookies, form={**token, **form.fields})
        else:
            reply = self.client.ask("POST", form.path, cookies=asker.cookies, form=dict(form.fields))
            if reply.status < 400 and not reply.header("location").startswith("/accounts/login/"):
                self._leak(form, asker.name, f"answered {reply.status} without a token")
        self.judge.judge(Road("form", form.path, "POST"), asker, None, reply)

    def _leak(self, form: Form, name: str, what: str) -> None:
        self.judge.leaks.setdefault(Leak(f"POST {form.path}", name, "None", what))


def state() -> dict[str, list[object]]:
    """What forms could have changed."""
    return {
        "gifts": list(Gift.objects.order_by("pk").values_list("pk", "story", "reader", "revoked_at")),
        "preview links": list(PreviewLink.objects.order_by("pk").values_list("pk", "story", "revoked_at", "expires")),
        "the ledger": list(LedgerEvent.objects.order_by("pk").values_list("pk", "kind", "rights")),
        "stories": list(Story.objects.order_by("pk").values_list("pk", "title", "live", "level", "latest_revision")),
        "work under way": list(WorkflowState.objects.order_by("pk").values_list("pk", "status")),
        "readers' lists": [model.objects.count() for model in (Saved, Follow, HistoryRead)],
        "accounts": list(User.objects.order_by("pk").values_list("pk", "email", "is_active", "generation")),
    }
