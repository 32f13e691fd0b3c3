"""Files that are no whole backup of ours: cut short, changed, or made by somebody who means ill."""

import hashlib
import io
import json
import sqlite3
import tarfile
from contextlib import closing

import pytest

from tests.backup import paper
from warta.backup import contents
from warta.backup.archive import Reader
from warta.backup.errors import BackupError, Damaged
from warta.backup.restore import restore
from warta.backup.take import take


@pytest.fixture
def backup(tmp_path):
    file = tmp_path / "news.tar"
    take(paper.config(paper.make(tmp_path / "news")), file)
    return file


def refused(file, folder, **options):
    """The words with which a file is refused; nothing is made of it."""
    before = sorted(path for path in folder.parent.rglob("*"))
    with pytest.raises(BackupError) as caught:
        restore(paper.config(folder), file, **options)
    assert sorted(path for path in folder.parent.rglob("*")) == before
    return str(caught.value)


def write(file, members, manifest=None):
    """A tar archive of members (a name and content, or a TarInfo), sealed with a manifest that fits them."""
    with tarfile.open(file, "w", format=tarfile.GNU_FORMAT) as tar:
        told = {}
        for member, content in members:
            info = tarfile.TarInfo(member) if isinstance(member, str) else member
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
            told[info.name] = (len(content), hashlib.sha256(content).hexdigest(), len(content))
        table = {"format": 1, "warta": "0.1.0", "taken": "2026-11-26T00:00:00+00:00", "engine": "sqlite",
                 "migrations": [], "members": told}  # fmt: skip
        raw = json.dumps(table | (manifest or {})).encode()
        info = tarfile.TarInfo(contents.MANIFEST)
        info.size = len(raw)
        tar.addfile(info, io.BytesIO(raw))
    return file


SETTINGS = ("data/warta.toml", b'mode = "demo"\n')


def test_the_makers_own_files_are_taken(tmp_path):
    """What is refused below could have been restored."""
    restore(paper.config(tmp_path / "made"), write(tmp_path / "made.tar", [SETTINGS, ("data/media/a.jpg", b"a")]))
    assert (tmp_path / "made/media/a.jpg").read_bytes() == b"a"


