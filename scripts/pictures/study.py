"""School and library."""

from __future__ import annotations

import itertools
import math

import numpy as np

from .people import SKIN, figure
from .press import CLAY, CORAL, CREAM, DEEP, INK, MOSS, OCHRE, PAPER, PLUM, RED, SAND, TEAL, Point, Sheet, curve, mix
from .shapes import palm
from .stock import picture


@picture("school-classroom", paper="#efdcae")
def classroom(s: Sheet) -> None:
    s.ink(s.all(), "#e9cf9c")
    s.grain(s.all(), s.across(300, 1500) * 0.5, "#c79a68")
    s.ink(s.rect(0, 470, 1500, 480), "#9c5233")
    s.ink(s.rect(0, 480, 1500, 700), "#b9a06c")
    board = s.rect(430, 120, 1010, 450)
    s.ink(s.rect(414, 104, 1026, 466), "#6b4226")
    s.ink(board, "#1f4a42")
    s.grain(board, s.noise(140) * 0.4, "#4d7a6c")
    chalk = s.cut(
        lambda p: (p.poly([(560, 400), (700, 210), (760, 290), (800, 240), (930, 400)]), p.disc(870, 190, 30))
    )
    s.ink(s.side(chalk, 4, 4) + s.side(chalk, -4, -4), PAPER, 0.8)
    s.ink(
        s.cut(
            lambda p: (
                [p.line(curve([(470, y), (500, y - 10), (540, y + 6), (580, y - 4)]), 4) for y in (180, 214, 248)]
                + [p.line([(470, 410), (980, 410)], 3)]
            )
        ),
        PAPER,
        0.8,
    )
    for x in (60, 1110):
        s.ink(s.rect(x - 16, 100, x + 316, 440), "#6b4226")
        pane = s.rect(x, 116, x + 300, 424)
        s.ramp(pane, s.down(116, 424), ["#8fc0bd", "#d9e0bd", "#f3e6b4"])
        hills = s.ridge(360, 60, peaks=[(x + 120, 270.0)]) * pane
        s.ink(hills, "#7fa07a")
        s.ink(s.ridge(400, 24) * pane, "#4d7a52")
        s.ink(s.cut(lambda p, x=x: palm(p, x + 210, 430, 170, 0.1)) * pane, "#24402f")
        s.ink(s.cut(lambda p, x=x: (p.rect(x + 144, 116, x + 156, 424), p.rect(x, 262, x + 300, 272))), "#6b4226")
        s.ink(s.poly((x, 700), (x + 300, 700), (x + 120, 1000), (x - 260, 1000)), PAPER, 0.24)
    s.ink(s.rect(0, 690, 1500, 1000), "#a9764a")
    s.lines(s.rect(0, 690, 1500, 1000), s.all() * 0.18, "#5a3526", size=40, angle=0, wobble=1)
    for x in (60, 1110):
        s.ink(s.poly((x + 30, 700), (x + 330, 700), (x + 130, 1000), (x - 250, 1000)), "#f8e6b0", 0.42)
    figure(s, 1080, 690, 470, "point", top=TEAL, legs=INK, veil=CREAM, skirt=DEEP, flip=True, light=1, sleeves=True)
    for row, y in enumerate((740, 850, 985)):
        n = (6, 5, 4)[row]
        size = 76 + row * 34
        for i in range(n):
            x = 100 + (1300 / n) * (i + 0.42) - (40 if row == 1 else 0)
            tall = size * (0.9 + 0.14 * math.sin(i * 2.1 + row))
            shirt = PAPER if (i + row) % 5 else CREAM
            head = y - tall * 1.08
            s.ink(
                s.cut(
                    lambda p, x=x, y=y, tall=tall: p.blob(
                        [
                            (x - tall * 0.46, y),
                            (x - tall * 0.42, y - tall * 0.5),
                            (x - tall * 0.12, y - tall * 0.72),
                            (x + tall * 0.12, y - tall * 0.72),
                            (x + tall * 0.42, y - tall * 0.5),
                            (x + tall * 0.46, y),
                        ]
                    )
                ),
                shirt,
            )
            s.multiply(
                s.poly(
                    (x + tall * 0.06, y - tall * 0.7),
                    (x + tall * 0.46, y - tall * 0.5),
                    (x + tall * 0.48, y),
                    (x + tall * 0.14, y),
                ),
                "#8d97a0",
                0.55,
            )
            s.ink(
                s.cut(
                    lambda p, x=x, y=y, tall=tall: p.stroke(
                        [(x, y - tall * 0.9), (x, y - tall * 0.66)], tall * 0.2, tall * 0.26
                    )
                ),
                SKIN[i % 3],
            )
            s.ink(s.disc(x, head, tall * 0.25, tall * 0.29), SKIN[i % 3])
            if (i + 2 * row) % 3 == 1:
                s.ink(
                    s.cut(
                        lambda p, x=x, head=head, tall=tall, y=y: (
                            p.disc(x, head, tall * 0.3, tall * 0.33),
                            p.poly(
                                [
                                    (x - tall * 0.3, head),
                                    (x + tall * 0.3, head),
                                    (x + tall * 0.36, y - tall * 0.5),
                                    (x - tall * 0.36, y - tall * 0.5),
                                ]
                            ),
                        )
                    ),
                    PAPER,
                )
                s.multiply(
                    s.poly(
                        (x + tall * 0.08, head - tall * 0.3),
                        (x + tall * 0.3, head),
                        (x + tall * 0.36, y - tall * 0.5),
                        (x + tall * 0.1, y - tall * 0.5),
                    ),
                    "#8d97a0",
                    0.5,
                )
            else:
                s.ink(s.disc(x, head - tall * 0.06, tall * 0.27, tall * 0.27), INK)
                if (i + row) % 4 == 2:
                    s.ink(
                        s.cut(
                            lambda p, x=x, head=head, tall=tall: [
                                p.stroke(
                                    curve(
                                        [
                                            (x + q * tall * 0.24, head),
                                            (x + q * tall * 0.34, head + tall * 0.2),
                                            (x + q * tall * 0.3, head + tall * 0.44),
                                        ]
                                    ),
                                    tall * 0.12,
                                    tall * 0.05,
                                )
                                for q in (-1, 1)
                            ]
                        ),
                        INK,
                    )
            if i == 1 + row % 2 and row < 2:
                s.ink(
                    s.cut(
                        lambda p, x=x, y=y, tall=tall: p.stroke(
                            [
                                (x + tall * 0.36, y - tall * 0.46),
                                (x + tall * 0.5, y - tall * 1.0),
                                (x + tall * 0.46, y - tall * 1.5),
                            ],
                            tall * 0.2,
                            tall * 0.13,
                        )
                    ),
                    SKIN[i % 3],
                )
        desk = s.rect(40 - row * 30, y - 8, 1460 + row * 30, y + 22 + row * 8)
        s.ink(desk, mix("#8a5a34", "#5a3724", row / 2))
        s.ink(s.rect(40 - row * 30, y - 8, 1460 + row * 30, y), "#d9a866")


