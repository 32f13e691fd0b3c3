"""Drums and dance."""

from __future__ import annotations

import math

import numpy as np

from .people import SKIN, figure
from .press import CLAY, CREAM, DEEP, INK, OCHRE, PAPER, PLUM, RED, SAND, TEAL, Sheet, curve
from .shapes import leaf, palm, stars
from .stock import TALL, picture


@picture("drum-ensemble", paper="#2a1a20")
def drums(s: Sheet) -> None:
    s.ramp(s.all(), s.glow(750, 560, 1000), ["#10131f", "#2a1c2c", "#5f2c2c", "#a5502f", "#e0954a", "#f5cf86"])
    stars(s, s.rect(0, 0, 1500, 300), 120)
    for x in (150, 1350):
        s.ink(s.cut(lambda p, x=x: palm(p, x, 800, 560, 0.1 if x < 700 else -0.1)), "#150f16")
    for x, y in ((330, 360), (1170, 360), (60, 420), (1440, 420)):
        s.ink(s.soft(s.disc(x, y - 40, 130), 50), "#f6c46a", 0.5)
        s.ink(s.cut(lambda p, x=x, y=y: p.stroke([(x, y), (x, 820)], 14, 16)), "#2a1512")
        s.ink(
            s.cut(
                lambda p, x=x, y=y: p.blob(
                    [(x, y - 120), (x + 26, y - 60), (x + 34, y - 20), (x, y + 10), (x - 34, y - 20), (x - 20, y - 64)]
                )
            ),
            OCHRE,
        )
        s.ink(s.cut(lambda p, x=x, y=y: p.blob([(x, y - 70), (x + 14, y - 30), (x, y), (x - 14, y - 30)])), PAPER)
    s.ink(s.rect(0, 800, 1500, 1000), "#2a1614")
    s.grain(s.rect(0, 800, 1500, 1000), s.glow(750, 800, 800, 3) * 0.9, "#b5633a")
    for i, (x, h, top) in enumerate(((300, 540, RED), (600, 560, TEAL), (900, 560, OCHRE), (1200, 540, RED))):
        y = 890 + 20 * (i % 2)
        j = figure(
            s,
            x,
            y,
            h,
            "carry" if i % 2 else "rake",
            top=top,
            legs=INK,
            skin=SKIN[i % 3],
            flip=i > 1,
            light=1 if i < 2 else -1,
            skirt=PLUM if i % 2 else DEEP,
        )
        hx, hy = j["head"][0], j["head"][1] - h * 0.02
        s.ink(
            s.poly(
                (hx - h * 0.062, hy),
                (hx + h * 0.062, hy),
                (hx + h * 0.05, hy - h * 0.06),
                (hx + h * 0.07, hy - h * 0.12),
                (hx - h * 0.04, hy - h * 0.07),
            ),
            RED if top != RED else OCHRE,
        )
        dx = x + (90 if i < 2 else -90)
        dy = y - h * 0.42
        w, t = 108, 210
        s.multiply(s.disc(dx, y + 12, 130, 22), "#120a0a", 0.7)
        drum = s.cut(
            lambda p, dx=dx, dy=dy, w=w, t=t: p.poly(
                [
                    *curve(
                        [
                            (dx - w, dy),
                            (dx - w * 0.86, dy + t * 0.4),
                            (dx - w * 0.52, dy + t),
                            (dx - w * 0.6, dy + t * 1.12),
                        ]
                    ),
                    *curve(
                        [
                            (dx + w * 0.6, dy + t * 1.12),
                            (dx + w * 0.52, dy + t),
                            (dx + w * 0.86, dy + t * 0.4),
                            (dx + w, dy),
                        ]
                    ),
                ]
            )
        )
        s.ink(drum, CLAY)
        s.lines(drum, s.all() * 0.2, "#3a1a16", size=16, angle=86, wobble=8)
        s.grain(s.side(drum, 46 if i < 2 else -46, 20), s.all(), "#2a1214", 0.95)
        s.ink(
            s.cut(
                lambda p, dx=dx, dy=dy, w=w, t=t: (
                    [
                        p.line(
                            [
                                (dx - w + 2 * w * (k / 8), dy + 8),
                                (dx - w * 0.6 + 1.2 * w * ((k + 0.5) / 8), dy + t * 0.62),
                            ],
                            3.4,
                        )
                        for k in range(9)
                    ]
                    + [
                        p.line(
                            [
                                (dx - w + 2 * w * ((k + 1) / 8), dy + 8),
                                (dx - w * 0.6 + 1.2 * w * ((k + 0.5) / 8), dy + t * 0.62),
                            ],
                            3.4,
                        )
                        for k in range(8)
                    ]
                )
            )
            * drum,
            CREAM,
        )
        s.ink(s.cut(lambda p, dx=dx, dy=dy, w=w: p.disc(dx, dy, w, 34)), "#6b3a28")
        s.ink(s.cut(lambda p, dx=dx, dy=dy, w=w: p.disc(dx, dy - 3, w * 0.92, 28)), "#f0dcae")
        s.ink(s.cut(lambda p, dx=dx, dy=dy, w=w: p.disc(dx, dy - 3, w * 0.42, 13)), "#5a2c22")
        s.ink(
            s.cut(
                lambda p, dx=dx, dy=dy, i=i: p.stroke(
                    [(dx + (-60 if i < 2 else 60), dy - 110 - 60 * (i % 2)), (dx + 10, dy - 12 - 60 * (i % 2))], 9, 12
                )
            ),
            SAND,
        )
    s.ink(
        s.cut(
            lambda p: [
                p.disc(float(s.rng.uniform(0, 1500)), float(s.rng.uniform(120, 780)), float(s.rng.uniform(1.5, 4.5)))
                for _ in range(90)
            ]
        ),
        "#f6c46a",
        0.8,
    )


