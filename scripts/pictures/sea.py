"""Scenes at sea."""

from __future__ import annotations

import math

from .people import figure
from .press import CLAY, CREAM, DEEP, INK, NIGHT, OCHRE, PAPER, RED, SAND, SKY, TEAL, Pen, Sheet, curve, mix
from .shapes import cloud, glitter, house, outrigger, stars, swell
from .stock import TALL, picture


@picture("storm-clouds", paper=SKY)
def storm_clouds(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 660) + (s.noise(300) - 0.5) * 0.2, ["#5b8088", "#87a7a3", "#c4c7a6", SAND, "#e9b57c"])
    banks = (
        ("#7d9896", [(1320, 330, 620, 250), (980, 330, 420, 120)]),
        ("#3f5f69", [(900, 350, 760, 300), (1420, 350, 420, 130), (480, 350, 420, 150)]),
        ("#22394a", [(480, 372, 880, 330), (1150, 366, 560, 160), (60, 360, 420, 200)]),
    )
    for tone, heaps in banks:
        m = s.rough(s.cut(lambda p, heaps=heaps: [cloud(p, s.rng, *heap) for heap in heaps]), 2)
        s.ink(m, tone)
        s.grain(s.side(m, -26, -34), s.noise(90) * 0.95, mix(tone, SAND, 0.6))
        s.lines(m, s.down(150, 400) * 0.6, NIGHT, size=11, angle=3, wobble=16)
    s.ink(
        s.rough(
            s.cut(
                lambda p: p.blob(
                    [(-60, 330), (300, 300), (800, 330), (1300, 312), (1560, 350), (1200, 384), (700, 392), (200, 384)]
                )
            ),
            3,
        ),
        NIGHT,
    )
    rain = s.poly((520, 330), (1230, 330), (1040, 668), (330, 668))
    s.lines(rain, 0.55 * s.down(300, 560) * (0.4 + s.noise(160)), "#20343f", size=13, angle=-62, wobble=3, alpha=0.75)
    bolt = [(1130, 260), (1095, 372), (1128, 388), (1078, 500), (1106, 514), (1062, 660)]
    s.ink(s.soft(s.cut(lambda p: p.line(bolt, 26)), 18), SAND, 0.45)
    s.ink(s.cut(lambda p: (p.stroke(bolt, 9, 3), p.stroke([(1095, 372), (1040, 440), (1050, 470)], 5, 1.5))), PAPER)
    sea = s.rect(0, 660, 1500, 1000)
    s.ramp(sea, s.down(655, 1000), ["#5f8786", TEAL, DEEP, NIGHT])
    swell(s, sea, 664, 1000, "#a8c2b4", 0.5)
    swell(s, sea, 664, 1000, NIGHT, 0.8)
    outrigger(s, 420, 800, 270, CLAY, RED)
    figure(s, 372, 792, 100, "row", top=OCHRE, hat=SAND)


