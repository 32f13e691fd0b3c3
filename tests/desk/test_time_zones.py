"""Times are the newspaper's, whatever the machine's; and a clock that is set forward or back."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.desk.forms import edit_url, form
from warta.desk.services import publish_due
from warta.stories.changes import ChangeKind

NEW_YORK = ZoneInfo("America/New_York")
PROGRAM = """
import django; django.setup()
from datetime import datetime
from django.utils import timezone
from warta.stories.models import Story
now = timezone.localtime(datetime.fromisoformat("2027-03-14T20:30:00+00:00"))
print(now.isoformat(), timezone.get_default_timezone_name(), datetime.fromtimestamp(0).isoformat())
"""


def test_the_machines_zone_means_nothing():
    said = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM], env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True
        ).stdout
        for zone in ("America/New_York", "Asia/Tokyo", "UTC")
    ]
    assert said == ["2027-03-15T03:30:00+07:00 Asia/Jakarta 1970-01-01T07:00:00\n"] * 3


@pytest.fixture
def in_new_york(settings):
    """A newspaper where the clock is set forward on 14 March 2027 and back on 7 November 2027, at two."""
    settings.TIME_ZONE = "America/New_York"
    with timezone.override(NEW_YORK):
        yield


def schedule(newspaper, client, text):
    story = newspaper.draft(owner=newspaper.colleague("reporter"))
    answer = client.post(edit_url(story), form(story, go_live_at=text, **{"action-publish": "1"}))
    version = story.revisions.filter(approved_go_live_at__isnull=False).first()
    return story, answer, version and version.approved_go_live_at


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2027-03-14 01:59", datetime(2027, 3, 14, 6, 59, tzinfo=UTC)),
        ("2027-03-14 03:00", datetime(2027, 3, 14, 7, 0, tzinfo=UTC)),
        ("2027-11-07 00:59", datetime(2027, 11, 7, 4, 59, tzinfo=UTC)),
        ("2027-11-07 02:00", datetime(2027, 11, 7, 7, 0, tzinfo=UTC)),
    ],
)
def test_around_a_changed_clock(in_new_york, newspaper, editor, client, rows, monkeypatch, text, moment):
    story, answer, due = schedule(newspaper, client, text)
    assert (answer.status_code, due) == (302, moment)
    monkeypatch.setattr(timezone, "now", lambda: moment - timedelta(seconds=1))
    assert publish_due() == 0
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert publish_due() == 1
    story.refresh_from_db()
    assert (story.live, story.published_at) == (True, moment)
    assert rows() == [(ChangeKind.STORY_CHANGED, story.pk)]


@pytest.mark.parametrize("text", ["2027-03-14 02:30", "2027-11-07 01:30"])
def test_a_time_that_there_is_not_or_twice_is_refused(in_new_york, newspaper, editor, client, rows, text):
    _story, answer, due = schedule(newspaper, client, text)
    assert "go_live_at" in answer.context["form"].errors
    assert (due, rows()) == (None, [])
