"""The shadow play."""

from __future__ import annotations

import math

import numpy as np

from .press import INK, PAPER, Mask, Pen, Point, Sheet, curve
from .shapes import leaf
from .stock import picture


def puppet(s: Sheet, x: float, y: float, h: float, flip: bool, kind: int) -> tuple[Mask, Mask]:
    """A shadow puppet's silhouette, and what is pierced through it."""
    d = -1 if flip else 1

    def at(u: float, v: float) -> Point:
        return x + d * u * h, y - v * h

    def solid(p: Pen) -> None:
        p.blob(
            [
                at(-0.1, 0.78),
                at(0.02, 0.8),
                at(0.09, 0.7),
                at(0.05, 0.56),
                at(0.12, 0.5),
                at(0.06, 0.46),
                at(-0.06, 0.46),
                at(-0.12, 0.58),
            ]
        )
        p.poly([at(-0.02, 0.82), at(0.05, 0.92), at(-0.06, 0.9)])
        p.poly(
            curve(
                [
                    at(-0.07, 0.76),
                    at(-0.02, 0.9),
                    at(0.06, 0.98),
                    at(0.15, 0.965),
                    at(0.235, 0.925),
                    at(0.16, 0.905),
                    at(0.12, 0.87),
                    at(0.1, 0.82),
                    at(0.0, 0.78),
                ],
                closed=True,
            )
        )
        p.blob(
            [
                at(-0.06, 0.94),
                at(0.04, 1.0),
                at(0.06, 1.1 + 0.06 * kind),
                at(-0.02, 1.2),
                at(-0.16, 1.14),
                at(-0.2, 1.0),
                at(-0.14, 0.9),
            ]
        )
        p.stroke([at(0.0, 0.86), at(-0.08, 1.0)], h * 0.15, h * 0.16)
        if kind:
            p.stroke(
                curve([at(-0.14, 1.0), at(-0.3, 0.96), at(-0.34, 1.12), at(-0.22, 1.22), at(-0.14, 1.3)]),
                h * 0.05,
                h * 0.02,
            )
        else:
            for k in range(5):
                a = 0.7 + k * 0.42
                leaf(p, *at(-0.07, 1.05), h * 0.24, math.degrees(a) * -d + (180 if flip else 0) - 40 * d, 0.3)
        p.blob(
            [
                at(-0.1, 0.5),
                at(0.06, 0.48),
                at(0.2, 0.3),
                at(0.26, 0.08),
                at(0.14, 0.1),
                at(0.04, 0.04),
                at(-0.08, 0.1),
                at(-0.2, 0.06),
                at(-0.22, 0.24),
                at(-0.14, 0.4),
            ]
        )
        p.stroke([at(0.1, 0.1), at(0.16, -0.04)], h * 0.045, h * 0.03)
        p.stroke([at(-0.1, 0.1), at(-0.14, -0.04)], h * 0.045, h * 0.03)
        p.stroke([at(0.16, -0.04), at(0.25, -0.05)], h * 0.035, h * 0.015)
        p.stroke([at(-0.14, -0.04), at(-0.05, -0.05)], h * 0.035, h * 0.015)
        p.stroke([at(0.04, 0.72), at(0.25, 0.62), at(0.44, 0.72)], h * 0.05, h * 0.026)
        p.stroke([at(-0.08, 0.72), at(-0.22, 0.54), at(-0.06, 0.36)], h * 0.05, h * 0.028)
        for k in range(4):
            p.stroke([at(0.44, 0.72), at(0.5 + 0.012 * k, 0.76 - 0.026 * k)], h * 0.014, h * 0.008)
        p.stroke([at(0.44, 0.72), at(0.4, 0.1), at(0.38, -0.3)], h * 0.008, h * 0.01)
        p.stroke([at(-0.06, 0.36), at(-0.02, -0.3)], h * 0.008, h * 0.01)
        p.stroke([at(0.0, 0.1), at(0.0, -0.3)], h * 0.016, h * 0.022)

    def holes(p: Pen) -> None:
        for k in range(6):
            for q in range(3 + k // 2):
                p.disc(*at(-0.1 + 0.06 * q - 0.014 * k + 0.02, 0.42 - 0.06 * k), h * 0.011)
        for k in range(5):
            p.stroke(
                curve([at(-0.17 + 0.07 * k, 0.12), at(-0.15 + 0.075 * k, 0.2), at(-0.12 + 0.06 * k, 0.28)]),
                h * 0.012,
                h * 0.005,
            )
        for k in range(4):
            p.disc(*at(-0.07 + 0.035 * k, 0.69), h * 0.01)
            p.disc(*at(-0.07 + 0.03 * k, 0.62), h * 0.008)
        p.stroke(curve([at(0.06, 0.93), at(0.1, 0.945), at(0.14, 0.93)]), h * 0.009, h * 0.004)
        for a in np.arange(0, 6.2, 0.9):
            px, py = at(-0.07, 1.06)
            p.disc(px + h * 0.06 * math.cos(a), py + h * 0.08 * math.sin(a), h * 0.012)
        p.stroke([at(-0.12, 0.475), at(0.08, 0.47)], h * 0.014, h * 0.014)

    a = s.cut(solid)
    return a, s.cut(holes) * a


@picture("shadow-puppets", paper="#e8a850")
def shadow_puppets(s: Sheet) -> None:
    s.ramp(s.all(), s.glow(740, 330, 1000), ["#3a1614", "#7a2d1e", "#bb5c2a", "#e39a44", "#f7cf7e", "#fdf0c6"])
    s.lines(s.all(), s.all() * 0.12, "#b8702c", size=9, angle=90, wobble=1)
    mount = s.cut(
        lambda p: p.poly(
            [
                *curve([(740, 60), (800, 190), (900, 330), (940, 480), (900, 640), (780, 720), (740, 800)]),
                *curve([(740, 800), (700, 720), (580, 640), (540, 480), (580, 330), (680, 190), (740, 60)]),
            ]
        )
    )
    s.ink(mount, "#8f3d1e", 0.5)
    inner = s.cut(
        lambda p: (
            [
                p.stroke(curve([(740, 760), (740 + k * 26, 560), (740 + k * 60, 420), (740 + k * 48, 300)]), 12, 4)
                for k in (-2, -1, 0, 1, 2)
            ],
            [p.disc(740 + k * 52, 400 - 34 * abs(k), 22) for k in (-2, -1, 0, 1, 2)],
        )
    )
    s.ink(inner * mount, "#f7cf7e", 0.7)
    for x, y, h, flip, kind in ((380, 760, 560, False, 0), (1120, 760, 590, True, 1)):
        body, holes = puppet(s, x, y, h, flip, kind)
        s.ink(s.soft(s.shift(body, 10 if flip else -10, 6), 9), "#5a2014", 0.55)
        s.ink(body, "#1a0f0e")
        s.ink(holes, "#f4c066")
    s.ink(s.rough(s.rect(-10, 800, 1510, 1010), 2), "#160d0d")
    s.ink(s.rect(0, 796, 1500, 812), "#5a2a1a")
    heads = s.cut(
        lambda p: [
            (
                p.disc(x, y, r, r * 1.15),
                p.blob(
                    [
                        (x - r * 2, 1020),
                        (x - r * 1.7, y + r * 1.5),
                        (x, y + r * 0.9),
                        (x + r * 1.7, y + r * 1.5),
                        (x + r * 2, 1020),
                    ]
                ),
            )
            for x, y, r in (
                (120, 880, 44),
                (330, 900, 52),
                (560, 880, 46),
                (790, 910, 56),
                (1010, 886, 48),
                (1240, 902, 54),
                (1420, 880, 46),
            )
        ]
    )
    s.ink(heads, "#0b0707")
    s.ink(s.side(heads, 0, -6), "#d9873c")
    lamp = s.cut(lambda p: (p.line([(740, -10), (740, 60)], 6), p.poly([(690, 60), (790, 60), (770, 100), (710, 100)])))
    s.ink(lamp, INK)
    s.ink(s.cut(lambda p: p.blob([(740, 92), (760, 120), (752, 150), (740, 166), (728, 150), (720, 120)])), PAPER)
