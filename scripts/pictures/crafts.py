"""Weaving, dyeing, pottery."""

# ruff: noqa: B023 -- a stencil is cut as soon as it is described, within the same turn of the loop

from __future__ import annotations

import math

import numpy as np

from .people import SKIN, figure, hand
from .press import CLAY, CREAM, INK, MOSS, OCHRE, PAPER, PLUM, RED, SAND, TEAL, Sheet, curve, mix
from .shapes import canopy
from .stock import picture


@picture("weaving-loom", paper="#ead0a0")
def weaving_loom(s: Sheet) -> None:
    s.ramp(s.all(), s.glow(300, 260, 1250), ["#3a2426", "#6b4034", "#a56b45", "#dba767", "#f4ddaa"])
    s.ink(s.rect(70, 80, 400, 420), PAPER)
    pane = s.rect(88, 98, 382, 402)
    s.ramp(pane, s.down(98, 402), ["#8fc0b4", "#dfe4bd", "#f3e0a0"])
    s.ink(s.ridge(330, 40, peaks=[(200, 230.0)]) * pane, "#7fa07a")
    s.ink(s.cut(lambda p: (p.rect(228, 98, 242, 402), p.rect(88, 244, 382, 256))), "#5a3526")
    s.ink(s.poly((88, 420), (382, 420), (760, 1000), (260, 1000)), "#f8e6b0", 0.28)
    s.ink(s.rect(0, 840, 1500, 1000), "#4f2f28")
    s.lines(s.rect(0, 840, 1500, 1000), s.all() * 0.25, INK, size=26, wobble=2)
    warp = s.poly((640, 700), (1340, 290), (1340, 520), (640, 830))
    s.ink(warp, "#f0dcae")
    bands = [RED, INK, OCHRE, RED, TEAL, CREAM, RED, PLUM, OCHRE, RED, INK, RED]
    n = len(bands)
    for i, tone in enumerate(bands):
        a, b = i / n, (i + 1) / n
        quad = [(1340, 290 + 230 * a), (1340, 290 + 230 * b), (640, 700 + 130 * b), (640, 700 + 130 * a)]
        s.ink(s.poly(*quad), mix(tone, "#f0dcae", 0.25))
    s.lines(warp, s.all() * 0.4, CREAM, size=6, angle=-27, wobble=0.6, alpha=0.8)
    cloth = s.poly((560, 745), (860, 570), (860, 733), (560, 868))
    for i, tone in enumerate(bands):
        a, b = i / n, (i + 1) / n
        s.ink(s.poly((560, 745 + 123 * a), (860, 570 + 163 * a), (860, 570 + 163 * b), (560, 745 + 123 * b)), tone)
    for k in range(7):
        x = 586 + k * 38
        y0, y1 = 745 - (x - 560) * 0.583, 868 - (x - 560) * 0.45
        for v in (0.25, 0.5, 0.75):
            y = y0 + (y1 - y0) * v
            s.ink(s.poly((x - 13, y + 5), (x, y - 17), (x + 13, y - 5), (x, y + 16)), CREAM if k % 2 else OCHRE)
            s.ink(s.poly((x - 6, y + 2), (x, y - 8), (x + 6, y - 2), (x, y + 7)), INK)
    s.lines(cloth, s.all() * 0.2, INK, size=6, angle=80, wobble=1)
    wood = s.cut(
        lambda p: (
            p.stroke([(1345, 210), (1345, 930)], 40, 44),
            p.stroke([(1000, 260), (1010, 930)], 30, 34),
            p.stroke([(860, 340), (862, 930)], 26, 30),
            p.stroke([(560, 880), (1390, 900)], 34, 38),
            p.stroke([(840, 330), (1380, 220)], 30, 34),
            p.stroke([(540, 700), (560, 930)], 24, 28),
            p.stroke([(520, 760), (600, 880)], 26, 26),
        )
    )
    s.ink(wood, "#6b4226")
    s.lines(wood, s.all() * 0.25, INK, size=11, angle=86, wobble=10)
    s.ink(s.side(wood, -7, -5), "#e0ab66")
    s.ink(s.cut(lambda p: (p.poly([(846, 470), (880, 452), (880, 742), (846, 760)]),)), CLAY)
    s.ink(
        s.cut(lambda p: [p.line([(850 + (i % 2) * 14, 480 + i * 14), (878, 470 + i * 14)], 3) for i in range(20)]),
        CREAM,
    )
    figure(s, 400, 960, 800, "sit", top=TEAL, legs=PLUM, skin=SKIN[1], hair=INK, light=-1, sleeves=True)
    s.ink(s.cut(lambda p: p.disc(372, 440, 38, 34)), INK)
    s.ink(s.cut(lambda p: p.line([(350, 420), (420, 400)], 6)), OCHRE)
    skirt = s.cut(
        lambda p: p.blob(
            [(330, 770), (440, 750), (580, 780), (590, 850), (560, 960), (480, 980), (340, 960), (310, 860)]
        )
    )
    s.ink(skirt, PLUM)
    s.dots(skirt, s.all() * 0.28, OCHRE, size=26, angle=40)
    s.multiply(s.side(skirt, 20, 26), "#2a1a24", 0.7)
    s.ink(s.cut(lambda p: p.rect(300, 950, 620, 985)), "#4a2d22")
    s.ink(s.cut(lambda p: p.blob([(560, 720), (640, 690), (660, 700), (590, 740)])), "#e0ab66")
    s.ink(s.cut(lambda p: [(p.disc(x, 930, 44, 38)) for x in (760, 940, 1180)]), INK)
    for x, tone in ((760, RED), (940, OCHRE), (1180, TEAL)):
        s.ink(s.disc(x, 926, 40, 34), tone)
        s.lines(s.disc(x, 926, 40, 34), s.all() * 0.35, INK, size=10, angle=30, wobble=8)


