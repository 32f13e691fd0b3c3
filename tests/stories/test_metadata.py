from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from PIL import Image

from warta.stories import metadata
from warta.stories.models import Photo
from warta.stories.renditions import filter_spec, make_all, picture

XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" photoshop:City="Teluk Saga" photoshop:DateCreated="2026-03-14T06:10:00">
<dc:creator><rdf:Seq><rdf:li>Nala Pertiwi</rdf:li><rdf:li>Bagas W</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Perahu di pelabuhan.</rdf:li></rdf:Alt></dc:description>
<dc:subject><rdf:Bag><rdf:li>laut</rdf:li><rdf:li>perahu</rdf:li></rdf:Bag></dc:subject>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def jpeg(*, xmp=None, gps=False, orientation=None, size=(1000, 700)):
    exif = Image.Exif()
    exif[0x010E] = "From the camera"
    exif[0x013B] = "Camera owner"
    if orientation:
        exif[0x0112] = orientation
    if gps:
        exif.get_ifd(0x8825).update({1: "S", 2: (6.0, 10.0, 30.5), 3: "E", 4: (106.0, 49.0, 1.0)})
    out = BytesIO()
    Image.new("RGB", size, (200, 120, 40)).save(out, "JPEG", exif=exif, **({"xmp": xmp} if xmp else {}))
    return out.getvalue()


def test_xmp_wins_over_exif():
    said = metadata.read(BytesIO(jpeg(xmp=XMP)))
    assert said.photographer == "Nala Pertiwi, Bagas W"
    assert (said.caption, said.city, str(said.taken_on)) == ("Perahu di pelabuhan.", "Teluk Saga", "2026-03-14")
    assert said.keywords == ("laut", "perahu")


def test_exif_alone():
    said = metadata.read(BytesIO(jpeg()))
    assert (said.caption, said.photographer) == ("From the camera", "Camera owner")


@pytest.mark.parametrize("data", [b"", b"no picture", b"\xff\xd8\xff\xe1\x00", jpeg()[:60]])
def test_what_is_no_picture_says_nothing(data):
    assert dict(metadata.read(BytesIO(data)).items()) == {}


def test_entities_in_xmp_are_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + XMP.replace(b"Teluk Saga", b"&a;")
    assert metadata.read(BytesIO(jpeg(xmp=bomb))).city == ""


def test_gps_leaves_the_file_and_orientation_stays():
    data = jpeg(xmp=XMP, gps=True, orientation=6)
    assert Image.open(BytesIO(data)).getexif().get_ifd(0x8825)
    clean = metadata.without_private_data(data)
    exif = Image.open(BytesIO(clean)).getexif()
    assert (dict(exif.get_ifd(0x8825)), exif.get(0x0112)) == ({}, 6)
    assert b"xmpmeta" not in clean
    assert Image.open(BytesIO(clean)).tobytes() == Image.open(BytesIO(data)).tobytes()


def test_an_upload_fills_empty_fields_only(db):
    photo = Photo(title="x", caption="Written by hand.")
    photo.file = ImageFile(BytesIO(jpeg(xmp=XMP, gps=True)), name="x.jpg")
    photo.save()
    photo.refresh_from_db()
    assert (photo.caption, photo.photographer, photo.city) == (
        "Written by hand.",
        "Nala Pertiwi, Bagas W",
        "Teluk Saga",
    )
    assert sorted(tag.name for tag in photo.tags.all()) == ["laut", "perahu"]
    with photo.file.open("rb") as stored:
        assert not dict(Image.open(stored).getexif().get_ifd(0x8825))


def test_pages_link_only_finished_renditions(db):
    photo = Photo(title="x")
    photo.file = ImageFile(BytesIO(jpeg(gps=True, size=(700, 500))), name="y.jpg")
    photo.save()
    assert picture(Photo.objects.get(pk=photo.pk)) is None
    photo.get_rendition(filter_spec(320, "jpeg"))
    half = picture(Photo.objects.get(pk=photo.pk))
    assert (half.sources, half.width, len(half.srcset.split(", "))) == ((), 320, 1)
    assert make_all(photo.pk) == 5
    assert make_all(photo.pk) == 0
    whole = picture(Photo.objects.get(pk=photo.pk))
    assert [source.mime for source in whole.sources] == ["image/avif", "image/webp"]
    for rendition in Photo.objects.get(pk=photo.pk).renditions.all():
        with rendition.file.open("rb") as file:
            assert not dict(Image.open(file).getexif().get_ifd(0x8825))
