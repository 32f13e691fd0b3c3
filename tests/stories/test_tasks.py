"""Who is told when a photo, a topic or a person changes: each public story that shows it, in one row."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import ReferenceIndex
from wagtail.test.utils.form_data import nested_form_data

from tests.newspaper import block, rich
from warta.discovery.index import follow
from warta.discovery.search import search
from warta.stories.changes import ChangeKind
from warta.stories.models import Change, Photo, Publication, Story
from warta.stories.tasks import BATCH, make_renditions, tell, tell_stories

TOLD = ChangeKind.STORY_CHANGED


@pytest.fixture
def rows():
    """Kinds and stories of the rows written since the last call."""
    seen = [0]

    def new():
        found = list(Change.objects.filter(pk__gt=seen[0]).order_by("pk"))
        seen[0] = found[-1].pk if found else seen[0]
        return [(row.kind, row.story) for row in found]

    return new


@pytest.fixture
def administrator(newspaper, client):
    user = newspaper.colleague("administrator")
    client.force_login(user)
    return user


def picture_file(color=(10, 20, 30), name="baru.jpg"):
    data = io.BytesIO()
    Image.new("RGB", (900, 600), color).save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


def photo_form(photo, **changes):
    plain = [field.name for field in Photo._meta.fields if field.name in Photo.admin_form_fields]
    said = {name: getattr(photo, name) for name in plain if name != "file"}
    said["collection"] = photo.collection_id
    return {**{name: "" if value is None else value for name, value in said.items()}, "tags": "", **changes}


@pytest.fixture
def shown(newspaper):
    """A photo, and the three public stories that show it: above, in the text, in a gallery."""
    photo, second = newspaper.photo(), newspaper.photo()
    value = {"photo": photo.pk, "caption": "", "alt": ""}
    pair = [
        {"type": "item", "value": each, "id": str(n)} for n, each in enumerate((value, {**value, "photo": second.pk}))
    ]
    stories = [
        newspaper.story(lead_photo=photo, body=[block("photo", value)]),
        newspaper.story(body=[rich("<p>Isi.</p>"), block("photo", value)]),
        newspaper.story(body=[block("gallery", pair)]),
    ]
    newspaper.draft(lead_photo=photo, body=[block("photo", value)])
    newspaper.story(lead_photo=second)
    return photo, [(TOLD, story.pk) for story in reversed(stories)]


class TestPhotos:
    """In the newsroom's form and in the worker."""

    @pytest.mark.parametrize("change", [{"caption": "Lain."}, {"photographer": "Sari"}, {"description": "Perahu"}])
    def test_words(self, shown, administrator, client, rows, change):
        photo, stories = shown
        rows()
        assert (
            client.post(reverse("wagtailimages:edit", args=[photo.pk]), photo_form(photo, **change)).status_code == 302
        )
        assert rows() == stories

    def test_another_file_and_its_sizes(self, shown, administrator, client, rows):
        photo, stories = shown
        rows()
        data = photo_form(photo, file=picture_file())
        assert client.post(reverse("wagtailimages:edit", args=[photo.pk]), data).status_code == 302
        assert rows() == stories
        assert make_renditions.call(photo.pk) == 9
        assert rows() == stories * 3  # JPEG, WebP, AVIF: readers see each
        assert make_renditions.call(photo.pk) == 0
        assert rows() == []

    def test_deletion(self, shown, administrator, client, rows):
        photo, stories = shown
        rows()
        assert client.post(reverse("wagtailimages:delete", args=[photo.pk])).status_code == 302
        assert rows() == stories

    def test_a_portrait_stands_in_the_stories_of_its_author(self, newspaper, administrator, client, rows):
        photo = newspaper.photo()
        story = newspaper.story(authors=[newspaper.person("Sari", portrait=photo)])
        rows()
        client.post(reverse("wagtailimages:edit", args=[photo.pk]), photo_form(photo, description="Potret"))
        assert rows() == [(TOLD, story.pk)]

    def test_the_logo_stands_on_every_page(self, newspaper, administrator, client, rows):
        publication = Publication.load()
        publication.logo = photo = newspaper.photo()
        publication.save()
        rows()
        client.post(reverse("wagtailimages:edit", args=[photo.pk]), photo_form(photo, description="Logo"))
        assert rows() == [(ChangeKind.POLICY_CHANGED, None)]

    def test_a_story_is_told_before_the_worker_has_looked_at_it(self, shown):
        photo, stories = shown
        Story.objects.get(pk=stories[0][1]).save()
        assert ReferenceIndex.get_references_to(photo).count() == 4


