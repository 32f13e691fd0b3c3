"""A stock of shapes. Those that take a pen draw a silhouette; those that take a sheet print in several inks."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from .press import CREAM, INK, MOSS, Mask, Pen, Point, Sheet, curve, mix


def palm(p: Pen, x: float, y: float, h: float, lean: float = 0.15, fronds: int = 9, turn: float = 0.0) -> None:
    """A coconut palm, its foot at (x, y)."""
    tip = (x + lean * h, y - h)
    p.stroke(curve([(x, y), (x + lean * h * 0.25, y - h * 0.45), tip], steps=14), h * 0.05, h * 0.024)
    for i in range(fronds):
        a = math.radians(-200 + 220 * i / (fronds - 1) + turn + 9 * math.sin(i * 2.3))
        length = h * (0.48 + 0.07 * math.sin(i * 1.7))
        droop = 0.34 * abs(math.cos(a)) + 0.12
        spine = []
        for k in range(15):
            t = k / 14
            spine.append(
                (tip[0] + math.cos(a) * length * t, tip[1] + math.sin(a) * length * t + droop * length * t * t)
            )
        p.stroke(spine, h * 0.012, h * 0.004)
        for k in range(2, 15):
            (ax, ay), (bx, by) = spine[k - 1], spine[k]
            size = length * 0.3 * math.sin(math.pi * (k / 16) ** 0.8)
            along = math.atan2(by - ay, bx - ax)
            for side in (1, -1):
                b = along + side * 0.75
                end = (bx + math.cos(b) * size, by + math.sin(b) * size + size * 0.32)
                p.poly([(ax, ay), end, (bx, by)])
    for i in (-1, 0, 1):
        p.disc(tip[0] + i * h * 0.026, tip[1] + h * 0.03, h * 0.024)


def leaf(
    p: Pen, x: float, y: float, length: float, angle: float, width: float = 0.3, bend: float = 0.15
) -> list[Point]:
    """A pointed leaf from its stalk at (x, y); angle in degrees, 0 to the right, 90 down. Gives back its spine."""
    a = math.radians(angle)
    spine, left, right = [], [], []
    for k in range(21):
        t = k / 20
        b = a + bend * t * 2
        px, py = (
            (spine[-1][0] + math.cos(b) * length / 20, spine[-1][1] + math.sin(b) * length / 20) if spine else (x, y)
        )
        spine.append((px, py))
        w = length * width * 0.5 * math.sin(math.pi * t**0.8) ** 0.9
        left.append((px - math.sin(b) * w, py + math.cos(b) * w))
        right.append((px + math.sin(b) * w, py - math.cos(b) * w))
    p.poly([*left, *reversed(right)])
    return spine


def fern(p: Pen, x: float, y: float, length: float, angle: float, bend: float = 0.5) -> None:
    """A frond of small leaves."""
    a = math.radians(angle)
    px, py = x, y
    for k in range(22):
        t = k / 21
        b = a + bend * t
        nx, ny = px + math.cos(b) * length / 22, py + math.sin(b) * length / 22
        p.line([(px, py), (nx, ny)], max(1.5, length * 0.012 * (1 - t)))
        size = length * 0.24 * math.sin(math.pi * (0.12 + 0.88 * t)) ** 0.8
        for side in (1, -1):
            c = b + side * 1.05
            p.poly([(px, py), (nx + math.cos(c) * size, ny + math.sin(c) * size), (nx, ny)])
        px, py = nx, ny


def canopy(p: Pen, rng: np.random.Generator, x: float, y: float, w: float, h: float, n: int = 40) -> None:
    """A crown of leaves: discs within an ellipse."""
    for _ in range(n):
        a, r = rng.random() * 2 * math.pi, math.sqrt(rng.random())
        size = h * (0.16 + 0.16 * rng.random()) * (1.15 - 0.5 * r)
        p.disc(x + math.cos(a) * r * w / 2, y + math.sin(a) * r * h / 2, size)


def tree(
    s: Sheet, x: float, y: float, h: float, dark: str = MOSS, light: str = "#768c3c", trunk: str = INK, sun: float = -1
) -> None:
    """A broad tree, its foot at (x, y)."""
    s.ink(
        s.cut(
            lambda p: (
                p.stroke([(x, y), (x + h * 0.02, y - h * 0.55)], h * 0.09, h * 0.05),
                p.stroke([(x, y - h * 0.35), (x - h * 0.2, y - h * 0.65)], h * 0.04, h * 0.02),
                p.stroke([(x, y - h * 0.35), (x + h * 0.22, y - h * 0.68)], h * 0.04, h * 0.02),
            )
        ),
        trunk,
    )
    crown = s.rough(s.cut(lambda p: canopy(p, s.rng, x, y - h * 0.72, h * 0.95, h * 0.5)), 1.4)
    s.ink(crown, dark)
    inner = s.shift(crown, sun * h * 0.05, -h * 0.06) * crown
    s.grain(
        inner,
        np.clip(0.85 - np.hypot(s.x - (x + sun * h * 0.16), (s.y - (y - h * 0.82)) * 1.4) / (h * 0.5), 0, 1),
        light,
    )


def cloud(p: Pen, rng: np.random.Generator, x: float, y: float, w: float, h: float, n: int = 16) -> None:
    """A heap of cloud with a flat foot at y."""
    for i in range(n):
        t = (i + 0.5) / n
        top = h * math.sin(math.pi * t) ** 0.7 * (0.55 + 0.45 * rng.random())
        r = max(h * 0.14, top * 0.55)
        p.disc(x + (t - 0.5) * w, y - top + r * 0.6, r * 1.15, r)
        p.rect(x + (t - 0.5) * w - r, y - top + r * 0.6, x + (t - 0.5) * w + r, y)


def swell(
    s: Sheet, mask: Mask, y0: float, y1: float, color: str, density: float = 1.0, width: float = 1.0, alpha: float = 1.0
) -> None:
    """Waves as strokes that grow towards the eye."""

    def draw(p: Pen) -> None:
        y = y0 + 3.0
        while y < y1 + 20:
            t = (y - y0) / (y1 - y0)
            length = (26 + 190 * t) * width
            for _ in range(int(s.w / length * 1.1 * density)):
                x = float(s.rng.random()) * (s.w + length) - length / 2
                yy = y + float(s.rng.normal()) * (2 + 8 * t)
                k = length * float(s.rng.uniform(0.35, 1))
                lift = (1 + 4.5 * t) * float(s.rng.uniform(0.6, 1.3))
                p.poly(
                    curve(
                        [(x - k / 2, yy), (x - k * 0.1, yy - lift), (x + k / 2, yy), (x + k * 0.1, yy + lift * 0.35)],
                        closed=True,
                        steps=5,
                    )
                )
            y += 4 + 21 * t

    s.ink(s.cut(draw) * mask, color, alpha)


def glitter(s: Sheet, x: float, y0: float, y1: float, color: str, spread: float = 160, alpha: float = 1.0) -> None:
    """The sun's or the moon's path on water."""

    def draw(p: Pen) -> None:
        y = y0 + 2.0
        while y < y1:
            t = (y - y0) / (y1 - y0)
            for _ in range(5):
                dx = float(s.rng.normal()) * spread * (0.22 + 0.78 * t) * 0.5
                k = (16 + 80 * t) * float(s.rng.uniform(0.4, 1.2))
                p.disc(x + dx, y + float(s.rng.normal()) * 3, k, 1.2 + 3.6 * t * float(s.rng.uniform(0.5, 1)))
            y += 5 + 13 * t

    s.ink(s.cut(draw), color, alpha)


def stars(s: Sheet, mask: Mask, n: int, color: str = CREAM) -> None:
    def draw(p: Pen) -> None:
        for _ in range(n):
            p.disc(float(s.rng.random()) * s.w, float(s.rng.random()) * s.h, 0.9 + 2.4 * float(s.rng.random()) ** 5)

    s.ink(s.cut(draw) * mask, color)


def house(
    s: Sheet, x: float, y: float, w: float, wall: str, roof: str, stilts: float = 0.0, dark: str = INK, window: str = ""
) -> None:
    """A gabled house seen from the long side, its foot at y; w is the width of the wall."""
    h = w * 0.42
    if stilts:
        s.ink(
            s.cut(
                lambda p: [
                    p.line([(x + w * t, y - stilts - 4), (x + w * t, y)], w * 0.035) for t in (0.06, 0.36, 0.66, 0.94)
                ]
            ),
            dark,
        )
    foot = y - stilts
    s.ink(s.rect(x, foot - h, x + w, foot), wall)
    s.lines(s.rect(x, foot - h, x + w, foot), s.all() * 0.16, dark, size=w * 0.05, wobble=1)
    s.multiply(s.rect(x, foot - h, x + w, foot - h * 0.72), "#6b5560", 0.6)
    top = [
        (x - w * 0.12, foot - h * 0.92),
        (x + w * 0.08, foot - h * 1.75),
        (x + w * 0.92, foot - h * 1.75),
        (x + w * 1.12, foot - h * 0.92),
    ]
    s.ink(s.poly(*top), roof)
    s.lines(s.poly(*top), s.all() * 0.22, dark, size=w * 0.045, angle=90, wobble=1.5)
    for t in (0.2, 0.66):
        s.ink(s.rect(x + w * t, foot - h * 0.7, x + w * (t + 0.15), foot - h * 0.25), window or dark)
    s.ink(s.rect(x + w * 0.44, foot - h * 0.68, x + w * 0.58, foot), mix(dark, wall, 0.15))


def outrigger(
    s: Sheet, x: float, y: float, w: float, hull: str, sail: str = "", dark: str = INK, trim: str = CREAM
) -> None:
    """A fishing boat with outriggers, w long, afloat at y."""
    h = w * 0.1
    body = s.cut(
        lambda p: p.poly(
            curve(
                [
                    (x - w * 0.5, y - h * 1.5),
                    (x - w * 0.38, y + h * 0.1),
                    (x, y + h * 0.5),
                    (x + w * 0.38, y + h * 0.1),
                    (x + w * 0.54, y - h * 1.9),
                ],
                steps=10,
            )
            + curve(
                [
                    (x + w * 0.54, y - h * 1.9),
                    (x + w * 0.34, y - h * 0.7),
                    (x, y - h * 0.35),
                    (x - w * 0.36, y - h * 0.65),
                    (x - w * 0.5, y - h * 1.5),
                ],
                steps=10,
            )
        )
    )
    s.ink(
        s.cut(
            lambda p: (
                p.line([(x - w * 0.24, y - h * 0.5), (x - w * 0.3, y + h * 1.1)], w * 0.012),
                p.line([(x + w * 0.22, y - h * 0.5), (x + w * 0.2, y + h * 1.1)], w * 0.012),
                p.stroke([(x - w * 0.46, y + h * 1.05), (x + w * 0.42, y + h * 1.15)], w * 0.02, w * 0.02),
            )
        ),
        dark,
    )
    s.ink(body, hull)
    s.ink(s.side(body, 0, -h * 0.22), trim)
    s.multiply(s.side(body, 0, h * 0.4), "#4a4048", 0.7)
    if sail:
        s.ink(s.cut(lambda p: p.line([(x - w * 0.05, y), (x + w * 0.02, y - w * 0.8)], w * 0.014)), dark)
        cloth = s.cut(
            lambda p: p.poly(
                curve(
                    [
                        (x + w * 0.02, y - w * 0.8),
                        (x + w * 0.2, y - w * 0.5),
                        (x + w * 0.34, y - w * 0.14),
                        (x - w * 0.02, y - w * 0.1),
                    ],
                    closed=False,
                    steps=8,
                )
            )
        )
        s.ink(cloth, sail)
        s.multiply(s.side(cloth, w * 0.1, w * 0.02), "#7a6a6a", 0.5)


def windows(p: Pen, rng: np.random.Generator, x: float, y: float, w: float, h: float, size: float, lit: float) -> None:
    """Lit windows over a wall."""
    for i in range(int(w / size)):
        for k in range(int(h / (size * 1.25))):
            if rng.random() < lit:
                a, b = x + (i + 0.25) * size, y + (k + 0.25) * size * 1.25
                p.rect(a, b, a + size * 0.5, b + size * 0.72)


def frame(s: Sheet, items: Sequence[tuple[float, float, float, float]], color: str = INK) -> None:
    """Dark leaves at the edge of a picture, near the eye: (x, y, length, angle) each."""
    s.ink(s.cut(lambda p: [leaf(p, x, y, length, angle, 0.24) for x, y, length, angle in items]), color, rough=0.8)
