"""Readers who come from another system: accounts without a password, and what that system held about them.

Nobody is written to, and nobody is let in: the address counts as unconfirmed until its owner signs in with a code sent
to it. Who is here already stays as they are, but for blanks; a colleague's account is not touched at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from allauth.account.models import EmailAddress
from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from warta.readers.models import Imported, Newsletter, NewsletterChoice, User

NEWSROOM = "wagtailadmin.access_admin"
KEPT = ("note", "labels", "stripe_customer")


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who comes from another system. `email` in small letters; the rest may be empty.

    newsletters  the names of those they chose there
    source       where it comes from, as the service desk should read it
    """

    email: str
    first_name: str = ""
    last_name: str = ""
    joined: datetime | None = None
    newsletters: tuple[str, ...] = ()
    note: str = ""
    labels: tuple[str, ...] = ()
    stripe_customer: str = ""
    source: str = ""


@dataclass(slots=True)
class Welcome:
    """What became of an arrival.

    outcome  new, there (a reader who was here already) or colleague (left alone)
    filled   what was blank and is no more: name, note, labels, stripe_customer
    chosen   newsletters that are chosen now
    unchosen newsletters that somebody who was here already has not chosen, and is not given
    """

    reader: User
    outcome: Literal["new", "there", "colleague"]
    filled: list[str] = field(default_factory=list)
    chosen: int = 0
    unchosen: int = 0


@transaction.atomic
def welcome(arrivals: Sequence[Arrival]) -> list[Welcome]:
    """Make readers of some people, each address once; one answer each, in their order.

    A dozen queries or fewer, whatever their number; some more for each reader whose blanks are filled. No signal is
    sent for who is new, and no letter to anybody.
    """
    there = _there([arrival.email for arrival in arrivals])
    colleagues = set(_colleagues(user.pk for user in there.values()))
    letters = _letters_of(user.pk for user in there.values())
    kept = {row.user_id: row for row in Imported.objects.filter(user__in=there.values())}
    made = _make([arrival for arrival in arrivals if arrival.email not in there])
    answers = []
    for arrival in arrivals:
        if user := made.get(arrival.email):
            answers.append(Welcome(user, "new", chosen=len(arrival.newsletters)))
        else:
            user = there[arrival.email]
            is_colleague = user.is_staff or user.pk in colleagues
            answer = Welcome(user, "colleague" if is_colleague else "there")
            if not is_colleague:
                answer.filled = _fill(user, arrival, kept.get(user.pk))
                answer.unchosen = len({*arrival.newsletters} - letters.get(user.pk, set()))
            answers.append(answer)
    return answers


def newsletters_named(names: Iterable[str]) -> set[str]:
    """Which of these newsletters there are. One query."""
    return set(Newsletter.objects.filter(name__in=names).values_list("name", flat=True))


def _there(emails: Sequence[str]) -> dict[str, User]:
    """Accounts by address: who has confirmed it before whose own it is, as in `queries.owner_of`. Two queries."""
    further = EmailAddress.objects.filter(email__in=emails, verified=True).select_related("user")
    own = User.objects.annotate(lower=Lower("email")).filter(lower__in=emails)
    return {user.email.lower(): user for user in own} | {address.email: address.user for address in further}


def _colleagues(readers: Iterable[int]) -> Iterable[int]:
    """Who of these may enter the newsroom, or could if the account were not closed. One query."""
    found = ModelBackend().with_perm(NEWSROOM, is_active=None)  # type: ignore[arg-type]  # the stub knows no None
    return found.filter(pk__in=list(readers)).values_list("pk", flat=True)


def _letters_of(readers: Iterable[int]) -> dict[int, set[str]]:
    """The names of the newsletters that some readers chose. One query."""
    found: dict[int, set[str]] = {}
    chosen = NewsletterChoice.objects.filter(user__in=list(readers))
    for reader, name in chosen.values_list("user", "newsletter__name"):
        found.setdefault(reader, set()).add(name)
    return found


def _make(arrivals: Sequence[Arrival]) -> dict[str, User]:
    """New accounts, none of which has a password, by address. Six queries."""
    users = []
    for arrival in arrivals:
        user = User(
            email=arrival.email, first_name=arrival.first_name, last_name=arrival.last_name,
            date_joined=arrival.joined or timezone.now(),
        )  # fmt: skip
        user.set_unusable_password()
        users.append(user)
    User.objects.bulk_create(users)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=False, primary=True) for user in users
    )
    letters = _newsletters({name for arrival in arrivals for name in arrival.newsletters})
    pairs = list(zip(users, arrivals, strict=True))
    NewsletterChoice.objects.bulk_create(
        NewsletterChoice(user=user, newsletter=letters[name]) for user, arrival in pairs for name in arrival.newsletters
    )
    Imported.objects.bulk_create(_record(user, arrival) for user, arrival in pairs)
    return {user.email: user for user in users}


def _newsletters(names: set[str]) -> dict[str, Newsletter]:
    """Newsletters by name; what is missing is made, so that readers find it on their own page and can leave it."""
    found = {letter.name: letter for letter in Newsletter.objects.filter(name__in=names).order_by("-pk")}
    for name in sorted(names - set(found)):
        found[name] = Newsletter.objects.create(name=name)
    return found


def _record(user: User, arrival: Arrival) -> Imported:
    return Imported(
        user=user, source=arrival.source[:200], note=arrival.note, labels="\n".join(arrival.labels),
        stripe_customer=arrival.stripe_customer,
    )  # fmt: skip


def _fill(user: User, arrival: Arrival, had: Imported | None) -> list[str]:
    """Fill what a reader left blank, and say what it was.

    What they chose stays: a newsletter they do not get may be one they left.
    """
    filled = []
    if arrival.first_name + arrival.last_name and not user.get_full_name():
        user.first_name, user.last_name = arrival.first_name, arrival.last_name
        user.save(update_fields=["first_name", "last_name"])
        filled.append("name")
    new = _record(user, arrival)
    blank = [name for name in KEPT if getattr(new, name) and not (had and getattr(had, name))]
    if blank and had is None:
        new.save()
    elif blank and had is not None:
        for name in blank:
            setattr(had, name, getattr(new, name))
        had.save(update_fields=blank)
    return filled + blank
