"""What the sample's invented advertiser shows: umbrellas in the rain."""

from __future__ import annotations

import math

from .press import CLAY, CREAM, DEEP, INK, OCHRE, PAPER, RED, ROSE, SKY, TEAL, Point, Sheet, mix
from .stock import picture


def umbrella(s: Sheet, x: float, y: float, r: float, tone: str, lean: float) -> None:
    """One umbrella, its top at (x, y - r); `lean` turns it, in radians."""

    def at(dx: float, dy: float) -> Point:
        c, n = math.cos(lean), math.sin(lean)
        return x + dx * c - dy * n, y + dx * n + dy * c

    stick = [at(0, -r * 1.08), at(0, r * 0.78)]
    hook = [at(0, r * 0.78), at(r * 0.02, r * 0.9), at(r * 0.11, r * 0.95), at(r * 0.2, r * 0.88), at(r * 0.2, r * 0.8)]
    s.ink(s.cut(lambda p: p.line(stick, r * 0.045)), INK)
    s.ink(s.cut(lambda p: p.line(hook, r * 0.06)), CLAY)
    dome = [at(-r * math.cos(a), -r * 0.92 * math.sin(a)) for a in (math.pi * n / 40 for n in range(41))]
    below = []
    for panel in range(6):  # the edge hangs in bows between the ribs
        left = 1 - panel / 3
        below += [at(r * (left - t / 3), -r * 0.13 * math.sin(math.pi * t)) for t in (n / 8 for n in range(8))]
    cloth = s.poly(*dome, *below)
    s.ink(cloth, tone)
    for panel, shade in ((0, 0.28), (2, 0.1), (3, 0.22), (5, 0.36)):
        foot = [at(r * (-1 + panel / 3), 0), at(r * (-1 + (panel + 1) / 3), 0)]
        bow = [at(r * (-1 + (panel + t) / 3) * (1 - 0.12 * t * (1 - t)), -r * 0.55) for t in (0, 1)]
        s.ink(s.poly(foot[0], bow[0], at(0, -r * 0.94), bow[1], foot[1]) * cloth, mix(tone, INK, shade), 0.75)


def street(s: Sheet, rain: int, umbrellas: list[tuple[float, float, float, str, float]]) -> None:
    """Rain over wet ground, and umbrellas that keep it off."""
    w, h = s.w, s.h
    s.ramp(s.all(), s.down(0, h), [mix(SKY, PAPER, 0.3), SKY, mix(SKY, TEAL, 0.5)])
    s.ramp(s.rect(0, h * 0.86, w, h), s.down(h * 0.86, h), [TEAL, DEEP])
    for _drop in range(rain):
        x, y, length = s.rng.uniform(0, w), s.rng.uniform(-20, h), s.rng.uniform(18, 52)
        drop = [(x, y), (x - length * 0.22, y + length)]
        s.ink(s.cut(lambda p, drop=drop: p.line(drop, 1.7)), PAPER, 0.75)
    for x, y, r, tone, lean in umbrellas:
        s.ink(s.disc(x, h * 0.95, r * 0.6, r * 0.05), DEEP, 0.6)
        umbrella(s, x, y, r, tone, lean)


@picture("umbrellas-banner", (1000, 250), 1600, CREAM)
def umbrellas_banner(s: Sheet) -> None:
    street(s, 90, [(170, 150, 92, OCHRE, -0.14), (360, 165, 66, ROSE, 0.1), (560, 148, 104, RED, -0.05),
                   (760, 166, 70, CREAM, 0.16), (900, 152, 84, mix(OCHRE, CREAM, 0.4), -0.1)])  # fmt: skip


@picture("umbrellas", (720, 600), 1200, CREAM)
def umbrellas(s: Sheet) -> None:
    street(s, 150, [(180, 400, 120, OCHRE, -0.16), (560, 430, 110, CREAM, 0.14), (370, 330, 210, RED, -0.04)])
