"""Files of photos: names that nobody can guess, and no place in them."""

import io
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, PngImagePlugin

from tests.newspaper import block, rich
from warta.stories.models import Photo
from warta.stories.renditions import make_all

SECRET = re.compile(r"^original_images/[\w-]{1,12}-[\w-]{16}\.\w+$")
PLACE = b"112.7521"
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLongitude="112.7521E"/></rdf:RDF></x:xmpmeta>'
)
GPS = {1: "S", 2: (7.0, 15.0, 27.0), 3: "E", 4: (112.0, 45.0, 7.0)}


def located(kind):
    """A picture that says where it was taken, in every way its format has."""
    image = Image.new("RGB", (700, 500), (40, 90, 160))
    exif = Image.Exif()
    exif[0x8825] = GPS
    more = {"exif": exif}
    if kind == "png":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", XMP.decode())
        more["pnginfo"] = info
    elif kind != "gif":
        more["xmp"] = XMP
    data = io.BytesIO()
    image.save(data, kind, **more)
    assert kind == "gif" or PLACE in data.getvalue()
    return data.getvalue()


def place_in(data):
    """Does a file still say where it was taken?"""
    with Image.open(io.BytesIO(data)) as image:
        return bool(image.getexif().get_ifd(0x8825)) or PLACE in data or b"GPS" in data


def upload(client, kind, name="Pantai Kenjeran yang panjang namanya.jpg"):
    data = {"title": "Pantai", "file": SimpleUploadedFile(name, located(kind), f"image/{kind}"), "kind": "photograph"}
    answer = client.post(reverse("wagtailimages:add"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    return Photo.objects.latest("pk")


@pytest.fixture
def administrator(newspaper, client):
    user = newspaper.colleague("administrator")
    client.force_login(user)
    return user


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "avif", "gif"])
def test_no_size_says_where_a_photo_was_taken(administrator, client, kind):
    photo = upload(client, kind, f"pantai.{kind}")
    assert make_all(photo.pk) > 0
    photo.get_rendition("max-165x165")  # a thumbnail of the newsroom's, in the original's format
    photo.get_rendition("max-165x165|format-png")
    for rendition in photo.renditions.all():
        with rendition.file.open() as file:
            assert not place_in(file.read()), rendition.filter_spec


@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_a_turned_picture_stays_turned(administrator, client, kind):
    image, exif, data = Image.new("RGB", (640, 400)), Image.Exif(), io.BytesIO()
    exif[0x0112], exif[0x8825] = 6, GPS
    image.save(data, kind, exif=exif)
    file = SimpleUploadedFile(f"a.{kind}", data.getvalue(), f"image/{kind}")
    client.post(reverse("wagtailimages:add"), {"title": "Menara", "file": file, "kind": "photograph"})
    photo = Photo.objects.get()
    with photo.file.open() as kept:
        assert not place_in(kept.read())
    made = photo.get_rendition("width-320|format-jpeg")
    assert (made.width, made.height) == (320, 512)


def test_a_replaced_jpeg_keeps_no_place_either(administrator, client):
    photo = upload(client, "jpeg")
    data = {"title": "Pantai", "kind": "photograph", "file": SimpleUploadedFile("b.jpg", located("jpeg"), "image/jpeg")}
    assert client.post(reverse("wagtailimages:edit", args=[photo.pk]), data).status_code == 302
    photo.refresh_from_db()
    with photo.file.open() as file:
        kept = file.read()
    assert not place_in(kept)
    assert photo.file_size == len(kept)


def test_names_cannot_be_guessed(administrator, client):
    photo = upload(client, "jpeg")
    assert SECRET.match(photo.file.name)
    stem = photo.file.name.split("/")[1].removesuffix(".jpg")
    make_all(photo.pk)
    photo.get_rendition("max-165x165|format-png")
    for rendition in photo.renditions.all():
        kept = rendition.file.name.split("/")[1].split(".")[0]
        assert stem.startswith(kept) and len(kept) >= 22  # ten characters, or 60 bits, at least of the secret
    assert {client.get(rendition.url).status_code for rendition in photo.renditions.all()} == {200}
    assert client.get(f"/media/{photo.file.name}").status_code == 404


def test_files_that_were_there_before_keep_their_names(newspaper, client):
    photo = newspaper.photo()
    storage = photo.file.storage
    with photo.file.open() as file:
        old = storage.save(f"original_images/{uuid.uuid4().hex}.jpg", file)
    Photo.objects.filter(pk=photo.pk).update(file=old)
    photo = Photo.objects.get(pk=photo.pk)
    photo.caption = "Lain."
    photo.save()
    assert Photo.objects.get(pk=photo.pk).file.name == old
    make_all(photo.pk)
    assert {client.get(rendition.url).status_code for rendition in photo.renditions.all()} == {200}


def test_no_page_names_an_original(newspaper, client):
    photo = newspaper.photo()
    make_all(photo.pk)
    value = {"photo": photo.pk, "caption": "", "alt": ""}
    gallery = [{"type": "item", "value": value, "id": n} for n in ("a", "b")]
    writer = newspaper.person("Sari", portrait=photo)
    story = newspaper.story(
        lead_photo=photo, authors=[writer], body=[rich("<p>Isi.</p>"), block("photo", value), block("gallery", gallery)]
    )
    for path in ("/", story.public_path(), "/feed.xml", "/atom.xml", "/feed.json", writer.get_absolute_url("id")):
        page = client.get(path, follow=True)
        assert page.status_code == 200
        assert b"original_images" not in page.content
