"""Scenes on the shore."""

from __future__ import annotations

import math

import numpy as np

from .people import figure, joints
from .press import CLAY, CORAL, CREAM, INK, LEAF, MOSS, OCHRE, PAPER, PLUM, RED, SAND, TEAL, Pen, Sheet, curve
from .shapes import frame, glitter, outrigger, swell
from .stock import picture


@picture("mangrove-roots", paper="#d9dcc0")
def mangrove_roots(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 620), ["#f1e2ae", "#d7d6a5", "#9fb58a", "#6d937a"])
    for x0, tone in ((40, "#93ab84"), (0, "#5d8467")):
        trunks = s.cut(
            lambda p, x0=x0: [
                p.stroke([(x, -10), (x + 10, 640)], 22 + x0 * 0.2, 30) for x in range(x0 + 30, 1500, 150 + x0)
            ]
        )
        s.ink(s.rough(trunks, 2), tone)
    roof = s.rough(
        s.cut(
            lambda p: [
                p.disc(float(s.rng.uniform(-20, 1520)), float(s.rng.normal(10, 70)), float(s.rng.uniform(25, 60)))
                for _ in range(160)
            ]
        ),
        2,
    )
    s.ink(roof, MOSS)
    s.grain(s.shift(roof, -10, -24) * roof, s.noise(70) * 0.6, LEAF)
    water = s.rect(0, 640, 1500, 1000)
    s.ramp(water, s.down(640, 1000), ["#b9c293", "#7f9c84", "#3d6b66", "#234a4c"])
    arcs: list[list[tuple[float, float]]] = []
    for cx, top, spread in ((330, 470, 290), (830, 400, 400), (1290, 490, 260)):
        for i in range(9):
            t = (i - 4) / 4
            foot = (cx + spread * t + float(s.rng.normal(0, 14)), 690 + 46 * abs(t) + float(s.rng.uniform(0, 90)))
            start = (cx + 20 * t, top + 90 * abs(t) * float(s.rng.uniform(0.5, 1.2)))
            arcs.append(
                curve(
                    [
                        start,
                        (start[0] + (foot[0] - start[0]) * 0.62, start[1] + (foot[1] - start[1]) * 0.2),
                        (foot[0] - 6 * t, foot[1] - 50),
                        foot,
                    ],
                    steps=8,
                )
            )
    mirrored = s.cut(lambda p: [p.stroke([(x, 1420 - y + 40) for x, y in a if y < 760], 26, 12) for a in arcs])
    s.ink(mirrored * water * (0.45 + 0.55 * s.noise(18, 1, 6)), "#1d3a3c", 0.6)
    trunks = s.cut(
        lambda p: [
            p.stroke([(cx + 16, -20), (cx, top + 30)], 66, 54) for cx, top in ((330, 470), (830, 400), (1290, 490))
        ]
    )
    roots = s.cut(lambda p: [p.stroke(a, 30, 13) for a in arcs])
    wood = s.rough(np.maximum(trunks, roots), 1.3)
    s.ink(wood, "#2b211f")
    s.grain(s.side(wood, -9, -7), s.all() * 0.85, "#c98a55")
    s.lines(wood, s.all() * 0.26, "#5a4034", size=11, angle=78, wobble=14)
    s.ink(s.cut(lambda p: [p.disc(a[-1][0], a[-1][1] + 3, 46, 5) for a in arcs]), "#dfe0b4", 0.75)
    swell(s, s.rect(0, 720, 1500, 1000), 720, 1000, "#dfe0b4", 0.24, 1.1, 0.85)
    s.ink(
        s.cut(
            lambda p: [
                p.stroke(curve([(x, y), (x + 4, y - h * 0.5), (x + 2, y - h)]), 9, 3)
                for x, y, h in (
                    (80, 930, 80),
                    (150, 960, 60),
                    (560, 940, 90),
                    (610, 970, 62),
                    (1060, 950, 84),
                    (1110, 965, 50),
                    (1410, 940, 76),
                )
            ]
        ),
        "#2b211f",
    )
    s.ink(
        s.cut(
            lambda p: (
                p.disc(700, 905, 24, 15),
                [p.line([(700 + d * 18, 905), (700 + d * 42, 893), (700 + d * 52, 915)], 5) for d in (-1, 1)],
                [p.line([(700 + d * 12, 912), (700 + d * 34, 924)], 4) for d in (-1, 1)],
            )
        ),
        RED,
    )
    frame(s, [(-30, 60, 330, 28), (-40, 0, 300, 52), (1530, 40, 320, 150), (1540, 140, 260, 168)], "#14231d")


