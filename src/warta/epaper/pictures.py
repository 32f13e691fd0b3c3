"""Photos as files that can be printed and kept beside a book: never an original, which is private."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from PIL import Image, ImageOps

from warta.epaper.images import DAMAGED, on_white
from warta.epaper.markup import plain
from warta.epaper.values import Picture
from warta.stories.models import Photo
from warta.stories.renditions import SPECS, wanted_widths
from warta.stories.shown import ShownPhoto

logger = logging.getLogger("warta.epaper")
EDGE_MAX = 1600  # pixels, as the largest size that the site serves
QUALITY = 84
CAPTION_MAX = 1000


class Pictures:
    """Files of photos for one edition, each made once. What has to be made lies in `work`.

    missing  how many photos could not be read: they are left out
    names    what a file shows: the same whether the size that the site serves was finished or had to be made here
    """

    def __init__(self, work: Path) -> None:
        self.work = work
        self.missing = 0
        self.names: dict[Path, str] = {}
        self._known: dict[int, tuple[Path, int, int] | None] = {}

    def of(self, photo: Photo | None, shown: ShownPhoto | None) -> Picture | None:
        """A photo with the words that stand under it; None if there is none, or if its file cannot be read."""
        if photo is None or shown is None:
            return None
        if photo.pk not in self._known:
            self._known[photo.pk] = self._file(photo)
        file = self._known[photo.pk]
        if file is None:
            return None
        caption, credit, alt = (plain(words)[:CAPTION_MAX] for words in (shown.caption, shown.credit, shown.alt))
        return Picture(*file, caption, credit, alt, shown.focal)

    def _file(self, photo: Photo) -> tuple[Path, int, int] | None:
        largest = wanted_widths(photo.width)[-1]
        found = self._rendition(photo, largest) or self._scaled(photo) or self._rendition(photo, 0)
        if found is None:
            self.missing += 1
            logger.warning("photo %d cannot be read, and is left out of the edition", photo.pk)
        else:
            self.names[found[0]] = str(photo.file.name)
        return found

    def _rendition(self, photo: Photo, least: int) -> tuple[Path, int, int] | None:
        """The largest finished JPEG at least so wide. No query where renditions are prefetched."""
        specs = {row: SPECS.get(row.filter_spec, (0, "")) for row in photo.renditions.all()}
        finished = [row for row, (width, kind) in specs.items() if kind == "jpeg" and width >= least]
        for row in sorted(finished, key=lambda row: row.width, reverse=True):
            try:
                file = self._local(row.file, f"photo-{photo.pk}-{row.width}.jpg")
                with Image.open(file) as image:
                    image.draft("RGB", (64, 64))
                    image.load()  # a half-written file is found here
                return file, row.width, row.height
            except DAMAGED:
                continue
        return None

    def _scaled(self, photo: Photo) -> tuple[Path, int, int] | None:
        """The original, made smaller and without what it says of itself."""
        target = self.work / f"photo-{photo.pk}.jpg"
        try:
            with photo.file.open("rb") as source, Image.open(source) as image:
                image.draft("RGB", (EDGE_MAX, EDGE_MAX))
                upright = ImageOps.exif_transpose(image)
                upright.thumbnail((EDGE_MAX, EDGE_MAX))
                flat = on_white(upright)
                flat.save(target, "JPEG", quality=QUALITY)
                return target, flat.width, flat.height
        except DAMAGED:
            return None

    def _local(self, file: object, name: str) -> Path:
        """A stored file as one of this machine's."""
        try:
            return Path(file.path)  # type: ignore[attr-defined]
        except NotImplementedError:  # kept elsewhere
            target = self.work / name
            with file.open("rb") as source, target.open("wb") as out:  # type: ignore[attr-defined]
                shutil.copyfileobj(source, out)
            return target
