"""Scenes on the market."""

from __future__ import annotations

import math

from .people import SKIN, figure
from .press import (
    CLAY,
    CREAM,
    DEEP,
    INK,
    LEAF,
    OCHRE,
    PAPER,
    PLUM,
    RED,
    ROSE,
    SAND,
    TEAL,
    Pen,
    Point,
    Sheet,
    curve,
    mix,
)
from .shapes import leaf
from .stock import picture


def one_fish(s: Sheet, x: float, y: float, w: float, a: float, back: str, belly: str) -> None:
    c, d = math.cos(a), math.sin(a)

    def at(u: float, v: float) -> Point:
        return x + (u * c - v * d) * w, y + (u * d + v * c) * w

    body = s.cut(
        lambda p: (
            p.blob(
                [
                    at(0.5, 0),
                    at(0.36, -0.12),
                    at(0.05, -0.17),
                    at(-0.28, -0.08),
                    at(-0.36, 0),
                    at(-0.28, 0.08),
                    at(0.05, 0.16),
                    at(0.36, 0.11),
                ]
            ),
            p.poly([at(-0.3, 0), at(-0.52, -0.16), at(-0.46, 0), at(-0.52, 0.16)]),
            p.poly([at(0.12, -0.15), at(-0.12, -0.24), at(-0.16, -0.1)]),
        )
    )
    s.ink(body, belly)
    top = (
        s.cut(
            lambda p: p.poly(
                [
                    *curve([at(0.5, -0.01), at(0.3, 0.0), at(0, -0.03), at(-0.5, 0)]),
                    at(-0.56, -0.2),
                    at(0.1, -0.3),
                    at(0.5, -0.1),
                ]
            )
        )
        * body
    )
    s.ink(top, back)
    s.lines(top, s.all() * 0.28, INK, size=w * 0.045, angle=math.degrees(a) + 70, wobble=2)
    s.multiply(s.side(body, 2, w * 0.035), "#5a5a66", 0.7)
    s.ink(s.cut(lambda p: p.line(curve([at(0.28, -0.11), at(0.23, 0), at(0.27, 0.09)]), w * 0.012)), INK, 0.8)
    s.ink(s.disc(*at(0.37, -0.035), w * 0.028), PAPER)
    s.ink(s.disc(*at(0.37, -0.035), w * 0.016), INK)


