"""Seats of a group: offered, taken by who confirmed the address, following what the group has."""

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from warta.access import Right
from warta.readers.models import User
from warta.subscriptions.errors import NoSeat
from warta.subscriptions.models import Plan, Seat, Subscription
from warta.subscriptions.queries import standing_of
from warta.subscriptions.services import changes, seats

pytestmark = pytest.mark.django_db
ALL = frozenset({Right.AD_FREE, Right.PREMIUM})


@pytest.fixture
def group(reader, bought, seller):
    plan = Plan.objects.create(code="group", rights="ad_free premium", price=99_000, seats=3)
    bought(reader, plan=plan)
    return Subscription.objects.get()


def rights(user):
    return standing_of(user.pk, timezone.now()).rights


def confirm(email):
    user = User.objects.create_user(email)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def test_an_offered_seat_is_taken_by_confirming_the_address(group, reader):
    seats.invite(subscription=group, email="Ani@work.example", by=reader)
    unconfirmed = User.objects.create_user("ani@work.example")
    address = EmailAddress.objects.create(user=unconfirmed, email="ani@work.example", verified=False)
    assert rights(unconfirmed) == frozenset()
    address.verified = True
    address.save()
    assert rights(unconfirmed) == ALL and Seat.objects.get().reader == unconfirmed.pk


def test_no_more_seats_than_were_bought(group, reader):
    for number in range(2):
        seats.invite(subscription=group, email=f"r{number}@work.example", by=reader)
    with pytest.raises(NoSeat):
        seats.invite(subscription=group, email="r9@work.example", by=reader)


def test_a_seat_follows_what_the_group_has(group, reader):
    member = confirm("ani@work.example")
    seats.invite(subscription=group, email="ani@work.example", by=reader)
    assert rights(member) == ALL
    changes.pause(subscription=group, now=timezone.now(), by=reader)
    assert rights(member) == frozenset()
    changes.resume(subscription=group, now=timezone.now(), by=reader)
    assert rights(member) == ALL


def test_a_seat_taken_away_opens_nothing_and_is_free_again(group, reader):
    member = confirm("ani@work.example")
    seat = seats.invite(subscription=group, email="ani@work.example", by=reader)
    seat.refresh_from_db()
    seats.withdraw(seat=seat, by=reader, now=timezone.now())
    assert rights(member) == frozenset() and seats.free_seats(group) == 2


def test_a_domain_gives_seats_as_long_as_some_are_free(group, reader):
    members = [confirm(f"r{number}@work.example") for number in range(3)]
    assert seats.open_domains(subscription=group, text="WORK.example") == []
    assert [rights(member) == ALL for member in members] == [True, True, False]


@pytest.mark.parametrize("line", ["gmail.com", "not a domain", "work.example\ngmail.com"])
def test_everybodys_domains_are_refused(group, line):
    assert seats.open_domains(subscription=group, text=line)
    group.refresh_from_db()
    assert group.domains == ""