@picture("mangrove-seedlings", paper="#f0d9b0")
def mangrove_seedlings(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 470), ["#5f8a92", "#a9bfae", "#f1d7a4", "#f0a765"])
    s.ink(s.disc(1010, 415, 84), "#f9edcf")
    r = s.ridge(440, 34)
    s.ink(r, "#587a72")
    line = s.rough(
        s.cut(
            lambda p: [
                p.disc(x, 474 + float(s.rng.normal(0, 5)), float(s.rng.uniform(14, 34))) for x in range(0, 1500, 26)
            ]
        ),
        1.5,
    )
    s.ink(line * (s.y < 490), MOSS)
    mud = s.rect(0, 486, 1500, 1000)
    s.ramp(mud, s.down(486, 1000) + (s.noise(120, 3, 4) - 0.5) * 0.35, ["#f0bd83", "#b98c6a", "#7a5f55", "#493a3b"])
    glitter(s, 1010, 490, 940, "#fbe6bd", 260, 0.9)
    rows = []
    for i in range(9):
        t = i / 8
        y = 508 + 420 * t**1.5
        step = 56 + 130 * t
        for k in range(-12, 13):
            x = 1010 + k * step + float(s.rng.normal(0, 3 + 6 * t))
            if -60 < x < 1560 and not (260 < x < 700 and 640 < y < 860):
                rows.append((x, y, 26 + 96 * t))

    def plant(p: Pen, x: float, y: float, h: float) -> None:
        p.stroke([(x, y), (x + h * 0.04, y - h * 0.72)], h * 0.06, h * 0.04)
        for a, b in ((-0.3, 0.95), (0.34, 1.0), (0.02, 1.12), (-0.24, 0.7), (0.26, 0.72)):
            p.stroke(
                [(x + h * 0.04, y - h * 0.62), (x + a * h * 0.8, y - b * h * 0.88), (x + a * h, y - b * h)],
                h * 0.13,
                h * 0.02,
            )

    shadows = s.cut(lambda p: [p.disc(x - h * 0.25, y + 2, h * 0.42, h * 0.05) for x, y, h in rows])
    s.multiply(shadows, "#4a3a44", 0.65)
    s.ink(s.cut(lambda p: [plant(p, *row) for row in rows]), "#24392b")
    s.multiply(s.cut(lambda p: p.disc(430, 872, 190, 22)), "#3a2e38", 0.7)
    figure(s, 380, 872, 470, "bend", top=RED, legs="#2a3340", hat="#e2b873", light=1, sleeves=True)
    h = joints("bend", 380, 872, 470, False)["wr"]
    s.ink(s.cut(lambda p: plant(p, h[0] + 6, 884, 130)), "#31512f")
    figure(s, 1230, 640, 130, "bend", top=TEAL, legs=INK, hat=SAND, flip=True, light=-1)
    figure(s, 700, 590, 96, "walk", top=CREAM, legs=INK, hat=SAND, flip=True, light=1)
    basket = s.cut(lambda p: p.poly([(640, 800), (770, 800), (748, 882), (662, 882)]))
    s.ink(basket, "#b07b45")
    s.dots(basket, s.across(640, 770) * 0.7, INK, size=11)
    s.ink(s.cut(lambda p: [plant(p, x, 806, 74) for x in range(656, 770, 22)]), "#31512f")


