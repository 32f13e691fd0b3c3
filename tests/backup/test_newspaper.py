"""A real newspaper, copied while the newsroom writes, and served out of the copy."""

import re
import sqlite3
import threading
from contextlib import closing

import pytest

from tests.cli.command import run
from tests.edge.served import served, until

pytestmark = [
    pytest.mark.long,
    pytest.mark.xdist_group(name="plays"),
]  # where the newspaper is made that this one begins as
BEGIN = """
paper = tools.Newspaper(tools.Section.objects.get(slug="daerah"), tools.Section.objects.get(slug="region"), None)
editor = paper.colleague("editor")
"""
WRITE = """
photo = paper.photo()
story = paper.story(f"Berita rotan {photo.pk}", lead_photo=photo)
result = [story.pk, story.full_url.split("/", 3)[3]]
"""
STORIES = "SELECT id, live FROM wagtailcore_page JOIN stories_story ON page_ptr_id = id"
SIGN_IN = """
from django.contrib.auth import authenticate
result = bool(authenticate(email="editor@news.example", password=tools.PASSWORD))
"""


def rows(folder, table):
    with closing(sqlite3.connect(folder / "warta.sqlite3")) as database:
        return sorted(database.execute(f"SELECT * FROM {table}"))


def shown(site, path):
    """A story's page up to where other stories are shown, without its pictures: the worker makes more sizes of them."""
    answer = site.reader().get(f"/{path}")
    assert answer.status == 200
    story = answer.text.partition('<article class="story')[2].partition('class="card')[0]
    assert "Paragraf pertama" in story
    return re.sub("<picture.*?</picture>|<img[^>]*>", "", story, flags=re.DOTALL).replace(f":{site.port}", "")


def test_a_newspaper_at_work_is_copied_and_served(tmp_path):
    live, fresh, file = tmp_path / "live", tmp_path / "fresh", tmp_path / "news.tar"
    written, over = [], threading.Event()

    def write(desk):
        while not over.is_set():
            written.append(desk(WRITE))

    with served(live) as site:
        site.desk(BEGIN)
        first = [site.desk(WRITE) for _ in range(3)]
        writer = threading.Thread(target=write, args=[site.desk])
        writer.start()
        until(lambda: written, 30)
        began = len(written)
        code, out, err = run("backup", file, "--data", live)
        ended = len(written)
        over.set()
        writer.join()
        assert (code, err) == (0, ""), out
        code, _, err = run("restore", file, "--data", live, "--overwrite")
        assert (code, "A newspaper runs in" in err) == (1, True)
        code, _, err = run("restore", file, "--data", fresh)
        assert (code, err) == (0, "")

        with closing(sqlite3.connect(fresh / "warta.sqlite3")) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []
            stories = dict(database.execute(STORIES))  # one of them may be written and not yet published
            pictures = [row[0] for row in database.execute("SELECT file FROM stories_photo")]
            pictures += [row[0] for row in database.execute("SELECT file FROM stories_photorendition")]
        everything = [*first, *written]
        copied = [path for pk, path in everything if pk in stories]
        assert len(first) + began <= len(copied) <= len(first) + ended + 1
        assert copied == [path for _, path in everything[: len(copied)]], "a story is missing between others"
        for name in pictures:
            assert (fresh / "media" / name).read_bytes() == (live / "media" / name).read_bytes()
        assert len(pictures) >= 2 * len(copied)
        for table in ("readers_user", "auth_group"):
            assert rows(fresh, table) == rows(live, table)

        public = [path for pk, path in everything if stories.get(pk)]
        assert len(copied) - len(public) <= 1
        chosen = [*public[:3], public[-1]]
        pages = {path: shown(site, path) for path in chosen}
        picture = site.reader().get(f"/media/{pictures[-1]}")
        assert picture.status == 200

    with served(fresh) as site:
        assert {path: shown(site, path) for path in chosen} == pages
        assert site.reader().get(f"/media/{pictures[-1]}").body == picture.body
        assert site.reader().get("/").status == 200
        if len(copied) < len(everything):
            assert site.reader().get(f"/{everything[-1][1]}").status == 404
        until(lambda: "Berita rotan" in site.reader().get("/search/?q=rotan").text, 30, "search was not made anew")
        assert site.desk(SIGN_IN)
