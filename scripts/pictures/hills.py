"""Hills, mountains, forest and sand."""

from __future__ import annotations

import math

import numpy as np

from .people import figure
from .press import CLAY, CREAM, DEEP, INK, LEAF, MOSS, PAPER, RED, SAND, TEAL, Pen, Sheet, curve, mix
from .shapes import cloud, fern, frame, house, palm
from .stock import PANORAMA, picture


@picture("rice-terraces", PANORAMA, 1600, "#f2dfb6")
def rice_terraces(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 330), ["#7ea9a4", "#bcd0b6", "#f2e3b4", "#f4c489"])
    s.ink(s.disc(1490, 190, 66), PAPER)
    for y, h, tone, peaks in (
        (260, 60, "#9cb7a5", [(560, 80.0), (820, 210.0)]),
        (300, 60, "#6b9385", [(1850, 170.0)]),
        (345, 40, "#436f60", [(240, 270.0)]),
    ):
        m = s.ridge(y, h, peaks=peaks)
        s.ink(m, tone)
        s.grain(m, s.down(y - 120, y + 70) * 0.6, "#e7dcae")
    hill = s.rough(s.ridge(352, 26, peaks=[(420, 372.0), (1050, 344.0), (1640, 366.0)]), 1)
    t = np.clip((s.y - 330) / 570, 0, 1)
    fold = np.sin(s.x / 250 + t * 2.2) * 0.9 + np.sin(s.x / 97 + 2 + t * 4) * 0.22 + (s.noise(300, 2, 2) - 0.5) * 2.4
    level = 15 * t**0.62 + fold * (0.35 + 0.75 * t)
    step = np.floor(level).astype(int)
    within = level - step
    sky = ["#f6deaa", "#d8d3a6", "#a4c4b2", "#f2c98c", "#7fb0aa", "#c6cfae", "#5f9c98"]
    crops = {2: "#8fa04c", 5: "#a7ad52", 8: "#7d9645", 11: "#98a54a", 14: "#86994a"}
    for k in range(int(step.min()), int(step.max()) + 1):
        field = hill * (step == k)
        tone = crops.get(k, sky[(k * 3) % len(sky)])
        s.ink(field, tone)
        if k in crops:
            s.lines(field, s.all() * 0.42, "#4f7030", size=8, angle=80, wobble=9)
        else:
            s.grain(field, (s.noise(150, 3, 3) - 0.25) * 0.7, mix(tone, TEAL, 0.6), 0.8)
            s.ink(field * (s.noise(16, 1, 9) > 0.7) * (within < 0.66), PAPER, 0.5)
        wall = field * np.clip((within - 0.7) * 14, 0, 1)
        s.ink(wall, "#4b6b36" if k % 2 else "#3d5c33")
        s.grain(wall, s.noise(60) * 0.7, "#a3b356")
        s.ink(field * np.clip((within - 0.64) * 18, 0, 1) * np.clip((0.72 - within) * 18, 0, 1), "#26371f")
        s.ink(field * np.clip((0.05 - within) * 30, 0, 1), "#24361f")
    for x, yy, h in ((1780, 470, 210), (1850, 486, 170), (330, 560, 270), (1420, 560, 160)):
        s.ink(s.cut(lambda p, x=x, yy=yy, h=h: palm(p, x, yy, h, 0.12 if x < 900 else -0.1)), "#20301f")
    house(s, 1545, 520, 130, "#c59a63", CLAY, 26)
    figure(s, 900, 742, 176, "bend", top=RED, legs=INK, hat=SAND, light=1, sleeves=True)
    figure(s, 690, 700, 150, "bend", top=CREAM, legs=DEEP, hat=SAND, flip=True, light=1)
    figure(s, 1180, 690, 140, "carry", top=TEAL, legs=INK, hat=SAND, light=1)
    s.ink(
        s.cut(
            lambda p: (
                p.line([(1124, 556), (1240, 546)], 5),
                p.poly([(1100, 560), (1146, 560), (1138, 594), (1108, 594)]),
                p.poly([(1218, 550), (1262, 550), (1254, 584), (1224, 584)]),
            )
        ),
        "#6b4a2b",
    )
    s.ink(
        s.cut(
            lambda p: [
                p.stroke(curve([(x, 920), (x + lean * 0.5, 850), (x + lean, 800 + abs(lean) * 0.4)]), 6, 1)
                for x, lean in ((float(s.rng.uniform(-20, 460)), float(s.rng.normal(0, 40))) for _ in range(150))
            ]
        ),
        "#22361f",
    )
    s.ink(
        s.cut(
            lambda p: [
                p.stroke(curve([(x, 920), (x + lean * 0.5, 870), (x + lean, 828 + abs(lean) * 0.4)]), 5, 1)
                for x, lean in ((float(s.rng.uniform(1700, 2120)), float(s.rng.normal(0, 40))) for _ in range(110))
            ]
        ),
        "#22361f",
    )


