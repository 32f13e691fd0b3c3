"""Where things are decided, judged and healed."""

# ruff: noqa: B023 -- a stencil is cut as soon as it is described, within the same turn of the loop

from __future__ import annotations

import math

import numpy as np

from .people import SKIN, figure, hand
from .press import CLAY, CORAL, CREAM, DEEP, INK, MOSS, OCHRE, PAPER, PLUM, RED, ROSE, TEAL, Sheet, curve, mix
from .shapes import canopy, cloud, palm, swell
from .stock import picture


@picture("ballot-boxes", paper="#ead7ae")
def ballot_boxes(s: Sheet) -> None:
    s.ramp(s.all(), s.glow(560, 320, 1150), ["#23505a", "#3f7a78", "#86a894", "#d9cf9f", "#f6e6bb"])
    rays = s.cut(
        lambda p: [
            p.poly(
                [
                    (640, 560),
                    (640 + 1600 * math.cos(a - 0.05), 560 + 1600 * math.sin(a - 0.05)),
                    (640 + 1600 * math.cos(a + 0.05), 560 + 1600 * math.sin(a + 0.05)),
                ]
            )
            for a in np.arange(math.pi, 2 * math.pi + 0.01, 0.225)
        ]
    )
    s.ink(rays, PAPER, 0.16)
    s.ink(s.rect(0, 830, 1500, 1000), "#5a3b2c")
    s.lines(s.rect(0, 830, 1500, 1000), s.down(830, 1000) * 0.4, INK, size=22, wobble=6)
    for x, tone in ((1180, OCHRE), (60, TEAL)):
        s.ink(s.poly((x, 640), (x + 300, 640), (x + 290, 880), (x + 10, 880)), tone)
        s.ink(s.poly((x, 640), (x + 300, 640), (x + 260, 596), (x + 40, 596)), mix(tone, PAPER, 0.35))
        s.ink(s.rect(x + 95, 612, x + 205, 622), INK)
        s.multiply(s.poly((x + 190, 640), (x + 300, 640), (x + 290, 880), (x + 190, 880)), "#4a4450", 0.55)
    s.multiply(s.poly((330, 930), (980, 930), (1200, 985), (420, 990)), "#2a1a18", 0.7)
    s.ink(s.poly((340, 560), (960, 560), (940, 940), (362, 940)), RED)
    s.multiply(s.poly((700, 560), (960, 560), (940, 940), (700, 940)), "#7a2a33", 0.75)
    s.lines(
        s.poly((700, 560), (960, 560), (940, 940), (700, 940)),
        s.across(690, 1000) * 0.4,
        INK,
        size=12,
        angle=66,
        wobble=2,
    )
    s.ink(s.poly((340, 560), (960, 560), (880, 470), (430, 470)), CORAL)
    s.ink(s.poly((500, 508), (810, 508), (818, 526), (494, 526)), INK)
    s.ink(s.rect(430, 660, 600, 830), PAPER)
    s.ink(s.cut(lambda p: (p.line([(458, 745), (500, 790), (572, 695)], 22),)), INK)
    s.ink(
        s.cut(
            lambda p: (p.line([(886, 548), (886, 650)], 10), p.blob([(856, 640), (916, 640), (912, 700), (860, 700)]))
        ),
        OCHRE,
    )
    paper = s.poly((548, 190), (772, 220), (752, 520), (536, 520))
    s.ink(paper, PAPER)
    s.multiply(s.poly((680, 208), (772, 220), (752, 520), (660, 520)), "#b9ae9c", 0.6)
    s.ink(
        s.cut(
            lambda p: (
                p.line([(590, 300), (720, 316)], 7),
                p.line([(586, 340), (716, 354)], 7),
                p.line([(582, 380), (680, 390)], 7),
                p.disc(600, 440, 22),
            )
        ),
        "#6d8c8a",
    )
    s.ink(s.disc(600, 440, 12), PAPER)
    sleeve = s.poly((1010, -20), (1330, -20), (980, 240), (840, 120))
    s.ink(sleeve, INK)
    s.lines(sleeve, s.all() * 0.2, "#6a6470", size=15, angle=50, wobble=5)
    s.ink(s.poly((838, 118), (984, 242), (966, 262), (820, 138)), OCHRE)
    hand(
        s,
        [(850, 120), (960, 230), (890, 310), (800, 350), (740, 330), (700, 280), (730, 210), (790, 150)],
        [
            [(790, 180), (700, 150), (640, 170), (620, 220)],
            [(770, 230), (690, 230), (640, 260), (628, 300)],
            [(780, 280), (710, 300), (670, 330), (660, 362)],
            [(800, 330), (750, 360), (720, 390), (716, 410)],
            [(770, 200), (740, 250), (760, 310), (790, 330)],
        ],
        46,
        SKIN[1],
    )


