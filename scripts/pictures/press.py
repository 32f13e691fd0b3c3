"""A screen-print press: flat inks through cut stencils, shaded with grain, dots or engraved lines, on paper.

A sheet is measured in units, 1500 wide for most pictures, whatever its size in pixels. Stencils (masks) are cut at
twice the size and reduced. Everything random comes from the picture's name, so a picture is the same each time it is
drawn.
"""

from __future__ import annotations

import io
import itertools
import math
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

Point = tuple[float, float]
Mask = np.ndarray

PAPER, INK, RED = "#fbf8f3", "#191714", "#b3261e"
CREAM, SAND, OCHRE, CORAL, CLAY = "#f3e6cb", "#e6c998", "#dc9a35", "#e07a57", "#9c5233"
SKY, TEAL, DEEP, NIGHT = "#a9c6c0", "#2a7470", "#143f4d", "#131f2b"
LEAF, MOSS, PLUM, ROSE = "#768c3c", "#2c4a31", "#4a2a3d", "#d9a08a"


def rgb(color: str) -> np.ndarray:
    """A colour as three floats from 0 to 1."""
    return np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)], np.float32) / 255


def mix(a: str, b: str, t: float) -> str:
    """The colour between two."""
    return "#" + "".join(f"{round(255 * v):02x}" for v in rgb(a) * (1 - t) + rgb(b) * t)


def curve(points: Sequence[Point], closed: bool = False, steps: int = 12) -> list[Point]:
    """A smooth line through the points (Catmull-Rom)."""
    p = list(points)
    q = [p[-1], *p, p[0], p[1]] if closed else [p[0], *p, p[-1]]
    out: list[Point] = []
    for i in range(1, len(q) - 2):
        a, b, c, d = q[i - 1 : i + 3]
        for k in range(steps):
            t = k / steps
            out.append(
                tuple(  # type: ignore[arg-type]
                    0.5
                    * (
                        2 * b[j]
                        + (c[j] - a[j]) * t
                        + (2 * a[j] - 5 * b[j] + 4 * c[j] - d[j]) * t**2
                        + (3 * b[j] - a[j] - 3 * c[j] + d[j]) * t**3
                    )
                    for j in (0, 1)
                )
            )
    return out if closed else [*out, p[-1]]


class Pen:
    """Draws a stencil in the sheet's units."""

    def __init__(self, size: tuple[int, int], scale: float) -> None:
        self.image = Image.new("L", size, 0)
        self._draw = ImageDraw.Draw(self.image)
        self._k = scale

    def _at(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self._k, y * self._k) for x, y in points]

    def poly(self, points: Iterable[Point], fill: int = 255) -> None:
        self._draw.polygon(self._at(points), fill=fill)

    def blob(self, points: Sequence[Point], fill: int = 255) -> None:
        self.poly(curve(points, closed=True), fill)

    def rect(self, x0: float, y0: float, x1: float, y1: float, fill: int = 255) -> None:
        self.poly([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], fill)

    def disc(self, x: float, y: float, r: float, ry: float | None = None, fill: int = 255) -> None:
        ry = r if ry is None else ry
        (a, b), (c, d) = self._at([(x - r, y - ry), (x + r, y + ry)])
        self._draw.ellipse((a, b, max(a, c), max(b, d)), fill=fill)

    def line(self, points: Iterable[Point], width: float, fill: int = 255) -> None:
        self._draw.line(self._at(points), fill=fill, width=max(1, round(width * self._k)), joint="curve")

    def stroke(self, points: Sequence[Point], w0: float, w1: float, fill: int = 255) -> None:
        """A line whose width goes from w0 to w1, with round ends."""
        n = max(1, len(points) - 1)
        left: list[Point] = []
        right: list[Point] = []
        for i, (x, y) in enumerate(points):
            ax, ay = points[max(0, i - 1)]
            bx, by = points[min(n, i + 1)]
            length = math.hypot(bx - ax, by - ay) or 1
            w = (w0 + (w1 - w0) * i / n) / 2
            left.append((x - (by - ay) / length * w, y + (bx - ax) / length * w))
            right.append((x + (by - ay) / length * w, y - (bx - ax) / length * w))
        self.poly([*left, *reversed(right)], fill)
        self.disc(*points[0], w0 / 2, fill=fill)
        self.disc(*points[-1], w1 / 2, fill=fill)


