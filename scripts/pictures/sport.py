"""Scenes of sport."""

# ruff: noqa: B023 -- a stencil is cut as soon as it is described, within the same turn of the loop

from __future__ import annotations

import math

import numpy as np

from .people import SKIN, figure
from .press import CLAY, CREAM, INK, MOSS, NIGHT, OCHRE, PAPER, PLUM, RED, TEAL, Sheet, curve, mix
from .shapes import canopy
from .stock import picture


def crowd(s: Sheet, y0: float, y1: float, rows: int, dim: float) -> None:
    """Spectators as rows of heads in the dark."""
    tones = [RED, OCHRE, CREAM, TEAL, PLUM, CLAY]
    for k in range(rows):
        y = y0 + (y1 - y0) * k / rows
        r = 9 + 5 * k / rows
        for q, tone in enumerate(tones):
            s.ink(
                s.cut(
                    lambda p, y=y, r=r, q=q: [
                        p.blob(
                            [
                                (x - r, y + r * 1.6),
                                (x - r * 0.8, y + r * 0.5),
                                (x + r * 0.8, y + r * 0.5),
                                (x + r, y + r * 1.6),
                            ]
                        )
                        for i, x in enumerate(np.arange(-10, 1520, r * 2.5))
                        if (i * 7 + k * 5 + (i // 5)) % 6 == q
                    ]
                ),
                mix(tone, NIGHT, dim),
            )
        s.ink(
            s.cut(
                lambda p, y=y, r=r: [
                    p.disc(x, y, r * 0.62) for i, x in enumerate(np.arange(-10, 1520, r * 2.5)) if (i * 3 + k) % 11
                ]
            ),
            mix("#8a5a3c", NIGHT, dim),
        )


@picture("football-pitch", paper=NIGHT)
def football(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 480), ["#0e1826", "#16283a", "#24485a", "#3f6f72"])
    crowd(s, 250, 460, 9, 0.5)
    s.ink(s.rect(0, 446, 1500, 500), "#12202c")
    s.ink(s.cut(lambda p: [p.rect(x, 458, x + 170, 492) for x in range(10, 1500, 190)]), RED)
    s.ink(s.cut(lambda p: [p.poly([(x + 20, 484), (x + 60, 466), (x + 76, 484)]) for x in range(10, 1500, 190)]), CREAM)
    for x in (180, 1320):
        s.ink(
            s.cut(
                lambda p, x=x: (
                    p.rect(x - 5, 90, x + 5, 460),
                    p.poly([(x - 84, 40), (x + 84, 40), (x + 74, 112), (x - 74, 112)]),
                )
            ),
            "#0a121c",
        )
        lamps = s.cut(lambda p, x=x: [p.disc(x - 60 + i * 30, 58 + k * 34, 11) for i in range(5) for k in range(2)])
        s.ink(s.soft(lamps, 40), "#fdf3cf", 0.9)
        s.ink(
            s.poly((x - 80, 100), (x + 80, 100), (x + (750 - x) * 0.9 + 420, 1000), (x + (750 - x) * 0.9 - 420, 1000)),
            "#fdf3cf",
            0.1,
        )
        s.ink(lamps, PAPER)
    pitch = s.rect(0, 498, 1500, 1000)
    for k in range(12):
        x0, x1 = -900 + k * 280, -900 + (k + 1) * 280
        s.ink(
            s.poly((750 + (x0 - 750) * 0.42, 498), (750 + (x1 - 750) * 0.42, 498), (x1, 1000), (x0, 1000)),
            "#4d8a4c" if k % 2 else "#3c7543",
        )
    s.grain(pitch, s.down(1000, 520) * 0.4, "#9cc07a")
    s.lines(pitch, s.down(500, 1000) * 0.2, MOSS, size=7, wobble=3)
    white = s.cut(
        lambda p: (
            p.line([(720, 560), (1510, 560)], 5),
            p.line([(720, 560), (470, 800), (1510, 800)], 7),
            p.disc(560, 690, 8, 5),
        )
    )
    s.ink(white, CREAM)
    posts = [(1010, 600), (1010, 250), (1420, 300), (1420, 680)]
    net = s.cut(
        lambda p: (
            [
                p.line([(1010 + 410 * t, 250 + 50 * t), (1060 + 410 * t, 590 + 70 * t)], 2)
                for t in np.linspace(0, 1, 17)
            ],
            [
                p.line([(1010 + 50 * t, 260 + 330 * t), (1420 + 40 * t, 310 + 360 * t)], 2)
                for t in np.linspace(0, 1, 13)
            ],
        )
    )
    s.ink(net, "#cfe0d2", 0.75)
    frame = s.cut(lambda p: p.line(posts, 15))
    s.ink(frame, PAPER)
    s.multiply(s.side(frame, 4, 2), "#5a6a74", 0.7)
    for x, y, w in ((470, 908, 200), (1120, 720, 170)):
        s.multiply(s.disc(x + w * 0.3, y, w, 15), "#14301f", 0.6)
    figure(s, 1010, 690, 380, "dive", top=OCHRE, legs=INK, skin=SKIN[2], sleeves=True, light=-1)
    figure(s, 690, 700, 300, "run", top=TEAL, legs=PAPER, skin=SKIN[0], light=1)
    j = figure(s, 400, 905, 600, "kick", top=RED, legs=PAPER, skin=SKIN[1], light=1)
    s.ink(s.cut(lambda p: (p.stroke([j["kl"], j["fl"]], 34, 26), p.stroke([j["kr"], j["fr"]], 36, 26))), RED)
    s.ink(
        s.cut(
            lambda p: (
                p.stroke([j["fl"], (j["fl"][0] + 40, j["fl"][1] + 6)], 30, 20),
                p.stroke([j["fr"], (j["fr"][0] + 36, j["fr"][1] - 20)], 30, 20),
            )
        ),
        INK,
    )
    s.ink(s.cut(lambda p: p.rect(348, 470, 366, 530)), PAPER)
    for k in range(6):
        s.ink(s.disc(740 + k * 34, 650 - k * 30, 6 - k * 0.4, 3), PAPER, 0.25 + 0.1 * k)
    s.ink(s.cut(lambda p: p.poly([(700, 690), (960, 452), (976, 470)])), PAPER, 0.28)
    ball = s.disc(968, 456, 34)
    s.ink(ball, PAPER)
    s.ink(
        s.cut(
            lambda p: [
                p.poly(
                    [
                        (968 + d * math.cos(b) + 11 * math.cos(a), 456 + d * math.sin(b) + 11 * math.sin(a))
                        for a in np.arange(0, 6.2, 1.257)
                    ]
                )
                for d, b in ((0, 0), (28, 0.3), (28, 1.6), (28, 2.9), (28, 4.1), (28, 5.4))
            ]
        )
        * ball,
        INK,
    )
    s.multiply(s.side(ball, 9, 10), "#5a6a74", 0.7)
    s.ink(
        s.cut(
            lambda p: [
                p.disc(float(s.rng.normal(560, 60)), float(s.rng.normal(880, 18)), float(s.rng.uniform(2, 7)))
                for _ in range(40)
            ]
        ),
        "#9cc07a",
    )


@picture("runner-track", paper="#e9b27a")
def runner(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 330), ["#38707c", "#8ab0a4", "#ead9a4", "#f6c98a"])
    s.ink(s.disc(1200, 268, 92), PAPER)
    crowd(s, 250, 320, 3, 0.25)
    stand = s.poly((-20, 110), (640, 190), (640, 214), (-20, 146))
    s.ink(stand, INK)
    s.ink(s.cut(lambda p: [p.line([(x, 120 + x * 0.125), (x + 30, 330)], 9) for x in range(30, 640, 150)]), INK)
    trees = s.rough(s.cut(lambda p: [canopy(p, s.rng, x, 310, 180, 90, 24) for x in (760, 930, 1080, 1330, 1460)]), 1.5)
    s.ink(trees, MOSS)
    s.grain(s.side(trees, 12, -12), s.all(), "#d9c46c")
    s.ink(s.rect(0, 336, 1500, 1000), "#7a9a4c")
    s.grain(s.rect(0, 336, 1500, 420), s.all() * 0.3, "#d9d27c")
    track = s.cut(
        lambda p: p.poly([*curve([(-40, 470), (500, 392), (1000, 372), (1540, 380)]), (1540, 1020), (-40, 1020)])
    )
    s.ramp(track, s.down(370, 1000) + (s.noise(240, 3, 3) - 0.5) * 0.15, ["#e08a5c", "#c8583c", RED, "#8a2323"])
    for k in range(8):
        t = (k / 7) ** 1.5
        path = curve([(-40, 470 + 640 * t), (500, 392 + 500 * t), (1000, 372 + 470 * t), (1540, 380 + 560 * t)])
        s.ink(s.cut(lambda p, path=path, t=t: p.stroke(path, 3 + 7 * t, 3 + 7 * t)), CREAM, 0.95)
    s.grain(track, s.glow(1200, 380, 700) * 0.6, "#f4c08a")
    s.multiply(s.poly((640, 905), (720, 912), (300, 1000), (-30, 1000), (60, 978)), "#3a1420", 0.6)
    s.multiply(s.poly((470, 960), (120, 990), (60, 960), (400, 930)), "#3a1420", 0.35)
    for x, y, h, top in ((1080, 520, 200, TEAL), (940, 560, 240, OCHRE)):
        s.multiply(s.poly((x, y), (x + 26, y + 4), (x - h * 0.9, y + 50), (x - h, y + 40)), "#3a1420", 0.5)
        figure(s, x, y, h, "run", top=top, legs=INK, skin=SKIN[2], light=1)
    j = figure(s, 640, 940, 720, "run", top=PAPER, legs=INK, skin=SKIN[1], light=1)
    u = 7.2
    s.ink(
        s.cut(
            lambda p: (
                p.stroke([j["hl"], ((j["hl"][0] + j["kl"][0]) / 2, (j["hl"][1] + j["kl"][1]) / 2)], 11 * u, 9 * u),
                p.stroke([j["hr"], ((j["hr"][0] + j["kr"][0]) / 2, (j["hr"][1] + j["kr"][1]) / 2)], 11 * u, 9 * u),
            )
        ),
        RED,
    )
    legs = s.cut(
        lambda p: (
            p.stroke(
                [((j["hl"][0] + j["kl"][0]) / 2, (j["hl"][1] + j["kl"][1]) / 2), j["kl"], j["fl"]], 7.4 * u, 4.4 * u
            ),
            p.stroke(
                [((j["hr"][0] + j["kr"][0]) / 2, (j["hr"][1] + j["kr"][1]) / 2), j["kr"], j["fr"]], 7.4 * u, 4.4 * u
            ),
        )
    )
    s.ink(legs, SKIN[1])
    s.grain(s.side(legs, -12, 8), s.all(), "#3a1c18")
    s.ink(
        s.cut(
            lambda p: (
                p.stroke([j["fl"], (j["fl"][0] - 6, j["fl"][1] + 44)], 38, 22),
                p.stroke([j["fr"], (j["fr"][0] + 52, j["fr"][1] + 8)], 38, 22),
            )
        ),
        OCHRE,
    )
    s.ink(s.cut(lambda p: p.poly([(668, 440), (742, 432), (748, 494), (674, 502)])), RED)
    s.ink(s.cut(lambda p: p.stroke(curve([(690, 262), (726, 250), (762, 262)]), 12, 12)), RED)
    s.ink(s.cut(lambda p: p.stroke(curve([(676, 270), (640, 262), (610, 280)]), 20, 8)), INK)


