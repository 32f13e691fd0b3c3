# ruff: noqa: E501 - cases read better whole
import io

import pytest
from PIL import Image

from warta.intake import media
from warta.intake.errors import MediaRefused


def picture(form="PNG"):
    out = io.BytesIO()
    Image.new("RGB", (4, 3)).save(out, form)
    return out.getvalue()


@pytest.mark.parametrize("name", [
    "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/passwd", "C:\\Windows\\win.ini", "..\\..\\a.jpg", "a" * 300 + ".jpg", "", ".", "..", "foto%00.jpg", "%252e%252e/a.jpg",
])  # fmt: skip
def test_unsafe_names_are_refused(tmp_path, name):
    (tmp_path.parent / "a.jpg").write_bytes(picture())
    with pytest.raises(MediaRefused):
        media.find(name, [tmp_path])


def test_a_file_is_found_by_path_or_name_and_a_link_out_is_not(tmp_path):
    folder = tmp_path / "uploads"
    (folder / "2026").mkdir(parents=True)
    (folder / "2026" / "a.png").write_bytes(picture())
    (tmp_path / "secret.png").write_bytes(picture())
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    assert media.find("2026/a.png", [folder]) == folder / "2026" / "a.png"
    assert media.find("old/a.png", [folder, folder / "2026"]) == folder / "2026" / "a.png"
    with pytest.raises(MediaRefused):
        media.find("link.png", [folder])


def test_safe_names():
    assert media.safe_name("../foto.jpg.php", "k", "jpg").startswith("foto-jpg-")
    assert media.safe_name("CON.jpg", "k", "jpg").startswith("picture-con-")
    assert media.safe_name("FOTO.JPG", "1", "jpg") != media.safe_name("foto.jpg", "2", "jpg")
    assert media.safe_name("a" * 300, "k", "png").endswith(".png")


def test_pictures_are_what_they_are_not_what_they_are_called(tmp_path):
    assert media.checked(picture("JPEG")).extension == "jpg"
    for bad in (b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\nxx", b"GIF89a", picture("BMP")):
        with pytest.raises(MediaRefused):
            media.checked(bad)


@pytest.mark.parametrize("address", [
    "127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fe80::1", "fc00::1", "0.0.0.0", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "100.64.0.1", "nonsense",
])  # fmt: skip
def test_addresses_inside_a_network(address):
    assert not media.is_public(address)


def test_a_public_address():
    assert media.is_public("93.184.215.14")


@pytest.mark.parametrize("url", [
    "file:///etc/passwd", "http://127.0.0.1/", "http://localhost/x.jpg", "http://[::1]/x.jpg", "http://169.254.169.254/latest/", "http://2130706433/x.jpg",
    "gopher://127.0.0.1/x", "ftp://127.0.0.1/x.jpg", "http://a@127.0.0.1/x.jpg", "//127.0.0.1/x.jpg", "http://127.0.0.1:22/", "http://[", "",
])  # fmt: skip
def test_nothing_inside_the_network_is_fetched(url):
    with pytest.raises(MediaRefused):
        media.fetch(url)


def test_a_name_that_leads_inside_is_refused_when_connecting(monkeypatch):
    monkeypatch.setattr(
        media.socket,
        "getaddrinfo",
        lambda *a, **k: [(2, 1, 6, "", ("93.184.215.14", 80)), (2, 1, 6, "", ("127.0.0.1", 80))],
    )
    with pytest.raises(MediaRefused, match="inside a network"):
        media.fetch("http://looks-public.example/a.jpg")
