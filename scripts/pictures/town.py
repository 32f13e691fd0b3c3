"""Scenes in the streets."""

# ruff: noqa: B023 -- a stencil is cut as soon as it is described, within the same turn of the loop

from __future__ import annotations

from .people import SKIN, figure
from .press import CLAY, CORAL, CREAM, DEEP, INK, NIGHT, OCHRE, PAPER, PLUM, RED, SAND, TEAL, Sheet, curve
from .shapes import canopy, glitter, stars, swell, windows
from .stock import picture


@picture("city-skyline-night", paper=NIGHT)
def skyline(s: Sheet) -> None:
    s.ramp(
        s.all(),
        s.down(0, 640) + (s.noise(360) - 0.5) * 0.15,
        ["#101a2b", "#1c2c45", "#3a3a5c", "#7b4a5c", "#d07a58", "#f0b673"],
    )
    stars(s, s.rect(0, 0, 1500, 300), 150)
    s.ink(s.disc(330, 170, 58), "#f6e6bd")
    s.ink(s.disc(310, 156, 54), "#17243a")
    s.ink(s.ridge(600, 60, peaks=[(1100, 450.0), (1320, 560.0)]), "#43405c")
    far = [(x, float(s.rng.uniform(60, 210)), float(s.rng.uniform(44, 92))) for x in range(-20, 1500, 62)]
    m = s.cut(lambda p: [p.rect(x, 640 - h, x + w, 660) for x, h, w in far])
    s.ink(m, "#2b2f4c")
    s.ink(
        s.cut(lambda p: [windows(p, s.rng, x + 4, 648 - h, w - 8, h - 16, 13, 0.25) for x, h, w in far]), "#c98a54", 0.8
    )
    near = [
        (70, 210, 110),
        (190, 300, 96),
        (300, 170, 130),
        (440, 360, 120),
        (575, 250, 90),
        (680, 430, 110),
        (800, 300, 130),
        (945, 220, 100),
        (1060, 330, 110),
        (1185, 180, 140),
        (1340, 250, 110),
    ]
    blocks = s.cut(
        lambda p: (
            [p.rect(x, 650 - h, x + w, 665) for x, h, w in near]
            + [
                p.poly([(680, 222), (735, 150), (790, 222)]),
                p.line([(735, 160), (735, 90)], 5),
                p.poly([(440, 292), (470, 262), (560, 262), (560, 292)]),
                p.rect(218, 330, 258, 352),
                p.line([(238, 330), (238, 290)], 4),
                p.line([(1115, 322), (1115, 270)], 4),
            ]
        )
    )
    s.ink(blocks, "#121a2a")
    s.ink(s.side(blocks, 5, 0), "#c0694f", 0.8)
    lit = s.cut(lambda p: [windows(p, s.rng, x + 9, 660 - h, w - 18, h - 30, 19, 0.46) for x, h, w in near])
    s.ink(lit, "#f4c877")
    s.ink(lit * (s.noise(30, 1) > 0.62), PAPER)
    dome = s.cut(
        lambda p: (
            p.disc(1255, 470, 62),
            p.rect(1190, 470, 1320, 660),
            p.line([(1255, 410), (1255, 372)], 5),
            p.rect(1338, 380, 1358, 660),
            p.poly([(1332, 382), (1348, 340), (1364, 382)]),
        )
    )
    s.ink(dome, "#1f2740")
    s.grain(s.side(dome, 10, -6), s.all(), CORAL)
    s.ink(s.cut(lambda p: [p.rect(x, 560, x + 22, 640) for x in range(1206, 1310, 34)]), "#f4c877")
    water = s.rect(0, 655, 1500, 1000)
    s.ramp(water, s.down(655, 1000), ["#6b4a5a", "#2f3450", "#182338", "#0f1826"])
    for x, h, w in near:
        for _ in range(7):
            xx = x + float(s.rng.uniform(6, w - 6))
            length = h * float(s.rng.uniform(0.4, 0.9))
            s.ink(s.rect(xx - 4, 664, xx + 4, 664 + length) * (s.noise(7, 1, 8) > 0.42), "#e9b066", 0.75)
    swell(s, water, 660, 1000, "#0c1420", 0.8)
    swell(s, water, 680, 1000, "#d08a62", 0.22)
    glitter(s, 330, 664, 960, "#f0d8a0", 120, 0.7)
    s.ink(s.rect(0, 650, 1500, 661), "#0c1420")
    s.ink(s.cut(lambda p: [p.disc(x, 641, 5) for x in range(20, 1500, 60)]), PAPER)
    boat = s.cut(
        lambda p: (
            p.poly(
                [
                    *curve([(880, 850), (960, 880), (1120, 884), (1240, 846)]),
                    *curve([(1240, 846), (1200, 900), (1080, 916), (930, 906), (880, 850)]),
                ]
            ),
            p.rect(990, 800, 1120, 872),
            p.line([(1150, 872), (1150, 760)], 5),
        )
    )
    s.ink(boat, "#0a111b")
    s.ink(
        s.cut(lambda p: (p.rect(1004, 818, 1030, 846), p.rect(1048, 818, 1074, 846), p.disc(1150, 762, 6))), "#f4c877"
    )