@picture("badminton", paper="#d9d2a8")
def badminton(s: Sheet) -> None:
    s.ramp(s.all(), s.glow(860, 260, 1150), ["#12303a", "#1d4f58", "#3f7f7c", "#8fb09a", "#e9deb0"])
    for x in (240, 620, 1000, 1380):
        s.ink(
            s.cut(
                lambda p, x=x: (
                    p.line([(x, -10), (x, 30)], 6),
                    p.poly([(x - 70, 30), (x + 70, 30), (x + 84, 58), (x - 84, 58)]),
                )
            ),
            NIGHT,
        )
        s.ink(s.rect(x - 78, 56, x + 78, 66), PAPER)
        s.ink(s.poly((x - 78, 64), (x + 78, 64), (x + 260, 700), (x - 260, 700)), "#fdf3cf", 0.1)
    crowd(s, 520, 640, 5, 0.6)
    s.ink(s.rect(0, 650, 1500, 690), "#0f2730")
    floor = s.rect(0, 690, 1500, 1000)
    s.ramp(floor, s.down(690, 1000), ["#4d8a62", "#3f7a52", "#2c5f44"])
    s.lines(floor, s.down(690, 1000) * 0.14, INK, size=18, wobble=1)
    s.ink(
        s.cut(
            lambda p: (
                p.line([(150, 730), (1440, 730)], 5),
                p.line([(150, 730), (-120, 1010)], 7),
                p.line([(1020, 730), (1120, 1010)], 7),
                p.line([(20, 870), (1500, 870)], 6),
            )
        ),
        CREAM,
    )
    net = s.poly((980, 380), (1500, 330), (1500, 640), (980, 600))
    s.lines(net, s.all() * 0.2, PAPER, size=17, angle=4, wobble=0)
    s.lines(net, s.all() * 0.2, PAPER, size=17, angle=92, wobble=0)
    s.ink(s.poly((980, 370), (1500, 320), (1500, 352), (980, 396)), PAPER)
    s.ink(s.poly((962, 340), (986, 340), (992, 820), (960, 820)), RED)
    s.multiply(s.disc(560, 940, 210, 22), "#0d2a1e", 0.65)
    s.multiply(s.disc(1250, 800, 90, 12), "#0d2a1e", 0.6)
    figure(s, 1250, 800, 340, "rake", top=OCHRE, legs=INK, skin=SKIN[2], flip=True, light=-1)
    j = figure(s, 560, 850, 640, "smash", top=RED, legs=PAPER, skin=SKIN[1], light=1)
    u = 6.4
    legs = s.cut(
        lambda p: [
            p.stroke([((j[a][0] + j[b][0]) / 2, (j[a][1] + j[b][1]) / 2), j[b], j[c]], 7.4 * u, 4.4 * u)
            for a, b, c in (("hl", "kl", "fl"), ("hr", "kr", "fr"))
        ]
    )
    s.ink(legs, SKIN[1])
    s.grain(s.side(legs, -10, 8), s.all(), "#3a1c18")
    s.ink(s.cut(lambda p: [p.stroke([j[f], (j[f][0] + 40, j[f][1] + 14)], 34, 22) for f in ("fl", "fr")]), PAPER)
    s.ink(s.cut(lambda p: [p.stroke([j[f], (j[f][0] + 40, j[f][1] + 20)], 10, 8) for f in ("fl", "fr")]), RED)
    hx, hy = j["wr"]
    s.ink(s.cut(lambda p: p.stroke([(hx - 10, hy + 16), (hx + 70, hy - 96)], 11, 8)), INK)
    ring = s.cut(
        lambda p: p.poly(
            [
                (
                    hx + 112 + 62 * math.cos(a) * 0.76 + 40 * math.sin(a) * 0.6,
                    hy - 156 + 40 * math.sin(a) * 0.9 - 62 * math.cos(a),
                )
                for a in np.arange(0, 6.28, 0.2)
            ]
        )
    )
    s.lines(ring, s.all() * 0.3, PAPER, size=11, angle=40, wobble=0)
    s.lines(ring, s.all() * 0.3, PAPER, size=11, angle=-50, wobble=0)
    s.ink(np.clip(s.side(ring, 5, 5) + s.side(ring, -5, -5), 0, 1), RED)
    cx, cy = 980, 190
    s.ink(s.cut(lambda p: p.poly([(hx + 160, hy - 150), (cx - 30, cy - 8), (cx - 30, cy + 18)])), PAPER, 0.4)
    s.ink(
        s.cut(
            lambda p: [
                p.poly([(cx, cy), (cx - 70 + 8 * k, cy - 50 + 18 * k), (cx - 58 + 8 * k, cy - 56 + 18 * k)])
                for k in range(5)
            ]
        ),
        PAPER,
    )
    s.ink(s.cut(lambda p: p.poly([(cx + 4, cy + 4), (cx - 74, cy - 40), (cx - 30, cy + 34)])), PAPER, 0.85)
    s.ink(s.disc(cx + 8, cy + 6, 17), OCHRE)