@picture("library-shelves", paper="#d9b27c")
def library(s: Sheet) -> None:
    s.ramp(s.all(), s.glow(750, 400, 760), ["#1d1718", "#3a2622", "#74492f", "#c98f4f", "#f3d592", PAPER])
    vx, vy = 750.0, 430.0

    def at(x: float, y: float, d: float) -> Point:
        return vx + (x - vx) / d, vy + (y - vy) / d

    s.ink(s.poly(at(150, 1060, 1), at(1350, 1060, 1), at(1350, 1060, 6), at(150, 1060, 6)), "#5a3526")
    floor = s.poly(at(300, 1060, 1), at(1200, 1060, 1), at(1200, 1060, 6), at(300, 1060, 6))
    s.ramp(floor, s.down(540, 1000), ["#f6dd9f", "#c98a55", "#8a5236", "#5a3426"])
    s.lines(floor, s.down(540, 1000) * 0.3, INK, size=24, wobble=1)
    s.ink(s.rect(650, 340, 850, 536), "#fbeec6")
    s.ink(s.cut(lambda p: (p.rect(744, 340, 756, 536), p.rect(650, 420, 850, 428))), "#c98f4f")
    palette = [RED, CLAY, OCHRE, TEAL, DEEP, PLUM, SAND, MOSS, CORAL, "#8a3a2c", CREAM]
    for side in (-1, 1):
        edge = vx + side * 620
        depths = [1.0]
        while depths[-1] < 6:
            depths.append(depths[-1] * 1.035)
        shelves = [-520, -260, 0, 260, 520, 780]
        s.ink(s.poly(at(edge, -600, 1), at(edge, 1080, 1), at(edge, 1080, 6), at(edge, -600, 6)), "#2a1a17")
        groups: dict[str, list[list[Point]]] = {}
        for row in range(5):
            base = shelves[row + 1] + 190
            for a, b in itertools.pairwise(depths):
                if s.rng.random() < 0.07:
                    continue
                for q in range(2 if a < 2.2 else 1):
                    n = 2 if a < 2.2 else 1
                    d0, d1 = a + (b - a) * q / n, a + (b - a) * (q + 0.94) / n
                    tall = float(s.rng.uniform(150, 228))
                    tone = palette[int(s.rng.integers(0, len(palette)))]
                    tone = mix(tone, "#2a1714", float(np.clip(0.5 - (a - 1) * 0.16, 0, 0.5)))
                    groups.setdefault(mix(tone, "#f3d592", float(np.clip((a - 3) * 0.14, 0, 0.5))), []).append(
                        [at(edge, base - tall, d0), at(edge, base, d0), at(edge, base, d1), at(edge, base - tall, d1)]
                    )
        for tone, quads in groups.items():
            s.ink(s.cut(lambda p, quads=quads: [p.poly(q) for q in quads]), tone)
        books = s.cut(lambda p, groups=groups: [p.poly(q) for quads in groups.values() for q in quads])
        s.lines(books, s.all() * 0.14, INK, size=30, wobble=1)
        for y in [v + 190 for v in shelves]:
            s.ink(s.poly(at(edge, y, 1), at(edge, y + 26, 1), at(edge, y + 26, 6), at(edge, y, 6)), "#7a4a2c")
            s.ink(s.poly(at(edge, y, 1), at(edge, y + 6, 1), at(edge, y + 6, 6), at(edge, y, 6)), "#d9a25c")
        for d in (1.45, 2.2, 3.4):
            s.ink(
                s.poly(at(edge, -600, d), at(edge, 1080, d), at(edge, 1080, d * 1.03), at(edge, -600, d * 1.03)),
                "#8a5632",
            )
    s.ink(s.poly((690, 980), (900, 560), (600, 560), (460, 1000)), PAPER, 0.12)
    figure(s, 748, 640, 250, "stand", top=RED, legs=INK, veil=INK, skirt=DEEP, light=-1)
    s.ink(
        s.cut(
            lambda p: (
                p.poly([(706, 482), (748, 494), (748, 526), (706, 514)]),
                p.poly([(748, 494), (790, 482), (790, 514), (748, 526)]),
            )
        ),
        PAPER,
    )
    ladder = s.cut(
        lambda p: (
            p.line([(1190, 1010), (1090, 240)], 16),
            p.line([(1270, 1010), (1140, 240)], 16),
            [
                p.line([(1190 - 100 * t, 1010 - 770 * t), (1270 - 130 * t, 1010 - 770 * t)], 10)
                for t in np.arange(0.06, 1, 0.1)
            ],
        )
    )
    s.ink(ladder, "#1a100e")
    s.ink(s.side(ladder, -4, 0), "#d9a25c")
    for x, y in ((560, 70), (940, 70), (750, 210)):
        s.ink(s.soft(s.disc(x, y, 80), 34), "#fbe7ae", 0.5)
        s.ink(
            s.cut(
                lambda p, x=x, y=y: (
                    p.line([(x, -10), (x, y - 26)], 3),
                    p.poly([(x - 34, y), (x + 34, y), (x + 14, y - 30), (x - 14, y - 30)]),
                )
            ),
            INK,
        )
        s.ink(s.disc(x, y + 2, 17, 9), PAPER)
