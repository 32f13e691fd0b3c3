"""Scenes by rivers."""

from __future__ import annotations

import numpy as np

from .people import figure
from .press import CLAY, CREAM, DEEP, INK, MOSS, NIGHT, OCHRE, PAPER, PLUM, RED, SAND, TEAL, Pen, Sheet, curve, mix
from .shapes import canopy, cloud, house, leaf, outrigger, swell
from .stock import picture


@picture("bamboo-bridge", paper="#e3dcb2")
def bamboo_bridge(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 800), ["#f6e7b8", "#dfd6a2", "#a9bd8c", "#6f9a80"])
    for y, h, tone in ((330, 90, "#c3cb9e"), (470, 90, "#8fae86"), (620, 80, "#5b8a70")):
        m = s.ridge(y, h, peaks=[(750, y + 130.0)])
        s.ink(m, tone)
        s.grain(m, s.down(y + 190, y - 40) * 0.5, mix(tone, MOSS, 0.45))
    fall = s.cut(lambda p: p.poly([(722, 560), (766, 560), (784, 1010), (690, 1010)]))
    s.ink(fall, "#eaf0dc")
    s.lines(fall, s.all() * 0.3, "#7aa59c", size=9, angle=88, wobble=6)
    cliffs = s.rough(
        s.cut(
            lambda p: (
                p.poly(
                    [*curve([(-20, 470), (180, 480), (300, 540), (330, 700), (430, 860), (520, 1020)]), (-20, 1020)]
                ),
                p.poly(
                    [
                        *curve([(1520, 470), (1330, 476), (1210, 530), (1190, 700), (1080, 850), (990, 1020)]),
                        (1520, 1020),
                    ]
                ),
            )
        ),
        2,
    )
    s.ink(cliffs, "#23382c")
    s.lines(cliffs, s.noise(90) * 0.55, "#5d7a4c", size=13, angle=74, wobble=26)
    bushes = s.rough(
        s.cut(
            lambda p: [
                p.disc(x + float(s.rng.normal(0, 12)), y + float(s.rng.normal(0, 16)), float(s.rng.uniform(16, 44)))
                for x, y in [(k * 26, 486 + max(0, k * 26 - 200) * 0.4) for k in range(13)]
                + [(1500 - k * 26, 486 + max(0, k * 26 - 190) * 0.4) for k in range(13)]
            ]
        ),
        1.6,
    )
    s.ink(bushes, MOSS)
    s.grain(s.side(bushes, -10, -14), s.all() * 0.7, "#a9b35a")
    sag = [(x, 520 + 96 * (1 - ((x - 750) / 520) ** 2)) for x in range(230, 1280, 10)]
    rail = [(x, y - 104 + 20 * (1 - ((x - 750) / 520) ** 2)) for x, y in sag]
    s.ink(s.cut(lambda p: [p.line([a, b], 4) for a, b in list(zip(sag, rail, strict=True))[::6]]), "#8a6a3d")
    s.ink(
        s.cut(
            lambda p: (p.line(rail, 8), p.line([(x, (y + r) / 2) for (x, y), (_, r) in zip(sag, rail, strict=True)], 5))
        ),
        "#c79a55",
    )
    s.ink(s.cut(lambda p: (p.line([(x, y + 8) for x, y in sag], 16),)), "#6b4a2b")
    s.ink(s.cut(lambda p: [p.line([(x - 5, y - 3), (x + 4, y + 12)], 8) for x, y in sag[::2]]), "#d9ab62")
    s.ink(
        s.cut(
            lambda p: [
                (
                    p.stroke([(x, 560), (x - k * 6, 330)], 18, 14),
                    p.stroke([(x + k * 50, 560), (x + k * 6, 340)], 14, 10),
                )
                for x, k in ((236, -1), (1268, 1))
            ]
        ),
        "#6b4a2b",
    )
    for x, top, h, pose, flip in (
        (560, CREAM, 150, "walk", False),
        (690, RED, 172, "walk", False),
        (930, CREAM, 146, "walk", True),
    ):
        y = 520 + 96 * (1 - ((x - 750) / 520) ** 2)
        figure(s, x, y, h, pose, top=top, legs=DEEP if top == CREAM else INK, flip=flip, hat=SAND if top == RED else "")
    culm = s.cut(
        lambda p: [
            p.stroke(curve([(x, 1020), (x + lean * 0.4, 500), (x + lean, -30)]), 26, 16)
            for x, lean in ((60, 40), (128, 90), (1420, -60), (1470, 10))
        ]
    )
    s.ink(culm, "#41602f")
    s.ink(s.side(culm, -6, 0), "#a9b35a")
    s.ink(culm * (np.abs((s.y + s.x * 0.2) % 128 - 64) < 2.6), "#16261a")
    s.ink(
        s.cut(
            lambda p: [
                leaf(
                    p,
                    float(s.rng.choice([80, 160, 1400, 1460])) + float(s.rng.normal(0, 60)),
                    float(s.rng.uniform(-20, 260)),
                    float(s.rng.uniform(70, 150)),
                    float(s.rng.uniform(20, 160)),
                    0.14,
                )
                for _ in range(90)
            ]
        ),
        "#1a2d1e",
    )


