"""Forms that obey whom they should not are found: here the guard against foreign forms is off, or all may do all."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client as DjangoClient
from django.utils import timezone

from warta.access import Right
from warta.desk.services import add_colleague, make_preview_link
from warta.leaks.forms import READERS, WORKERS, Forms
from warta.leaks.paper import HIDDEN, Link, Paper, Told
from warta.leaks.readers import OPEN, Asker
from warta.leaks.visit import Judge, Reply
from warta.readers.models import Saved
from warta.stories.models import Story
from warta.subscriptions.models import Gift
from warta.subscriptions.services.complimentary import grant_complimentary
from warta.subscriptions.services.gifts import give


class InProcess:
    """Asks the newsroom itself; `guarded` as in service, or with the guard against foreign forms off."""

    def __init__(self, *, guarded):
        self.guarded = guarded

    def ask(self, method, path, *, cookies=None, form=None, **_):
        client = DjangoClient(enforce_csrf_checks=self.guarded, raise_request_exception=False)
        for name, value in (cookies or {}).items():
            client.cookies[name] = value
        answer = client.generic(method, path, *body_of(form))
        rows = [(name.lower(), value) for name, value in answer.headers.items()]
        rows += [("set-cookie", morsel.OutputString()) for morsel in answer.cookies.values()]
        return Reply(answer.status_code, rows, answer.content, answer.content)


def body_of(form):
    return (urlencode(form).encode(), "application/x-www-form-urlencoded") if form is not None else (b"",)


@pytest.fixture
def paper(newspaper):
    """Stories, a gift, a grant and a preview link, as the crawler's newspaper has them."""
    stories = {"premiumnews": newspaper.story(level="premium"), "draft": newspaper.draft()}
    stories |= {name: newspaper.draft() for name in HIDDEN}
    return Paper({name: Told(name, None, story.pk, f"/x-{story.pk}/") for name, story in stories.items()})


@pytest.fixture
def askers(paper, django_user_model):
    found = []
    for name in (*READERS, *WORKERS):
        client = DjangoClient()
        if name in WORKERS:
            user = add_colleague(email=f"{name}@news.example", password=None, role={"staff": "editor"}.get(name, name))
        else:
            user = django_user_model.objects.create_user(f"{name.replace(' ', '')}@readers.example")
        if name == "registered":
            Saved.objects.create(user=user, story=paper.stories["premiumnews"].pk)
        if name == "subscriber":
            grant_complimentary(reader=user, rights=list(Right), by=None, why="test")
        if name != "spent":
            client.force_login(user)
        found.append(Asker(name, OPEN, {key: morsel.value for key, morsel in client.cookies.items()}))
    return found


@pytest.fixture
def attempt(paper, askers, django_user_model):
    """Post all forms, to a newsroom with or without the guard; returns what is wrong."""
    reader = django_user_model.objects.get(email="subscriber@readers.example")
    story = Story.objects.get(pk=paper.stories["premiumnews"].pk)
    give(reader=reader.pk, story=story, now=timezone.now())
    editor = django_user_model.objects.get(email="staff@news.example")
    draft = Story.objects.get(pk=paper.stories["draft"].pk)
    link = make_preview_link(story=draft, user=editor, note="x", days=1)
    paper.links.append(Link("draft", link.pk, "/preview/x/", lives=True))

    def run(*, guarded):
        judge = Judge(paper)
        Forms(paper, InProcess(guarded=guarded), judge, askers).attempt()
        return [leak for leak in judge.leaks if "obeyed" in leak.what or "without a token" in leak.what]

    return run


def test_forms_of_the_newsroom_obey_nobody_but_whose_they_are(attempt):
    assert attempt(guarded=True) == []


def test_without_the_guard_it_is_found(attempt):
    found = attempt(guarded=False)
    assert {leak.reader for leak in found if leak.what.startswith("obeyed")} == {
        "subscriber",
        "staff",
        "service",
        "registered",
    }
    assert Gift.objects.filter(revoked_at=None).count() == 0  # the subscriber's form took the gift back


def test_a_right_that_all_have_is_found(attempt):
    Group.objects.get(name="Editor").permissions.add(Permission.objects.get(codename="serve_readers"))
    found = attempt(guarded=True)
    assert {leak.reader for leak in found} == {"staff"} and all("/admin/service/" in leak.road for leak in found)
