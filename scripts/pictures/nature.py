"""The weather, the night sky, a bird."""

from __future__ import annotations

import math

import numpy as np

from .people import figure
from .press import CREAM, INK, MOSS, NIGHT, OCHRE, PAPER, RED, SAND, Pen, Sheet, curve, mix
from .shapes import canopy, cloud, frame, house, leaf, palm, stars
from .stock import picture


@picture("weather-radar", paper="#d6cfae")
def weather_radar(s: Sheet) -> None:
    s.ramp(
        s.all(), s.down(0, 820) + (s.noise(360) - 0.5) * 0.15, ["#3c5a6a", "#6f949a", "#b9c7ae", "#f0d9a2", "#efb77c"]
    )
    for tone, heaps in (
        ("#8fa6a2", [(1150, 560, 900, 330)]),
        ("#56727c", [(1320, 620, 760, 420), (760, 600, 420, 150)]),
        ("#2f4957", [(1460, 660, 560, 330)]),
    ):
        m = s.rough(s.cut(lambda p, heaps=heaps: [cloud(p, s.rng, *heap) for heap in heaps]), 2.5)
        s.ink(m, tone)
        s.grain(s.side(m, -24, -26), s.noise(90), mix(tone, CREAM, 0.6))
        s.lines(m, s.down(330, 660) * 0.5, NIGHT, size=12, angle=4, wobble=16)
    for r in range(130, 900, 74):
        ring = np.clip(1 - np.abs(np.hypot(s.x - 560, s.y - 350) - r) / 2.4, 0, 1) * (s.y < 520) * (s.x < 1400)
        s.ink(ring, PAPER, 0.55 * (1 - r / 950))
    hill = s.rough(
        s.cut(
            lambda p: p.poly(
                [
                    *curve([(-20, 800), (240, 736), (520, 690), (800, 716), (1100, 800), (1520, 850)]),
                    (1520, 1020),
                    (-20, 1020),
                ]
            )
        ),
        2,
    )
    s.ink(hill, "#5a7440")
    s.lines(hill, s.down(680, 1000) * 0.6, MOSS, size=13, angle=7, wobble=28)
    s.grain(s.side(hill, 0, -16), s.all() * 0.8, "#dccb7c")
    legs = s.cut(
        lambda p: (
            [p.stroke([(x, 470), (560 + (x - 560) * 1.42, 740)], 16, 18) for x in (440, 520, 600, 680)],
            [p.line([(430 - i * 16, 520 + i * 70), (690 + i * 16, 590 + i * 70)], 7) for i in range(3)],
            [p.line([(690 + i * 16, 520 + i * 70), (430 - i * 16, 590 + i * 70)], 7) for i in range(3)],
            [p.rect(424 - i * 17, 518 + i * 70, 696 + i * 17, 526 + i * 70) for i in range(3)],
        )
    )
    s.ink(legs, "#2c2b30")
    s.ink(s.rect(404, 448, 716, 476), INK)
    s.ink(
        s.cut(
            lambda p: (
                [p.line([(x, 412), (x, 450)], 4) for x in range(408, 716, 19)] + [p.line([(406, 412), (714, 412)], 5)]
            )
        ),
        INK,
    )
    dome = s.disc(560, 310, 168) * (s.y < 450)
    s.ink(dome, PAPER)
    s.grain(dome, np.clip((s.x - 520) / 230 + (s.y - 330) / 600, 0, 1), "#6d8590")
    s.ink(
        s.cut(
            lambda p: (
                [
                    p.line(
                        [(560 + 168 * math.sin(a) * c, 310 - 168 * math.cos(a)) for a in np.linspace(-0.0, 2.6, 40)],
                        2.6,
                    )
                    for c in (-1, -0.72, -0.36, 0, 0.36, 0.72, 1)
                ]
                + [
                    p.line(curve([(560 - q, y), (560, y + 15), (560 + q, y)]), 2.6)
                    for y, q in ((200, 126), (276, 164), (360, 160))
                ]
            )
        )
        * dome,
        "#8f9da0",
    )
    s.ink(s.cut(lambda p: (p.line([(560, 142), (560, 96)], 5), p.disc(560, 94, 8))), RED)
    s.ink(s.rect(640, 640, 800, 742), SAND)
    s.multiply(s.rect(640, 640, 690, 742), "#7a6a68", 0.6)
    s.ink(s.poly((626, 640), (814, 640), (800, 612), (642, 612)), RED)
    s.ink(s.cut(lambda p: (p.rect(712, 676, 748, 742), p.rect(764, 666, 788, 694))), INK)
    figure(s, 900, 812, 150, "point", top=OCHRE, legs=INK, light=-1)
    s.ink(s.cut(lambda p: (palm(p, 120, 850, 290, -0.1), palm(p, 230, 860, 210, 0.1))), "#1c2f22")
    s.ink(
        s.cut(
            lambda p: [
                p.line(curve([(x, 1000), (x + 8, 960), (x + b, 920)]), 4)
                for x, b in ((float(s.rng.uniform(0, 1500)), float(s.rng.normal(20, 18))) for _ in range(160))
            ]
        ),
        "#22331f",
    )


