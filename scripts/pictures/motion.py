"""A train and two boats."""

from __future__ import annotations

import numpy as np

from .people import SKIN, figure
from .press import CREAM, DEEP, INK, OCHRE, PAPER, RED, TEAL, Sheet, curve, mix
from .shapes import cloud, glitter, palm, swell
from .stock import picture


@picture("railway", paper="#f0dcae")
def railway(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 560), ["#4f93a0", "#93bdb2", "#e1dcb0", "#f6cf94"])
    s.ink(s.disc(240, 300, 70), PAPER)
    m = s.rough(s.cut(lambda p: [cloud(p, s.rng, *c) for c in ((520, 250, 420, 90), (1150, 180, 520, 120))]), 2)
    s.ink(m, PAPER, 0.85)
    sea = s.rect(0, 470, 1500, 1000)
    s.ramp(sea, s.down(470, 1000), ["#8cc0b2", "#4d9c98", "#226c73", DEEP])
    swell(s, sea, 474, 1000, "#e0ecd6", 0.4)
    glitter(s, 240, 474, 760, "#fbe9bf", 170)
    for y, h, tone, peaks in (
        (470, 80, "#86a58c", [(1180, 280.0), (1400, 220.0)]),
        (520, 50, "#4d7a5c", [(1300, 380.0), (820, 520.0)]),
    ):
        m = s.ridge(y, h, peaks=peaks) * np.clip((s.x - 640) / 160, 0, 1) * (s.y < 800)
        s.ink(m, tone)
        s.grain(m, s.down(y + 150, y - 200) * 0.6, "#d3cf8a")

    def deck(x: float) -> float:
        return 640 - 0.085 * x - 0.00003 * x * x

    arch = [(x, deck(x)) for x in range(-20, 1540, 20)]
    wall = s.cut(lambda p: p.poly([*arch, (1520, 700), (1380, 740), (1200, 800), (900, 880), (500, 960), (-20, 1010)]))
    s.ink(wall, "#c99a6b")
    s.lines(wall, s.all() * 0.22, "#7a4f3a", size=17, angle=-5, wobble=3)
    holes = []
    x = -140.0
    w = 250.0
    while x < 1500:
        t = deck(x + w / 2) + w * 0.22
        holes.append((x + w * 0.1, x + w * 0.9, t, w))
        x += w
        w *= 0.86
        if w < 50:
            break
    opening = (
        s.cut(
            lambda p: [
                (p.disc((a + b) / 2, t + (b - a) / 2, (b - a) / 2), p.rect(a, t + (b - a) / 2, b, 1010))
                for a, b, t, w in holes
            ]
        )
        * wall
    )
    s.ramp(opening, s.down(470, 1000), ["#4d9c98", "#1d5a63", "#123b48", "#0e2b38"])
    swell(s, opening, 600, 1000, "#cfe0cf", 0.3)
    s.ink(s.side(opening, 16, 0) * wall, "#7a4a3a", 0.95)
    s.ink(
        s.cut(
            lambda p: [
                p.poly([(x, deck(x) - 14), (x + 14, deck(x) - 14), (x + 14, deck(x) + 8), (x, deck(x) + 8)])
                for x in range(-10, 1500, 40)
            ]
        ),
        "#e5c594",
    )
    s.ink(s.cut(lambda p: p.line([(x, y - 2) for x, y in arch], 12)), "#4a3330")

    def car(a: float, b: float, tone: str, first: bool) -> None:
        ha, hb = 120 - a * 0.046, 120 - b * 0.046
        ya, yb = deck(a) - 16, deck(b) - 16
        nose = (
            [(b + (hb * 0.75 if first else 0), yb - hb * 0.12), (b + (hb * 0.6 if first else 0), yb - hb * 0.55)]
            if first
            else []
        )
        body = s.cut(
            lambda p: p.poly(
                [(a, ya), (a, ya - ha), (b, yb - hb), *reversed(nose), (b + (hb * 0.75 if first else 0), yb)]
            )
        )
        s.ink(body, tone)
        s.ink(s.poly((a, ya - ha), (b, yb - hb), (b, yb - hb * 0.86), (a, ya - ha * 0.86)), mix(tone, INK, 0.5))
        s.ink(
            s.poly(
                (a, ya - ha * 0.22),
                (b + (hb * 0.75 if first else 0), yb - hb * 0.22),
                (b + (hb * 0.75 if first else 0), yb),
                (a, ya),
            ),
            CREAM,
        )
        n = 5
        s.ink(
            s.cut(
                lambda p: [
                    p.poly(
                        [
                            (a + (b - a) * (k + 0.2) / n, ya + (yb - ya) * (k + 0.2) / n - ha * 0.74),
                            (a + (b - a) * (k + 0.85) / n, ya + (yb - ya) * (k + 0.85) / n - ha * 0.74),
                            (a + (b - a) * (k + 0.85) / n, ya + (yb - ya) * (k + 0.85) / n - ha * 0.42),
                            (a + (b - a) * (k + 0.2) / n, ya + (yb - ya) * (k + 0.2) / n - ha * 0.42),
                        ]
                    )
                    for k in range(n)
                ]
            ),
            "#22404c",
        )
        s.ink(
            s.cut(
                lambda p: [p.disc(a + (b - a) * q, ya + (yb - ya) * q + 4, ha * 0.1) for q in (0.15, 0.28, 0.72, 0.85)]
            ),
            INK,
        )
        if first:
            s.ink(
                s.poly(
                    (b + hb * 0.08, yb - hb * 0.74),
                    (b + hb * 0.5, yb - hb * 0.5),
                    (b + hb * 0.6, yb - hb * 0.34),
                    (b + hb * 0.08, yb - hb * 0.4),
                ),
                "#22404c",
            )

    for a, b, tone, first in (
        (-80, 170, RED, False),
        (178, 410, RED, False),
        (418, 634, RED, False),
        (642, 846, RED, True),
    ):
        car(a, b, tone, first)
    rocks = s.rough(
        s.cut(
            lambda p: [
                p.poly([(x - w, 1010), (x - w * 0.5, 960 - h), (x + w * 0.2, 945 - h), (x + w, 1010)])
                for x, w, h in ((330, 130, 10), (700, 90, -20), (1000, 130, 30), (1240, 160, 90), (1440, 180, 160))
            ]
        ),
        2,
    )
    s.ink(rocks, "#2a2a2e")
    s.grain(s.side(rocks, -10, -12), s.all(), "#c99a6b")
    s.ink(
        s.cut(
            lambda p: [
                p.disc(float(s.rng.uniform(880, 1500)), float(s.rng.normal(965, 14)), float(s.rng.uniform(3, 10)))
                for _ in range(130)
            ]
        ),
        PAPER,
        0.9,
    )
    s.ink(s.cut(lambda p: (palm(p, 1330, 640, 270, -0.12), palm(p, 1440, 610, 220, 0.08))), "#1c3426")


