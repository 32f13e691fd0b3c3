"""Pictures of a book: JPEG, at most 1,200 pixels wide or high, without what the camera wrote into them."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

from warta.epaper.images import DAMAGED, PIXELS_MAX, on_white

SIDE_MAX = 1200  # pixels
QUALITY = 80
BYTES_MAX = 150 * 1024 * 1024  # of all pictures in one book; further ones are left out


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture in the book: its file's name, its size in pixels."""

    name: str
    width: int
    height: int


@dataclass
class Pictures:
    """The pictures of one book, each once however often it stands there.

    files  their contents by their names, in the order in which they were first needed
    """

    files: dict[str, bytes] = field(default_factory=dict)
    bytes: int = 0
    _known: dict[Path, Kept | None] = field(default_factory=dict)

    def keep(self, file: Path) -> Kept | None:
        """Take a picture into the book; None for one that cannot be read, is too large, or finds no room any more."""
        if file not in self._known:
            self._known[file] = self._take(file)
        return self._known[file]

    def _take(self, file: Path) -> Kept | None:
        made = jpeg_of(file)
        if made is None or self.bytes + len(made[0]) > BYTES_MAX:
            return None
        content, width, height = made
        kept = Kept(f"images/picture-{len(self.files) + 1:03d}.jpg", width, height)
        self.files[kept.name] = content
        self.bytes += len(content)
        return kept


def jpeg_of(file: Path, side_max: int = SIDE_MAX) -> tuple[bytes, int, int] | None:
    """A picture's file as JPEG with its width and height; None if it is none, broken, or has too many pixels."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file) as opened:
                if opened.width * opened.height > PIXELS_MAX:
                    return None
                opened.draft("RGB", (side_max, side_max))  # a JPEG is read no larger than it is needed
                upright = ImageOps.exif_transpose(opened)
                upright.thumbnail((side_max, side_max), Image.Resampling.LANCZOS)
                plain = on_white(upright)
    except (*DAMAGED, Warning):
        return None
    out = BytesIO()
    plain.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue(), plain.width, plain.height