@picture("ferry", paper=SAND)
def ferry(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 520), ["#7fb0ae", "#b9cfc0", CREAM, "#f0cf9c"])
    s.ink(s.disc(1180, 330, 74), PAPER)
    m = s.rough(s.cut(lambda p: [cloud(p, s.rng, *c) for c in ((260, 300, 520, 120), (860, 210, 420, 80))]), 1.5)
    s.ink(m, PAPER, 0.85)
    for y, height, tone, peaks in (
        (560, 60, "#86a9a0", [(340, 420.0), (560, 520.0)]),
        (585, 40, "#4f7f7c", [(1250, 470.0)]),
    ):
        r = s.ridge(y, height, peaks=peaks)
        s.ink(r, tone)
        s.grain(r, s.down(430, 610) * 0.5, mix(tone, CREAM, 0.6))
    sea = s.rect(0, 590, 1500, 1000)
    s.ramp(sea, s.down(590, 1000), ["#6fa39d", TEAL, "#1d5660", DEEP])
    glitter(s, 1180, 592, 960, "#f3dcae", 220)
    swell(s, sea, 594, 1000, DEEP, 0.8)
    hull = s.poly((250, 604), (1090, 588), (1044, 712), (330, 716), (285, 680))
    s.ink(hull, PAPER)
    s.ink(s.poly((274, 664), (1066, 652), (1044, 716), (330, 718)), RED)
    s.multiply(s.poly((250, 604), (640, 597), (600, 718), (330, 718)), "#8a8f96", 0.45)
    for (x0, y0, x1, y1), tone in (
        ((330, 530, 985, 602), CREAM),
        ((400, 462, 900, 532), PAPER),
        ((740, 402, 880, 464), CREAM),
    ):
        s.ink(s.rect(x0, y0, x1, y1), tone)
        s.multiply(s.rect(x0, y0, x0 + (x1 - x0) * 0.34, y1), "#9aa0a4", 0.45)
        s.ink(s.rect(x0 - 10, y0 - 7, x1 + 12, y0 + 3), DEEP)
        s.ink(
            s.cut(
                lambda p, x0=x0, y0=y0, x1=x1: [
                    p.rect(x, y0 + 18, x + 24, y0 + 42) for x in range(int(x0) + 22, int(x1) - 30, 42)
                ]
            ),
            DEEP,
        )
    s.ink(s.poly((520, 372), (606, 372), (620, 464), (508, 464)), RED)
    s.ink(s.rect(517, 392, 612, 412), INK)
    s.ink(
        s.cut(
            lambda p: (
                p.line([(800, 402), (800, 300)], 6),
                p.line([(770, 330), (830, 330)], 4),
                p.line([(300, 604), (300, 520)], 4),
            )
        ),
        INK,
    )
    smoke = s.cut(lambda p: [p.disc(555 - i * 34, 350 - 30 * math.log1p(i), 20 + i * 6) for i in range(11)])
    s.grain(s.rough(smoke, 2), 0.75 * s.across(120, 600), "#5d6b70", 0.8)
    s.ink(
        s.cut(
            lambda p: [
                (p.disc(x, 585, 4.5), p.stroke([(x, 590), (x, 602)], 7, 8)) for x in (1000, 1020, 1046, 360, 384)
            ]
        ),
        INK,
    )
    s.ink(
        s.rough(
            s.cut(
                lambda p: p.poly(
                    curve(
                        [(200, 712), (330, 700), (700, 716), (1060, 702), (1190, 722), (900, 742), (500, 740)],
                        closed=True,
                    )
                )
            ),
            2,
        ),
        PAPER,
        0.9,
    )
    swell(s, s.rect(0, 722, 1500, 1000), 722, 1000, "#cfe0d2", 0.3, 0.8)