@picture("telescope-night", paper=NIGHT)
def telescope_night(s: Sheet) -> None:
    s.ramp(
        s.all(),
        s.down(0, 860) + (s.noise(400) - 0.5) * 0.12,
        ["#0d1622", "#142739", "#1d3e50", "#34636a", "#8a8f74", "#d99a5a"],
    )
    band = np.clip(
        1 - np.abs((s.x - 420) * 0.72 - (s.y - 100) * 0.7 - 330 + (s.noise(170) - 0.5) * 190) / 190, 0, 1
    ) * (1 - s.down(520, 800))
    s.grain(s.all(), band * 0.62 * s.noise(60), "#9fb6ae")
    s.grain(s.all(), band**2 * 0.5 * s.noise(30), "#f3dfae")
    stars(s, s.rect(0, 0, 1500, 760), 520)

    def star(p: Pen, x: float, y: float, r: float) -> None:
        p.poly(
            [
                (x, y - r),
                (x + r * 0.12, y - r * 0.12),
                (x + r, y),
                (x + r * 0.12, y + r * 0.12),
                (x, y + r),
                (x - r * 0.12, y + r * 0.12),
                (x - r, y),
                (x - r * 0.12, y - r * 0.12),
            ]
        )

    s.ink(
        s.cut(
            lambda p: [
                star(p, *c)
                for c in (
                    (980, 160, 26),
                    (1180, 330, 17),
                    (420, 130, 15),
                    (1330, 120, 13),
                    (700, 260, 12),
                    (230, 300, 11),
                )
            ]
        ),
        PAPER,
    )
    s.ink(s.cut(lambda p: p.stroke([(1240, 210), (1080, 290)], 4, 0.5)), PAPER)
    for y, h, tone, peaks in ((800, 60, "#1f3a44", [(1080, 620.0), (1240, 760.0)]), (850, 40, "#13242d", [])):
        s.ink(s.ridge(y, h, peaks=peaks), tone)
    ground = s.rough(
        s.cut(
            lambda p: p.poly(
                [
                    *curve([(-20, 880), (300, 820), (640, 836), (900, 900), (1200, 930), (1520, 910)]),
                    (1520, 1020),
                    (-20, 1020),
                ]
            )
        ),
        2,
    )
    s.ink(ground, "#0b1219")
    figure(s, 400, 838, 330, "rake", top=RED, legs="#23303a", light=1, sleeves=True)
    tube = s.cut(lambda p: (p.stroke([(500, 596), (820, 372)], 44, 62), p.stroke([(478, 612), (516, 585)], 20, 24)))
    s.ink(
        s.cut(lambda p: [p.stroke([(640, 520), (x, 862)], 12, 9) for x in (560, 640, 742)] + [p.disc(640, 516, 24)]),
        "#0e151c",
    )
    s.ink(tube, "#dcd3b8")
    s.multiply(s.side(tube, 14, 18), "#3c4450", 0.85)
    s.ink(
        s.cut(lambda p: (p.stroke([(800, 386), (826, 368)], 70, 70), p.stroke([(600, 540), (616, 529)], 58, 60))),
        "#27313a",
    )
    s.ink(s.soft(s.glow(470, 620, 90), 8), "#c44a3a", 0.35)
    figure(s, 210, 842, 220, "point", top=OCHRE, legs=INK, light=1)
    house(s, 1180, 934, 130, "#2a3a42", "#1a242b", window="#f2c46c")
    s.ink(s.cut(lambda p: (tree_shape(p, 1420, 960, 330), tree_shape(p, 60, 900, 240))), "#070d12")


def tree_shape(p: Pen, x: float, y: float, h: float) -> None:
    rng = np.random.default_rng(int(x))
    p.stroke([(x, y), (x, y - h * 0.6)], h * 0.07, h * 0.04)
    canopy(p, rng, x, y - h * 0.72, h * 0.8, h * 0.5, 34)


