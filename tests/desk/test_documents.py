"""Documents: for everybody once a text that everybody may read links to them."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model

from tests.newspaper import rich
from warta.access import Right
from warta.readers.models import User
from warta.stories.models import FreeWindow, ReadingPolicy, Story
from warta.subscriptions.models import Institution
from warta.subscriptions.services.complimentary import grant_complimentary


@pytest.fixture
def document(newspaper, client):
    """Uploaded by an editor, who then leaves."""
    newspaper.colleague("administrator")
    client.force_login(newspaper.colleague("editor"))
    file = SimpleUploadedFile("anggaran.pdf", b"%PDF-1.4 anggaran", "application/pdf")
    answer = client.post(reverse("wagtaildocs:add"), {"title": "Anggaran", "file": file})
    assert answer.status_code == 302
    client.logout()
    return get_document_model().objects.get()


def linking(document, before="", after=""):
    link = f'<p>Lihat <a linktype="document" id="{document.pk}">anggarannya</a>.</p>'
    return [rich(f"{before}{link}{after}")]


def status(client, document):
    return client.get(document.url).status_code


def test_its_file_cannot_be_guessed_while_its_address_stays_short(document):
    assert re.fullmatch(r"documents/[\w-]{16}/anggaran\.pdf", document.file.name)
    assert document.url == f"/documents/{document.pk}/anggaran.pdf"


def test_nobody_fetches_what_nothing_public_links_to(newspaper, document, client):
    assert status(client, document) == 404
    newspaper.draft(body=linking(document))
    assert status(client, document) == 404
    story = newspaper.draft(body=linking(document), embargo_until=timezone.now() + timedelta(hours=1))
    story.publish(story.get_latest_revision())
    assert status(client, document) == 404


def test_the_newsroom_fetches_it_all_the_same(newspaper, document, client):
    client.force_login(newspaper.colleague("reporter"))
    answer = client.get(document.url)
    assert (answer.status_code, b"".join(answer)) == (200, b"%PDF-1.4 anggaran")


def test_not_without_the_second_factor_that_the_newsroom_asks(newspaper, document, client, settings, monkeypatch):
    monkeypatch.setattr("warta.desk.second_factor.is_needed", lambda: True)
    client.force_login(newspaper.colleague("reporter"))
    assert status(client, document) == 404


def test_everybody_fetches_it_from_publication_to_withdrawal(newspaper, document, client):
    story = newspaper.story(body=linking(document))
    assert status(client, document) == 200
    story.unpublish()
    assert status(client, document) == 404


def test_a_new_version_without_the_link_closes_it(newspaper, document, client):
    story = newspaper.story(body=linking(document))
    story.body = story.body.stream_block.to_python([rich("<p>Tanpa tautan.</p>")])
    story.publish(story.save_revision())
    assert status(client, document) == 404


def test_of_a_locked_story_only_what_its_teaser_links_to(newspaper, document, client):
    long = "<p>" + "kata " * 90 + "</p>"
    newspaper.story(level="premium", body=linking(document, before=long * 3))
    assert status(client, document) == 404
    newspaper.story(level="premium", body=linking(document, after=long * 3))
    assert status(client, document) == 200


def test_in_a_factbox_and_in_an_update(newspaper, document, client):
    text = linking(document)[0]["value"]
    story = newspaper.story(body=[{"type": "factbox", "value": {"title": "Latar", "text": text}, "id": "f"}])
    assert status(client, document) == 200
    story.unpublish()
    update = {"time": timezone.now().isoformat(), "title": "", "text": text}
    newspaper.story(kind="live", body=[{"type": "update", "value": update, "id": "u"}])
    assert status(client, document) == 200


def test_a_documents_file_is_not_said_to_be_packed(newspaper, document, client):
    newspaper.story(body=linking(document))
    answer = client.get(document.url)
    assert answer.status_code == 200 and "Content-Encoding" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.fixture
def locked(newspaper, document):
    """A premium story that links to the document in its hidden part alone."""
    return newspaper.story(level="premium", body=linking(document, before="<p>" + "kata " * 300 + "</p>"))


def reader_with(*rights):
    user = User.objects.create_user(f"{'-'.join(rights) or 'tanpa'}@readers.example")
    if rights:
        grant_complimentary(reader=user, rights=[Right(right) for right in rights], by=None, why="Contoh")
    return user


def test_what_only_the_hidden_part_links_to_is_for_who_may_read_it(locked, document, client):
    for rights, expected in [(("premium",), 200), (("ad_free", "epaper"), 404), ((), 404)]:
        client.force_login(reader_with(*rights))
        assert status(client, document) == expected
    client.logout()
    assert status(client, document) == 404


def test_it_is_kept_by_no_shared_cache(newspaper, locked, document, client):
    client.force_login(reader_with("premium"))
    answer = client.get(document.url)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer.headers["Vary"]


def test_on_an_institutions_network_too(locked, document, client):
    Institution.objects.create(name="Kampus", networks="203.0.113.0/24", rights="premium")
    assert client.get(document.url, REMOTE_ADDR="203.0.113.7").status_code == 200
    assert client.get(document.url, REMOTE_ADDR="203.0.114.7").status_code == 404


def test_free_stories_of_the_month_open_none_and_an_account_only_what_it_opens(newspaper, locked, document, client):
    reader = reader_with()
    for level, signed_in in [("metered", 404), ("registered", 200)]:
        Story.objects.filter(pk=locked.pk).update(level=level)
        client.logout()
        assert status(client, document) == 404
        client.force_login(reader)
        assert status(client, document) == signed_in


def test_during_a_free_window_it_is_for_everybody(locked, document, client):
    policy = ReadingPolicy.objects.create()
    window = FreeWindow.objects.create(policy=policy, why="Gempa", start=timezone.now() - timedelta(hours=1))
    assert status(client, document) == 200
    window.delete()
    assert status(client, document) == 404
