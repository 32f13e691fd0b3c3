"""What is deleted while drafts and older versions still name it."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from tests.desk.forms import edit_url, send
from tests.newspaper import block, rich
from warta.stories.changes import ChangeKind
from warta.stories.models import Person, Photo, Section, Story, StoryAuthor, Topic


@pytest.fixture
def other(newspaper):
    """A second section."""
    return Section.objects.create(name="Ekonomi", slug="ekonomi", locale=newspaper.section.locale)


@pytest.fixture
def administrator(newspaper, client):
    newspaper.colleague("editor")
    user = newspaper.colleague("administrator")
    client.force_login(user)
    return user


def delete(client, instance):
    """Delete as the newsroom does; is it gone?"""
    model = type(instance)
    if model is Photo:
        url = reverse("wagtailimages:delete", args=[instance.pk])
    else:
        url = reverse(model.snippet_viewset.get_url_name("delete"), args=[instance.pk])
    assert client.post(url).status_code == 302
    return not model.objects.filter(pk=instance.pk).exists()


def test_all_that_only_a_draft_of_a_public_story_names_may_go(newspaper, other, administrator, client, rows):
    """The draft loses what is gone, keeps the public version's section, and can be edited, shown and published."""
    story = newspaper.story("Judul")
    writer, source, photo = newspaper.person("Sari"), newspaper.person("Budi"), newspaper.photo()
    topic = Topic.objects.create(name="Rob", slug="rob", locale=newspaper.section.locale)
    draft = story.get_latest_revision_as_object()
    draft.section, draft.editor, draft.lead_photo = other, source, photo
    draft.bylines = [StoryAuthor(person=writer)]
    draft.topics.set([topic])
    draft.people.set([source])
    photo_value = {"photo": photo.pk, "caption": "", "alt": ""}
    gallery = block("gallery", [{"type": "item", "value": photo_value, "id": n} for n in ("a", "b")])
    draft.body = story.body.stream_block.to_python([rich("<p>Baru.</p>"), block("photo", photo_value), gallery])
    draft.save_revision()
    for instance in (other, writer, source, photo, topic):
        assert delete(client, instance)
    count = len(rows())
    version = story.get_latest_revision_as_object()
    assert (version.section, version.lead_photo, version.editor) == (newspaper.section, None, None)
    assert [*version.bylines.all(), *version.topics.all(), *version.people.all()] == []
    assert client.get(edit_url(story)).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:view_draft", args=[story.pk])).status_code == 200
    send(client, story, title="Judul baru", **{"action-publish": "1"})
    assert rows()[count:] == [(ChangeKind.STORY_CHANGED, story.pk)]
    assert "Judul baru" in client.get(story.public_path(), follow=True).content.decode()


def test_a_version_with_photos_that_are_gone_can_be_published(newspaper, administrator, client):
    photo = newspaper.photo()
    value = {"photo": photo.pk, "caption": "", "alt": ""}
    gallery = block("gallery", [{"type": "item", "value": value, "id": n} for n in ("a", "b")])
    story = newspaper.draft("Judul", body=[block("photo", value), gallery, rich("<p>Isi.</p>")])
    assert delete(client, photo)
    assert client.get(edit_url(story)).status_code == 200
    story.publish(story.get_latest_revision())
    assert client.get(story.public_path()).status_code == 200


def test_older_versions_and_their_comparison_can_still_be_opened(newspaper, other, administrator, client):
    story = newspaper.story("Judul", section=other, authors=[newspaper.person("Sari")])
    old = story.get_latest_revision()
    story.section = newspaper.section
    story.bylines = []
    story.publish(story.save_revision())
    assert delete(client, other)
    assert delete(client, Person.objects.get(slug="sari"))
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[story.pk, old.pk, "live"])
    assert client.get(compare).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:revisions_revert", args=[story.pk, old.pk])).status_code == 200


@pytest.mark.parametrize("road", ["one", "bulk"])
def test_what_a_public_version_needs_stays_and_the_newsroom_is_told_why(newspaper, administrator, client, road):
    writer = newspaper.person("Sari")
    newspaper.story(authors=[writer])
    upper = Section.objects.create(name="Atas", slug="atas", locale=Locale.objects.get(language_code="id"))
    Section.objects.create(name="Bawah", slug="bawah", locale=upper.locale, parent=upper)
    for instance in (writer, newspaper.section, upper):
        if road == "one":
            url = reverse(type(instance).snippet_viewset.get_url_name("delete"), args=[instance.pk])
        else:
            url = reverse("wagtail_bulk_action", args=["stories", type(instance)._meta.model_name, "delete"])
            url += f"?id={instance.pk}"
        answer = client.post(url, follow=True)
        assert answer.status_code == 200
        assert any(str(instance) in str(message) for message in answer.context["messages"])
        assert type(instance).objects.filter(pk=instance.pk).exists()


def test_a_front_page_survives_its_sections_and_its_stories(newspaper, other, administrator, client):
    pinned = newspaper.story("Berita yang disematkan")
    shown = newspaper.story("Berita lain")
    front = newspaper.front
    pins = {"pinned": [{"type": "item", "value": {"story": pinned.pk, "until": None}, "id": "p"}]}
    front.zones = front.zones.stream_block.to_python(
        [
            block("lead", pins),
            block("secondary", {"pinned": []}),
            block("river", {"section": other.pk, "shape": "photo", "pinned": []}),
        ]
    )
    front.save_revision().publish()
    assert "Berita yang disematkan" in client.get("/").content.decode()
    assert delete(client, other)
    client.post(reverse("withdraw-story", args=[pinned.pk]), {"reason": "Keliru."})
    for is_deleted in (False, True):
        if is_deleted:
            Story.objects.get(pk=pinned.pk).delete()
        page = client.get("/")
        assert (page.status_code, "Berita yang disematkan" in page.content.decode()) == (200, False)
        assert shown.title in page.content.decode()
        assert client.get(edit_url(front)).status_code == 200


def test_a_deleted_translation_leaves_the_other_alone(newspaper, administrator, client):
    original = newspaper.story("Judul asli")
    english = newspaper.draft("English headline", language="en")
    send(client, english, translation_of=original.pk)
    english.refresh_from_db()
    assert list(original.get_translations()) == [english]
    assert client.post(reverse("wagtailadmin_pages:delete", args=[english.pk])).status_code == 302
    assert not original.get_translations().exists()
    assert client.get(edit_url(original)).status_code == 200
    assert client.get(original.public_path()).status_code == 200