@picture("lighthouse", TALL, 1280, NIGHT)
def lighthouse(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 800) + (s.noise(260) - 0.5) * 0.2, [NIGHT, "#1b3140", "#28505c", "#5b7f7c", "#d3a46c"])
    stars(s, s.rect(0, 0, 1000, 520), 160, CREAM)
    beam = s.cut(
        lambda p: (p.poly([(560, 360), (-40, 150), (-40, 420)]), p.poly([(560, 360), (1040, 262), (1040, 420)]))
    )
    s.ink(s.soft(beam, 6) * (0.25 + 0.75 * s.glow(560, 360, 620)), "#f4dfa6", 0.62)
    s.ink(s.glow(560, 360, 190) ** 1.6, "#f7e3ad", 0.85)
    sea = s.rect(0, 820, 1000, 1250)
    s.ramp(sea, s.down(820, 1250), ["#557d7d", "#2b5b63", DEEP, NIGHT])
    swell(s, sea, 824, 1250, NIGHT, 0.8, 0.8)
    swell(s, sea, 824, 1250, "#8fb0a6", 0.3, 0.7)
    rock = s.rough(
        s.poly(
            (250, 985),
            (330, 890),
            (405, 852),
            (470, 812),
            (650, 808),
            (720, 850),
            (800, 880),
            (850, 960),
            (1000, 1010),
            (1000, 1110),
            (640, 1150),
            (330, 1100),
        ),
        2.5,
    )
    s.ink(rock, "#221f22")
    s.lines(rock, 0.5 * s.across(300, 950) * s.noise(60) * 1.6, "#6c675f", size=12, angle=-58, wobble=20)
    s.grain(s.side(rock, -16, -18), s.all() * 0.65, "#a08a6c")
    tower = s.poly((505, 430), (615, 430), (650, 820), (470, 820))
    s.ink(tower, PAPER)
    for a, b in ((500, 570), (650, 730)):
        s.ink(tower * s.rect(0, a, 1000, b), RED)
    s.multiply(tower * s.across(545, 660) * (s.x > 560), "#4d4a58", 0.9)
    s.lines(tower, s.across(560, 660) * 0.55, INK, size=9, angle=90, wobble=1)
    s.ink(
        s.cut(
            lambda p: (
                p.rect(480, 416, 640, 434),
                p.rect(532, 300, 588, 312),
                p.poly([(520, 302), (600, 302), (560, 256)]),
                p.line([(560, 260), (560, 226)], 5),
            )
        ),
        INK,
    )
    s.ink(s.rect(528, 310, 592, 416), "#f9e7b4")
    s.ink(s.cut(lambda p: [p.line([(x, 308), (x, 418)], 5) for x in (528, 560, 592)]), INK)
    s.ink(
        s.cut(
            lambda p: (
                [p.line([(x, 388), (x, 418)], 3) for x in range(484, 640, 13)] + [p.line([(482, 388), (638, 388)], 4)]
            )
        ),
        INK,
    )
    s.ink(s.cut(lambda p: [p.rect(546, y, 568, y + 34) for y in (470, 600, 760)]), NIGHT)
    house(s, 655, 852, 130, "#cbb79a", CLAY, window=OCHRE)
    spray = s.cut(
        lambda p: [
            p.disc(float(s.rng.normal(330, 90)), 1085 - abs(float(s.rng.normal(0, 60))), float(s.rng.uniform(2, 9)))
            for _ in range(220)
        ]
    )
    s.ink(spray, "#dfe6d8", 0.9)
    s.ink(
        s.rough(
            s.cut(
                lambda p: p.poly(
                    curve(
                        [
                            (180, 1105),
                            (330, 1080),
                            (480, 1120),
                            (700, 1135),
                            (1000, 1095),
                            (1000, 1135),
                            (650, 1172),
                            (330, 1150),
                        ],
                        closed=True,
                    )
                )
            ),
            2.5,
        ),
        "#d8e2d6",
        0.92,
    )