@picture("city-street-rain", paper="#b9c2b4")
def street_rain(s: Sheet) -> None:
    s.ramp(s.all(), s.glow(760, 420, 1000), ["#27404e", "#3f6470", "#6f9593", "#b3c2ab", "#ecdcae"])
    for i, (tone, depth) in enumerate((("#7a9a96", 300), ("#4f727a", 150), ("#2b4753", 0))):
        left = [(-20, -20), (130 + depth, 40 + depth * 0.75), (130 + depth, 600 - depth * 0.1), (-20, 760)]
        right = [(1520, -20), (1380 - depth, 20 + depth * 0.8), (1380 - depth, 600 - depth * 0.1), (1520, 760)]
        w0 = 250 + depth
        m = s.cut(
            lambda p, left=left, right=right, w0=w0: (
                p.poly([left[0], (w0, left[1][1]), (w0, left[2][1]), left[3]]),
                p.poly([right[0], (1500 - w0 + 30, right[1][1]), (1500 - w0 + 30, right[2][1]), right[3]]),
            )
        )
        s.ink(m, tone)
        s.lines(m, s.all() * 0.14, INK, size=54 - i * 4, wobble=1)
        lit = s.cut(
            lambda p, w0=w0, depth=depth: [
                windows(p, s.rng, x0, 60 + depth * 0.8, 230 - i * 20, 420 - depth * 0.7, 44 - 9 * (2 - i), 0.4)
                for x0 in (w0 - 240, 1500 - w0 + 40)
            ]
        )
        s.ink(lit * m, "#f2c777", 0.9)
    for x, y, w, h, tone in (
        (168, 330, 60, 150, RED),
        (1262, 300, 70, 170, TEAL),
        (380, 400, 36, 84, OCHRE),
        (1090, 420, 34, 78, RED),
    ):
        s.ink(s.rect(x, y, x + w, y + h), tone)
        s.ink(
            s.cut(
                lambda p, x=x, y=y, w=w, h=h: [
                    p.rect(x + w * 0.22, y + h * q, x + w * 0.78, y + h * (q + 0.1)) for q in (0.12, 0.34, 0.56, 0.78)
                ]
            ),
            CREAM,
        )
    street = s.poly((560, 590), (940, 590), (1560, 1000), (-60, 1000))
    s.ink(s.rect(0, 600, 1500, 1000), "#2f4650")
    s.ramp(street, s.down(590, 1000) + (s.noise(120, 3, 3) - 0.5) * 0.4, ["#e8d9ab", "#9fb0a0", "#5c777a", "#33505a"])
    for x, tone in (
        (200, RED),
        (1290, TEAL),
        (400, OCHRE),
        (1105, RED),
        (760, "#f6e7bb"),
        (640, "#f2c777"),
        (900, "#f2c777"),
    ):
        s.ink(s.rect(x - 34, 620, x + 34, 1000) * (s.noise(9, 1, 10) > 0.46) * s.down(1010, 620), tone, 0.8)
    tram = s.cut(lambda p: (p.blob([(640, 400), (860, 400), (872, 600), (628, 600)]), p.rect(636, 410, 864, 612)))
    s.ink(tram, CLAY)
    s.ink(
        s.cut(lambda p: (p.rect(652, 440, 744, 520), p.rect(756, 440, 848, 520), p.rect(690, 412, 810, 432))), "#f6e4b2"
    )
    s.ink(s.cut(lambda p: (p.disc(672, 570, 13), p.disc(828, 570, 13))), PAPER)
    s.ink(s.soft(s.cut(lambda p: (p.disc(672, 570, 40), p.disc(828, 570, 40))), 22), "#fbeec2", 0.6)
    for x, y, h, tone, coat, flip in (
        (560, 690, 190, DEEP, INK, False),
        (960, 700, 200, OCHRE, PLUM, True),
        (460, 770, 270, PLUM, DEEP, True),
        (1130, 820, 330, TEAL, INK, False),
        (330, 900, 440, RED, "#23303a", False),
        (760, 930, 470, INK, CLAY, True),
        (1330, 960, 520, "#d9b36c", "#2a2630", True),
    ):
        m = s.poly((x - h * 0.16, y), (x + h * 0.16, y), (x + h * 0.1, y + h * 0.5), (x - h * 0.1, y + h * 0.5))
        s.ink(m * (s.noise(8, 1, 8) > 0.4), tone, 0.45)
        j = figure(
            s,
            x,
            y,
            h,
            "umbrella",
            top=coat,
            legs=INK if coat != INK else DEEP,
            flip=flip,
            skirt="" if flip else coat,
            sleeves=True,
        )
        ux, uy = j["wr"]
        top = y - h * 1.14
        s.ink(s.cut(lambda p, ux=ux, uy=uy, top=top, h=h: p.line([(ux, uy + h * 0.02), (ux, top)], h * 0.014)), INK)
        r = h * 0.3
        cap = s.cut(
            lambda p, ux=ux, top=top, r=r: p.poly(
                [
                    *curve(
                        [
                            (ux - r, top + r * 0.42),
                            (ux - r * 0.72, top + r * 0.02),
                            (ux, top - r * 0.3),
                            (ux + r * 0.72, top + r * 0.02),
                            (ux + r, top + r * 0.42),
                        ]
                    ),
                    *[
                        (ux + r * q, top + r * (0.42 - (0.16 if k % 2 else 0)))
                        for k, q in enumerate((1, 0.75, 0.5, 0.25, 0, -0.25, -0.5, -0.75, -1))
                    ],
                ]
            )
        )
        s.ink(cap, tone)
        s.multiply(s.side(cap, r * (0.5 if not flip else -0.5), r * 0.1), "#4a4452", 0.6)
        s.ink(
            s.cut(
                lambda p, ux=ux, top=top, r=r: [
                    p.line([(ux, top - r * 0.3), (ux + r * q, top + r * 0.3)], h * 0.006) for q in (-0.5, 0, 0.5)
                ]
            )
            * cap,
            INK,
            0.7,
        )
    rain = s.cut(
        lambda p: [
            p.line([(x, y), (x - k * 0.2, y + k)], 1.6 + k / 60)
            for x, y, k in (
                (float(s.rng.uniform(0, 1600)), float(s.rng.uniform(-60, 980)), float(s.rng.uniform(20, 76)))
                for _ in range(520)
            )
        ]
    )
    s.ink(rain, "#e6ead6", 0.6)
    s.ink(
        s.cut(
            lambda p: [
                (p.disc(x, y, r, r * 0.26))
                for x, y, r in (
                    (float(s.rng.uniform(0, 1500)), float(s.rng.uniform(700, 1000)), float(s.rng.uniform(5, 15)))
                    for _ in range(90)
                )
            ]
        ),
        "#e6ead6",
        0.5,
    )


