"""Make the JPEG sizes of the sample's pictures that come with the package.

Usage: python scripts/make_sizes.py
"""

from pathlib import Path

from PIL import Image

PICTURES = Path(__file__).parent.parent / "src/warta/demo/content/pictures"
WIDTHS = (320, 640, 800)  # pixels; among those of warta.stories.renditions
QUALITY = 72


def main() -> None:
    """Write WIDTH/KEY.jpg for every picture; sizes of pictures that are gone are deleted."""
    sizes = PICTURES / "sizes"
    keys = {path.name for path in PICTURES.glob("*.jpg")}
    for width in WIDTHS:
        folder = sizes / str(width)
        folder.mkdir(parents=True, exist_ok=True)
        for stale in folder.glob("*.jpg"):
            if stale.name not in keys:
                stale.unlink()
        for name in sorted(keys):
            with Image.open(PICTURES / name) as image:
                if image.width <= width:
                    continue
                height = round(image.height * width / image.width)
                small = image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
                small.save(folder / name, quality=QUALITY, optimize=True, progressive=True)


if __name__ == "__main__":
    main()