@picture("river-bend", paper="#d7d8a6")
def river_bend(s: Sheet) -> None:
    s.ramp(s.all(), s.down(-100, 1000) + (s.noise(340) - 0.5) * 0.3, ["#8aa67a", "#5f8a58", "#3d6b45", "#2c5038"])

    def fields(p: Pen, pick: int) -> None:
        rng = np.random.default_rng(5)
        for i in range(7):
            for k in range(11):
                y = 300 + 100 * i**1.08
                w = 70 + 26 * i
                x = 60 + (k - 4.6) * w * 1.05 + 700 + 18 * i
                a = rng.integers(0, 6)
                if a == pick:
                    p.poly(
                        [
                            (x, y),
                            (x + w * 0.98, y + 6),
                            (x + w * 0.92, y + 60 + 10 * i),
                            (x - w * 0.08, y + 54 + 10 * i),
                        ]
                    )

    for pick, tone in ((0, "#b9bf62"), (1, "#94ab55"), (2, "#d6bf76"), (3, "#6d9a63")):
        m = s.cut(lambda p, pick=pick: fields(p, pick))
        s.ink(m, tone, rough=0.8)
        s.lines(m, s.all() * 0.26, mix(tone, MOSS, 0.6), size=9, angle=70 if pick % 2 else 8, wobble=3)
    woods = s.rough(
        s.cut(
            lambda p: [
                p.disc(float(s.rng.normal(x, sx)), float(s.rng.normal(y, sy)), float(s.rng.uniform(12, 34)))
                for x, y, sx, sy, n in (
                    (160, 560, 130, 150, 170),
                    (1330, 860, 160, 80, 150),
                    (1120, 330, 190, 22, 120),
                    (420, 930, 260, 40, 150),
                    (380, 330, 260, 16, 120),
                )
                for _ in range(n)
            ]
        ),
        1.4,
    )
    s.multiply(s.shift(woods, 14, 12), "#274030", 0.5)
    s.ink(woods, "#23432f")
    s.grain(s.side(woods, -8, -10), s.all() * 0.75, "#8ea457")
    bed = curve(
        [
            (640, 262),
            (700, 300),
            (560, 360),
            (470, 440),
            (640, 520),
            (960, 560),
            (1130, 640),
            (1060, 760),
            (760, 830),
            (540, 920),
            (520, 1060),
        ],
        steps=16,
    )
    river = s.cut(
        lambda p: [
            p.stroke(bed[i : i + 2], 12 + 150 * (i / len(bed)) ** 1.25, 12 + 150 * ((i + 1) / len(bed)) ** 1.25)
            for i in range(len(bed) - 1)
        ]
    )
    bank = s.cut(
        lambda p: [
            p.stroke(bed[i : i + 2], 24 + 190 * (i / len(bed)) ** 1.25, 24 + 190 * ((i + 1) / len(bed)) ** 1.25)
            for i in range(len(bed) - 1)
        ]
    )
    s.ink(s.rough(bank, 2), "#e0c68e")
    s.ramp(
        s.rough(river, 1.5),
        s.down(240, 1000) + (s.noise(90, 3, 3) - 0.5) * 0.3,
        ["#f5e3b2", "#a9cbbd", "#5a9c99", "#2f7880"],
    )
    swell(s, river, 300, 1000, "#e9efd2", 0.4, 0.7, 0.8)
    sky = s.rect(0, 0, 1500, 240)
    s.ramp(sky, s.down(0, 240), ["#7fa9ac", "#bdd0ba", "#f6dfa9"])
    s.ink(s.disc(1110, 150, 50), PAPER)
    for y, h, tone, peaks in ((205, 40, "#94ada0", [(250, 90.0), (520, 190.0)]), (238, 26, "#5e8a79", [])):
        m = s.ridge(y, h, peaks=peaks) * (s.y < 300 - 20 * s.noise(120))
        s.ink(m, tone)
    for x, y, w in ((1180, 470, 62), (1270, 494, 54), (1110, 506, 50), (300, 700, 84), (190, 742, 78)):
        house(s, x, y, w, "#e6d2a4", CLAY)
    outrigger(s, 880, 556, 70, RED)
    s.ink(
        s.cut(
            lambda p: [
                p.blob([(x, y), (x + 26, y - 13), (x + 60, y - 20), (x + 34, y - 2), (x + 60, y + 16), (x + 24, y + 9)])
                for x, y in ((1030, 420), (1085, 452), (985, 462))
            ]
        ),
        PAPER,
    )