@picture("fish-market", paper="#c7d2c0")
def fish_market(s: Sheet) -> None:
    s.ramp(s.all(), s.glow(520, 250, 1100), ["#0f2330", "#173a48", "#2f5d64", "#7d9a86", "#f0d493"])
    for x, h, tone, pose, flip, veil in (
        (150, 430, PLUM, "stand", False, ""),
        (330, 400, OCHRE, "walk", False, CREAM),
        (1390, 430, DEEP, "stand", True, ""),
        (1190, 380, CLAY, "walk", True, TEAL),
    ):
        figure(s, x, 700, h, pose, top=tone, legs=INK, flip=flip, veil=veil, light=1 if x < 700 else -1)
    for x, y in ((280, 120), (640, 90), (1010, 120), (1330, 90)):
        s.ink(s.soft(s.disc(x, y + 60, 150), 60), "#f9dd95", 0.42)
        s.ink(
            s.cut(
                lambda p, x=x, y=y: (
                    p.line([(x, -10), (x, y)], 4),
                    p.poly([(x - 20, y), (x + 20, y), (x + 62, y + 44), (x - 62, y + 44)]),
                )
            ),
            INK,
        )
        s.ink(s.cut(lambda p, x=x, y=y: p.disc(x, y + 50, 30, 24)), PAPER)
    s.ink(
        s.cut(
            lambda p: [
                p.poly([(x, -10), (x + 118, -10), (x + 128, 34), (x + 64, 62), (x, 34)]) for x in range(-40, 1500, 256)
            ]
        ),
        RED,
    )
    s.ink(
        s.cut(
            lambda p: [
                p.poly([(x, -10), (x + 118, -10), (x + 128, 34), (x + 64, 62), (x, 34)]) for x in range(88, 1500, 256)
            ]
        ),
        CREAM,
    )
    figure(s, 760, 800, 560, "stand", top=RED, legs=DEEP, hat=SAND, light=1, sleeves=False)
    s.ink(s.poly((680, 470), (838, 470), (856, 700), (664, 700)), TEAL)
    s.ink(s.cut(lambda p: (p.line([(690, 470), (712, 376)], 9), p.line([(828, 470), (806, 376)], 9))), TEAL)
    table = s.poly((-40, 640), (1540, 640), (1640, 1020), (-140, 1020))
    s.ink(table, "#8fb0b4")
    ice = s.rough(
        s.cut(
            lambda p: [
                p.disc(float(s.rng.uniform(-20, 1520)), float(s.rng.uniform(650, 1000)), float(s.rng.uniform(10, 34)))
                for _ in range(420)
            ]
        ),
        1,
    ) * s.poly((-40, 652), (1540, 652), (1640, 1020), (-140, 1020))
    s.ink(ice, "#dbe9e2")
    s.grain(s.side(ice, 4, 5), s.all(), "#7fa3aa")
    s.ink(s.rect(0, 636, 1500, 654), CLAY)
    rows: list[tuple[float, float, float, float, str, str]] = []
    for i in range(7):
        rows.append((120 + i * 215, 712 + 6 * (i % 2), 200, 0.1 + 0.04 * (i % 3), "#3c6a78", "#e6ece0"))
    for i in range(6):
        rows.append((60 + i * 280, 812, 270, -0.08 + 0.05 * (i % 2), RED if i % 3 != 1 else "#c96a4a", "#f3c9a6"))
    for i in range(5):
        rows.append((130 + i * 330, 935, 350, 0.06 * ((i % 3) - 1), "#2c4250", "#d9dccb"))
    for each in rows:
        s.multiply(s.cut(lambda p, e=each: p.disc(e[0], e[1] + e[2] * 0.15, e[2] * 0.42, e[2] * 0.06)), "#4f6b78", 0.5)
        one_fish(s, *each)
    s.ink(
        s.cut(
            lambda p: [
                leaf(p, x, y, 110, a, 0.34)
                for x, y, a in ((480, 760, 20), (960, 770, -30), (1320, 880, 200), (30, 880, -20))
            ]
        ),
        LEAF,
    )
    lemon = s.cut(lambda p: [p.disc(x, y, 26, 22) for x, y in ((640, 772), (676, 784), (1180, 778))])
    s.ink(lemon, OCHRE)
    s.multiply(s.side(lemon, 6, 8), "#8a5a3a", 0.6)