class Sheet:
    """One picture on the press."""

    def __init__(
        self, name: str, units: tuple[int, int] = (1500, 1000), pixels: int = 1600, paper: str = CREAM
    ) -> None:
        self.w, self.h = units
        self.k = pixels / self.w
        self.px = (pixels, round(self.h * self.k))
        self.rng = np.random.default_rng(zlib.crc32(name.encode()))
        self.y, self.x = np.mgrid[0 : self.px[1], 0 : self.px[0]].astype(np.float32) / self.k
        self.img = np.empty((self.px[1], self.px[0], 3), np.float32)
        self.img[:] = rgb(paper)
        self._grain = self._tooth()

    # --- fields: arrays from 0 to 1 over the sheet

    def noise(self, scale: float, octaves: int = 3, stretch: float = 1.0) -> np.ndarray:
        """Soft noise with features about `scale` units wide; `stretch` widens them along x."""
        total = np.zeros((self.px[1], self.px[0]), np.float32)
        weight, norm = 1.0, 0.0
        for _ in range(octaves):
            nx, ny = max(2, round(self.w / (scale * stretch)) + 1), max(2, round(self.h / scale) + 1)
            small = Image.fromarray(self.rng.random((ny, nx), np.float32))
            total += weight * np.asarray(small.resize(self.px, Image.Resampling.BICUBIC))
            norm += weight
            weight /= 2
            scale /= 2
        return np.clip((total / norm - 0.5) * 1.5 + 0.5, 0, 1)

    def _tooth(self) -> np.ndarray:
        """The grain that breaks up a shade: from 0 to 1, in specks of two or three pixels."""
        raw = Image.fromarray(self.rng.random((self.px[1] // 2, self.px[0] // 2), np.float32))
        field = np.asarray(raw.resize(self.px, Image.Resampling.BILINEAR))
        return np.clip((field - 0.5) * 1.5 + 0.5, 0, 1)

    def down(self, y0: float, y1: float) -> np.ndarray:
        """0 at y0, 1 at y1."""
        return np.clip((self.y - y0) / (y1 - y0), 0, 1)

    def across(self, x0: float, x1: float) -> np.ndarray:
        return np.clip((self.x - x0) / (x1 - x0), 0, 1)

    def glow(self, x: float, y: float, r: float, squash: float = 1.0) -> np.ndarray:
        """1 at the point, 0 at distance r."""
        return np.clip(1 - np.hypot(self.x - x, (self.y - y) * squash) / r, 0, 1)

    # --- stencils

    def cut(self, draw: Callable[[Pen], None]) -> Mask:
        pen = Pen((self.px[0] * 2, self.px[1] * 2), self.k * 2)
        draw(pen)
        return np.asarray(pen.image.reduce(2), np.float32) / 255

    def poly(self, *points: Point) -> Mask:
        return self.cut(lambda p: p.poly(points))

    def blob(self, *points: Point) -> Mask:
        return self.cut(lambda p: p.blob(points))

    def rect(self, x0: float, y0: float, x1: float, y1: float) -> Mask:
        return self.cut(lambda p: p.rect(x0, y0, x1, y1))

    def disc(self, x: float, y: float, r: float, ry: float | None = None) -> Mask:
        return self.cut(lambda p: p.disc(x, y, r, ry))

    def all(self) -> Mask:
        return np.ones((self.px[1], self.px[0]), np.float32)

    def ridge(self, y: float, height: float, rough: float = 0.55, peaks: Sequence[Point] = ()) -> Mask:
        """Everything below a line of hills; `peaks` are (x, y) the line must pass."""
        points = [
            (-20.0, y + height * float(self.rng.random())),
            *peaks,
            (self.w + 20.0, y + height * float(self.rng.random())),
        ]
        amount = height
        while len(points) < 260:
            grown = [points[0]]
            for a, b in itertools.pairwise(points):
                grown += [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 + amount * float(self.rng.uniform(-0.5, 0.5))), b]
            points, amount = grown, amount * rough
        return self.cut(lambda p: p.poly([(-20, self.h + 20), *points, (self.w + 20, self.h + 20)]))

    def shift(self, mask: Mask, dx: float, dy: float) -> Mask:
        dx, dy = round(dx * self.k), round(dy * self.k)
        out = np.zeros_like(mask)
        h, w = mask.shape
        out[max(0, dy) : h + min(0, dy), max(0, dx) : w + min(0, dx)] = mask[
            max(0, -dy) : h + min(0, -dy), max(0, -dx) : w + min(0, -dx)
        ]
        return out

    def side(self, mask: Mask, dx: float, dy: float) -> Mask:
        """The rim of a shape that lies towards (dx, dy)."""
        return mask * (1 - self.shift(mask, -dx, -dy))

    def soft(self, mask: Mask, r: float) -> Mask:
        image = Image.fromarray((mask * 255).astype(np.uint8))
        return np.asarray(image.filter(ImageFilter.GaussianBlur(r * self.k)), np.float32) / 255

    def rough(self, mask: Mask, amount: float = 1.0) -> Mask:
        """The same shape with the edge of a hand-cut block."""
        edge = self.soft(mask, 1.6 * amount)
        return np.clip((edge + (self.noise(7, 2) - 0.5) * 0.55 - 0.5) * 3.5 + 0.5, 0, 1)

    # --- inks

    def ink(self, mask: Mask, color: str, alpha: float = 1.0, rough: float = 0.0) -> None:
        if rough:
            mask = self.rough(mask, rough)
        cover = (mask * alpha)[..., None]
        self.img += (rgb(color) - self.img) * cover

    def multiply(self, mask: Mask, color: str, alpha: float = 1.0) -> None:
        """A transparent ink: what lies below shows through."""
        cover = (mask * alpha)[..., None]
        self.img *= 1 - cover * (1 - rgb(color))

    def ramp(self, mask: Mask, field: np.ndarray, colors: Sequence[str], grain: float = 0.42) -> None:
        """Flat bands of colour along a field, run into each other by grain."""
        level = np.clip(field, 0, 1) * (len(colors) - 1) + (self._grain - 0.5) * grain * 2
        low = np.clip(np.floor(level + 0.5).astype(int), 0, len(colors) - 1)
        table = np.stack([rgb(c) for c in colors])
        self.img += (table[low] - self.img) * mask[..., None]

    def grain(self, mask: Mask, field: np.ndarray, color: str, alpha: float = 1.0) -> None:
        """Specks of ink, as many as the field says."""
        cover = np.clip((field - self._grain) * 2.4 + 0.35, 0, 1) * np.clip(field * 6, 0, 1)
        self.ink(mask * cover, color, alpha)

    def dots(
        self, mask: Mask, field: np.ndarray, color: str, size: float = 9, angle: float = 30, alpha: float = 1.0
    ) -> None:
        """Halftone dots, as large as the field says."""
        a = math.radians(angle)
        u = (self.x * math.cos(a) + self.y * math.sin(a)) * (2 * math.pi / size)
        v = (self.y * math.cos(a) - self.x * math.sin(a)) * (2 * math.pi / size)
        pattern = (np.cos(u) + np.cos(v)) / 4 + 0.5
        cover = np.clip((field - (1 - pattern)) * size * self.k * 0.9 + 0.5, 0, 1) * (field > 0.02)
        self.ink(mask * cover, color, alpha)

    def lines(
        self,
        mask: Mask,
        field: np.ndarray,
        color: str,
        size: float = 10,
        angle: float = 0,
        wobble: float = 6,
        alpha: float = 1.0,
    ) -> None:
        """Engraved lines, as thick as the field says."""
        a = math.radians(angle)
        t = (self.y * math.cos(a) - self.x * math.sin(a) + (self.noise(90, 2) - 0.5) * wobble * 2) / size
        pattern = np.abs(t - np.floor(t) - 0.5) * 2
        cover = np.clip((field - pattern) * size * self.k * 0.45 + 0.5, 0, 1) * (field > 0.03)
        self.ink(mask * cover, color, alpha)

    # --- the finished print

    def save(self, path: Path, quality: int = 78, most: int = 215_000) -> int:
        """Lays the paper's tooth over the print; takes quality back until the file is small enough."""
        mottle = (self.noise(260, 4) - 0.5) * 0.05 + (self.noise(9, 1) - 0.5) * 0.02
        fibre = (self.noise(3, 1, stretch=5) - 0.5) * 0.01
        light = np.asarray(self.img.mean(axis=2))
        img = self.img * (1 + mottle[..., None]) + (fibre * (0.35 + light))[..., None] + 0.006
        image = Image.fromarray((np.clip(img, 0, 1) * 255).astype(np.uint8))
        while True:
            data = io.BytesIO()
            image.save(data, "JPEG", quality=quality, optimize=True, progressive=True, subsampling=2)
            if data.tell() <= most or quality <= 60:
                path.write_bytes(data.getvalue())
                return data.tell()
            quality -= 3