@picture("batik-cloth", paper="#f2dfae")
def batik(s: Sheet) -> None:
    s.ramp(s.all(), s.glow(760, 150, 1250), ["#5f8f90", "#9dbfa8", "#dcdcab", "#f6e3a8", PAPER])
    s.ink(s.ridge(720, 50, peaks=[(300, 600.0)]), "#86a57c")
    m = s.rough(s.cut(lambda p: [canopy(p, s.rng, x, 760, 260, 170, 30) for x in (40, 480, 1010, 1480)]), 1.5)
    s.ink(m, "#456b45")
    s.grain(s.side(m, -12, -18), s.all(), "#cfd07c")
    s.ink(s.rect(0, 820, 1500, 1000), "#c9b06a")
    s.lines(s.rect(0, 820, 1500, 1000), s.noise(60) * 0.5, MOSS, size=16, angle=2, wobble=20)
    s.ink(
        s.cut(lambda p: (p.stroke([(90, 160), (90, 930)], 22, 26), p.stroke([(1420, 150), (1420, 930)], 22, 26))),
        "#5a3526",
    )
    s.ink(s.cut(lambda p: p.line(curve([(90, 180), (760, 214), (1420, 170)]), 7)), INK)
    cloths = (
        (140, 400, 560, RED, CREAM, INK, 0),
        (450, 760, 600, "#223a5a", "#e9cf98", OCHRE, 1),
        (810, 1100, 540, "#6b3a22", "#f0d9a0", INK, 2),
        (1150, 1390, 580, TEAL, CREAM, OCHRE, 3),
    )
    for x0, x1, length, ground, motif, third, kind in cloths:
        w = x1 - x0
        top = 196 + 8 * math.sin(x0)
        sway = 26
        left = curve(
            [(x0, top), (x0 - 6, top + length * 0.4), (x0 + sway, top + length * 0.75), (x0 + 8, top + length)]
        )
        right = curve(
            [
                (x1, top),
                (x1 + 14, top + length * 0.4),
                (x1 - 4 + sway, top + length * 0.75),
                (x1 + 20, top + length + 16),
            ]
        )
        cloth = s.cut(lambda p, left=left, right=right: p.poly([*left, *reversed(right)]))
        s.multiply(s.shift(cloth, 34, 30), "#7d6a58", 0.35)
        s.ink(cloth, ground)
        size = w / 4
        for i in range(-1, 6):
            for k in range(-1, int(length / size) + 2):
                cx, cy = x0 + (i + 0.5 * (k % 2)) * size, top + (k + 0.5) * size * 0.86
                bend = 26 * math.sin(k * 0.9) * 0.4
                cx += bend
                if kind == 0:

                    def draw(p, cx=cx, cy=cy):
                        return [
                            p.blob(
                                [
                                    (cx, cy),
                                    (cx + size * 0.4 * math.cos(a - 0.4), cy + size * 0.4 * math.sin(a - 0.4)),
                                    (cx + size * 0.5 * math.cos(a), cy + size * 0.5 * math.sin(a)),
                                    (cx + size * 0.4 * math.cos(a + 0.4), cy + size * 0.4 * math.sin(a + 0.4)),
                                ]
                            )
                            for a in np.arange(0.4, 6.5, math.pi / 2)
                        ]
                elif kind == 1:

                    def draw(p, cx=cx, cy=cy):
                        return (
                            p.disc(cx, cy, size * 0.42),
                            p.disc(cx, cy, size * 0.34, fill=0),
                            [
                                p.disc(cx + size * 0.2 * math.cos(a), cy + size * 0.2 * math.sin(a), size * 0.1)
                                for a in np.arange(0, 6.2, 1.05)
                            ],
                        )
                elif kind == 2:

                    def draw(p, cx=cx, cy=cy):
                        return (
                            p.stroke(
                                curve(
                                    [
                                        (cx - size * 0.5, cy + size * 0.4),
                                        (cx - size * 0.1, cy + size * 0.1),
                                        (cx + size * 0.1, cy - size * 0.1),
                                        (cx + size * 0.5, cy - size * 0.4),
                                    ]
                                ),
                                size * 0.16,
                                size * 0.16,
                            ),
                            p.disc(cx - size * 0.3, cy - size * 0.2, size * 0.09),
                            p.disc(cx + size * 0.3, cy + size * 0.2, size * 0.09),
                        )
                else:

                    def draw(p, cx=cx, cy=cy):
                        return (
                            p.poly(
                                [
                                    (cx, cy - size * 0.44),
                                    (cx + size * 0.44, cy),
                                    (cx, cy + size * 0.44),
                                    (cx - size * 0.44, cy),
                                ]
                            ),
                            p.poly(
                                [
                                    (cx, cy - size * 0.3),
                                    (cx + size * 0.3, cy),
                                    (cx, cy + size * 0.3),
                                    (cx - size * 0.3, cy),
                                ],
                                0,
                            ),
                            p.disc(cx, cy, size * 0.12),
                        )

                s.ink(s.cut(draw) * cloth, motif)
                s.ink(s.disc(cx, cy, size * 0.06) * cloth, third)
        hem = cloth * (1 - s.shift(cloth, 0, -34))
        s.ink(hem, third)
        for q in (0.24, 0.55, 0.8):
            x = x0 + w * q
            s.multiply(
                cloth * np.clip(1 - np.abs(s.x - x - 20 * np.sin(s.y / 130)) / (w * 0.1), 0, 1) ** 1.4, "#2a2438", 0.55
            )
        s.ink(cloth * np.clip(1 - np.abs(s.x - x0 - w * 0.4 - 20 * np.sin(s.y / 130)) / (w * 0.1), 0, 1), PAPER, 0.22)
        s.ink(
            s.cut(
                lambda p, x0=x0, x1=x1, top=top: [p.rect(x - 5, top - 16, x + 5, top + 18) for x in (x0 + 12, x1 - 12)]
            ),
            SAND,
        )
    figure(s, 1080, 975, 400, "walk", top=OCHRE, legs=INK, veil=PLUM, skirt=PLUM, flip=True, light=1, sleeves=True)


