"""Draws the sample newspaper's pictures: python scripts/draw_pictures.py [--out FOLDER] [KEY ...]

Needs Pillow and NumPy. Without keys it draws them all. Photographs, which pictures.toml marks so, are left alone.
"""

from __future__ import annotations

import argparse
import sys
import time
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from pictures.press import Sheet
from pictures.stock import PICTURES

HOME = Path(__file__).parent.parent / "src/warta/demo/content/pictures"
SCENES = [
    "banner",
    "civic",
    "crafts",
    "festival",
    "fields",
    "hills",
    "home",
    "market",
    "masks",
    "motion",
    "nature",
    "paper",
    "portraits",
    "power",
    "puppets",
    "rivers",
    "sea",
    "shore",
    "sport",
    "study",
    "town",
    "umbrellas",
]


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw the sample newspaper's pictures.")
    parser.add_argument("keys", nargs="*", help="the pictures to draw; all if none")
    parser.add_argument("--out", type=Path, default=HOME, help="the folder to write to")
    options = parser.parse_args()
    for scene in SCENES:
        import_module(f"pictures.{scene}")
    unknown = set(options.keys) - set(PICTURES)
    if unknown:
        parser.error(f"no such picture: {', '.join(sorted(unknown))}")
    options.out.mkdir(parents=True, exist_ok=True)
    for key in options.keys or PICTURES:
        began = time.monotonic()
        entry = PICTURES[key]
        sheet = Sheet(key, entry.units, entry.pixels, entry.paper)
        entry.draw(sheet)
        size = sheet.save(options.out / f"{key}.jpg")
        print(f"{key}: {size // 1024} KB in {time.monotonic() - began:.1f} s")


if __name__ == "__main__":
    main()