@picture("seaweed-lines", paper="#cfe0d2")
def seaweed_lines(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 330), ["#6aa3ab", "#a9cbc0", CREAM])
    for y, h, c in ((322, 60, "#7fa9a2"), (336, 26, "#3f7a78")):
        s.ink(s.ridge(y, h, peaks=[(1180, y - h * 1.4)] if h > 40 else ()), c)
    sea = s.rect(0, 340, 1500, 1000)
    s.ramp(sea, s.down(340, 1000) + (s.noise(160, 3, 4) - 0.5) * 0.3, ["#8fc4b4", "#5fa69d", "#2f8285", "#1d5f6c"])
    swell(s, sea, 344, 1000, "#d3e6d0", 0.45, 1, 0.8)

    def ropes(p: Pen) -> None:
        for k in range(-9, 10):
            p.stroke([(880 + k * 34, 352), (880 + k * 250, 1060)], 1.5, 7)

    s.ink(s.cut(ropes), "#173f4a", 0.9)

    def weed(p: Pen, low: float) -> None:
        for k in range(-9, 10):
            for i in range(44):
                t = (i / 43) ** 1.7
                x, y = 880 + k * (34 + 216 * t), 356 + 690 * t
                if -40 < x < 1540:
                    r = 2.4 + 25 * t
                    for _ in range(3):
                        p.disc(
                            x + float(s.rng.normal(0, r * 0.55)),
                            y + float(s.rng.normal(low, r * 0.3)),
                            r * float(s.rng.uniform(0.25, 0.6)),
                            r * float(s.rng.uniform(0.15, 0.4)),
                        )

    s.ink(s.cut(lambda p: weed(p, 5)), "#4b2c33")
    s.ink(s.cut(lambda p: weed(p, -2)), CLAY)
    s.ink(s.cut(lambda p: weed(p, -6)) * (s._grain > 0.35), CORAL)
    s.ink(s.cut(lambda p: [p.disc(880 + k * 132, 690, 15, 12) for k in range(-6, 6)]), CREAM)
    s.multiply(s.cut(lambda p: (p.disc(470, 878, 150, 18), p.disc(430, 906, 90, 10))), "#123c48", 0.7)
    figure(s, 440, 930, 540, "rake", top=OCHRE, legs="#22424f", hat="#e9cd97", sleeves=True)
    water = s.rect(0, 852, 700, 1000)
    s.ramp(water, s.down(800, 1080) + (s.noise(120, 3, 4) - 0.5) * 0.3, ["#5fa69d", "#2f8285", "#1d5f6c"])
    s.ink(s.cut(lambda p: (weed(p, 5),)) * water, "#4b2c33")
    s.ink(s.cut(lambda p: (weed(p, -2),)) * water, CLAY)
    s.ink(s.cut(lambda p: [p.disc(440, 860 + i * 12, 110 + 40 * i, 3.2) for i in range(3)]), "#d3e6d0", 0.8)
    outrigger(s, 1170, 480, 250, RED)
    figure(s, 1140, 476, 96, "sit", top=CREAM, hat=SAND)