@picture("courthouse", paper="#e9d8b0")
def courthouse(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 700), ["#2d6f82", "#6fa5a6", "#bfd0b2", "#f3e1ac"])
    m = s.rough(s.cut(lambda p: [cloud(p, s.rng, *c) for c in ((190, 330, 460, 120), (1330, 260, 520, 150))]), 2)
    s.ink(m, PAPER, 0.9)
    s.grain(m, s.down(180, 400) * 0.5, "#a9c6c0")
    green = s.rough(s.cut(lambda p: [canopy(p, s.rng, x, 640, 260, 240, 34) for x in (60, 1450)]), 1.6)
    s.ink(green, MOSS)
    s.grain(s.side(green, -12, -16), s.all(), "#a9b35a")
    s.ink(s.rect(200, 330, 1300, 760), "#dcc193")
    s.ink(s.rect(240, 380, 1260, 740), "#8a5f48")
    s.ramp(s.rect(240, 380, 1260, 740), s.down(380, 900), ["#4a2f30", "#7a5140", "#a87a55"])
    s.ink(s.rect(670, 500, 830, 740), "#2a1d20")
    s.ink(s.poly((670, 500), (750, 440), (830, 500)), "#2a1d20")
    s.ink(s.rect(690, 530, 744, 740), "#5a3526")
    roof = s.poly((140, 330), (750, 110), (1360, 330))
    s.ink(roof, CREAM)
    s.ink(s.poly((250, 316), (750, 142), (1250, 316)), "#cfae80")
    s.multiply(s.poly((750, 142), (1250, 316), (750, 316)), "#8a6a60", 0.45)
    s.ink(
        s.cut(
            lambda p: (
                p.stroke([(750, 176), (750, 296)], 8, 10),
                p.line([(660, 214), (840, 214)], 7),
                [p.line([(x, 214), (x - 28, 262), (x + 28, 262), (x, 214)], 3) for x in (668, 832)],
                [p.poly(curve([(x - 32, 262), (x, 282), (x + 32, 262)])) for x in (668, 832)],
                p.disc(750, 176, 9),
            )
        ),
        INK,
    )
    s.ink(s.rect(140, 326, 1360, 352), PAPER)
    s.ink(s.rect(170, 352, 1330, 384), "#e6cb9b")
    s.lines(s.rect(170, 352, 1330, 384), s.all() * 0.3, CLAY, size=22, angle=90, wobble=0)
    for _i, x in enumerate((270, 410, 550, 890, 1030, 1170)):
        col = s.poly((x - 4, 400), (x + 64, 400), (x + 68, 740), (x - 8, 740))
        s.ink(col, CREAM)
        s.lines(col, s.across(x + 6, x + 66) * 0.75, "#7d5a4c", size=9, angle=90, wobble=1)
        s.ink(s.cut(lambda p, x=x: (p.rect(x - 18, 384, x + 78, 402), p.rect(x - 20, 728, x + 80, 748))), PAPER)
        s.multiply(s.poly((x + 64, 400), (x + 104, 430), (x + 104, 740), (x + 68, 740)), "#2a1a22", 0.5)
    for k in range(7):
        y = 748 + k * 32
        x0 = 190 - k * 34
        s.ink(s.rect(x0, y, 1500 - x0, y + 18), mix(CREAM, "#cda877", k / 9))
        s.ink(s.rect(x0, y + 18, 1500 - x0, y + 32), mix("#a57f5e", "#6d4c40", k / 9))
    s.ink(s.rect(0, 972, 1500, 1000), "#b98f66")
    s.multiply(s.poly((900, 748), (1310, 748), (1560, 972), (1020, 972)), "#5a3f4a", 0.42)
    for x, y, h, pose, top, legs, flip, skirt in (
        (690, 880, 150, "walk", INK, INK, False, INK),
        (860, 912, 160, "walk", DEEP, INK, True, ""),
        (1010, 846, 132, "stand", RED, INK, False, ""),
    ):
        s.multiply(s.poly((x - 8, y), (x + 20, y), (x + h * 0.9, y + 30), (x + h * 0.7, y + 34)), "#3a2430", 0.55)
        figure(s, x, y, h, pose, top=top, legs=legs, flip=flip, skirt=skirt, light=-1)
    s.ink(s.rect(884, 846, 910, 866), CLAY)
    s.ink(s.cut(lambda p: palm(p, 105, 930, 420, -0.06)), "#16261d")