@picture("volcano", paper="#f1d6ac")
def volcano(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 700), ["#41657a", "#7d9fa0", "#cfc9a6", "#f3cf94", "#f0a76e"])
    plume = s.rough(
        s.cut(
            lambda p: [
                p.disc(
                    756 + i * 30 + float(s.rng.normal(0, 8)),
                    196 - 46 * math.log1p(i) + float(s.rng.normal(0, 9)),
                    17 + i * 6,
                )
                for i in range(17)
            ]
        ),
        2,
    )
    s.ink(plume, "#dccbb2")
    s.grain(plume, s.down(40, 220) * 0.4 + s.side(plume, 14, 24) * 0.5, "#8c8590")
    left = curve([(-30, 800), (240, 660), (470, 480), (620, 300), (706, 206)])
    right = curve([(706, 206), (742, 220), (778, 208), (880, 320), (1030, 490), (1260, 660), (1560, 800)])
    cone = s.rough(s.cut(lambda p: p.poly([*left, *right, (1560, 1000), (-30, 1000)])), 1.5)
    s.ramp(cone, s.down(200, 800), ["#39324a", "#4d4a5e", "#5f6b72", "#87958a"])
    lit = s.cut(
        lambda p: p.poly(
            [
                (712, 210),
                *curve([(706, 206), (620, 300), (470, 480), (240, 660), (-30, 800)]),
                (-30, 1000),
                (520, 1000),
                (640, 640),
                (600, 520),
                (690, 360),
            ]
        )
    )
    s.ink(s.rough(lit, 4) * cone, "#a97a68", 0.85)

    def gullies(p: Pen) -> None:
        for i in range(34):
            a = -0.95 + 1.9 * i / 33
            x, y = 742 + a * 40, 232.0
            pts = [(x, y)]
            for _ in range(14):
                x += a * 38 + float(s.rng.normal(0, 6))
                y += 36
                pts.append((x, y))
            p.stroke(pts, 2, 9)

    s.ink(s.cut(gullies) * cone, "#2a2638", 0.75)
    s.grain(cone * lit, s.glow(420, 380, 520) * 0.8, "#eab184")
    for i, (y, h, tone) in enumerate(((560, 70, "#e9d2b2"), (650, 60, "#c7c3ab"), (735, 50, "#7f9a8c"))):
        m = s.rough(
            s.cut(
                lambda p, y=y, h=h: (
                    [cloud(p, s.rng, x, y + 40, 620, h) for x in range(-100, 1700, 330)]
                    + [p.rect(0, y + 30, 1500, 1000)]
                )
            ),
            3,
        )
        s.ink(m, tone)
        s.grain(m, s.down(y + 150, y - 60) * 0.5, PAPER, 0.8)
        if i:
            wood = s.ridge(y + 96, 46)
            s.ink(wood, ("#5d7f72", "#355848")[i - 1])
            s.grain(wood, s.down(y + 200, y + 60) * 0.35, tone)
    front = s.rough(
        s.cut(
            lambda p: (
                [
                    p.disc(x, 905 + 26 * math.sin(x / 140) + float(s.rng.normal(0, 10)), float(s.rng.uniform(20, 52)))
                    for x in range(-20, 1540, 20)
                ]
                + [p.rect(0, 915, 1500, 1000)]
            )
        ),
        1.5,
    )
    s.ink(front, "#182a24")
    s.grain(s.side(front, -10, -16), s.all() * 0.6, "#8c9a5a")
    s.ink(
        s.cut(lambda p: (palm(p, 190, 960, 330, 0.12), palm(p, 300, 980, 240, -0.1), palm(p, 1310, 970, 300, -0.14))),
        "#121d19",
    )
    s.ink(
        s.cut(
            lambda p: [
                p.line([(x - 16, y - 8), (x, y), (x + 16, y - 8)], 3.4)
                for x, y in ((1090, 300), (1150, 332), (1040, 350))
            ]
        ),
        INK,
    )