@picture("turtle-beach", paper="#e6c998")
def turtle_beach(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 330) + s.glow(1120, 300, 700) * 0.25, [PLUM, "#8b4a52", CORAL, "#f2b877", "#f8dfae"])
    s.ink(s.disc(1120, 318, 78), "#fbeccb")
    sea = s.rect(0, 320, 1500, 640)
    s.ramp(sea, s.down(320, 640), ["#d98a67", "#87696f", "#355a68", "#23434f"])
    glitter(s, 1120, 324, 600, "#fbe3b4", 230)
    swell(s, sea, 330, 640, "#1d3340", 0.7)
    sand = s.rough(
        s.cut(
            lambda p: p.poly(
                [
                    *curve([(-20, 640), (200, 590), (460, 640), (760, 596), (1050, 640), (1300, 604), (1520, 650)]),
                    (1520, 1020),
                    (-20, 1020),
                ]
            )
        ),
        2,
    )
    foam = np.clip(s.shift(sand, 0, -26) - sand, 0, 1)
    s.ink(s.rough(foam, 3), PAPER, 0.95)
    s.ramp(sand, s.down(570, 1000) + (s.noise(200, 3, 2) - 0.5) * 0.3, ["#8a6a60", "#c29467", "#d9af77", "#a97e58"])
    s.grain(sand, (s.noise(40, 2, 3) - 0.5) * 0.7, "#7d5a48", 0.7)

    def turtle(p: Pen, x: float, y: float, r: float, a: float, part: str) -> None:
        c, d = math.cos(a), math.sin(a)
        at = lambda u, v: (x + (u * c - v * d) * r, y + (u * d + v * c) * r * 0.72)  # noqa: E731
        if part == "shell":
            p.blob([at(0.95, 0), at(0.6, 0.62), at(-0.3, 0.74), at(-0.95, 0), at(-0.3, -0.74), at(0.6, -0.62)])
        elif part == "body":
            p.blob([at(0.8, 0.26), at(1.5, 0.2), at(1.62, 0), at(1.5, -0.2), at(0.8, -0.26)])
            for sgn in (1, -1):
                p.blob(
                    [
                        at(0.62, sgn * 0.4),
                        at(0.9, sgn * 1.1),
                        at(0.4, sgn * 1.75),
                        at(0.28, sgn * 1.1),
                        at(0.2, sgn * 0.6),
                    ]
                )
                p.blob([at(-0.66, sgn * 0.4), at(-1.15, sgn * 0.95), at(-1.4, sgn * 0.8), at(-0.9, sgn * 0.3)])
        else:
            for u in (-0.45, 0.05, 0.5):
                p.blob(
                    [
                        at(u - 0.2, 0),
                        at(u - 0.08, 0.22),
                        at(u + 0.16, 0.18),
                        at(u + 0.22, 0),
                        at(u + 0.16, -0.18),
                        at(u - 0.08, -0.22),
                    ]
                )
                for sgn in (1, -1):
                    p.blob([at(u - 0.2, sgn * 0.34), at(u, sgn * 0.6), at(u + 0.18, sgn * 0.34)])

    herd = [
        (430, 860, 108, -0.75),
        (850, 770, 66, -1.05),
        (640, 700, 42, -1.2),
        (1100, 735, 44, -0.9),
        (1010, 672, 28, -1.2),
        (250, 720, 36, -0.9),
        (1330, 850, 60, -1.3),
        (780, 655, 20, -1.2),
        (1210, 668, 20, -1.2),
    ]
    tracks = s.cut(
        lambda p: [
            p.disc(
                x - math.cos(a) * k * r * 0.7 + sg * r * 0.8 * math.sin(a),
                y - math.sin(a) * k * r * 0.5 - sg * r * 0.6 * math.cos(a),
                r * 0.2,
                r * 0.09,
            )
            for x, y, r, a in herd
            for k in range(2, 11)
            for sg in (1, -1)
        ]
    )
    s.multiply(tracks, "#5c4038", 0.7)
    s.multiply(
        s.cut(lambda p: [p.disc(x - r * 0.5, y + r * 0.42, r * 1.5, r * 0.5) for x, y, r, a in herd]), "#4c3440", 0.62
    )
    for part, tone in (("body", "#2c2a2b"), ("shell", "#3a3431"), ("plates", "#6d5a47")):
        m = s.cut(lambda p, part=part: [turtle(p, x, y, r, a, part) for x, y, r, a in herd])
        s.ink(m, tone)
        s.grain(s.side(m, 7, -8), s.all() * 0.8, "#e8a76b")
    s.ink(
        s.cut(
            lambda p: [
                p.line([(x - 14, y - 6), (x, y), (x + 14, y - 6)], 3) for x, y in ((330, 180), (380, 205), (300, 220))
            ]
        ),
        INK,
    )
