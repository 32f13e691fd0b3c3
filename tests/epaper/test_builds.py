import errno
import json
import os
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
from django.utils import timezone

from tests.backup.killed import killed_at
from tests.newspaper import rich
from warta.epaper import folders
from warta.epaper.board import arrangement
from warta.epaper.errors import BuildFailed, Busy, Changed
from warta.epaper.models import Edition, EditionItem
from warta.epaper.records import record_of
from warta.epaper.services import making, pointing
from warta.epaper.services.builds import build
from warta.epaper.services.desk import publish
from warta.stories.models import Change
from warta.subscriptions.models import Letter

FILES = {"edition.pdf", "edition.epub", "build.json", "cover.jpg", "page-1.webp", "page-1-small.webp"}


def names(folder):
    return {path.name for path in folder.iterdir()}


def builds_of(edition):
    return {path.name for path in edition.folder.iterdir() if path.is_dir()}


@pytest.fixture
def made(newspaper, edition, quick):
    """An edition of two stories that readers have."""
    for _ in range(2):
        newspaper.story()
    build(edition)
    publish(edition=edition)
    quick.clear()
    return edition


def test_the_first_build(newspaper, edition, quick):
    stories = [newspaper.story() for _ in range(4)]
    before = Change.objects.count()
    built = build(edition)
    assert built.is_new and names(edition.files) == FILES | {"page-2.webp", "page-2-small.webp"}
    assert names(edition.folder) == {".lock", edition.build}
    assert [(page.number, page.height) for page in edition.pages.all()] == [(1, 320), (2, 320)]
    assert sorted(item.printed_on for item in edition.items.all()) == ["1", "1", "1", "2"]
    assert {item.story for item in edition.items.all()} == {story.pk for story in stories}
    row = Change.objects.last()
    assert (Change.objects.count() - before, row.kind, row.story) == (1, "edition_changed", -edition.pk)
    assert json.loads(row.gate)["published"] is False and json.loads(row.gate)["right"] == "epaper"


def test_the_same_is_not_made_again_and_a_correction_is(newspaper, made, quick):
    old = made.build
    assert not build(made).is_new and quick == []
    story = newspaper.story("Lama")
    EditionItem.objects.create(edition=made, story=story.pk)
    build(made)
    story.title = "Baru"
    story.save_revision().publish()
    made.wanted_at = timezone.now()
    made.save()
    assert build(made).is_new and "Baru" in (made.files / "edition.epub").read_text()
    assert made.wanted_at is None and made.build != old and len(quick) == 2


def test_older_builds_go_but_the_one_before(newspaper, made, quick, monkeypatch):
    from datetime import timedelta

    monkeypatch.setattr(folders, "SPARED", timedelta(0))
    seen = [made.build]
    for number in range(3):
        EditionItem.objects.create(edition=made, story=newspaper.story().pk, rank=10 + number)
        build(made)
        seen.append(made.build)
    assert builds_of(made) == set(seen[-3:])  # the sweep came before the last was made
    folders.tidy(made.folder, {made.build})
    assert builds_of(made) == {made.build}


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError("typst: a font at /usr/share/fonts/x.ttf is broken"), "a font at … is broken"),
        (MemoryError(), "Memori"),
        (OSError(errno.ENOSPC, "No space left on device"), "ruang"),
    ],
)
def test_a_failing_press_leaves_what_was_there(newspaper, made, monkeypatch, error, said):
    def broken(issue):
        raise error

    monkeypatch.setattr(making, "print_issue", broken)
    EditionItem.objects.create(edition=made, story=newspaper.story().pk)
    before = made.build
    with pytest.raises(BuildFailed):
        build(made)
    made.refresh_from_db()
    assert (made.build, made.failed_at is not None, record_of(made.files) is not None) == (before, True, True)
    assert said in made.failure and "/usr" not in made.failure
    assert builds_of(made) == {before}
    letter = Letter.objects.get(kind="epaper")
    assert made.failure in letter.text and made.failure in letter.html
    with pytest.raises(BuildFailed):
        build(made)
    assert Letter.objects.filter(kind="epaper").count() == 1, "told once"


def test_a_good_build_ends_the_alarm(newspaper, made):
    Edition.objects.filter(pk=made.pk).update(failure="x", failed_at=timezone.now())
    build(made)
    made.refresh_from_db()
    assert (made.failure, made.failed_at) == ("", None)


def test_a_day_without_stories_says_so(newspaper, edition, quick):
    with pytest.raises(BuildFailed, match="tidak ada yang dicetak"):
        build(edition)
    newspaper.story()
    pointing.choose_pieces(edition)
    edition.items.update(is_dropped=True)
    with pytest.raises(BuildFailed, match="Kembalikan"):
        build(edition)


def test_a_story_withdrawn_while_pages_are_made_is_in_none(newspaper, edition, quick, monkeypatch):
    stays, goes = newspaper.story("Tetap"), newspaper.story("Pergi")
    press = making.print_issue

    def slow(issue):
        if goes.live:
            goes.unpublish()
        return press(issue)

    monkeypatch.setattr(making, "print_issue", slow)
    build(edition)
    assert (edition.files / "edition.epub").read_text() == stays.title and len(quick) == 2


