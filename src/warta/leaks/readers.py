"""Every kind of reader, and what each may have: accounts with their sessions, spent meters, forged and void tokens."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from warta.access import Level, Meter, Reader, Right
from warta.access.token import Gift, Keys, Token, write_gift, write_meter, write_token
from warta.desk.services import add_colleague
from warta.leaks.paper import Paper
from warta.leaks.visit import Client
from warta.readers.models import User
from warta.readers.services import void_tokens
from warta.site.account.who import whole_month
from warta.subscriptions.services import grant_complimentary, revoke

HOUR_S = 3600
ALL = frozenset(Level)
OPEN = frozenset({Level.FREE})


@dataclass
class Asker:
    """A kind of reader.

    opens   the levels whose stories they may read whole; `also` one story more, by its name
    ads     does advertising stand on their pages?
    query   what they have at the end of each address
    """

    name: str
    opens: frozenset[Level]
    cookies: dict[str, str] = field(default_factory=dict)
    ads: bool = True
    also: str = ""
    query: str = ""

    def may_read(self, story: str, level: Level | None) -> bool:
        """May they read the story whole?"""
        return level is not None and (level in self.opens or story == self.also)


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
            readers.append(Asker(name, opens, cookies, ads=Right.AD_FREE not in rights))
        staff = add_colleague(email="staff@news.example", password=None, role="editor")
        readers.append(Asker("staff", ALL, self.signed_in(staff)))
        return [*readers, self.signed_out(), *self.revoked(), *self.forged(), *self.gifts()]

    def account(self, name: str, rights: frozenset[Right]) -> User:
        """An account with rights."""
        user = User.objects.create(email=f"{name}@news.example", password=make_password(None), first_name=name)
        if rights:
            grant_complimentary(reader=user, rights=rights, by=None, why="leak crawler")
        return user

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
        form = self.client.ask("GET", "/accounts/logout/", cookies=cookies)
        token = form.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        self.client.ask(
            "POST", "/accounts/logout/", cookies=cookies | form.cookies, form={"csrfmiddlewaretoken": token}
        )
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
        good = write_token(Token(reader, 99, now + HOUR_S), Keys.of("another newspaper's secret, long enough"))
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

    def gifts(self) -> list[Asker]:
        """Gift links: one that opens its story and no other, an expired one, one of another newspaper."""
        now = int(timezone.now().timestamp())
        story = self.paper.stories["premiumnews"].pk
        rows = {
            "gift": (Gift(1, story, now + HOUR_S), self.keys, "premiumnews"),
            "gift: expired": (Gift(2, story, now - 1), self.keys, ""),
            "gift: forged": (Gift(3, story, now + HOUR_S), Keys.of("another newspaper's secret, long enough"), ""),
            "gift: of a hidden story": (
                Gift(4, self.paper.stories["withdrawn"].pk, int((timezone.now() + timedelta(days=1)).timestamp())),
                self.keys, "",
            ),
        }  # fmt: skip
        return [
            Asker(name, OPEN, {"warta_meter": self.spent}, also=also, query=f"gift={write_gift(gift, keys)}")
            for name, (gift, keys, also) in rows.items()
        ]