@picture("bus-stop", paper="#f1ddb0")
def bus_stop(s: Sheet) -> None:
    s.ramp(s.all(), s.glow(1180, 470, 1300), ["#5b8790", "#93b3a6", "#d5d3a8", "#f4d796", "#fbeac0"])
    s.ink(s.disc(1180, 470, 110), PAPER)
    skyline_ = s.cut(
        lambda p: [
            p.rect(x, 620 - h, x + w, 700)
            for x, h, w in (
                (0, 150, 120),
                (130, 90, 90),
                (230, 210, 100),
                (350, 120, 140),
                (1020, 90, 120),
                (1320, 170, 110),
                (1440, 110, 90),
                (860, 150, 90),
            )
        ]
    )
    s.ink(skyline_, "#a9ad90")
    s.lines(skyline_, s.all() * 0.2, "#6f8078", size=16, wobble=1)
    m = s.rough(s.cut(lambda p: [canopy(p, s.rng, x, 590, 230, 150, 30) for x in (60, 520, 800, 1440)]), 1.5)
    s.ink(m, "#4a6a45")
    s.grain(s.side(m, 12, -14), s.all(), "#d9cf7c")
    s.ink(s.rect(0, 660, 1500, 1000), "#c8a67a")
    road = s.rect(0, 800, 1500, 1000)
    s.ink(road, "#3c3c44")
    s.grain(road, s.noise(30) * 0.5, "#6d666a")
    s.ink(
        s.cut(
            lambda p: [p.poly([(x, 902), (x + 130, 902), (x + 120, 914), (x - 12, 914)]) for x in range(20, 1500, 250)]
        ),
        CREAM,
    )
    s.ink(s.rect(0, 786, 1500, 802), "#e6d3a4")
    bus = s.cut(
        lambda p: (
            p.blob([(1010, 470), (1030, 450), (1500, 440), (1560, 450), (1560, 800), (1030, 830), (1004, 800)]),
            p.rect(1010, 470, 1560, 800),
        )
    )
    s.ink(bus, RED)
    s.multiply(bus * s.rect(1000, 690, 1560, 850), "#7a2a2a", 0.7)
    s.ink(s.rect(1010, 640, 1560, 664), CREAM)
    s.ink(
        s.cut(
            lambda p: (
                [p.rect(x, 500, x + 104, 620) for x in range(1130, 1500, 124)]
                + [p.poly([(1024, 500), (1108, 500), (1108, 640), (1018, 640)])]
            )
        ),
        "#22404c",
    )
    s.ink(
        s.cut(
            lambda p: (
                [p.poly([(x + 10, 510), (x + 60, 510), (x + 24, 606), (x + 10, 606)]) for x in range(1130, 1500, 124)]
                + [p.poly([(1032, 510), (1066, 510), (1040, 620), (1028, 620)])]
            )
        ),
        "#6f9a9c",
    )
    s.ink(s.cut(lambda p: [(p.disc(x, 518 + 66, 22), p.rect(x - 28, 600, x + 28, 620)) for x in (1190, 1320)]), INK)
    s.ink(s.cut(lambda p: (p.disc(1150, 812, 56), p.disc(1450, 812, 56))), INK)
    s.ink(s.cut(lambda p: (p.disc(1150, 812, 24), p.disc(1450, 812, 24))), "#a99f90")
    s.ink(s.cut(lambda p: (p.disc(1036, 742, 18, 24), p.rect(1030, 462, 1110, 488))), "#fbeac0")
    roof = s.poly((230, 330), (900, 330), (930, 366), (200, 366))
    s.ink(roof, DEEP)
    s.ink(s.rect(210, 358, 920, 370), TEAL)
    s.ink(s.cut(lambda p: [p.rect(x, 366, x + 16, 800) for x in (260, 850)]), "#26323a")
    s.ink(s.rect(276, 410, 850, 640), "#cfe0cf", 0.45)
    s.ink(s.poly((330, 410), (470, 410), (360, 640), (276, 640), (276, 520)), PAPER, 0.4)
    s.ink(s.rect(320, 668, 700, 686), CLAY)
    s.ink(s.cut(lambda p: [p.rect(x, 686, x + 12, 800) for x in (350, 660)]), INK)
    s.ink(s.cut(lambda p: (p.rect(950, 380, 960, 800), p.disc(955, 370, 34))), INK)
    s.ink(s.disc(955, 370, 28), OCHRE)
    s.ink(s.cut(lambda p: (p.rect(938, 356, 972, 380), p.disc(946, 384, 5), p.disc(964, 384, 5))), INK)
    s.multiply(
        s.cut(
            lambda p: [p.poly([(x - 30, 806), (x + 50, 806), (x - 120, 860), (x - 230, 860)]) for x in (440, 600, 760)]
        ),
        "#2a2a38",
        0.6,
    )
    figure(s, 430, 812, 440, "sit", top=OCHRE, legs=DEEP, veil=PLUM, light=1)
    figure(s, 610, 812, 410, "stand", top=TEAL, legs=INK, light=1)
    figure(s, 762, 816, 330, "stand", top=CREAM, legs=RED, skin=SKIN[1], light=1)
    s.ink(s.cut(lambda p: p.blob([(728, 590), (762, 580), (770, 650), (730, 664)])), CLAY)
    s.ink(s.cut(lambda p: p.poly([(560, 612), (590, 606), (596, 660), (566, 664)])), SAND)