class TestMany:
    """Stories in thousands."""

    def test_the_first_at_once_the_rest_in_the_worker(self, db, rows):
        from django_tasks_db.models import DBTaskResult

        tell(list(range(1, 2 * BATCH + 2)))
        assert rows() == [(TOLD, pk) for pk in range(1, BATCH + 1)]
        queued = DBTaskResult.objects.filter(task_path=tell_stories.module_path)
        for task in queued:
            tell_stories.call(*task.args_kwargs["args"])
        assert rows() == [(TOLD, pk) for pk in range(BATCH + 1, 2 * BATCH + 2)]


class TestNames:
    """A name that changes reaches stories, and what search knows of them."""

    @pytest.fixture
    def story(self, newspaper):
        self.writer, self.source = newspaper.person("Sari Lama"), newspaper.person("Budi Lama", is_author=False)
        story = newspaper.story("Judul", authors=[self.writer], topics=[newspaper.topic])
        story.people.set([self.source])
        story.publish(story.save_revision())
        newspaper.story("Lain")
        while follow():
            pass
        return story

    def found(self, words):
        while follow():
            pass
        return [hit.id if hasattr(hit, "id") else hit for hit in search(words, "id", 10)]

    def rename(self, client, instance, **changes):
        url = reverse(type(instance).snippet_viewset.get_url_name("edit"), args=[instance.pk])
        said = {name: value for name, value in client.get(url).context["form"].initial.items() if value is not None}
        counts = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
        answer = client.post(url, nested_form_data({"texts": counts, **said, **changes}))
        assert answer.status_code == 302, answer.context["form"].errors

    def test_topic(self, newspaper, story, administrator, client, rows):
        rows()
        self.rename(client, newspaper.topic, name="Semeru")
        assert rows() == [(TOLD, story.pk), (ChangeKind.LIST_CHANGED, None)]
        assert self.found("Semeru") == [story.pk]

    def test_author(self, story, administrator, client, rows):
        rows()
        self.rename(client, self.writer, name="Sari Kencana")
        assert rows() == [(TOLD, story.pk), (ChangeKind.LIST_CHANGED, None)]
        assert self.found("Kencana") == [story.pk]

    def test_person_in_the_news(self, story, administrator, client, rows):
        rows()
        self.rename(client, self.source, name="Budi Kencana")
        assert rows() == [(TOLD, story.pk), (ChangeKind.LIST_CHANGED, None)]
        assert self.found("Kencana") == [story.pk]

    def test_section(self, newspaper, story, administrator, client, rows):
        """Its level may have changed as well: then whatever stands in it is taken in anew."""
        rows()
        self.rename(client, newspaper.section, name="Nusantara")
        assert rows() == [(ChangeKind.POLICY_CHANGED, None)]
        assert story.pk in self.found("Nusantara")

    def test_deleted_topic(self, newspaper, story, administrator, client, rows):
        rows()
        url = reverse(type(newspaper.topic).snippet_viewset.get_url_name("delete"), args=[newspaper.topic.pk])
        assert client.post(url).status_code == 302
        assert rows() == [(TOLD, story.pk), (ChangeKind.LIST_CHANGED, None)]
        assert self.found("Banjir") == []


@pytest.mark.django_db(transaction=True)
def test_photos_do_not_wait_for_indexes(newspaper, settings):
    """An import leaves Wagtail hundreds of thousands of tasks; a photo uploaded after it is on pages in seconds."""
    from django_tasks_db.models import DBTaskResult
    from wagtail.tasks import update_reference_index_task

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    story = newspaper.draft()
    update_reference_index_task.enqueue("stories", "story", str(story.pk))
    newspaper.photo()
    assert DBTaskResult.objects.ready().first().task_path == "warta.stories.tasks.make_renditions"
