"""What a picture says of itself: IPTC-IIM, XMP and Exif, read into the fields of a photo.

XMP wins over IIM, IIM over Exif, as IPTC's mapping guidelines ask when the three disagree. GPS coordinates are not
read, and `without_private_data` takes them out of a file: a place that the camera noted is never published.

source  IPTC Photo Metadata Standard 2025.1 (property names and where each form keeps them); Exif 2.32
"""

from __future__ import annotations

import contextlib
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from io import BytesIO
from typing import IO, Any

from defusedxml.ElementTree import fromstring
from PIL import Image, ImageFile, IptcImagePlugin, UnidentifiedImageError

TEXT_MAX = 4000  # characters of one property
XMP_MAX = 2 * 1024 * 1024  # bytes of a packet
PNG = b"\x89PNG\r\n\x1a\n"

_NS = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}

# field of a photo: (XMP property, IIM dataset, Exif tag); None where a form has no place for it
_PLACES: dict[str, tuple[str | None, tuple[int, int] | None, int | None]] = {
    "headline": ("photoshop:Headline", (2, 105), None),
    "caption": ("dc:description", (2, 120), 0x010E),
    "photographer": ("dc:creator", (2, 80), 0x013B),
    "photographer_title": ("photoshop:AuthorsPosition", (2, 85), None),
    "agency": ("photoshop:Credit", (2, 110), None),
    "distributor": ("photoshop:Source", (2, 115), None),
    "taken_on": ("photoshop:DateCreated", (2, 55), 0x9003),
    "sublocation": ("Iptc4xmpCore:Location", (2, 92), None),
    "city": ("photoshop:City", (2, 90), None),
    "region": ("photoshop:State", (2, 95), None),
    "country": ("photoshop:Country", (2, 101), None),
    "country_code": ("Iptc4xmpCore:CountryCode", (2, 100), None),
    "rights": ("dc:rights", (2, 116), 0x8298),
    "usage_terms": ("xmpRights:UsageTerms", None, None),
    "licence": ("xmpRights:WebStatement", None, None),
    "instructions": ("photoshop:Instructions", (2, 40), None),
    "job": ("photoshop:TransmissionReference", (2, 103), None),
    "caption_writer": ("photoshop:CaptionWriter", (2, 122), None),
    "title": ("dc:title", (2, 5), None),
    "keywords": ("dc:subject", (2, 25), None),
    "description": ("Iptc4xmpCore:AltTextAccessibility", None, None),
}


@dataclass(frozen=True, slots=True)
class PhotoMetadata:
    """What a picture says of itself; empty where it says nothing."""

    title: str = ""
    headline: str = ""
    caption: str = ""
    description: str = ""
    photographer: str = ""
    photographer_title: str = ""
    agency: str = ""
    distributor: str = ""
    taken_on: date | None = None
    sublocation: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    country_code: str = ""
    rights: str = ""
    usage_terms: str = ""
    licence: str = ""
    instructions: str = ""
    job: str = ""
    caption_writer: str = ""
    keywords: tuple[str, ...] = ()

    def items(self) -> Iterator[tuple[str, Any]]:
        """Name and value of what is not empty."""
        for field in fields(self):
            value = getattr(self, field.name)
            if value:
                yield field.name, value


def read(file: IO[bytes]) -> PhotoMetadata:
    """All a picture's file says of itself. A file that is no picture, or whose metadata is broken, says nothing."""
    file.seek(0)
    try:
        with Image.open(file) as image:
            xmp, iim, exif = _xmp(image), _iim(image), _exif(image)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error):
        return PhotoMetadata()
    finally:
        file.seek(0)
    found: dict[str, Any] = {}
    for name, (in_xmp, in_iim, in_exif) in _PLACES.items():
        values = xmp.get(in_xmp or "") or iim.get(in_iim or (0, 0)) or exif.get(in_exif or 0) or []
        if not values:
            continue
        if name == "keywords":
            found[name] = tuple(dict.fromkeys(values))
        elif name == "taken_on":
            found[name] = _date(values[0])
        else:
            found[name] = ", ".join(values) if name == "photographer" else values[0]
    return PhotoMetadata(**found)


