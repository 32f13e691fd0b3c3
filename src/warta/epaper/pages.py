"""Pictures of a PDF's pages, large and small. Knows nothing of Django: uploads are drawn in a process of their own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from PIL import Image

LARGE, SMALL, COVER = 1600, 400, 1200  # pixels high
WIDTH_MAX = 4000
LARGE_QUALITY, SMALL_QUALITY, COVER_QUALITY = 82, 72, 84
AHEAD = 3  # pages drawn and not yet packed: some 20 MB each


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page's pictures: width and height in pixels of the large one."""

    number: int
    width: int
    height: int


def draw(pdf: Path, into: Path, tell: Callable[[int, int], None] = lambda done, total: None) -> list[Drawn]:
    """Draw all pages of a PDF into a folder: `page-1.webp`, `page-1-small.webp`, …, and the first as `cover.jpg`.

    One thread draws and another packs: the library that draws must not be called from two.
    raises  pypdfium2's PdfiumError for what is no PDF
    """
    document = pdfium.PdfDocument(pdf)
    waiting: deque[Future[Drawn]] = deque()
    done: list[Drawn] = []
    try:
        with ThreadPoolExecutor(1) as packing:
            for number in range(1, len(document) + 1):
                waiting.append(packing.submit(_pack, _image(document, number - 1), number, into))
                while len(waiting) >= AHEAD:
                    done.append(waiting.popleft().result())
                    tell(len(done), len(document))
            done += [future.result() for future in waiting]
        tell(len(done), len(document))
    finally:
        document.close()
    return done


def _image(document: Any, index: int) -> Image.Image:
    page = document[index]
    try:
        width, height = page.get_size()
        scale = min(LARGE / max(height, 1), WIDTH_MAX / max(width, 1))
        image: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
        return image
    finally:
        page.close()


def _pack(image: Image.Image, number: int, into: Path) -> Drawn:
    image.save(into / f"page-{number}.webp", "WEBP", quality=LARGE_QUALITY, method=3)
    small = image.copy()
    small.thumbnail((WIDTH_MAX * SMALL // LARGE, SMALL), Image.Resampling.LANCZOS)
    small.save(into / f"page-{number}-small.webp", "WEBP", quality=SMALL_QUALITY, method=4)
    if number == 1:
        cover = image.copy()
        cover.thumbnail((WIDTH_MAX, COVER), Image.Resampling.LANCZOS)
        cover.save(into / "cover.jpg", "JPEG", quality=COVER_QUALITY, optimize=True)
    return Drawn(number, image.width, image.height)
