"""Gift links: who may give what, how many, and what ends them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from warta.access import Right
from warta.discovery.index import follow
from warta.readers.models import User
from warta.site.account.mint import whole_policy
from warta.site.account.reads import take
from warta.stories.models import Change, ReadingPolicy
from warta.subscriptions.errors import GiftsSpent, NoGiftNeeded, NotASubscriber, NotPublic
from warta.subscriptions.models import Gift
from warta.subscriptions.rules.rights import month_start
from warta.subscriptions.services.complimentary import grant_complimentary, revoke
from warta.subscriptions.services.gifts import gifts_left, give, revoke_gift

DAY = timedelta(days=1)


@pytest.fixture
def reader(newspaper):
    user = User.objects.create_user("pembaca@readers.example")
    grant_complimentary(reader=user, rights=[Right.PREMIUM], by=None, why="Contoh")
    return user


def given(reader, story, now=None, **more):
    return give(reader=reader.pk, story=story, now=now or timezone.now(), **more)


def locked(newspaper, **fields):
    return newspaper.story(level="premium", **fields)


def test_the_same_story_is_one_link_and_costs_one_gift(newspaper, reader):
    story = locked(newspaper)
    first = given(reader, story)
    assert given(reader, story) == first
    assert gifts_left(reader.pk, timezone.now()) == 4
    assert first.expires - first.at == 14 * DAY
    assert given(reader, story, now=first.expires) != first  # it works no more


def test_a_month_has_as_many_gifts_as_the_policy_says(newspaper, reader):
    ReadingPolicy.objects.create(gifts_a_month=2, gift_days=3)
    kept, *_ = [given(reader, locked(newspaper)) for _ in range(2)]
    assert kept.expires - kept.at == 3 * DAY
    third = locked(newspaper)
    with pytest.raises(GiftsSpent):
        given(reader, third)
    revoke_gift(gift=kept, now=timezone.now())
    with pytest.raises(GiftsSpent):  # it was given all the same
        given(reader, third)
    next_month = (month_start(timezone.now(), timezone.get_default_timezone()) + 32 * DAY).replace(day=1)
    assert given(reader, third, now=next_month)


def test_months_are_the_newspapers():
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Asia/Jakarta")
    assert month_start(datetime(2026, 1, 31, 17, 30, tzinfo=UTC), zone) == datetime(2026, 1, 31, 17, tzinfo=UTC)
    assert month_start(datetime(2026, 1, 31, 16, 30, tzinfo=UTC), zone) == datetime(2025, 12, 31, 17, tzinfo=UTC)


def test_none_at_all_where_the_policy_says_so(newspaper, reader):
    ReadingPolicy.objects.create(gifts_a_month=0)
    with pytest.raises(GiftsSpent):
        given(reader, locked(newspaper))


def test_only_by_right_only_what_is_locked_only_what_is_public(newspaper, reader):
    story = locked(newspaper)
    with pytest.raises(NoGiftNeeded):
        given(reader, newspaper.story(level="free"))
    with pytest.raises(NotPublic):
        given(reader, newspaper.draft(level="premium"))
    other = User.objects.create_user("lain@readers.example")
    grant_complimentary(reader=other, rights=[Right.AD_FREE, Right.EPAPER], by=None, why="Contoh")
    with pytest.raises(NotASubscriber):
        given(other, story)
    assert given(other, story, here=frozenset({Right.PREMIUM}))
    ended = grant_complimentary(reader=User.objects.create_user("c@readers.example"), rights=[Right.PREMIUM], by=None,
                                why="Contoh")  # fmt: skip
    revoke(grant=ended, by=None, why="Selesai")
    with pytest.raises(NotASubscriber):
        give(reader=ended.reader, story=story, now=timezone.now())


def test_a_revoked_gift_is_in_the_policy_until_it_would_have_ended(newspaper, reader, django_assert_num_queries):
    gift, other = given(reader, locked(newspaper)), given(reader, locked(newspaper))
    before = Change.objects.latest("pk").pk
    revoke_gift(gift=gift, now=timezone.now())
    revoke_gift(gift=gift, now=timezone.now())
    assert list(Change.objects.filter(pk__gt=before).values_list("kind", flat=True)) == ["passes_changed"]
    with django_assert_num_queries(5):
        policy = whole_policy()
    assert policy.revoked_gifts == {gift.pk}
    Gift.objects.filter(pk=gift.pk).update(expires=timezone.now())
    assert whole_policy().revoked_gifts == frozenset()
    assert given(reader, locked(newspaper)).pk not in (gift.pk, other.pk)


def test_the_search_index_goes_no_round_for_it(newspaper, reader):
    gift = given(reader, locked(newspaper))
    while follow():
        pass
    revoke_gift(gift=gift, now=timezone.now())
    assert (follow(), follow()) == (1, 0)


def test_openings_are_counted_and_bounded(newspaper, reader):
    first, second = given(reader, locked(newspaper)), given(reader, locked(newspaper))
    take([], {str(first.pk): 2, str(second.pk): 1, "999999": 1})
    take([], {str(first.pk): 1, str(second.pk): -5})
    assert list(Gift.objects.order_by("pk").values_list("opened", flat=True)) == [3, 1]
