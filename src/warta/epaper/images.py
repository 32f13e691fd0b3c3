"""What print and books ask of any picture. Knows nothing of Django."""

from __future__ import annotations

from PIL import Image

PIXELS_MAX = 80_000_000  # of a picture that is opened at all
# What a damaged file, or one that only seems to be a picture, makes Pillow raise.
DAMAGED = (OSError, SyntaxError, ValueError, EOFError, ZeroDivisionError, MemoryError, Image.DecompressionBombError)


def on_white(image: Image.Image) -> Image.Image:
    """A picture in colours that print, or in grey; what was transparent lies on white."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        ground = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(ground, clear).convert("RGB")
    return image if image.mode in ("RGB", "L") else image.convert("RGB")
