from datetime import date, timedelta

import pytest
from django.utils import timezone

from warta.epaper import queries
from warta.epaper.models import Edition, EditionItem
from warta.epaper.services import desk
from warta.epaper.services.builds import build
from warta.stories.models import Story

NOW = timezone.now()


def edition(day, language="id", **fields):
    words = {"build": "x", "published_at": NOW, "number": 1} | fields
    return Edition.objects.create(day=day, language=language, **words)


@pytest.fixture
def archive(db):
    """Four days that readers have, and of every kind of edition that they have not."""
    shown = [edition(date(2026, 11, day)) for day in (1, 15, 30)] + [edition(date(2026, 12, 1))]
    edition(date(2026, 12, 2), build="")
    edition(date(2026, 12, 3), published_at=None)
    edition(date(2026, 12, 4), withdrawn_at=NOW)
    edition(date(2026, 12, 5), language="en")
    return shown


def test_the_newest_and_those_of_a_day(archive):
    assert queries.newest("id") == archive[-1] and queries.newest("en").day == date(2026, 12, 5)
    assert queries.edition_of(date(2026, 11, 15), "id") == archive[1]
    for day in (2, 3, 4, 5):
        assert queries.edition_of(date(2026, 12, day), "id") is None


def test_days_of_a_month(archive):
    assert [day.day for day in queries.days("id", 2026, 11)] == [1, 15, 30]
    assert (queries.days("id", 2026, 12), queries.days("id", 2026, 10)) == ([date(2026, 12, 1)], [])


def test_older_ones_and_neighbours(archive):
    assert queries.older("id", date(2026, 12, 1), 2) == [archive[2], archive[1]]
    assert queries.neighbours(archive[1]) == (archive[0], archive[2])
    assert queries.neighbours(archive[0])[0] is None and queries.neighbours(archive[-1])[1] is None


def test_texts_stand_in_the_order_of_the_pages(newspaper, edition, quick):
    stories = [newspaper.story(f"Berita {number}", hours_ago=1 + number, level="premium") for number in range(4)]
    Story.objects.filter(pk=stories[3].pk).update(level="free")
    notice = EditionItem.objects.create(edition=edition, kind="notice", headline="Libur", text="x", rank=99)
    build(edition)
    found = queries.texts(edition)
    assert [text.key for text in found] == [f"story:{story.pk}" for story in stories] + [f"notice:{notice.pk}"]
    assert [text.pages for text in found] == [(1,), (1,), (1,), (2,), (2,)]
    assert [text.is_free for text in found] == [False, False, False, True, True]
    assert [text.is_on_front for text in found] == [True, True, True, False, False]
    assert found[0].whole.is_whole and not found[0].teaser.is_whole


def test_texts_leave_out_what_is_not_public_or_not_printed(newspaper, edition, quick):
    stays, dropped, gone, embargoed = (newspaper.story(f"Berita {number}", hours_ago=1 + number) for number in range(4))
    build(edition)
    item = edition.items.get(story=dropped.pk)
    desk.arrange(edition=edition, item=item.pk, is_dropped=True)
    build(edition)
    gone.unpublish()
    Story.objects.filter(pk=embargoed.pk).update(embargo_until=timezone.now() + timedelta(hours=1))
    assert [text.headline for text in queries.texts(edition)] == [stays.title]