@picture("rowing-boats", paper="#ecd9ae")
def rowing(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 460), ["#8fb0a8", "#c3cdb0", "#f2dfb0", "#f6c98c"])
    s.ink(s.disc(420, 330, 76), PAPER)
    for y, h, tone, peaks in (
        (360, 60, "#b5c2a6", [(1080, 170.0)]),
        (410, 50, "#86a595", [(280, 290.0)]),
        (445, 30, "#4f7a72", []),
    ):
        m = s.ridge(y, h, peaks=peaks)
        s.ink(m, tone)
        s.grain(m, s.down(y - 120, y + 60) * 0.7, "#f4e4bd")
    wood = s.rough(
        s.cut(
            lambda p: [
                p.disc(x, 456 + float(s.rng.normal(0, 6)), float(s.rng.uniform(12, 30))) for x in range(0, 1500, 18)
            ]
        ),
        1.4,
    )
    s.ink(wood * (s.y < 470), "#2f5550")
    lake = s.rect(0, 468, 1500, 1000)
    s.ramp(lake, s.down(468, 1000), ["#eccf9c", "#b9bfa0", "#6f9c94", "#2f6b70", "#1d4a56"])
    s.ink(s.shift(wood, 0, 26) * lake * (s.noise(14, 1, 8) > 0.4), "#4f7a72", 0.7)
    s.ink(
        s.cut(
            lambda p: [
                p.disc(420 + float(s.rng.normal(0, 16 + 0.12 * (y - 468))), y, 14 + 0.05 * (y - 468), 2)
                for y in range(474, 820, 8)
                for _ in range(3)
            ]
        ),
        "#fbeec6",
        0.9,
    )
    mist = s.rough(
        s.cut(
            lambda p: [
                p.blob([(x - 260, y), (x, y - 16), (x + 280, y + 2), (x, y + 16)])
                for x, y in ((300, 500), (900, 486), (1350, 512), (650, 528))
            ]
        ),
        3,
    )
    s.ink(mist, "#f6e8c6", 0.6)
    swell(s, lake, 500, 1000, "#f2e3b8", 0.3, 1, 0.7)

    def crew(x0: float, y: float, size: float, hull: str, shirt: str, n: int) -> None:
        length = size * n * 0.74 + size * 1.4
        slope = 0.05

        def at(u: float) -> tuple[float, float]:
            return x0 + u, y + u * slope

        refl = s.cut(
            lambda p: p.poly(
                [
                    at(-size),
                    at(length),
                    (at(length)[0] - size * 0.4, at(length)[1] + size * 0.16),
                    (at(0)[0], at(0)[1] + size * 0.3),
                ]
            )
        )
        s.ink(refl, DEEP, 0.5)
        for i in range(n):
            x, yy = at(i * size * 0.74 + size * 0.4)
            s.ink(
                s.cut(
                    lambda p, x=x, yy=yy: p.blob(
                        [
                            (x - size * 0.16, yy + size * 0.14),
                            (x + size * 0.2, yy + size * 0.14),
                            (x + size * 0.14, yy + size * 0.52),
                            (x - size * 0.1, yy + size * 0.52),
                        ]
                    )
                )
                * (s.noise(10, 1, 8) > 0.4),
                mix(shirt, DEEP, 0.4),
                0.6,
            )
        for i in range(n):
            x, yy = at(i * size * 0.74 + size * 0.4)
            s.ink(
                s.cut(
                    lambda p, x=x, yy=yy: p.stroke(
                        [(x + size * 0.2, yy - size * 0.26), (x - size * 0.34, yy - size * 0.5)],
                        size * 0.022,
                        size * 0.022,
                    )
                ),
                "#7a4a2c",
            )
        for i in range(n):
            x, yy = at(i * size * 0.74 + size * 0.4)
            figure(s, x, yy + size * 0.06, size, "row", top=shirt, legs=INK, skin=SKIN[i % 3], light=-1)
        hull_m = s.cut(
            lambda p: p.poly(
                [
                    *curve(
                        [
                            at(-size * 1.1),
                            (at(0)[0], at(0)[1] + size * 0.14),
                            (at(length * 0.5)[0], at(length * 0.5)[1] + size * 0.17),
                            (at(length)[0], at(length)[1] + size * 0.1),
                            (at(length + size)[0], at(length + size)[1] - size * 0.16),
                        ]
                    ),
                    (at(length)[0], at(length)[1] - size * 0.07),
                    (at(0)[0], at(0)[1] - size * 0.05),
                ]
            )
        )
        s.ink(hull_m, hull)
        s.ink(s.side(hull_m, 0, -size * 0.03), PAPER)
        s.multiply(s.side(hull_m, 0, size * 0.08), "#3a2030", 0.7)
        for i in range(n):
            x, yy = at(i * size * 0.74 + size * 0.4)
            tip = (x - size * 0.5, yy + size * 0.46)
            s.ink(
                s.cut(
                    lambda p, x=x, yy=yy, tip=tip: p.stroke(
                        [(x + size * 0.26, yy - size * 0.2), tip], size * 0.026, size * 0.03
                    )
                ),
                "#e0b070",
            )
            s.ink(
                s.cut(
                    lambda p, tip=tip: p.stroke(
                        [tip, (tip[0] - size * 0.16, tip[1] + size * 0.1)], size * 0.1, size * 0.07
                    )
                ),
                hull,
            )
            s.ink(
                s.cut(
                    lambda p, tip=tip: (
                        [
                            p.disc(
                                tip[0] - size * 0.1 + float(s.rng.normal(0, size * 0.1)),
                                tip[1] + size * 0.08 + float(s.rng.normal(0, size * 0.03)),
                                float(s.rng.uniform(1.5, size * 0.03)),
                            )
                            for _ in range(14)
                        ]
                        + [p.disc(tip[0] - size * 0.1, tip[1] + size * 0.14, size * 0.24, size * 0.02)]
                    )
                ),
                PAPER,
                0.9,
            )

    crew(560, 590, 170, TEAL, CREAM, 5)
    crew(110, 770, 260, RED, OCHRE, 5)
    reeds = s.cut(
        lambda p: [
            p.stroke(curve([(x, 1010), (x + b * 0.4, 900), (x + b, 800 + abs(b) + float(s.rng.uniform(0, 120)))]), 7, 2)
            for x, b in ((float(s.rng.uniform(1180, 1520)), float(s.rng.normal(-14, 24))) for _ in range(46))
        ]
    )
    s.ink(reeds, "#16302c")