@picture("council-hall", paper="#d9b98a")
def council_hall(s: Sheet) -> None:
    s.ramp(s.all(), s.glow(750, 300, 950), ["#3a231f", "#6b3f2c", "#a9693e", "#dca763", "#f3d79a"])
    s.lines(s.rect(0, 0, 1500, 470), s.all() * 0.2, "#4a2a20", size=44, angle=90, wobble=1)
    for x in (250, 1250):
        win = s.cut(lambda p, x=x: (p.rect(x - 80, 150, x + 80, 430), p.disc(x, 150, 80)))
        s.ink(win, "#f8e8bd")
        s.ink(
            s.cut(
                lambda p, x=x: (
                    p.rect(x - 4, 70, x + 4, 430),
                    [p.rect(x - 80, y, x + 80, y + 7) for y in (190, 270, 350)],
                )
            ),
            "#5a3526",
        )
        s.ink(
            s.poly((x - 80, 430), (x + 80, 430), (x + 80 + (750 - x) * 0.5, 800), (x - 140 + (750 - x) * 0.5, 800)),
            "#f8e3ae",
            0.22,
        )
    emblem = s.disc(750, 215, 96)
    s.ink(emblem, "#5a2a24")
    s.ink(s.disc(750, 215, 82), OCHRE)
    s.ink(s.poly((744, 148), (744, 232), (690, 232)), RED)
    s.ink(s.poly((756, 160), (756, 232), (806, 232)), PAPER)
    s.ink(
        s.cut(
            lambda p: [
                p.stroke(curve([(688, y), (712, y - 9), (738, y), (764, y - 9), (790, y), (812, y - 8)]), 8, 8)
                for y in (252, 272)
            ]
        ),
        DEEP,
    )
    s.ink(s.cut(lambda p: [p.poly([(x, 120), (x + 46, 128), (x + 40, 330), (x - 6, 330)]) for x in (560, 900)]), DEEP)
    s.ink(
        s.cut(lambda p: [p.poly([(x - 3, 225), (x + 43, 229), (x + 40, 330), (x - 6, 330)]) for x in (560, 900)]), OCHRE
    )
    s.ink(s.poly((470, 430), (1030, 430), (1060, 520), (440, 520)), "#5a2f22")
    s.ink(s.rect(440, 420, 1060, 436), "#8a4f30")
    for x in (560, 660, 840, 940):
        figure(
            s,
            x,
            500,
            170,
            "stand",
            top=(INK, DEEP, PLUM, INK)[(x // 100) % 4],
            legs=INK,
            veil="" if x != 840 else CREAM,
        )
    s.ink(s.poly((470, 440), (1030, 440), (1060, 540), (440, 540)), "#6b3a27")
    s.lines(s.poly((470, 440), (1030, 440), (1060, 540), (440, 540)), s.all() * 0.2, INK, size=26, angle=90, wobble=1)
    figure(s, 750, 640, 270, "point", top=CREAM, legs=INK, light=-1, sleeves=True)
    s.ink(s.poly((690, 500), (810, 500), (824, 650), (676, 650)), "#8a4f30")
    s.ink(s.rect(676, 492, 824, 508), OCHRE)
    s.ink(s.cut(lambda p: p.line([(770, 496), (762, 452)], 4)), INK)
    for row in range(5):
        y, r = 640 + row * 84, 0.36 + row * 0.17
        n = 9 + row * 2
        bench = s.cut(
            lambda p, y=y, r=r: p.poly(
                [
                    *[
                        (750 + 1000 * r * math.sin(a), y - 40 + 70 * (1 + row * 0.2) * math.cos(a))
                        for a in np.linspace(-1.35, 1.35, 40)
                    ],
                    *[
                        (750 + 1000 * r * math.sin(a), y + 30 + row * 12 + 70 * (1 + row * 0.2) * math.cos(a))
                        for a in np.linspace(1.35, -1.35, 40)
                    ],
                ]
            )
        )
        gap = 1 - np.clip(1 - np.abs(s.x - 750) / (36 + row * 14), 0, 1) * 4
        for i in range(n):
            a = -1.2 + 2.4 * i / (n - 1)
            if abs(a) < 0.09:
                continue
            x, yy = 750 + 1000 * r * math.sin(a), y - 26 + 70 * (1 + row * 0.2) * math.cos(a)
            h = 34 + row * 11
            tone = (INK, "#2f2730", DEEP, PLUM, "#3c2a26")[(i * 3 + row) % 5]
            kind = (i * 7 + row * 3) % 4
            s.ink(
                s.cut(
                    lambda p, x=x, yy=yy, h=h: p.blob(
                        [
                            (x - h * 0.8, yy + h),
                            (x - h * 0.6, yy),
                            (x, yy - h * 0.35),
                            (x + h * 0.6, yy),
                            (x + h * 0.8, yy + h),
                        ]
                    )
                ),
                tone,
            )
            s.ink(s.disc(x, yy - h * 0.75, h * 0.42, h * 0.5), INK if kind else CREAM)
            s.ink(s.side(s.disc(x, yy - h * 0.75, h * 0.42, h * 0.5), 0, -h * 0.12), "#d99a55")
        s.ink(bench * np.clip(gap, 0, 1), mix("#8a4f30", "#2a1815", row / 6))
        s.ink(s.side(bench, 0, -7) * np.clip(gap, 0, 1), "#d99a55")


@picture("clinic", paper="#e3dcbc")
def clinic(s: Sheet) -> None:
    s.ink(s.all(), "#d5dcc0")
    s.grain(s.all(), s.across(400, 1500) * 0.6, "#a9bfa8")
    s.ink(s.rect(0, 560, 1500, 572), "#6f9a8c")
    s.ink(s.rect(0, 572, 1500, 1000), "#9dbbaa")
    s.ink(s.rect(0, 830, 1500, 1000), "#cdb089")
    s.lines(s.rect(0, 830, 1500, 1000), s.all() * 0.16, CLAY, size=34, wobble=1)
    s.ink(s.rect(110, 90, 620, 520), PAPER)
    pane = s.rect(130, 110, 600, 500)
    s.ramp(pane, s.down(110, 500), ["#7fbab8", "#cfe0c0", "#f6ebb8"])
    sea = s.rect(130, 380, 600, 500)
    s.ink(sea, TEAL)
    swell(s, sea, 384, 520, CREAM, 0.4, 0.7)
    s.ink(s.cut(lambda p: (palm(p, 480, 520, 340, 0.08), palm(p, 250, 520, 230, -0.1))) * pane, "#23452f")
    s.ink(s.cut(lambda p: (p.rect(358, 110, 372, 500), p.rect(130, 296, 600, 308))), PAPER)
    s.ink(s.poly((110, 90), (210, 90), (180, 330), (130, 540), (110, 540)), CORAL, 0.9)
    s.ink(s.poly((620, 90), (540, 90), (566, 330), (610, 540), (620, 540)), CORAL, 0.9)
    s.ink(s.poly((130, 860), (620, 860), (900, 1000), (300, 1000)), "#f8eec2", 0.5)
    s.ink(s.rect(1150, 120, 1400, 470), CREAM)
    s.ink(
        s.cut(
            lambda p: (
                [p.rect(1150, y, 1400, y + 9) for y in (120, 232, 344, 461)]
                + [p.rect(1150, 120, 1158, 470), p.rect(1392, 120, 1400, 470)]
            )
        ),
        "#7d5a3c",
    )
    s.ink(
        s.cut(lambda p: [p.rect(x, 344 - 70 - h, x + 30, 344) for x, h in ((1176, -10), (1216, 10), (1256, -24))]), TEAL
    )
    s.ink(s.cut(lambda p: [p.rect(x, 232 - h, x + 36, 232) for x, h in ((1180, 70), (1226, 50), (1330, 80))]), OCHRE)
    s.ink(s.cut(lambda p: [p.rect(x, 461 - h, x + 44, 461) for x, h in ((1180, 80), (1240, 60), (1310, 86))]), RED)
    s.ink(s.rect(900, 120, 1060, 280), PAPER)
    s.ink(s.cut(lambda p: (p.rect(962, 150, 998, 250), p.rect(930, 182, 1030, 218))), TEAL)
    s.ink(
        s.cut(
            lambda p: (
                p.rect(560, 700, 860, 730),
                p.rect(580, 730, 600, 930),
                p.rect(826, 730, 846, 930),
                p.rect(560, 500, 580, 720),
            )
        ),
        "#6b4226",
    )
    s.multiply(s.poly((560, 930), (1190, 930), (1330, 985), (640, 985)), "#6a5a50", 0.45)
    figure(s, 690, 950, 700, "sit", top=PLUM, legs=DEEP, skin=SKIN[1], veil=ROSE, light=-1, sleeves=True)
    s.ink(s.cut(lambda p: p.poly([(640, 800), (850, 790), (880, 945), (800, 950)])), DEEP)
    figure(s, 1060, 955, 640, "rake", top=PAPER, legs=TEAL, veil=TEAL, flip=True, light=-1, sleeves=True, skin=SKIN[0])
    s.ink(
        s.cut(lambda p: (p.line(curve([(1000, 480), (940, 560), (880, 590), (820, 600)]), 7), p.disc(812, 602, 17))),
        INK,
    )
    s.ink(s.cut(lambda p: (p.rect(1280, 690, 1500, 712), p.rect(1300, 712, 1318, 930))), "#6b4226")
    s.ink(s.cut(lambda p: (p.poly([(1330, 690), (1420, 690), (1410, 600), (1340, 600)]),)), CREAM)
    s.ink(
        s.cut(
            lambda p: (
                [p.stroke(curve([(1375, 610), (1375 + k * 16, 540), (1375 + k * 40, 480)]), 8, 3) for k in (-1, 0, 1)]
                + [p.disc(1375 + k * 42, 476, 18) for k in (-1, 0, 1)]
            )
        ),
        RED,
    )