@picture("dancer", TALL, 1280, "#f0d09a")
def dancer(s: Sheet) -> None:
    s.ramp(s.all(), s.glow(500, 470, 900), ["#5a1a1e", "#8f2a22", "#c9603a", "#eaa65c", "#f8d896", PAPER])
    for r in (250, 330, 410, 490):
        for a in np.arange(0, 6.28, 6.283 / (14 + r // 20)):
            s.ink(s.disc(500 + r * math.cos(a), 470 + r * math.sin(a), 5 + r / 90), "#f9e3ae", 0.6)
    s.ink(s.disc(500, 470, 205), "#fbeec8", 0.9)
    s.ink(s.rect(0, 1120, 1000, 1250), "#3a1416")
    s.grain(s.rect(0, 1120, 1000, 1250), s.glow(500, 1120, 560, 3), "#b5573a")
    s.multiply(s.disc(500, 1172, 330, 30), "#160808", 0.7)
    scarf = [
        curve([(330, 520), (170, 430), (60, 540), (110, 720), (40, 860), (130, 1010), (80, 1130)]),
        curve([(690, 480), (850, 370), (960, 470), (890, 640), (970, 800), (880, 960), (950, 1100)]),
    ]
    for path in scarf:
        m = s.cut(
            lambda p, path=path: p.poly(
                [*path, *[(x + 74 * math.sin(0.6 + i * 0.05), y + 30) for i, (x, y) in reversed(list(enumerate(path)))]]
            )
        )
        s.ink(m, RED)
        s.multiply(s.side(m, 14, 8), "#5a1018", 0.7)
        s.ink(s.side(m, -5, -4), OCHRE)
        s.dots(m, s.all() * 0.16, "#f4c66a", size=26, angle=20)
    skin = "#b5794e"
    skirt = s.cut(
        lambda p: p.poly(
            [
                *curve([(420, 690), (360, 800), (330, 960), (270, 1150)]),
                *curve([(270, 1150), (480, 1180), (700, 1152)]),
                *curve([(700, 1152), (660, 960), (620, 800), (570, 690)]),
            ]
        )
    )
    s.ink(skirt, "#5a3020")
    for k in range(12):
        for i in range(-5, 6):
            cx, cy = 490 + i * (34 + k * 2.2) + (17 if k % 2 else 0), 720 + k * 38
            s.ink(
                s.cut(lambda p, cx=cx, cy=cy: p.poly([(cx, cy - 13), (cx + 12, cy), (cx, cy + 13), (cx - 12, cy)]))
                * skirt,
                OCHRE if (k + i) % 3 else CREAM,
            )
    s.ink(skirt * np.clip(1 - np.abs(s.x - 470 - (s.y - 700) * 0.06) / 30, 0, 1), "#f2d28e", 0.8)
    s.grain(s.side(skirt, 70, 0), s.all() * 0.95, "#2a1210")
    s.ink(s.rect(250, 1136, 720, 1164) * s.soft(skirt, 3), RED)
    s.ink(
        s.cut(
            lambda p: (
                p.stroke(curve([(430, 1150), (400, 1180), (340, 1186)]), 34, 16),
                p.stroke(curve([(560, 1150), (600, 1180), (660, 1184)]), 34, 16),
            )
        ),
        skin,
    )
    arms = s.cut(
        lambda p: (
            p.stroke(curve([(420, 470), (330, 520), (250, 480), (262, 370)]), 54, 30),
            p.stroke(curve([(580, 470), (680, 520), (762, 430), (740, 320)]), 54, 30),
        )
    )
    s.ink(arms, skin)
    s.grain(s.side(arms, 10, 12), s.all(), "#5a2c20")
    for hx, hy, d in ((262, 366, -1), (740, 316, 1)):
        s.ink(s.cut(lambda p, hx=hx, hy=hy: p.disc(hx, hy, 20, 24)), skin)
        s.ink(
            s.cut(
                lambda p, hx=hx, hy=hy, d=d: [
                    p.stroke(
                        curve(
                            [
                                (hx, hy),
                                (hx + d * (14 + 12 * k), hy - 34 + 6 * k),
                                (hx + d * (24 + 17 * k), hy - 54 + 16 * k),
                            ]
                        ),
                        12,
                        5,
                    )
                    for k in range(4)
                ]
            ),
            skin,
        )
        s.ink(s.cut(lambda p, hx=hx, hy=hy: p.stroke([(hx - 20, hy + 32), (hx + 20, hy + 30)], 13, 13)), OCHRE)
    torso = s.cut(
        lambda p: p.poly(
            [
                *curve([(410, 462), (440, 560), (436, 640), (408, 708)]),
                *curve([(408, 708), (500, 724), (592, 708)]),
                *curve([(592, 708), (562, 640), (562, 560), (592, 462), (540, 436), (460, 436), (410, 462)]),
            ]
        )
    )
    s.ink(torso, TEAL)
    s.dots(torso, s.all() * 0.2, "#e9c46a", size=22, angle=45)
    s.multiply(s.side(torso, 34, 0), "#123038", 0.75)
    s.ink(
        s.cut(lambda p: (p.rect(404, 660, 596, 716), p.stroke(curve([(414, 462), (500, 520), (588, 462)]), 30, 30))),
        OCHRE,
    )
    s.ink(
        s.cut(
            lambda p: (
                [p.disc(424 + i * 25, 688, 8) for i in range(7)]
                + [p.disc(440 + i * 20, 486 + 22 * math.sin(i / 6 * math.pi), 6) for i in range(7)]
            )
        ),
        RED,
    )
    neck = s.cut(lambda p: (p.stroke([(500, 380), (500, 452)], 54, 66),))
    s.ink(neck, skin)
    s.multiply(neck * s.rect(440, 390, 560, 424), "#6b3a2c", 0.7)
    face = s.cut(
        lambda p: p.blob(
            [(500, 252), (556, 280), (566, 336), (540, 390), (500, 412), (460, 390), (434, 336), (444, 280)]
        )
    )
    s.ink(face, skin)
    s.grain(face, s.across(500, 590), "#6b3a2c")
    s.ink(
        s.cut(
            lambda p: (
                p.stroke(curve([(452, 322), (470, 312), (490, 320)]), 6, 3),
                p.stroke(curve([(512, 320), (530, 312), (550, 322)]), 3, 6),
                p.stroke(curve([(454, 338), (472, 330), (490, 340)]), 8, 3),
                p.stroke(curve([(512, 340), (530, 330), (548, 338)]), 3, 8),
                p.stroke(curve([(501, 336), (506, 362), (496, 368)]), 3, 4),
            )
        ),
        INK,
    )
    s.ink(s.cut(lambda p: p.blob([(484, 384), (496, 379), (500, 382), (504, 379), (518, 384), (500, 394)])), RED)
    s.ink(s.disc(501, 300, 5), RED)
    s.ink(
        s.cut(
            lambda p: p.blob(
                [(434, 330), (440, 270), (500, 240), (560, 270), (568, 330), (552, 296), (500, 276), (448, 296)]
            )
        ),
        INK,
    )
    crown = s.cut(
        lambda p: (
            p.poly(
                [
                    *curve([(436, 286), (426, 246), (446, 210), (480, 180), (500, 120)]),
                    *curve([(500, 120), (520, 180), (554, 210), (574, 246), (564, 286), (500, 262), (436, 286)]),
                ]
            ),
            [leaf(p, 500 + k * 22, 220, 120 - 8 * abs(k), -90 + k * 17, 0.3) for k in range(-4, 5)],
        )
    )
    s.ink(crown, OCHRE)
    s.grain(s.side(crown, 14, 4), s.all(), "#8a4a1e")
    s.ink(s.cut(lambda p: [p.disc(444 + i * 19, 270 - 22 * math.sin(i / 6 * math.pi), 7) for i in range(7)]), RED)
    s.ink(s.cut(lambda p: [p.disc(500 + k * 46, 132 + 12 * abs(k), 9) for k in range(-3, 4)]), PAPER)
    s.ink(s.cut(lambda p: [(p.disc(x, 350, 9), p.stroke([(x, 358), (x, 392)], 8, 14)) for x in (430, 570)]), OCHRE)
