"""`warta import` as somebody runs it."""

import json
import zipfile

import pytest
from click.testing import CliRunner
from django.conf import settings

from tests.intake.samples import ghost, item, post, wxr
from warta.cli import import_
from warta.intake.store.run import Run
from warta.stories.models import Story


@pytest.fixture
def warta(newspaper, monkeypatch, tmp_path):
    """Runs the command on the tests' own newspaper."""
    monkeypatch.setattr(import_, "prepare", lambda config: False)
    stamp = settings.WARTA.data / import_.STAMP
    stamp.touch()
    report = tmp_path / "out" / "report.json"
    report.parent.mkdir()

    def run(*args):
        result = CliRunner().invoke(import_.command, [*map(str, args), "--no-download", "--report", str(report)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        written = json.loads(report.read_text()) if report.exists() else None
        return result, written

    yield run
    stamp.unlink()


@pytest.fixture
def file(tmp_path):
    def write(name, text):
        path = tmp_path / "in" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return path

    return write


def test_it_shows_what_it_did(warta, file):
    result, report = warta(file("export.xml", wxr(item(1), item(2, status="draft", title=""))), "--publish")
    assert result.exit_code == 0
    for words in ("1  post (publish)", "1  published", "1  draft", "Doubts: ", "What to do next"):
        assert words in result.stdout
    assert (report["kind"], report["items"], report["imported"]) == ("wxr", {"post": {"publish": 1, "draft": 1}}, 2)
    assert (report["authors"], report["terms"], report["media"], report["skipped"]) == (1, 1, 0, [])
    assert Story.objects.live().count() == 1


def test_a_dry_run_says_so(warta, file):
    result, report = warta(file("export.xml", wxr(item(1))), "--dry-run")
    assert "Nothing was written" in result.stdout
    assert (result.exit_code, report["imported"], report["dry_run"], Story.objects.count()) == (0, 1, True, 0)


def test_a_stopped_import_says_so_and_how_to_go_on(warta, file, monkeypatch):
    path = file("export.xml", wxr(*(item(n) for n in range(1, 4))))
    take = Run.take
    monkeypatch.setattr(Run, "take", lambda run, record: _stop() if Story.objects.exists() else take(run, record))
    result, report = warta(path)
    assert result.stdout.startswith("Stopped before the end") and "run the same command again" in result.stdout
    assert (result.exit_code, report["stopped"], report["imported"]) == (3, True, 1)


def _stop():
    raise KeyboardInterrupt


def test_an_error_says_file_place_reason_and_what_to_do(warta, file):
    result, report = warta(file("export.xml", wxr(item(1))[:-40]))
    first, second = result.stderr.strip().splitlines()
    assert first.startswith("warta import: export.xml line ")
    assert second == "Nothing was imported. Export it again and run the same command again."
    assert (result.exit_code, report["error"][:10], Story.objects.count()) == (1, "export.xml", 0)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("feed.xml", "<rss><channel><title>x</title></channel></rss>", "an RSS feed"),
        ("members.csv", "email,name\na@b.example,A\n", "a list of members"),
        ("empty.json", "", "the file is empty"),
    ],
)
def test_other_kinds_are_named(warta, file, name, text, says):
    result, _ = warta(file(name, text))
    assert result.exit_code == 1
    assert says in result.stderr


def test_what_is_not_there(warta, tmp_path):
    result, _ = warta(tmp_path / "nowhere.xml")
    assert result.exit_code == 1
    assert "no such file or folder" in result.stderr


def test_a_kind_that_does_not_fit(warta, file):
    path = file("export.json", ghost(post(1)))
    assert warta(path, "--kind", "members")[0].exit_code == 1
    assert warta(path, "--kind", "ghost")[0].exit_code == 0


def test_a_folder_gives_a_report_for_each_file(warta, file):
    path = file("a.xml", wxr(item(1)))
    file("b.json", ghost(post(1)))
    file("c.csv", "email,name\n")
    result, report = warta(path.parent)
    assert result.exit_code == 3
    assert sorted(report) == ["a.xml", "b.json", "c.csv"]
    assert [report[name]["imported"] for name in sorted(report)] == [1, 1, 0]
    assert "Files: 3, of which 1 could not be taken." in result.stdout


def test_an_export_without_items_is_said_to_be_so_and_takes_nothing_from_a_folder(warta, file):
    empty = file("empty.xml", wxr())
    result, report = warta(empty)
    assert (result.exit_code, report["items"]) == (1, {})
    assert result.stdout.startswith("Nothing was imported: there is no story, page or picture in it")
    file("full.xml", wxr(item(1)))
    result, report = warta(empty.parent)
    assert (result.exit_code, report["full.xml"]["imported"]) == (0, 1)
    assert result.stdout.startswith("Imported.")
    result, _ = warta(empty.parent)
    assert (result.exit_code, result.stdout.split(":")[0]) == (0, "Nothing new")


def test_an_archive_with_one_export(warta, tmp_path):
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("export.json", ghost(post(1)))
        archive.writestr("../evil.json", "{}")
    result, report = warta(path)
    assert (result.exit_code, report["imported"], len(report["skipped"])) == (3, 1, 1)
    assert Story.objects.count() == 1


def test_a_section_that_is_not_there(warta, file):
    result, report = warta(file("export.xml", wxr(item(1))), "--section", "langit")
    assert result.exit_code == 1
    assert 'there is no section "langit"' in result.stderr
    assert "Sections: daerah, region." in result.stderr
    assert report == {}


def test_without_a_newspaper(tmp_path, monkeypatch):
    monkeypatch.setenv("WARTA_DATA", str(tmp_path / "empty"))
    result = CliRunner().invoke(import_.command, [str(tmp_path)])
    assert result.exit_code == 2
    assert "there is no newspaper" in result.stderr


def test_the_help_ends_with_an_example():
    assert "Example: warta import" in CliRunner().invoke(import_.command, ["--help"]).output
