"""The sizes and formats in which photos are served.

Pages link only what is finished; the worker makes the rest after an upload. No rendition holds metadata of the
original: what a camera's GPS receiver wrote is never published.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from warta.stories.models.photo import Photo, PhotoRendition

WIDTHS = (320, 640, 800, 1200, 1600)  # pixels: 800 and 1200 fill a phone at two and three dots a pixel
FORMATS = ("avif", "webp", "jpeg")  # best first
MIME = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Source:
    """One format of a picture: its MIME type and a `srcset`."""

    mime: str
    srcset: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All finished forms of a photo, ready for a template. Width and height in pixels, of the largest JPEG."""

    src: str
    srcset: str
    width: int
    height: int
    sources: tuple[Source, ...]
    largest: str

    @property
    def ratio(self) -> float:
        """Width by height."""
        return self.width / self.height


def filter_spec(width: int, image_format: str) -> str:
    """Wagtail's words for a rendition: never enlarged, no metadata kept."""
    return f"width-{width}|format-{image_format}"


SPECS = {filter_spec(width, name): (width, name) for name in FORMATS for width in WIDTHS}

JPEG_SPECS = [spec for spec, (_, name) in SPECS.items() if name == "jpeg"]  # one of them, and a photo can be shown


def wanted_widths(original_width: int) -> tuple[int, ...]:
    """The widths that a picture so wide (pixels) is served in: none larger than itself, at least one."""
    fitting = tuple(width for width in WIDTHS if width <= original_width)
    return fitting or WIDTHS[:1]


def make_all(photo_id: int, finished: Callable[[Photo], None] = lambda photo: None) -> int:
    """Make every size and format of a photo that is missing; JPEG first. Returns how many. A photo gone since: 0.

    finished  called after each format of which some were missing: from then on pages show it
    """
    photo = Photo.objects.filter(pk=photo_id).first()
    if photo is None:
        return 0
    done = set(photo.renditions.values_list("filter_spec", flat=True))
    made = 0
    for name in reversed(FORMATS):
        specs = [filter_spec(width, name) for width in wanted_widths(photo.width)]
        missing = [spec for spec in specs if spec not in done]
        for spec in missing:
            photo.get_rendition(spec)
        if missing:
            finished(photo)
        made += len(missing)
    return made


def picture(photo: Photo) -> Picture | None:
    """The finished forms of `photo`; None while there is no JPEG. One query unless renditions are prefetched."""
    prefetch_related_objects([photo], "renditions")
    by_format: dict[str, dict[int, PhotoRendition]] = {name: {} for name in FORMATS}
    for rendition in photo.renditions.all():
        if rendition.filter_spec in SPECS:
            width, name = SPECS[rendition.filter_spec]
            by_format[name][width] = rendition
    jpegs = by_format["jpeg"]
    if not jpegs:
        return None
    largest = jpegs[max(jpegs)]
    middle = jpegs.get(640) or largest
    sources = tuple(
        Source(MIME[name], _srcset(by_format[name])) for name in ("avif", "webp") if len(by_format[name]) == len(jpegs)
    )
    return Picture(middle.url, _srcset(jpegs), largest.width, largest.height, sources, largest.url)


def _srcset(renditions: dict[int, PhotoRendition]) -> str:
    return ", ".join(f"{made.url} {made.width}w" for _, made in sorted(renditions.items()))