@picture("hornbill", paper="#e6dfa6")
def hornbill(s: Sheet) -> None:
    s.ramp(s.all(), s.glow(980, 320, 1150), ["#274a39", "#4f7a4c", "#93a95c", "#d6cf80", "#f4e9b4"])
    for tone, n, size in (("#86a05a", 40, 210), ("#4d7446", 34, 260), ("#2a4d38", 26, 300)):

        def draw(p: Pen, n: int = n, size: float = size) -> None:
            for _ in range(n):
                a = float(s.rng.uniform(0, 2 * math.pi))
                leaf(
                    p,
                    750 + 980 * math.cos(a),
                    480 + 640 * math.sin(a),
                    size * float(s.rng.uniform(0.7, 1.3)),
                    math.degrees(a) + 180 + float(s.rng.normal(0, 34)),
                    0.34,
                )

        m = s.cut(draw)
        s.ink(m, tone, rough=0.8)
        s.grain(s.side(m, 8, -10), s.all() * 0.5, "#cfd27e")
    branch = s.rough(
        s.cut(
            lambda p: (
                p.stroke(curve([(-40, 800), (300, 770), (760, 790), (1200, 730), (1560, 700)]), 74, 48),
                p.stroke(curve([(1060, 750), (1180, 640), (1340, 590)]), 34, 16),
            )
        ),
        2,
    )
    s.ink(branch, "#3a2a26")
    s.lines(branch, s.all() * 0.36, "#7a5a44", size=12, angle=-3, wobble=18)
    s.grain(s.side(branch, 0, -14), s.all() * 0.9, "#b4a45c")
    tail = s.cut(lambda p: (p.blob([(520, 690), (600, 720), (520, 900), (450, 1010), (380, 1000), (420, 860)]),))
    s.ink(tail, PAPER)
    s.ink(tail * s.rect(0, 880, 1500, 930), INK)
    s.lines(tail, s.all() * 0.2, INK, size=18, angle=112, wobble=2)
    body = s.rough(
        s.cut(
            lambda p: p.blob(
                [
                    (690, 330),
                    (760, 380),
                    (800, 470),
                    (780, 600),
                    (700, 720),
                    (600, 780),
                    (510, 760),
                    (480, 690),
                    (520, 560),
                    (590, 440),
                    (630, 360),
                ]
            )
        ),
        1,
    )
    s.ink(body, "#17191c")
    s.grain(body, np.clip((s.x - 610) / 330 - (s.y - 380) / 900, 0, 1) * 0.8, "#54656a")
    wing = s.rough(
        s.cut(
            lambda p: p.blob(
                [(610, 450), (700, 480), (720, 580), (640, 720), (520, 800), (470, 770), (500, 640), (540, 530)]
            )
        ),
        1,
    )
    s.ink(wing, "#0e1013")
    s.lines(wing, s.all() * 0.26, "#5f7074", size=19, angle=116, wobble=8)
    s.ink(s.cut(lambda p: p.blob([(612, 770), (700, 760), (720, 790), (640, 812)])), PAPER)
    head = s.rough(
        s.cut(
            lambda p: p.blob(
                [(640, 300), (690, 236), (770, 230), (820, 270), (820, 340), (770, 400), (700, 420), (640, 380)]
            )
        ),
        1,
    )
    s.ink(head, "#1c1d20")
    s.ink(
        s.cut(lambda p: p.blob([(640, 330), (690, 380), (760, 400), (790, 440), (740, 480), (670, 450), (630, 400)])),
        "#f0e3bd",
    )
    bill = s.cut(
        lambda p: p.poly(
            [
                *curve([(800, 256), (900, 262), (1010, 320), (1090, 410), (1110, 460)]),
                *curve([(1110, 460), (1040, 420), (940, 374), (804, 352)]),
            ]
        )
    )
    s.ink(bill, "#f0c15a")
    s.multiply(s.side(bill, -4, 22), "#b5672f", 0.8)
    s.ink(s.cut(lambda p: p.line(curve([(806, 318), (920, 330), (1030, 392), (1106, 458)]), 4)), "#6b3a22")
    casque = s.cut(
        lambda p: p.poly(
            [
                *curve([(742, 238), (760, 190), (850, 160), (950, 186), (990, 222)]),
                *curve([(990, 222), (960, 262), (880, 262), (800, 262), (742, 238)]),
            ]
        )
    )
    s.ink(casque, RED)
    s.ink(s.side(casque, 0, -14), OCHRE)
    s.multiply(s.side(casque, 0, 14), "#5d1f24", 0.8)
    s.ink(s.disc(768, 300, 24), OCHRE)
    s.ink(s.disc(770, 300, 14), INK)
    s.ink(s.disc(775, 295, 4.5), PAPER)
    s.ink(s.cut(lambda p: [p.stroke([(x, 765), (x + 14, 800)], 16, 10) for x in (640, 664, 690)]), "#8a7a5a")
    s.ink(
        s.cut(
            lambda p: [p.disc(x, y, 17) for x, y in ((1300, 640), (1340, 652), (1318, 676), (1362, 620), (1386, 650))]
        ),
        RED,
    )
    frame(
        s,
        [
            (1540, 900, 420, 205),
            (1540, 1000, 380, 190),
            (-40, 140, 380, 24),
            (-40, 40, 330, 48),
            (1320, 1040, 330, 235),
        ],
        "#12241b",
    )
