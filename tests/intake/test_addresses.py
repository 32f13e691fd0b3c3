"""Old addresses lead to the stories, and tell nothing of those that are not public."""

import pytest

from tests.intake.samples import item, wxr
from warta.intake import services
from warta.intake.options import Wishes
from warta.stories.models import Story

OLD = "/2026/01/kapal-7/"


@pytest.fixture
def imported(newspaper, tmp_path):
    def take(publish):
        path = tmp_path / "export.xml"
        path.write_text(wxr(item(7, title="Kapal rahasia berlabuh")))
        list(services.import_path(path, Wishes(publish=publish)))
        return Story.objects.get()

    return take


@pytest.mark.parametrize("old", [OLD, OLD.rstrip("/"), OLD + "?utm_source=x", "/?p=7"])
def test_an_old_address_leads_to_the_story(imported, client, old):
    story = imported(publish=True)
    answer = client.get(old)
    assert (answer.status_code, answer.headers["Location"]) == (301, story.public_path())
    assert client.get(answer.headers["Location"]).status_code == 200


def test_it_follows_a_changed_headline(imported, client):
    story = imported(publish=True)
    story.title = "Judul baru"
    story.save_revision().publish()
    assert client.get(OLD).headers["Location"].endswith(f"/judul-baru-{story.pk}/")


@pytest.mark.parametrize("old", [OLD, "/?p=7"])
def test_a_draft_is_not_betrayed(imported, client, old):
    story = imported(publish=False)
    answer = client.get(old)
    assert answer.status_code == (404 if old == OLD else 200)
    assert "Location" not in answer.headers
    assert "rahasia" not in answer.content.decode()
    story.publish(story.get_latest_revision())
    assert client.get(old).status_code == 301


def test_a_withdrawn_story_is_not_betrayed(imported, client):
    story = imported(publish=True)
    assert client.get(OLD).status_code == 301
    story.unpublish()
    answer = client.get(OLD)
    assert answer.status_code == 404
    assert "rahasia" not in answer.content.decode() + str(answer.headers)


def test_an_unknown_address_is_not_found(newspaper, client):
    assert client.get("/tidak/pernah/ada/").status_code == 404
    assert client.get("/?p=99").status_code == 200
