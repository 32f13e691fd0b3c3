"""The ledger: written once, and what follows from it."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from warta.access import Right
from warta.readers.models import User
from warta.stories.models import Change
from warta.subscriptions.errors import NothingToRevoke, ReasonMissing
from warta.subscriptions.models import LedgerEvent
from warta.subscriptions.queries import standing_of, story_of
from warta.subscriptions.services.complimentary import grant_complimentary, revoke


@pytest.fixture
def reader(db):
    return User.objects.create_user("pembaca@readers.example")


def grant(reader, *rights, **more):
    return grant_complimentary(reader=reader, rights=rights or (Right.PREMIUM,), by=None, why="Hadiah", **more)


def rights(reader):
    return standing_of(reader.pk, timezone.now()).rights


def test_a_grant_and_its_end_are_two_rows_and_two_changes_of_rights(reader):
    before = Change.objects.filter(kind="rights_changed").count()
    given = grant(reader, Right.PREMIUM, Right.EPAPER)
    assert rights(reader) == {Right.PREMIUM, Right.EPAPER}
    revoke(grant=given, by=None, why="Selesai")
    assert rights(reader) == frozenset()
    assert LedgerEvent.objects.filter(reader=reader.pk).count() == 2
    assert Change.objects.filter(kind="rights_changed", reader=reader.pk).count() == before + 2
    reader.refresh_from_db()
    assert reader.generation == 2


def test_what_was_revoked_is_not_revoked_again(reader):
    given = grant(reader)
    ended = revoke(grant=given, by=None, why="Selesai")
    for event in (given, ended):
        with pytest.raises(NothingToRevoke):
            revoke(grant=event, by=None, why="Lagi")


def test_of_two_colleagues_who_revoke_at_once_one_does(reader, monkeypatch):
    given = grant(reader)
    revoke(grant=given, by=None, why="Selesai")
    monkeypatch.setattr("warta.subscriptions.models.ledger.AppendOnly.exists", lambda rows: False)  # it looked before
    with pytest.raises(NothingToRevoke):
        revoke(grant=given, by=None, why="Lagi")


def test_nothing_without_a_reason_or_a_right(reader):
    with pytest.raises(ReasonMissing):
        grant_complimentary(reader=reader, rights=[Right.PREMIUM], by=None, why="  ")
    with pytest.raises(ValueError, match="right"):
        grant_complimentary(reader=reader, rights=[], by=None, why="Hadiah")
    assert not LedgerEvent.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: LedgerEvent.objects.update(why="x"),
        lambda event: LedgerEvent.objects.filter(pk=event.pk).update(reader=F("reader") + 1),
        lambda event: LedgerEvent.objects.all().delete(),
        lambda event: LedgerEvent.objects.bulk_update([event], ["why"]),
        lambda event: LedgerEvent.objects.all()._raw_delete("default"),
        lambda event: LedgerEvent._base_manager.all().delete(),
        lambda event: LedgerEvent.objects.update_or_create(pk=event.pk, defaults={"why": "x"}),
        lambda event: LedgerEvent.objects.bulk_create(
            [event], update_conflicts=True, update_fields=["why"], unique_fields=["id"]
        ),
    ],
)
def test_what_is_written_stays(reader, change):
    event = grant(reader)
    event.why = "Lain"
    with pytest.raises(TypeError, match="append-only"):
        change(event)
    assert LedgerEvent.objects.get().why == "Hadiah"


def test_the_story_says_what_lives_what_ended_and_what_was_revoked(reader):
    now = timezone.now()
    grant(reader, until=now + timedelta(hours=1))
    revoke(grant=grant(reader), by=None, why="Selesai")
    grant(reader)
    states = [told.state for told in story_of(reader.pk, now + timedelta(hours=2)).events]
    assert states == ["living", "", "revoked", "ended"]
