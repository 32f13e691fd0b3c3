from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from warta.epaper.choosing import choose
from warta.epaper.models import Edition, EditionItem
from warta.epaper.services.pointing import choose_pieces, edition_for
from warta.stories.models import Story


def chosen(edition, hours=24, pages=16):
    now = timezone.now()
    return [one.story for one in choose(edition, now - timedelta(hours=hours), now, pages)]


def test_only_what_readers_may_know_of(newspaper, edition):
    public = newspaper.story()
    newspaper.draft()
    newspaper.story().unpublish()
    newspaper.story(language="en")
    newspaper.story(hours_ago=30)
    scheduled = newspaper.draft(go_live_at=timezone.now() + timedelta(hours=2))
    scheduled.publish(scheduled.get_latest_revision())
    embargoed = newspaper.story()
    Story.objects.filter(pk=embargoed.pk).update(embargo_until=timezone.now() + timedelta(minutes=5))
    assert chosen(edition) == [public.pk]
    Story.objects.filter(pk=embargoed.pk).update(embargo_until=timezone.now() - timedelta(minutes=5))
    assert set(chosen(edition)) == {public.pk, embargoed.pk}


def test_what_was_updated_counts_as_of_the_day_after_what_is_new(newspaper, edition):
    old, new = newspaper.story(hours_ago=100), newspaper.story()
    assert chosen(edition) == [new.pk]
    Story.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(hours=1))
    assert chosen(edition) == [new.pk, old.pk]


def test_what_stood_in_the_edition_before_only_if_it_was_updated_since(newspaper, edition):
    story = newspaper.story(hours_ago=5)
    made = timezone.now() - timedelta(hours=4)
    before = Edition.objects.create(day=edition.day - timedelta(days=1), language="id", number=1, build="x",
                                    chosen_at=made)  # fmt: skip
    EditionItem.objects.create(edition=before, story=story.pk, printed_on="1")
    assert chosen(edition) == []
    Story.objects.filter(pk=story.pk).update(updated_at=made - timedelta(hours=1))
    assert chosen(edition) == []
    Story.objects.filter(pk=story.pk).update(updated_at=made + timedelta(hours=1))
    assert chosen(edition) == [story.pk]


def test_the_front_pages_lead_comes_first(newspaper, edition):
    stories = [newspaper.story(hours_ago=hours) for hours in (1, 2, 3)]
    front = newspaper.front
    front.zones = [("lead", {"pinned": [{"story": stories[2].page_ptr, "until": None}]})]
    front.save_revision().publish()
    assert chosen(edition)[0] == stories[2].pk


def test_no_more_than_pages_can_hold_and_few_queries(newspaper, edition):
    for hours in range(14):
        newspaper.story(hours_ago=1 + hours)
    assert len(chosen(edition, pages=1)) == 10
    with CaptureQueriesContext(connection) as queries:
        assert len(chosen(edition)) == 14
    assert len(queries) <= 16


def test_the_desks_hand_stays_when_stories_are_chosen_anew(newspaper, edition):
    first, second = newspaper.story(), newspaper.story()
    choose_pieces(edition)
    EditionItem.objects.filter(story=first.pk).update(is_dropped=True, is_chosen=True)
    EditionItem.objects.filter(story=second.pk).update(page=3, is_chosen=True)
    third = newspaper.story()
    second.unpublish()
    choose_pieces(edition)
    items = {item.story: item for item in edition.items.all()}
    assert items[first.pk].is_dropped and items[second.pk].page == 3 and third.pk in items


def test_what_nobody_touched_goes_when_it_is_not_chosen_again(newspaper, edition):
    story = newspaper.story()
    choose_pieces(edition)
    story.unpublish()
    choose_pieces(edition)
    assert not edition.items.exists()


def test_an_edition_is_made_once_and_numbered(newspaper, edition):
    assert edition_for(edition.day, "id").pk == edition.pk
    later = edition_for(edition.day + timedelta(days=1), "id")
    assert (edition.number, later.number, edition_for(edition.day, "en").number) == (1, 2, 1)