@picture("pottery-hands", paper="#c98a5a")
def pottery(s: Sheet) -> None:
    s.ramp(s.all(), s.glow(420, 220, 1300), ["#24181a", "#4a2c28", "#7a4834", "#b5774a", "#e6b877"])
    for i, x in enumerate((90, 270, 1130, 1290, 1440)):
        y, w, h = 360, 70 + 12 * (i % 3), 120 + 30 * (i % 2)
        m = s.cut(
            lambda p, x=x, w=w, h=h: p.blob(
                [
                    (x - w * 0.3, y - h),
                    (x + w * 0.3, y - h),
                    (x + w * 0.24, y - h * 0.86),
                    (x + w * 0.6, y - h * 0.5),
                    (x + w * 0.34, y),
                    (x - w * 0.34, y),
                    (x - w * 0.6, y - h * 0.5),
                    (x - w * 0.24, y - h * 0.86),
                ]
            )
        )
        s.ink(m, mix(CLAY, "#2a1818", 0.25 + 0.1 * (i % 2)))
        s.grain(s.side(m, -w * 0.2, 0), s.all() * 0.7, "#e0a368")
    s.ink(s.rect(0, 356, 1500, 380), "#2a1916")
    wheel = s.disc(750, 900, 640, 150)
    s.multiply(s.shift(wheel, 0, 30), "#140b0b", 0.7)
    s.ink(s.shift(wheel, 0, 26), "#3a2a28")
    s.ink(wheel, "#8a6a58")
    for r in (600, 500, 400, 310):
        ring = np.clip(1 - np.abs(np.hypot(s.x - 750, (s.y - 900) * 4.27) - r) / 3, 0, 1)
        s.ink(ring, "#c79a72", 0.8)
    s.ink(s.soft(s.disc(750, 900, 330, 70), 14), "#5a382c", 0.8)
    pot = s.cut(
        lambda p: p.poly(
            [
                *curve([(560, 440), (600, 500), (500, 640), (470, 740), (540, 850), (620, 900)]),
                *curve([(620, 900), (750, 912), (880, 900)]),
                *curve([(880, 900), (960, 850), (1030, 740), (1000, 640), (900, 500), (940, 440)]),
                *curve([(940, 440), (750, 470), (560, 440)]),
            ]
        )
    )
    s.ink(pot, "#b5653f")
    s.grain(pot, s.across(720, 1050) * 1.1, "#5a2c24")
    s.grain(pot, np.clip(1 - np.abs(s.x - 600) / 110, 0, 1) * 0.8, "#eeb07a")
    curved = s.y + ((s.x - 750) / 250) ** 2 * -24
    s.ink(pot * np.clip(1 - np.abs((curved % 44) - 22) / 3.2, 0, 1), "#7d3f2c", 0.7)
    s.ink(s.disc(750, 442, 192, 44), "#e0935f")
    s.ink(s.disc(750, 446, 164, 33), "#4a2420")
    s.ink(s.cut(lambda p: p.line(curve([(600, 436), (750, 412), (900, 436)]), 6)), "#f3c08c")
    left = [
        [(470, 600), (540, 560), (600, 560), (640, 590)],
        [(460, 640), (540, 616), (600, 620), (646, 650)],
        [(462, 684), (540, 672), (600, 684), (640, 712)],
        [(470, 728), (536, 728), (580, 740), (612, 766)],
        [(440, 560), (500, 500), (556, 462), (600, 470)],
    ]
    s.ink(s.poly((-40, 420), (-40, 700), (250, 790), (330, 560)), TEAL)
    s.lines(s.poly((-40, 420), (-40, 700), (250, 790), (330, 560)), s.all() * 0.22, INK, size=16, angle=20, wobble=6)
    hand(
        s,
        [(240, 600), (340, 560), (450, 556), (500, 620), (500, 730), (440, 770), (330, 780), (230, 770)],
        left,
        48,
        SKIN[1],
    )
    s.ink(s.poly((1540, 420), (1540, 700), (1250, 790), (1170, 560)), TEAL)
    s.lines(
        s.poly((1540, 420), (1540, 700), (1250, 790), (1170, 560)), s.all() * 0.22, INK, size=16, angle=-20, wobble=6
    )
    hand(
        s,
        [
            (1500 - x, y)
            for x, y in [(240, 600), (340, 560), (450, 556), (500, 620), (500, 730), (440, 770), (330, 780), (230, 770)]
        ],
        [[(1500 - x, y) for x, y in f] for f in left],
        48,
        mix(SKIN[1], "#5a3030", 0.25),
    )
    s.ink(
        s.cut(
            lambda p: [
                p.disc(float(s.rng.normal(750, 330)), float(s.rng.normal(900, 60)), float(s.rng.uniform(3, 10)))
                for _ in range(60)
            ]
        ),
        "#b5653f",
    )
