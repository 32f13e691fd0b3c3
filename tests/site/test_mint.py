"""Tokens: what they hold, in two queries; what the edge is told beside them."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils import timezone

from warta.access import Right
from warta.access.token import Keys, read_token
from warta.readers.models import User
from warta.subscriptions.models import Institution
from warta.subscriptions.services.complimentary import grant_complimentary, revoke


@pytest.fixture
def reader(newspaper, client):
    user = User.objects.create_user("pembaca@campus.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.force_login(user)
    return user


def token(client):
    return read_token(client.get("/_edge/token").json()["token"] or "", Keys.of(settings.SECRET_KEY), 0)


def grant(reader, *rights, **more):
    return grant_complimentary(reader=reader, rights=rights or (Right.PREMIUM,), by=None, why="Contoh", **more)


def test_rights_of_ledger_and_institution_in_two_queries(client, reader, django_assert_num_queries):
    grant(reader, Right.EPAPER)
    Institution.objects.create(name="Kampus", domains="lain.example\ncampus.example", rights="ad_free premium")
    Institution.objects.create(name="Lain", domains="lain.example", rights="epaper")
    with django_assert_num_queries(2):
        minted = token(client)
    assert minted.reader.rights == {Right.EPAPER, Right.AD_FREE, Right.PREMIUM}
    EmailAddress.objects.filter(user=reader).update(verified=False)
    assert token(client).reader.rights == {Right.EPAPER}


def test_a_token_ends_with_the_contract(client, reader):
    end = timezone.now() + timedelta(minutes=2)
    Institution.objects.create(name="Kampus", domains="campus.example", rights="premium", until=end)
    assert token(client).expires == int(end.timestamp())


def test_nobody_signed_in_has_no_token_and_no_notices(newspaper, client):
    assert token(client) is None
    assert client.get("/_edge/notices").json() == {"notices": []}


@pytest.mark.parametrize(("days", "told"), [(6, True), (7.5, False), (None, False)])
def test_a_grant_that_ends_within_seven_days_is_a_notice(client, reader, days, told):
    grant(reader, until=timezone.now() + timedelta(days=days) if days else None)
    assert token(client).notices == told
    assert len(client.get("/_edge/notices").json()["notices"]) == told


def test_no_notice_where_another_grant_lasts_longer_or_it_was_revoked(client, reader):
    soon = timezone.now() + timedelta(days=2)
    first = grant(reader, until=soon)
    assert token(client).notices
    grant(reader, until=soon + timedelta(days=30))
    assert not token(client).notices
    grant(reader, Right.EPAPER, until=soon)
    assert token(client).notices  # the e-paper is lost
    revoke(grant=first, by=None, why="Selesai")
    assert client.get("/_edge/notices").json()["notices"]


def test_a_locked_story_offers_to_give_it_to_who_may(newspaper):
    from warta.site.contract import EdgeRequest, _answer

    def pieces(level):
        story = newspaper.story(level=level)
        drawn = _answer(EdgeRequest(story.public_path(), "")).page.drawn
        return [
            (value, set(when)) for kind, value, when in drawn.pieces if kind == "own" and "/accounts/gifts/" in value
        ]

    ((_, words),) = pieces("premium")
    assert words == {"full", "known", "premium"}
    assert pieces("free") == []