@picture("forest-path", paper="#e8e0a8")
def forest_path(s: Sheet) -> None:
    s.ramp(s.all(), s.glow(760, 330, 900), ["#1d3527", "#325a3c", "#6d9156", "#c2c878", "#f6ebb4", PAPER])
    for depth, tone, n, width in ((0, "#9fb26b", 16, 26), (1, "#5d8350", 12, 44), (2, "#2f5238", 9, 74)):

        def trunks(p: Pen, n: int = n, width: float = width, depth: int = depth) -> None:
            for i in range(n):
                x = (i + 0.5) / n * 1500 + float(s.rng.normal(0, 30))
                if abs(x - 750) < 130 + 90 * depth:
                    continue
                foot = 600 + 90 * depth
                p.stroke(
                    curve([(x + float(s.rng.normal(0, 12)), -20), (x, 300), (x + float(s.rng.normal(0, 10)), foot)]),
                    width * 0.8,
                    width * 1.25,
                )
                for k in (-1, 1):
                    p.stroke([(x, foot - 60 - depth * 40), (x + k * width * 1.5, foot + 14)], width * 0.5, width * 0.2)

        m = s.rough(s.cut(trunks), 1.5)
        s.ink(m, tone)
        s.grain(m, (1 - np.abs(s.x - 750) / 750) * 0.45, "#d9d58c")
        floor = s.ridge(600 + 80 * depth, 26)
        s.ink(floor, mix(tone, MOSS, 0.4))
        brush = s.cut(
            lambda p, depth=depth: [
                fern(
                    p,
                    float(s.rng.uniform(-40, 1540)),
                    640 + 84 * depth,
                    float(s.rng.uniform(40, 80)) * (1 + depth * 0.5),
                    float(s.rng.uniform(-150, -30)),
                    float(s.rng.uniform(-0.6, 0.6)),
                )
                for _ in range(46)
            ]
        )
        s.ink(brush * np.clip(np.abs(s.x - 750) / (90 + 50 * depth) - 0.8, 0, 1), mix(tone, LEAF, 0.5))
    for x, w in ((330, 110), (560, 160), (820, 120), (1010, 190)):
        s.ink(
            s.poly((x, -10), (x + w * 0.5, -10), (x + w + 130, 780), (x + 60, 780)) * (1 - s.down(120, 790)),
            "#fbf3c6",
            0.42,
        )
    path = s.cut(
        lambda p: p.poly(
            [
                *curve([(735, 600), (690, 690), (760, 780), (600, 900), (420, 1020)]),
                *curve([(1180, 1020), (1010, 890), (900, 790), (780, 690), (765, 600)]),
            ]
        )
    )
    s.ramp(path, s.down(600, 1000) + (s.noise(70, 3, 3) - 0.5) * 0.5, ["#f7e8b0", "#d8b679", "#9c6f4b", "#563f35"])
    figure(s, 765, 770, 165, "walk", top=RED, legs=INK, light=1)
    s.multiply(s.poly((720, 770), (812, 770), (700, 905), (520, 930)), "#3a3030", 0.5)
    big = s.rough(
        s.cut(
            lambda p: (
                p.stroke(curve([(130, -30), (150, 400), (110, 1030)]), 150, 240),
                p.stroke(curve([(1400, -30), (1370, 420), (1420, 1030)]), 130, 230),
                [p.stroke(curve([(150, 760), (150 + k * 130, 880), (150 + k * 250, 1010)]), 70, 30) for k in (-1, 1)],
                [
                    p.stroke(curve([(1390, 780), (1390 + k * 120, 900), (1390 + k * 240, 1020)]), 66, 26)
                    for k in (-1, 1)
                ],
            )
        ),
        2,
    )
    s.ink(big, "#14221a")
    s.lines(
        big,
        s.across(0, 260) * (s.x < 700) * 0.5 + s.across(1500, 1290) * (s.x > 700) * 0.5,
        "#6f8348",
        size=12,
        angle=86,
        wobble=22,
    )
    low = s.cut(
        lambda p: [
            fern(p, x, 1010, L, a, b)
            for x, L, a, b in (
                (60, 330, -70, 0.8),
                (190, 300, -110, -0.7),
                (330, 260, -50, 0.8),
                (20, 260, -20, 0.5),
                (1300, 300, -120, -0.8),
                (1430, 340, -80, -0.5),
                (1200, 240, -130, -0.7),
                (1500, 280, -150, -0.4),
            )
        ]
    )
    s.ink(low, "#0f1a14")
    frame(s, [(-20, -10, 360, 40), (80, -40, 300, 62), (1520, -20, 340, 142), (1430, -40, 280, 118)], "#0f1a14")


