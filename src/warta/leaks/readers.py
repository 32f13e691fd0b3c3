"""Every kind of reader, and what each may have: accounts with their sessions, spent meters, forged and void tokens."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.core.signing import Signer
from django.urls import reverse
from django.utils import timezone

from warta.access import Level, Meter, Reader, Right
from warta.access.token import Gift, Keys, Token, write_gift, write_meter, write_token
from warta.desk.models import SIGNER, PreviewLink
from warta.desk.services import add_colleague, make_preview_link, revoke_preview_link
from warta.leaks.paper import CAMPUS, LEDGER, Link, Paper, ledger_mark
from warta.leaks.visit import HERE, Client, Reply
from warta.readers.models import Follow, Saved, User
from warta.readers.services import keep_history, void_tokens
from warta.site.account.who import whole_month
from warta.stories.models import Person, Section, Story, Topic
from warta.subscriptions.models import Gift as GiftRow
from warta.subscriptions.services.complimentary import grant_complimentary, revoke
from warta.subscriptions.services.gifts import revoke_gift

HOUR_S = 3600
OTHERS = "another newspaper's secret, long enough"
LINK_END = re.compile(r"[^\w.-]")
GIFT_OF_NOBODY = 1_000_000
PROXY = "127.0.0.3"  # its word on who asks is believed (`trusted_proxies`)
ALL = frozenset(Level)
OPEN = frozenset({Level.FREE})


@dataclass
class Asker:
    """A kind of reader.

    opens   the levels whose stories they may read whole; `also` one story more, by its name
    ads     does advertising stand on their pages?
    epaper  have they the e-paper?
    query   what they have at the end of each address
    headers, address  what they send with each request, and from which address of this machine
    """

    name: str
    opens: frozenset[Level | None]
    cookies: dict[str, str] = field(default_factory=dict)
    ads: bool = True
    also: str = ""
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    address: str = HERE
    epaper: bool = False

    def may_read(self, story: str, level: Level | None) -> bool:
        """May they read the story whole?"""
        return story == self.also or level in self.opens


class Cast:
    """Makes the readers of a newspaper that is being served."""

    def __init__(self, paper: Paper, client: Client) -> None:
        self.paper, self.client = paper, client
        self.keys = Keys.of(settings.SECRET_KEY)
        self.month = whole_month(timezone.now())
        fodder = paper.stories["fodderone"], paper.stories["foddertwo"]
        self.spent = write_meter(Meter(self.month, tuple(told.pk for told in fodder)), self.keys)
        self.fodder = fodder[0].path

    def make(self) -> list[Asker]:
        """All of them; those who have an account have read what is free this month."""
        known = OPEN | {Level.REGISTERED}
        plans = {"registered": frozenset(), "subscriber": frozenset(Right)} | {
            right.value: frozenset({right}) for right in Right
        }
        readers = [
            Asker("stranger", OPEN | {Level.METERED}),
            Asker("spent", OPEN, {"warta_meter": self.spent}),
        ]
        for name, rights in plans.items():
            opens = ALL if Right.PREMIUM in rights else known
            cookies = self.signed_in(self.account(name, rights))
            epaper = Right.EPAPER in rights
            readers.append(Asker(name, opens, cookies, ads=Right.AD_FREE not in rights, epaper=epaper))
        staff = self.colleague("staff", "editor")
        readers += [staff, self.colleague("service", "service", also=LEDGER)]
        self.previews()
        giver = next(reader for reader in readers if reader.name == "subscriber")
        return [*readers, self.signed_out(), *self.revoked(), *self.forged(), *self.gifts(giver), *self.far_away()]

    def colleague(self, name: str, role: str, also: str = "") -> Asker:
        """Somebody of the newsroom."""
        user = add_colleague(email=f"{name}@news.example", password=None, role=role)
        return Asker(name, ALL, self.signed_in(user), also=also, epaper=True)

    def account(self, name: str, rights: frozenset[Right]) -> User:
        """An account with rights."""
        user = User.objects.create(email=f"{name}@news.example", password=make_password(None), first_name=name)
        self.keeps_everything(user)
        if rights:
            grant_complimentary(reader=user, rights=rights, by=None, why=ledger_mark("why"))
        return user

    def keeps_everything(self, user: User) -> None:
        """Every story stands in their lists, as if it had been public once, and they follow all there is."""
        pks = [told.pk for told in self.paper.stories.values()]
        Saved.objects.bulk_create(Saved(user=user, story=pk) for pk in pks)
        keep_history([(user.pk, pk) for pk in pks])
        for kind, model in (("topic", Topic), ("author", Person), ("section", Section)):
            about = model.objects.values_list("pk", flat=True)
            Follow.objects.bulk_create(Follow(user=user, kind=kind, about=pk) for pk in about)

    def session(self, user: User) -> str:
        """A session as signing in makes it."""
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        return str(session.session_key)

    def signed_in(self, user: User) -> dict[str, str]:
        """The cookies of somebody who is signed in, has a token, and has spent the meter."""
        cookies = {"sessionid": self.session(user)}
        for path in ("/", self.fodder):
            cookies |= self.client.ask("GET", path, cookies=cookies).cookies
        return cookies

    def signed_out(self) -> Asker:
        """Who signed out by the form, and kept the cookies of before."""
        cookies = self.signed_in(self.account("leaver", frozenset(Right)))
        post(self.client, cookies, "/accounts/logout/", "/accounts/logout/")
        return Asker("signed out", OPEN, {**cookies, "warta_meter": self.spent})

    def revoked(self) -> list[Asker]:
        """Whose grant was revoked: with the session, and with the token of before alone."""
        user = User.objects.create(email="revoked@news.example", password=make_password(None))
        grant = grant_complimentary(reader=user, rights=frozenset(Right), by=None, why="leak crawler")
        cookies = self.signed_in(user)
        self.client.ask("GET", self.fodder, cookies={"warta_reader": cookies["warta_reader"]})
        self.client.ask("GET", self.paper.stories["meterednews"].path, cookies={"sessionid": cookies["sessionid"]})
        revoke(grant=grant, by=None, why="leak crawler")
        alone = {"warta_reader": cookies["warta_reader"], "warta_meter": self.spent}
        with_session = {**cookies, "warta_meter": self.spent}
        return [
            Asker("revoked", OPEN | {Level.REGISTERED}, with_session),
            Asker("revoked, token alone", OPEN, alone),
        ]

    def forged(self) -> list[Asker]:
        """Tokens that are none: expired, of another newspaper, of another generation, changed, or just rubbish."""
        user = self.account("victim", frozenset(Right))
        void_tokens(user.pk)
        reader = Reader(user.pk, "victim", frozenset(Right), is_staff=True)
        now = int(time.time())
        good = write_token(Token(reader, 99, now + HOUR_S), Keys.of(OTHERS))
        own = write_token(Token(reader, 0, now + HOUR_S), self.keys)
        tokens = {
            "expired": write_token(Token(reader, 99, now - 1), self.keys),
            "another newspaper's": good,
            "void generation": own,
            "changed": own[:-1] + ("0" if own[-1] != "0" else "1"),
            "meter as token": self.spent,
            "rubbish": '1.%00."<script>' + "9" * 900,
        }
        found = [
            Asker(f"token: {name}", OPEN, {"warta_reader": text, "warta_meter": self.spent})
            for name, text in tokens.items()
        ]
        found.append(Asker("session: rubbish", OPEN, {"sessionid": "0" * 32, "warta_meter": self.spent}))
        old = write_meter(Meter(self.month - 1, ()), self.keys)
        found.append(Asker("meter: last month's", OPEN | {Level.METERED}, {"warta_meter": old}))
        return found

    def previews(self) -> None:
        """Preview links of a draft and a locked story; one that was revoked, one that expired, one of another key."""
        colleague, stories = User.objects.get(email="staff@news.example"), self.paper.stories

        def link(name: str) -> PreviewLink:
            story = Story.objects.get(pk=stories[name].pk)
            return make_preview_link(story=story, user=colleague, note="leak crawler", days=1)

        def known(name: str, made: PreviewLink, *, lives: bool, token: str = "") -> None:
            path = reverse("preview", args=[token or made.token])
            self.paper.links.append(Link(name, made.pk, path, lives))

        for name in ("draft", "premiumlive"):
            known(name, link(name), lives=True)
        known("embargoed", link("embargoed"), lives=False)
        revoke_preview_link(PreviewLink.objects.order_by("-pk")[0])
        late = link("scheduled")
        PreviewLink.objects.filter(pk=late.pk).update(expires=timezone.now() - timedelta(seconds=1))
        known("scheduled", late, lives=False)
        other = Signer(key=OTHERS, salt=SIGNER.salt).sign(str(late.pk + 1))
        known("withdrawn", link("withdrawn"), lives=False, token=other)

    def gifts(self, giver: Asker) -> list[Asker]:
        """Gift links: one by the form, which opens its story; revoked, expired, forged, of a hidden story."""
        now, stories = int(timezone.now().timestamp()), self.paper.stories
        story = stories["premiumnews"].pk
        form = f"/accounts/gifts/new/?story={story}"
        post(self.client, giver.cookies, form, "/accounts/gifts/new/", story=str(story))
        given = self.client.ask("GET", form, cookies=giver.cookies).text.partition("?gift=")[2]
        reader = User.objects.get(email="subscriber@news.example").pk
        later = timezone.now() + timedelta(days=1)
        for told in stories.values():  # what was given may be hidden by now
            if told.level is None:
                made = GiftRow.objects.create(reader=reader, story=told.pk, expires=later)
        taken_back = GiftRow.objects.create(reader=reader, story=story, expires=later)
        revoke_gift(gift=taken_back, now=timezone.now())
        hidden = Gift(made.pk, made.story, int(later.timestamp()))
        rows = {
            "gift: revoked": write_gift(Gift(taken_back.pk, story, int(later.timestamp())), self.keys),
            "gift: expired": write_gift(Gift(GIFT_OF_NOBODY, story, now - 1), self.keys),
            "gift: forged": write_gift(Gift(GIFT_OF_NOBODY, story, now + HOUR_S), Keys.of(OTHERS)),
            "gift: of a hidden story": write_gift(hidden, self.keys),
        }
        meter = {"warta_meter": self.spent}
        held = Asker("gift", OPEN, meter, also="premiumnews", query=f"gift={LINK_END.split(given)[0]}")
        return [held, *(Asker(name, OPEN, meter, query=f"gift={text}") for name, text in rows.items())]

    def far_away(self) -> list[Asker]:
        """Who comes by the proxy that is trusted: from an institution's network, or just saying so."""
        said = "X-Forwarded-For"
        rows: dict[str, tuple[frozenset[Level], tuple[str, ...]]] = {
            "campus": (ALL, (f"203.0.113.9, {CAMPUS}",)),
            "campus: claimed": (OPEN, (f"{CAMPUS}, 203.0.113.9",)),
            "campus: claimed in a line of its own": (OPEN, (CAMPUS, "203.0.113.9")),
        }
        meter = {"warta_meter": self.spent}
        return [
            Asker(
                name,
                opens,
                meter,
                opens is not ALL,
                headers=tuple((said, line) for line in lines),
                address=PROXY,
                epaper=opens is ALL,
            )
            for name, (opens, lines) in rows.items()
        ]


def post(client: Client, cookies: dict[str, str], form: str, path: str, **fields: str) -> Reply:
    """Post a form as a browser does: with the token of the page it stands on."""
    given, token = token_of(client, cookies, form)
    return client.ask("POST", path, cookies=given, form={**token, **fields})


def token_of(client: Client, cookies: dict[str, str], form: str) -> tuple[dict[str, str], dict[str, str]]:
    """The cookies after looking at a form, and its field that guards against foreign ones."""
    page = client.ask("GET", form, cookies=cookies)
    token = page.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    return cookies | page.cookies, {"csrfmiddlewaretoken": token}