def _xmp(image: Image.Image) -> dict[str, list[str]]:
    """The properties of an XMP packet by prefixed name, as lists; the first language of one in several."""
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    packet = packet.encode() if isinstance(packet, str) else packet
    if not packet or len(packet) > XMP_MAX:
        return {}
    start, end = packet.find(b"<x:xmpmeta"), packet.rfind(b">")
    start = start if start >= 0 else packet.find(b"<rdf:RDF")
    try:
        root = fromstring(packet[start : end + 1])
    except (SyntaxError, ValueError):  # not well-formed, or entities that have no place there
        return {}
    prefixes = {uri: prefix for prefix, uri in _NS.items()}
    found: dict[str, list[str]] = {}
    for description in root.iter(f"{{{_NS['rdf']}}}Description"):
        for key, value in description.attrib.items():
            _keep(found, key, [value], prefixes)
        for child in description:
            items = [item.text or "" for item in child.iter(f"{{{_NS['rdf']}}}li")]
            _keep(found, child.tag, items or [child.text or ""], prefixes)
    return found


def _keep(found: dict[str, list[str]], tag: str, values: list[str], prefixes: dict[str, str]) -> None:
    uri, _, name = tag.lstrip("{").partition("}")
    cleaned = [value for value in map(_clean, values) if value]
    if uri in prefixes and cleaned:
        found.setdefault(f"{prefixes[uri]}:{name}", cleaned)


def _iim(image: Image.Image) -> dict[tuple[int, int], list[str]]:
    """The datasets of IPTC-IIM; UTF-8 if the file says so or if it is, else Latin-1."""
    raw = (IptcImagePlugin.getiptcinfo(image) if isinstance(image, ImageFile.ImageFile) else None) or {}
    found = {}
    for key, value in raw.items():
        values = value if isinstance(value, list) else [value]
        cleaned = [text for text in (_clean(_decoded(part)) for part in values) if text]
        if cleaned:
            found[key] = cleaned
    return found


def _exif(image: Image.Image) -> dict[int, list[str]]:
    """The Exif tags this module asks for; the GPS directory is not opened."""
    exif = image.getexif()
    tags = {**dict(exif), **dict(exif.get_ifd(0x8769))}
    wanted = {place[2] for place in _PLACES.values()}
    return {
        tag: [text]
        for tag, value in tags.items()
        if tag in wanted and (text := _clean(_decoded(value) if isinstance(value, bytes) else str(value)))
    }


def _decoded(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()[:TEXT_MAX]


def _date(text: str) -> date | None:
    """The day of a date in the forms of IIM (20260314), Exif (2026:03:14 …) and XMP (2026-03-14T…)."""
    digits = "".join(character for character in text[:10] if character.isdigit())[:8]
    with contextlib.suppress(ValueError):
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    return None


def without_private_data(data: bytes) -> bytes:
    """A JPEG or PNG without its Exif, XMP and IPTC, pixels untouched; another file as it is.

    Everything a newsroom needs of them is in the photo's fields by then. The orientation survives.

    source  ISO/IEC 10918-1 (JPEG markers), ISO/IEC 15948 (PNG chunks)
    """
    if data.startswith(b"\xff\xd8"):
        return _plain_jpeg(data)
    return _plain_png(data) if data.startswith(PNG) else data


def _plain_jpeg(data: bytes) -> bytes:
    kept = bytearray(b"\xff\xd8")
    orientation = _orientation(data)
    if orientation > 1:
        body = _only_orientation(orientation)
        kept += b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:  # the picture itself begins
            break
        length = struct.unpack(">H", data[at + 2 : at + 4])[0]
        if marker not in (0xE1, 0xED):  # APP1: Exif and XMP; APP13: IPTC
            kept += data[at : at + 2 + length]
        at += 2 + length
    return bytes(kept + data[at:])


def _plain_png(data: bytes) -> bytes:
    kept = bytearray(PNG)
    orientation = _orientation(data)
    at = len(PNG)
    while at + 12 <= len(data):
        end = at + 12 + struct.unpack(">I", data[at : at + 4])[0]
        kind = data[at + 4 : at + 8]
        if kind not in (b"eXIf", b"iTXt", b"tEXt", b"zTXt", b"tIME"):
            kept += data[at:end]
        if kind == b"IHDR" and orientation > 1:
            body = b"eXIf" + _only_orientation(orientation).removeprefix(b"Exif\0\0")
            kept += struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
        at = end
    return bytes(kept + data[at:])


def _orientation(data: bytes) -> int:
    try:
        with Image.open(BytesIO(data)) as image:
            return int(image.getexif().get(0x0112, 1))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error):
        return 1


def _only_orientation(orientation: int) -> bytes:
    """Exif that holds the orientation alone."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif.tobytes()