def test_cut_short_anywhere(tmp_path, backup):
    whole = backup.read_bytes()
    manifest = whole.rindex(b"manifest.json")
    lengths = {*range(0, manifest + 512, max(1, manifest // 40)), 0, 1, 511, 512, 513, manifest, manifest + 600}
    cut = tmp_path / "cut/news.tar"
    cut.parent.mkdir()
    for length in sorted(lengths):
        cut.write_bytes(whole[:length])
        assert "Nothing was changed" in refused(cut, tmp_path / "cut/fresh")


def test_one_bit_changed_anywhere(tmp_path, backup):
    """A changed bit is found, or was in what nobody reads: the padding, a header's owner or time."""
    whole, good = backup.read_bytes(), paper.state(tmp_path / "news")
    found = 0
    for at in range(100, len(whole) - 1024, len(whole) // 60):
        changed = tmp_path / "changed.tar"
        changed.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        folder = tmp_path / f"fresh-{at}"
        try:
            restore(paper.config(folder), changed)
        except BackupError:
            found += 1
            assert not folder.exists()
        else:
            assert paper.state(folder) == good
    assert found > 40


@pytest.mark.parametrize(
    "name",
    ["../outside", "/tmp/outside", "data/../../outside", "data/media/../../../outside", "data/media//x",
     "data/./media/x", "data/media/..", "outside", "data/run/newsroom.sock", "data/static/site.js",
     "data/search.sqlite3.gz", "data/.ssh/authorized_keys", "data/media/a\\..\\b", "", "data"],
)  # fmt: skip
def test_hostile_names(tmp_path, name):
    file = write(tmp_path / "bad.tar", [SETTINGS, (name, b"x")])
    refused(file, tmp_path / "fresh")
    assert not contents.may_come_back(name)


@pytest.mark.parametrize(
    ("kind", "to"),
    [(tarfile.SYMTYPE, "/etc/passwd"), (tarfile.SYMTYPE, "."), (tarfile.LNKTYPE, "data/warta.toml"),
     (tarfile.LNKTYPE, "/etc/passwd"), (tarfile.CHRTYPE, ""), (tarfile.BLKTYPE, ""), (tarfile.FIFOTYPE, ""),
     (tarfile.DIRTYPE, "")],
)  # fmt: skip
def test_hostile_kinds(tmp_path, kind, to):
    info = tarfile.TarInfo("data/media/x")
    info.type, info.linkname = kind, to
    assert "no plain file" in refused(write(tmp_path / "bad.tar", [SETTINGS, (info, b"")]), tmp_path / "fresh")


def test_a_name_twice_or_after_the_manifest(tmp_path):
    twice = write(tmp_path / "twice.tar", [SETTINGS, ("data/media/a.jpg", b"a"), ("data/media/a.jpg", b"b")])
    assert "where it should not" in refused(twice, tmp_path / "fresh")
    file = write(tmp_path / "after.tar", [SETTINGS])
    with tarfile.open(file, "a", format=tarfile.GNU_FORMAT) as tar:
        info = tarfile.TarInfo("data/media/late.jpg")
        tar.addfile(info, io.BytesIO())
    assert "where it should not" in refused(file, tmp_path / "fresh")


def test_a_file_and_a_folder_of_one_name(tmp_path):
    file = write(tmp_path / "bad.tar", [SETTINGS, ("data/media/a", b"a"), ("data/media/a/b", b"b")])
    refused(file, tmp_path / "fresh")


@pytest.mark.parametrize(
    ("table", "words"),
    [({"format": 2}, "of form 2"), ({"warta": "99.0"}, "taken by Warta 99.0"), ({"members": {}}, "not as the manifest"),
     ({"migrations": ["stories.9999_later"]}, "a newer Warta"), ({"members": 1}, "cannot be read"),
     ({"engine": "postgresql"}, "database")],
)  # fmt: skip
def test_manifests_that_do_not_fit(tmp_path, table, words):
    assert words in refused(write(tmp_path / "bad.tar", [SETTINGS], table), tmp_path / "fresh")


def test_a_database_that_unpacks_to_more_than_it_says(tmp_path, backup):
    with Reader(backup) as reader:
        manifest = reader.scan()
    name = "data/warta.sqlite3.gz"
    with tarfile.open(backup) as tar:
        packed = tar.extractfile(name).read()
    members = {name: (manifest.members[name][0], manifest.members[name][1], 1000),
               SETTINGS[0]: (len(SETTINGS[1]), hashlib.sha256(SETTINGS[1]).hexdigest(), len(SETTINGS[1]))}  # fmt: skip
    file = write(tmp_path / "bomb.tar", [SETTINGS, (name, packed)], {"members": members})
    assert "damaged" in refused(file, tmp_path / "fresh")


def test_what_is_no_backup(tmp_path):
    for content in (b"", b"hello", b"\0" * 10240):
        (tmp_path / "no.tar").write_bytes(content)
        with pytest.raises(Damaged):
            restore(paper.config(tmp_path / "fresh"), tmp_path / "no.tar")
    with pytest.raises(BackupError, match="is not there"):
        restore(paper.config(tmp_path / "fresh"), tmp_path / "nowhere.tar")
    with pytest.raises(BackupError, match="is a folder"):
        restore(paper.config(tmp_path / "fresh"), tmp_path)
    assert not (tmp_path / "fresh").exists()


def test_what_numbers_visitors_for_a_day_is_in_no_backup(tmp_path):
    """The salt and who read what with it are thrown away daily; a copy would keep them. Counts are kept."""
    folder = paper.make(tmp_path / "news")
    secret = "5a17" * 8
    with closing(sqlite3.connect(folder / contents.READS)) as reads:
        reads.executescript(
            "CREATE TABLE audience_salt (day, value); CREATE TABLE audience_seen (day, visitor, story);"
            "CREATE TABLE audience_count (story, number); INSERT INTO audience_count VALUES (41, 7);"
            f"INSERT INTO audience_salt VALUES ('2026-11-26', '{secret}');"
            "INSERT INTO audience_seen VALUES ('2026-11-26', 99, 41);"
        )
    take(paper.config(folder), tmp_path / "news.tar")
    restore(paper.config(tmp_path / "again"), tmp_path / "news.tar")
    file = tmp_path / "again" / contents.READS
    assert secret.encode() in (folder / contents.READS).read_bytes()
    assert secret.encode() not in file.read_bytes()
    with closing(sqlite3.connect(file)) as reads:
        assert reads.execute("SELECT * FROM audience_count").fetchall() == [(41, 7)]
        assert reads.execute("SELECT count(*) FROM audience_seen").fetchone() == (0,)


def test_editions_are_taken_whole_and_what_is_under_way_is_not(tmp_path):
    folder = paper.make(tmp_path / "news")
    day = folder / "editions/2026-11-27-id"
    for name in ("20261127T040000000000-0a1b2c3d/edition.pdf", ".making-x/edition.pdf", ".lock"):
        (day / name).parent.mkdir(parents=True, exist_ok=True)
        (day / name).write_bytes(b"%PDF-" + name.encode())
    taken = take(paper.config(folder), tmp_path / "news.tar")
    restore(paper.config(tmp_path / "again"), tmp_path / "news.tar")
    found = sorted((tmp_path / "again/editions").rglob("*"))
    assert [path.name for path in found if path.is_file()] == ["edition.pdf"] and taken.left_out == []
    assert (tmp_path / "again/editions/2026-11-27-id/20261127T040000000000-0a1b2c3d/edition.pdf").read_bytes()[
        :5
    ] == b"%PDF-"
