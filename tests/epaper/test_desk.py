import pytest
from wagtail.models import ModelLogEntry

from warta.epaper.errors import Changed, Closed, NotMade
from warta.epaper.models import Edition, EditionItem
from warta.epaper.services import desk
from warta.epaper.services.builds import build
from warta.stories.errors import ReasonMissing


@pytest.fixture
def made(newspaper, edition, quick):
    for number in range(5):
        newspaper.story(f"Berita {number}", hours_ago=1 + number)
    build(edition)
    return edition


def pieces(edition, page):
    return [item.pk for item in edition.items.filter(printed_on=str(page))]


def test_who_saw_an_older_state_is_refused(made):
    item = made.items.first()
    seen = made.revision
    desk.arrange(edition=made, item=item.pk, seen=seen, page=2)
    with pytest.raises(Changed):
        desk.arrange(edition=made, item=item.pk, seen=seen, page=3)
    item.refresh_from_db()
    assert (item.page, item.is_chosen) == (2, True)


def test_moving_up_keeps_the_places_of_the_page(made):
    order = pieces(made, 1)
    desk.shift(edition=made, item=order[2], by=-1, order=order)
    assert [made.items.get(pk=pk).place for pk in order] == [1, 3, 2]
    assert {made.items.get(pk=pk).page for pk in order} == {1}
    desk.shift(edition=made, item=order[0], by=-1, order=order)
    assert made.items.get(pk=order[0]).place == 1


def test_one_leads_a_page(made):
    first, second = pieces(made, 1)[:2]
    desk.make_lead(edition=made, item=first)
    desk.make_lead(edition=made, item=second)
    leads = made.items.filter(is_lead=True)
    assert [(item.pk, item.page) for item in leads] == [(second, 1)]


def test_keeping_a_piece_where_it_is(made):
    order = pieces(made, 1)
    desk.lock(edition=made, item=order[1], on=True, order=order)
    item = made.items.get(pk=order[1])
    assert (item.is_locked, item.page, item.place) == (True, 1, 2)
    desk.lock(edition=made, item=order[1], on=False)
    item.refresh_from_db()
    assert (item.is_locked, item.page, item.place) == (False, 0, 0)


def test_putting_in_and_leaving_out(newspaper, made):
    other = newspaper.story("Lain", hours_ago=500)
    item = desk.put_in(edition=made, story=other.pk)
    build(made)
    item.refresh_from_db()
    assert item.printed_on
    desk.arrange(edition=made, item=item.pk, is_dropped=True)
    build(made)
    item.refresh_from_db()
    assert (item.printed_on, item.is_dropped) == ("", True)
    desk.put_in(edition=made, story=other.pk)
    assert not made.items.get(pk=item.pk).is_dropped and made.items.filter(story=other.pk).count() == 1
    for story in (newspaper.draft(), newspaper.story(language="en")):
        with pytest.raises(NotMade):
            desk.put_in(edition=made, story=story.pk)


def test_notices(made):
    notice = desk.insert(edition=made, piece=EditionItem(kind="notice", headline="Pengumuman", text="Libur."))
    build(made)
    notice.refresh_from_db()
    assert notice.printed_on
    desk.take_out(edition=made, item=notice.pk)
    assert made.items.get(pk=notice.pk).is_dropped
    other = desk.insert(edition=made, piece=EditionItem(kind="notice", headline="Lain", text="x"))
    desk.take_out(edition=made, item=other.pk)
    assert not made.items.filter(pk=other.pk).exists()


def test_a_closed_edition_is_arranged_no_more(made):
    desk.close(edition=made)
    item = made.items.first()
    for act in (
        lambda: desk.arrange(edition=made, item=item.pk, page=2), lambda: desk.put_in(edition=made, story=1),
        lambda: desk.choose_anew(edition=made),
    ):  # fmt: skip
        with pytest.raises(Closed):
            act()
    desk.reopen(edition=made)
    desk.arrange(edition=made, item=item.pk, page=2)
    assert made.wanted_at is not None


def test_publishing_closing_and_withdrawing_are_kept_in_the_history(newspaper, made):
    user = newspaper.colleague("editor")
    desk.publish(edition=made, user=user)
    desk.close(edition=made, user=user)
    with pytest.raises(ReasonMissing):
        desk.withdraw(edition=made, user=user, reason=" ")
    desk.withdraw(edition=made, user=user, reason="Foto keliru")
    assert made.gate.withdrawn and not made.gate.published
    entries = ModelLogEntry.objects.for_instance(made).order_by("pk")
    assert [(entry.action, entry.user) for entry in entries] == [
        ("warta.edition_publish", user), ("warta.edition_close", user), ("warta.edition_withdraw", user),
    ]  # fmt: skip
    assert entries.last().data["reason"] == "Foto keliru" and "Foto keliru" in entries.last().message
    desk.publish(edition=made, user=user)
    assert made.gate.published and not made.gate.withdrawn


def test_what_is_no_wish_is_refused(made):
    item = made.items.first()
    with pytest.raises(TypeError):
        desk.arrange(edition=made, item=item.pk, is_gone=True)
    with pytest.raises(NotMade):
        desk.arrange(edition=made, item=10**9, page=1)
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        desk.arrange(edition=made, item=item.pk, page=500)
    assert Edition.objects.get(pk=made.pk).items.get(pk=item.pk).page == 0