@picture("research-vessel", paper=SKY)
def research_vessel(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 300), ["#d9c79a", "#f1dfb6", "#f0b682"])
    s.ink(s.disc(300, 205, 58), PAPER)
    sea = s.rect(0, 318, 1500, 1000)
    s.ramp(sea, s.down(318, 1000), ["#58a09a", "#2f7d80", "#1c5a66", "#143f50", "#0e2736", "#0a1823"])
    for i, x in enumerate((120, 420, 700, 1050, 1330)):
        shaft = s.poly((x, 318), (x + 110, 318), (x - 120 + i * 30, 900), (x - 300 + i * 30, 900))
        s.ink(shaft * (1 - s.down(330, 860)), "#9fd0be", 0.26)
    s.ink(
        s.rough(
            s.cut(
                lambda p: p.poly(
                    [*curve([(0, 322), (300, 316), (640, 330), (1000, 318), (1500, 326)]), (1500, 340), (0, 338)]
                )
            ),
            2,
        ),
        "#d7e6d2",
        0.9,
    )
    hull = s.cut(lambda p: p.poly([(430, 232), (1120, 240), (1190, 200), (1140, 352), (520, 356), (450, 330)]))
    s.ink(hull, RED)
    s.ink(hull * s.rect(0, 318, 1500, 400), "#5d1f24")
    s.ink(s.side(hull, 0, -9), PAPER)
    s.multiply(hull * s.across(760, 400), "#5a3a48", 0.6)
    for x0, y0, x1, y1 in ((700, 150, 1010, 240), (780, 92, 960, 152)):
        s.ink(s.rect(x0, y0, x1, y1), PAPER)
        s.multiply(s.rect(x0, y0, x0 + 90, y1), "#9096a0", 0.55)
        s.ink(
            s.cut(
                lambda p, x0=x0, y0=y0, x1=x1: [
                    p.rect(x, y0 + 18, x + 22, y0 + 40) for x in range(int(x0) + 18, int(x1) - 22, 38)
                ]
            ),
            DEEP,
        )
    s.ink(
        s.cut(
            lambda p: (
                p.line([(870, 92), (870, 20)], 6),
                p.line([(840, 50), (900, 50)], 4),
                p.disc(900, 70, 15),
                p.line([(470, 240), (430, 130), (560, 96)], 10),
                p.line([(430, 130), (640, 236)], 5),
                p.line([(1060, 240), (1060, 170)], 6),
            )
        ),
        INK,
    )
    s.ink(s.cut(lambda p: p.line([(424, 128), (424, 742)], 3)), "#e9e2c8")
    s.ink(
        s.cut(lambda p: [p.rect(x - 4, 214, x + 5, 238) for x in (560, 600)] + [p.disc(x, 208, 6) for x in (560, 600)]),
        OCHRE,
    )
    cage = s.cut(
        lambda p: (
            p.line([(376, 760), (472, 760)], 8),
            p.line([(376, 900), (472, 900)], 8),
            [p.line([(x, 756), (x, 904)], 6) for x in (378, 470)],
            p.line([(424, 742), (378, 762)], 4),
            p.line([(424, 742), (470, 762)], 4),
        )
    )
    s.ink(s.soft(s.disc(424, 830, 150), 40), "#2c6f78", 0.6)
    s.ink(s.cut(lambda p: [p.stroke([(x, 776), (x, 884)], 17, 17) for x in (394, 414, 434, 454)]), "#b9c4b4")
    s.ink(cage, OCHRE)

    def fish(p: Pen, x: float, y: float, r: float, d: int) -> None:
        p.blob(
            [
                (x + r * d, y),
                (x + r * 0.3 * d, y - r * 0.3),
                (x - r * 0.7 * d, y - r * 0.06),
                (x - r * 1.15 * d, y - r * 0.3),
                (x - r * 1.0 * d, y),
                (x - r * 1.15 * d, y + r * 0.3),
                (x - r * 0.7 * d, y + r * 0.06),
                (x + r * 0.3 * d, y + r * 0.3),
            ]
        )

    school = s.cut(
        lambda p: [
            fish(p, float(s.rng.normal(980, 190)), float(s.rng.normal(610, 66)), float(s.rng.uniform(12, 24)), -1)
            for _ in range(95)
        ]
    )
    s.ink(school, "#8fc0b4", 0.9)
    s.ink(
        s.cut(
            lambda p: (
                p.blob(
                    [
                        (1500, 800),
                        (1330, 770),
                        (1200, 800),
                        (1130, 812),
                        (1080, 780),
                        (1092, 822),
                        (1070, 866),
                        (1130, 838),
                        (1260, 868),
                        (1400, 868),
                        (1520, 850),
                    ]
                ),
            )
        ),
        "#08141d",
        0.95,
    )
    s.grain(s.disc(0, 0, 1) + s.rect(0, 860, 1500, 1000), s.down(860, 1010) * 0.8, "#05101a")
    s.ink(
        s.cut(
            lambda p: [
                p.disc(424 + float(s.rng.normal(0, 34)), float(s.rng.uniform(380, 780)), float(s.rng.uniform(1.5, 5)))
                for _ in range(60)
            ]
        ),
        "#bfe0d0",
        0.7,
    )
