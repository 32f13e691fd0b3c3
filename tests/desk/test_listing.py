"""The list of stories, narrowed."""

import pytest

from warta.desk import listing
from warta.stories.models import Section


@pytest.fixture
def shown(newspaper, client):
    """Headlines of the list, narrowed as asked."""
    client.force_login(newspaper.colleague("editor"))

    def ask(query=""):
        answer = client.get(f"/admin/stories/?{query}")
        assert answer.status_code == 200
        return {story.title for story in answer.context["object_list"]}

    return ask


@pytest.fixture
def stories(newspaper):
    newspaper.story("Satu", kind="opinion", level="premium")
    newspaper.story("Two", language="en", level="")
    draft = newspaper.story("Tiga", level="free")
    draft.unpublish()
    Section.objects.filter(pk=newspaper.section_en.pk).update(default_level="premium")


@pytest.mark.usefixtures("stories")
@pytest.mark.parametrize("many", [1, 2000])
@pytest.mark.parametrize(
    ("query", "titles"),
    [("", {"Satu", "Two", "Tiga"}), ("kind=opinion", {"Satu"}), ("kind=opinion&kind=news", {"Satu", "Two", "Tiga"}),
     ("level=premium", {"Satu", "Two"}), ("level=free", {"Tiga"}), ("live=true", {"Satu", "Two"}),
     ("live=false", {"Tiga"}), ("live=true&level=premium&kind=news", {"Two"}), ("kind=none-such", None),
     ("live=2", None), ("section=999", None)],
)  # fmt: skip
def test_it_is_narrowed(shown, query, titles, many, monkeypatch):
    monkeypatch.setattr(listing, "MANY", many)
    assert shown(query) == ({"Satu", "Two", "Tiga"} if titles is None else titles)


@pytest.mark.usefixtures("stories")
@pytest.mark.parametrize("many", [1, 2000])
def test_by_section(shown, newspaper, client, many, monkeypatch):
    monkeypatch.setattr(listing, "MANY", many)
    assert shown(f"section={newspaper.section_en.pk}") == {"Two"}
    assert shown(f"section={newspaper.section_en.pk}&section={newspaper.section.pk}") == {"Satu", "Two", "Tiga"}
    assert shown(f"section={newspaper.section.pk}&kind=opinion") == {"Satu"}
    assert shown(f"section={newspaper.section_en.pk}&kind=opinion") == set()
    page = client.get("/admin/stories/").content.decode()
    assert "Daerah (id)" in page and "Region (en)" in page