@picture("dunes", paper="#f1cf95")
def dunes(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 420), ["#2f7f93", "#7db5b0", "#d8d9b0", "#f6dfa8"])
    s.ink(s.rect(0, 352, 1500, 420), "#2b7684")
    s.ink(
        s.cut(
            lambda p: [
                p.disc(float(s.rng.uniform(0, 1500)), float(s.rng.uniform(358, 410)), float(s.rng.uniform(14, 50)), 1.6)
                for _ in range(120)
            ]
        ),
        "#e5efd8",
    )
    s.ink(s.disc(250, 170, 60), PAPER)
    crests = (
        ([(-20, 430), (260, 380), (520, 430), (860, 396), (1200, 436), (1520, 390)], "#e9c487", "#b98255"),
        ([(-20, 520), (300, 560), (640, 450), (880, 480), (1240, 570), (1520, 500)], "#efc580", "#a9694a"),
        ([(-20, 640), (260, 560), (470, 600), (820, 742), (1150, 640), (1520, 690)], "#f0bf74", "#96573f"),
        ([(-20, 800), (330, 860), (700, 720), (960, 690), (1240, 830), (1520, 880)], "#eeb666", "#7d4436"),
    )
    for k, (line, light, dark) in enumerate(crests):
        top = curve(line, steps=24)
        m = s.cut(lambda p, top=top: p.poly([*top, (1520, 1020), (-20, 1020)]))
        s.ramp(
            m,
            s.down(min(y for _, y in line) - 30, 1050) + (s.noise(200, 3, 3) - 0.5) * 0.12,
            [light, mix(light, dark, 0.22), mix(light, dark, 0.42)],
        )
        s.lines(
            m,
            s.down(line[0][1] - 60, 1000) * 0.32,
            mix(light, dark, 0.75),
            size=9 + 3 * k,
            angle=10 - 7 * k,
            wobble=34,
            alpha=0.6,
        )
        i = min(range(len(top)), key=lambda n: top[n][1])
        px, py = top[i]
        tail = curve(
            [
                (px, py),
                (px + 60, py + 70 + 20 * k),
                (px - 40, py + 160 + 40 * k),
                (px + 130, py + 270 + 60 * k),
                (px + 60, 1030),
            ],
            steps=12,
        )
        shade = s.cut(lambda p, top=top, i=i, tail=tail: p.poly([*tail[::-1], *top[i:], (1520, 1030)])) * m
        fade = shade * (1 - 0.75 * s.across(px + 200, px + 720))
        s.ink(s.rough(shade, 0.8) * fade, dark)
        s.lines(
            shade, s.across(px + 760, px) * 0.5, mix(dark, INK, 0.5), size=10 + 2 * k, angle=34, wobble=14, alpha=0.8
        )
    figure(s, 905, 706, 92, "walk", top=RED, legs=INK, light=-1)
    s.ink(s.cut(lambda p: p.poly([(906, 704), (930, 706), (1050, 752), (1020, 756)])), "#4a2a2a", 0.7)
    s.ink(s.cut(lambda p: [p.disc(880 - k * 26, 712 + k * 6.6 + 3 * (k % 2), 4.6, 2) for k in range(1, 16)]), "#8a5238")
    s.ink(
        s.cut(
            lambda p: [
                p.stroke(curve([(x, 1010), (x + b * 0.3, 950), (x + b, 850 + abs(b) * 0.7)]), 5, 1)
                for x, b in ((float(s.rng.normal(180, 70)), float(s.rng.normal(30, 50))) for _ in range(70))
            ]
        ),
        "#3c3a22",
    )