@picture("river-flood", paper="#d8c3a0")
def river_flood(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 430), ["#56676d", "#8d9690", "#c9bf9f", "#e3c897"])
    m = s.rough(s.cut(lambda p: [cloud(p, s.rng, *c) for c in ((300, 150, 760, 150), (1050, 120, 900, 170))]), 2)
    s.ink(m, "#43535b", 0.9)
    s.lines(m, s.down(0, 160) * 0.5, NIGHT, size=10, wobble=12)
    s.lines(s.rect(0, 120, 1500, 430), s.noise(200) * 0.3, "#5d6b6c", size=15, angle=-70, wobble=3, alpha=0.7)
    trees = s.rough(s.cut(lambda p: [canopy(p, s.rng, x, 400, 220, 150, 30) for x in (60, 420, 980, 1450)]), 1.6)
    s.ink(trees, "#3b4b3c")
    water = s.rect(0, 430, 1500, 1000)
    s.ramp(water, s.down(430, 1000) + (s.noise(150, 3, 4) - 0.5) * 0.3, ["#d9c096", "#b8926a", "#8a6447", "#5a4034"])
    swell(s, water, 436, 1000, "#efdcb2", 0.34, 1.1, 0.8)
    swell(s, water, 436, 1000, "#503828", 0.4)
    for x, y, w, wall, roof, wet in (
        (80, 560, 230, "#c9b692", "#7d4a38", 40),
        (1120, 545, 260, "#b9a98c", "#6b4234", 44),
        (560, 500, 170, "#bda987", "#844c36", 24),
        (800, 760, 430, "#e2cfa6", RED, 96),
    ):
        house(s, x, y, w, wall, roof)
        s.ramp(
            s.rect(x - w * 0.2, y - wet, x + w * 1.2, y + 30),
            s.down(430, 1000) + (s.noise(150, 3, 4) - 0.5) * 0.3,
            ["#d9c096", "#b8926a", "#8a6447", "#5a4034"],
        )
        s.lines(
            s.rect(x - w * 0.1, y - wet, x + w * 1.1, y + w * 0.36),
            s.down(y + w * 0.36, y - wet) * 0.55,
            mix(roof, INK, 0.55),
            size=13,
            wobble=8,
            alpha=0.75,
        )
        s.ink(
            s.cut(
                lambda p, x=x, y=y, w=w, wet=wet: p.poly(
                    curve(
                        [
                            (x - w * 0.1, y - wet),
                            (x + w * 0.5, y - wet - 4),
                            (x + w * 1.1, y - wet),
                            (x + w * 0.5, y - wet + 5),
                        ],
                        closed=True,
                    )
                )
            ),
            CREAM,
            0.85,
        )
    figure(s, 936, 470, 118, "point", top=OCHRE, legs=INK, light=-1)
    figure(s, 1010, 474, 104, "sit", top=CREAM, legs=DEEP, skirt=TEAL)
    s.ink(
        s.cut(
            lambda p: (
                p.poly(
                    [
                        *curve([(210, 800), (300, 846), (470, 860), (640, 846), (716, 790)]),
                        *curve([(716, 790), (640, 812), (470, 820), (300, 812), (210, 800)]),
                    ]
                ),
            )
        ),
        INK,
    )
    figure(s, 330, 836, 210, "rake", top=RED, legs=INK, hat=SAND)
    figure(s, 500, 826, 170, "sit", top=CREAM, legs=DEEP)
    figure(s, 600, 822, 150, "sit", top=TEAL, legs=INK, veil=PLUM, flip=True)
    hull = s.cut(
        lambda p: p.poly(
            [
                *curve([(200, 796), (290, 842), (470, 858), (650, 842), (726, 784)]),
                *curve([(726, 784), (716, 830), (640, 890), (470, 902), (290, 888), (220, 830)]),
            ]
        )
    )
    s.ink(hull, TEAL)
    s.ink(s.side(hull, 0, -9), CREAM)
    s.multiply(s.side(hull, 0, 20), "#3a3040", 0.7)
    s.ink(s.cut(lambda p: p.stroke([(398, 640), (250, 950)], 9, 9)), "#3a2a20")
    s.ink(
        s.cut(
            lambda p: (
                p.line([(1390, 240), (1400, 640)], 14),
                p.line([(1330, 280), (1460, 276)], 8),
                [
                    p.line(curve([(1340 + k * 50, 280), (1100, 330 + k * 6), (640, 250 + k * 10)]), 2.4)
                    for k in (0, 1, 2)
                ],
            )
        ),
        "#2c2423",
    )
