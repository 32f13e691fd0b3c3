"""Pictures as the print needs them: their own part of the file, no larger than paper shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from warta.epaper.images import DAMAGED, PIXELS_MAX, on_white
from warta.epaper.values import Picture

DPI = 170
QUALITY = 78


@dataclass(frozen=True, slots=True)
class Crop:
    """A box of a page, in points, that a picture is to fill."""

    width: float
    height: float


def aspect_of(picture: Picture) -> float | None:
    """Width through height of a picture as its file says; None if it cannot be read."""
    try:
        with Image.open(picture.file) as image:
            width, height = image.size
            if width * height > PIXELS_MAX or not width or not height:
                return None
            turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
            image.draft("RGB", (64, 64))
            image.load()
    except DAMAGED:
        return None
    return height / width if turned else width / height


def cut(picture: Picture, crop: Crop, target: Path) -> None:
    """Write the part of the picture that fills the box, around its focal point, as a JPEG for print."""
    pixels = (max(16, round(crop.width / 72 * DPI)), max(16, round(crop.height / 72 * DPI)))
    with Image.open(picture.file) as opened:
        opened.draft("RGB", (pixels[0] * 2, pixels[1] * 2))
        image = on_white(ImageOps.exif_transpose(opened))
        box = window(image.width, image.height, crop.width / crop.height, picture.focal)
        shrink = min(1.0, pixels[0] / (box[2] - box[0]))
        size = (max(1, round((box[2] - box[0]) * shrink)), max(1, round((box[3] - box[1]) * shrink)))
        image.resize(size, Image.Resampling.LANCZOS, box=box).save(
            target, "JPEG", quality=QUALITY, optimize=True, progressive=False
        )


def window(width: int, height: int, aspect: float, focal: tuple[int, int] | None) -> tuple[float, float, float, float]:
    """The largest part of that shape that has the focal point as near to its middle as the edges let it be."""
    across, down = (focal or (50, 42))[0] / 100 * width, (focal or (50, 42))[1] / 100 * height
    wide, high = (width, width / aspect) if width / height < aspect else (height * aspect, height)
    wide, high = min(wide, width), min(high, height)
    left = min(max(across - wide / 2, 0), width - wide)
    top = min(max(down - high / 2, 0), height - high)
    return (left, top, left + wide, top + high)