def test_what_is_asked_for_while_pages_are_made_is_still_to_be_done(newspaper, made, monkeypatch):
    later = timezone.now()
    press = making.print_issue

    def slow(issue):
        Edition.objects.filter(pk=made.pk).update(wanted_at=later)
        return press(issue)

    monkeypatch.setattr(making, "print_issue", slow)
    EditionItem.objects.create(edition=made, story=newspaper.story().pk)
    build(made)
    assert made.wanted_at == later


def test_a_draft_is_the_desks_alone_until_it_is_published(newspaper, made, quick):
    old, changes = made.build, Change.objects.count()
    EditionItem.objects.create(edition=made, story=newspaper.story("Tambahan").pk)
    build(made, draft=True)
    assert (made.build, Change.objects.filter(kind="edition_changed").count()) == (old, 2) and changes
    assert record_of(made.folder / made.draft) is not None
    draft = made.draft
    with pytest.raises(Changed):
        pointing.publish_draft(made, "pages-of-before")
    pointing.publish_draft(made, draft)
    assert (made.build, made.draft, made.items.get(headline="").printed_on) == (draft, "", "1")
    assert len(quick) == 1, "published as it was looked at"


def test_new_pages_that_are_those_of_the_readers_are_no_draft(newspaper, made, quick):
    build(made, draft=True)
    assert (made.draft, quick) == ("", [])
    more = EditionItem.objects.create(edition=made, story=newspaper.story().pk)
    build(made, draft=True)
    assert made.draft
    more.delete()
    build(made, draft=True)
    assert (made.draft, len(quick)) == ("", 1)


def test_a_draft_with_a_withdrawn_story_is_not_published(newspaper, made):
    story = newspaper.story()
    EditionItem.objects.create(edition=made, story=story.pk)
    build(made, draft=True)
    story.unpublish()
    before = made.build
    with pytest.raises(BuildFailed):
        pointing.publish_draft(made, made.draft)
    made.refresh_from_db()
    assert made.build == before


def test_one_at_a_time(newspaper, made):
    held, go = threading.Event(), threading.Event()

    def hold():
        with folders.locked(made.folder, 0):
            held.set()
            go.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    with pytest.raises(Busy):
        build(made)
    made.refresh_from_db()
    assert made.failure == "", "that somebody else makes it is no failure"
    threading.Timer(0.3, go.set).start()
    assert not build(made, wait_s=10).is_new
    thread.join()


def test_the_lock_ends_with_its_process(tmp_path):
    code = f"""
import os, signal
from warta.epaper import folders
from pathlib import Path
with folders.locked(Path({str(tmp_path)!r}), 0):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", code], env=os.environ, check=False, capture_output=True)
    assert done.returncode == -9, done.stderr
    with folders.locked(tmp_path, 0):
        assert (tmp_path / ".lock").exists()


def test_killed_at_every_step(newspaper, made, quick):
    """Readers have the old build, whole; the next making takes away what is left and makes the new one."""
    EditionItem.objects.create(edition=made, story=newspaper.story("Tambahan").pk)
    old, kept = made.build, {path.name: path.read_bytes() for path in made.files.iterdir()}
    step = 1
    while killed_at(step, lambda: build(Edition.objects.get(pk=made.pk))):
        assert {path.name: path.read_bytes() for path in made.files.iterdir()} == kept
        for name in builds_of(made):
            if name[0] != "." and name != old:
                assert names(made.folder / name) >= FILES and record_of(made.folder / name) is not None
        step += 1
    assert step > 15
    build(made)
    assert made.build != old and record_of(made.files) is not None
    assert not [name for name in names(made.folder) if name.startswith(folders.MAKING)]


def test_a_disk_that_is_full(newspaper, made, quick, monkeypatch):
    """No byte more can be written: what was there stands, the reason is kept."""
    real = folders._sync

    def full(path):
        if path.suffix == ".webp":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        real(path)

    monkeypatch.setattr(folders, "_sync", full)
    EditionItem.objects.create(edition=made, story=newspaper.story().pk)
    old = made.build
    with pytest.raises(BuildFailed, match="ruang"):
        build(made)
    made.refresh_from_db()
    assert (made.build, builds_of(made), record_of(made.files) is not None) == (old, {old}, True)


def test_a_build_that_is_gone_is_made_again(newspaper, made, quick):
    (made.files / "edition.pdf").unlink()
    assert build(made).is_new and record_of(made.files) is not None


def test_a_story_of_thousands_of_words_and_a_headline_of_one_letter(newspaper, edition, quick):
    newspaper.story("x", body=[rich("<p>" + "kata " * 30_000 + "</p>")])
    assert build(edition).is_new


def test_what_could_not_be_printed_is_marked_for_the_desk(newspaper, edition, quick, monkeypatch):
    whole, broken = newspaper.story(), newspaper.story()
    print_issue = making.print_issue
    warning = f"story:{broken.pk}: the picture a.jpg cannot be read and was left out."
    monkeypatch.setattr(making, "print_issue", lambda issue: replace(print_issue(issue), warnings=(warning, warning)))
    build(edition)
    rows = [row for sheet in arrangement(edition, newspaper.colleague("editor")).sheets for row in sheet.rows]
    assert {row.item.story: row.is_lacking for row in rows} == {whole.pk: False, broken.pk: True}