@picture("chilli-market", paper="#f0d9a6")
def chilli_market(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 560), ["#c98a55", "#e6b273", "#f4dba0"])
    s.ink(
        s.cut(
            lambda p: [p.poly([(x, -10), (x + 150, -10), (x + 170, 150), (x - 10, 150)]) for x in range(-60, 1600, 300)]
        ),
        RED,
    )
    s.ink(
        s.cut(
            lambda p: [p.poly([(x, -10), (x + 150, -10), (x + 150, 150), (x - 10, 150)]) for x in range(94, 1600, 300)]
        ),
        CREAM,
    )
    s.ink(s.cut(lambda p: [p.disc(x, 150, 80, 26) for x in range(-60, 1600, 300)]), RED)
    s.ink(s.cut(lambda p: [p.disc(x, 150, 76, 26) for x in range(94, 1600, 300)]), CREAM)
    s.multiply(s.rect(0, 100, 1500, 260) * s.down(260, 100), "#8a5a4a", 0.7)
    for x, h, top, pose, flip, veil in (
        (130, 330, TEAL, "walk", False, ""),
        (300, 300, PLUM, "stand", False, ROSE),
        (1240, 330, DEEP, "walk", True, ""),
        (1390, 300, CLAY, "stand", True, CREAM),
    ):
        figure(s, x, 640, h, pose, top=top, legs=INK, flip=flip, veil=veil, skirt=INK if veil else "", light=-1)
    s.ink(s.rect(0, 640, 1500, 1000), "#7a4f38")
    figure(s, 740, 860, 620, "stand", top=OCHRE, legs=DEEP, hat="#ecd19a", skin=SKIN[1], light=-1, sleeves=True)
    s.ink(s.cut(lambda p: p.poly([(668, 540), (812, 540), (830, 800), (650, 800)])), DEEP)
    s.ink(s.rect(-20, 700, 1520, 720), "#4a2d22")
    heaps = (
        (160, 790, 190, RED, "chilli"),
        (470, 770, 160, "#7d9a3c", "lime"),
        (1010, 770, 160, "#b8486a", "onion"),
        (1320, 790, 190, OCHRE, "turmeric"),
        (330, 950, 230, "#5f8a3c", "leaf"),
        (740, 950, 240, RED, "chilli"),
        (1160, 950, 230, "#e8dcb8", "garlic"),
    )
    for x, y, r, tone, kind in heaps:
        basket = s.cut(
            lambda p, x=x, y=y, r=r: p.poly(
                [(x - r, y), (x + r, y), (x + r * 0.8, y + r * 0.62), (x - r * 0.8, y + r * 0.62)]
            )
        )
        mound = s.cut(lambda p, x=x, y=y, r=r: p.disc(x, y, r * 0.95, r * 0.42))
        s.multiply(s.shift(basket, 12, 14), "#2a1814", 0.6)
        s.ink(basket, "#b98a4e")
        s.lines(basket, s.all() * 0.42, "#5a3a22", size=13, wobble=2)
        s.lines(basket, s.all() * 0.2, "#5a3a22", size=26, angle=88, wobble=2)
        s.ink(mound, mix(tone, INK, 0.35))
        n = {"chilli": 90, "leaf": 60}.get(kind, 60)
        for shade, count in ((0.22, n), (0.0, n), (-0.2, n // 2)):
            c = mix(tone, INK, shade) if shade >= 0 else mix(tone, PAPER, -shade)

            def draw(p: Pen, x: float = x, y: float = y, r: float = r, kind: str = kind, count: int = count) -> None:
                for _ in range(count):
                    a, q = float(s.rng.uniform(0, 6.28)), math.sqrt(float(s.rng.random()))
                    px, py = x + r * 0.9 * q * math.cos(a), y - r * 0.06 + r * 0.4 * q * math.sin(a)
                    if kind == "chilli":
                        b = float(s.rng.uniform(0, 6.28))
                        p.stroke(
                            curve(
                                [
                                    (px - 22 * math.cos(b), py - 11 * math.sin(b)),
                                    (px, py + 3),
                                    (px + 24 * math.cos(b), py + 10 * math.sin(b)),
                                ]
                            ),
                            10,
                            2,
                        )
                    elif kind == "leaf":
                        leaf(p, px, py, 46, float(s.rng.uniform(0, 360)), 0.4)
                    elif kind == "turmeric":
                        b = float(s.rng.uniform(0, 3.1))
                        p.stroke(
                            [
                                (px - 16 * math.cos(b), py - 8 * math.sin(b)),
                                (px + 16 * math.cos(b), py + 8 * math.sin(b)),
                            ],
                            15,
                            12,
                        )
                    else:
                        p.disc(px, py, r * 0.085, r * 0.075)

            s.ink(s.cut(draw), c)
        s.ink(s.cut(lambda p, x=x, y=y, r=r: p.line(curve([(x - r, y), (x, y + r * 0.16), (x + r, y)]), 15)), "#d9ab62")
    s.ink(
        s.cut(
            lambda p: (
                p.line([(900, 300), (900, 480)], 4),
                p.poly([(850, 480), (950, 480), (930, 520), (870, 520)]),
                p.disc(900, 330, 34),
            )
        ),
        INK,
    )
    s.ink(s.disc(900, 330, 26), CREAM)
    s.ink(s.cut(lambda p: p.line([(900, 330), (916, 314)], 4)), RED)
