"""ZIP archives: taken when harmless, refused before a byte is written when not."""

import zipfile

import pytest

from tests.intake.samples import ghost, post
from warta.intake.archive import exports_in, is_archive, unpack
from warta.intake.errors import Unreadable
from warta.intake.options import MIB


@pytest.fixture
def packed(tmp_path):
    def pack(*entries):
        path = tmp_path / "export.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in entries:
                archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        return path

    return pack


@pytest.fixture
def folder(tmp_path):
    found = tmp_path / "out"
    found.mkdir()
    return found


def files(folder):
    return sorted(path.relative_to(folder.parent).as_posix() for path in folder.parent.rglob("*") if path.is_file())


def test_only_what_stays_inside_is_unpacked(packed, folder):
    path = packed(
        ("../evil.json", "{}"), ("/abs.json", "{}"), ("a/../../evil.jpg", "x"), ("C:\\evil.txt", "x"),
        ("ok.json", ghost(post(1))), ("content/images/a.jpg", "x"), ("run.sh", "x"), ("__MACOSX/ok.json", "x"),
        ("inner.zip", "x"),
    )  # fmt: skip
    assert is_archive(path)
    left_out = unpack(path, folder, max_bytes=MIB)
    assert files(folder) == ["export.zip", "out/content/images/a.jpg", "out/ok.json"]
    assert [entry.why for entry in left_out] == ["its name leads out of the folder"] * 4
    assert exports_in(path) == ["ok.json"]


def test_links_are_left_out(tmp_path, folder):
    path = tmp_path / "export.zip"
    link = zipfile.ZipInfo("passwords.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert [entry.why for entry in unpack(path, folder, max_bytes=MIB)] == ["it is a link"]
    assert files(folder) == ["export.zip"]


def test_a_bomb_is_refused(packed, folder):
    with pytest.raises(Unreadable, match="a bomb"):
        unpack(packed(("a.json", b"\0" * 30 * MIB)), folder, max_bytes=100 * MIB)
    with pytest.raises(Unreadable, match="more than the limit"):
        unpack(packed(("a.json", b"\0" * 3 * MIB)), folder, max_bytes=MIB)
    assert files(folder) == ["export.zip"]


def test_a_cut_archive_is_refused(packed, folder):
    path = packed(("a.json", ghost(post(1))))
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(Unreadable, match="cut"):
        unpack(path, folder, max_bytes=MIB)


def test_damaged_bytes_are_refused(packed, folder):
    path = packed(("a.json", ghost(post(1)) * 50))
    data = bytearray(path.read_bytes())
    data[60:90] = bytes(30)
    path.write_bytes(bytes(data))
    with pytest.raises(Unreadable, match="broken"):
        unpack(path, folder, max_bytes=MIB)
