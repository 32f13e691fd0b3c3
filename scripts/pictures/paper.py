"""Print and maps."""

from __future__ import annotations

import math

import numpy as np

from .people import figure
from .press import CLAY, CREAM, DEEP, INK, NIGHT, OCHRE, PAPER, RED, TEAL, Point, Sheet, curve
from .stock import picture


@picture("printing-press", paper="#c9b083")
def printing_press(s: Sheet) -> None:
    s.ramp(s.all(), s.glow(860, 330, 1150), ["#161c22", "#24333b", "#3f5659", "#7d8673", "#d9bd83"])
    s.ink(
        s.cut(
            lambda p: [p.poly([(x, -10), (x + 60, -10), (x + 20, 120), (x + 40, 120)]) for x in (200, 620, 1040, 1400)]
        ),
        INK,
    )
    for x in (230, 650, 1070, 1430):
        s.ink(s.poly((x - 10, 118), (x + 10, 118), (x + 190, 700), (x - 190, 700)), "#f6dea0", 0.13)
        s.ink(s.disc(x, 120, 26, 10), "#fbeec6")
    s.ink(s.rect(0, 830, 1500, 1000), "#191a1d")
    s.lines(s.rect(0, 830, 1500, 1000), s.down(1000, 830) * 0.4, "#6b5a44", size=20, wobble=2)
    s.ink(s.cut(lambda p: (p.rect(330, 190, 1180, 850),)), "#26414a")
    s.ink(
        s.cut(lambda p: (p.rect(330, 190, 1180, 214), p.rect(330, 190, 352, 850), p.rect(1158, 190, 1180, 850))),
        "#46686c",
    )
    s.lines(s.rect(352, 214, 1158, 850), s.across(300, 1200) * 0.4, NIGHT, size=13, angle=90, wobble=1)
    rolls = [(470, 410, 80), (640, 330, 84), (800, 470, 96), (970, 330, 84), (1090, 500, 72)]

    def sheet_(points: list[Point], tone: str, w: float) -> None:
        path = curve(points, steps=16)
        m = s.cut(lambda p: p.poly([*path, *[(x + 26, y + w) for x, y in reversed(path)]]))
        s.ink(m, tone)
        s.grain(m, s.across(400, 1400) * 0.5, "#b5a488")
        for t in range(6, len(path) - 8, 11):
            x, y = path[t]
            x1, y1 = path[t + 8]
            s.ink(
                s.poly((x + 4, y + w * 0.1), (x1 + 4, y1 + w * 0.1), (x1 + 7, y1 + w * 0.2), (x + 7, y + w * 0.2)), INK
            )
            s.ink(
                s.poly(
                    (x + 9, y + w * 0.26),
                    (x + (x1 - x) * 0.55 + 9, y + (y1 - y) * 0.55 + w * 0.26),
                    (x + (x1 - x) * 0.55 + 15, y + (y1 - y) * 0.55 + w * 0.56),
                    (x + 15, y + w * 0.56),
                ),
                (RED, TEAL, CLAY)[(t // 11) % 3],
            )
            for q in range(5):
                v = 0.27 + q * 0.065
                s.ink(
                    s.cut(
                        lambda p, x=x, y=y, x1=x1, y1=y1, v=v: p.line(
                            [(x + (x1 - x) * 0.62 + v * 26, y + (y1 - y) * 0.62 + w * v), (x1 + v * 26, y1 + w * v)], 3
                        )
                    ),
                    "#6a6158",
                )
                s.ink(
                    s.cut(
                        lambda p, x=x, y=y, x1=x1, y1=y1, v=v: p.line(
                            [(x + (v + 0.36) * 26, y + w * (v + 0.36)), (x1 + (v + 0.36) * 26, y1 + w * (v + 0.36))], 3
                        )
                    ),
                    "#6a6158",
                )

    s.ink(s.disc(150, 700, 190), "#e9ddc0")
    s.lines(s.disc(150, 700, 190), s.all() * 0.12, "#8a7a60", size=12, wobble=0)
    for r in (160, 130, 100, 70):
        ring = np.clip(1 - np.abs(np.hypot(s.x - 150, s.y - 700) - r) / 2, 0, 1)
        s.ink(ring, "#b5a080")
    s.multiply(s.side(s.disc(150, 700, 190), 60, 30), "#5a4c48", 0.6)
    s.ink(s.disc(150, 700, 34), INK)
    sheet_([(150, 512), (300, 480), (430, 380), (520, 330), (640, 316)], PAPER, 140)
    for x, y, r in rolls:
        body = s.cut(lambda p, x=x, y=y, r=r: (p.disc(x, y, r),))
        s.ink(body, "#7f8f88" if r != 96 else RED)
        s.grain(s.side(body, r * 0.5, r * 0.4), s.all(), INK, 0.9)
        s.ink(s.side(body, -r * 0.1, -r * 0.1), "#e9e2c8")
        s.ink(s.disc(x, y, r * 0.24), INK)
        s.ink(
            s.cut(
                lambda p, x=x, y=y, r=r: [
                    p.disc(x + r * 0.62 * math.cos(a), y + r * 0.62 * math.sin(a), r * 0.07)
                    for a in np.arange(0, 6.2, 1.05)
                ]
            ),
            "#2a2f33",
        )
    sheet_([(640, 412), (730, 384), (800, 374), (880, 400), (960, 414)], PAPER, 120)
    sheet_([(970, 246), (1090, 300), (1160, 440), (1210, 580), (1320, 690), (1540, 740)], PAPER, 190)
    s.ink(s.rect(1090, 880, 1500, 900), "#46686c")
    for k in range(5):
        s.ink(
            s.poly((1200, 872 - k * 15), (1500, 872 - k * 15), (1500, 862 - k * 15), (1206, 862 - k * 15)),
            PAPER if k % 2 else "#d9ccb0",
        )
    figure(s, 460, 985, 480, "rake", top=OCHRE, legs=DEEP, light=1, sleeves=True)
    figure(s, 1010, 960, 380, "stand", top=RED, legs=INK, light=1, sleeves=True)
    s.ink(s.cut(lambda p: p.poly([(940, 770), (1060, 760), (1068, 846), (950, 856)])), PAPER)
    s.ink(s.cut(lambda p: (p.line([(952, 786), (1054, 777)], 8), p.rect(956, 800, 1000, 840))), INK)


@picture("old-map", paper="#e8d3a2")
def old_map(s: Sheet) -> None:
    s.ink(s.all(), "#3a261f")
    s.lines(s.all(), s.all() * 0.22, INK, size=40, angle=90, wobble=10)
    s.multiply(s.poly((90, 110), (1440, 80), (1470, 960), (70, 980)), "#1a0f0d", 0.8)
    sheet_ = s.rough(
        s.cut(
            lambda p: p.poly(
                [
                    *curve([(70, 70), (500, 60), (900, 76), (1424, 50)]),
                    *curve([(1424, 50), (1440, 400), (1420, 700), (1436, 936)]),
                    *curve([(1436, 936), (1000, 926), (500, 950), (60, 936)]),
                    *curve([(60, 936), (76, 600), (58, 300), (70, 70)]),
                ]
            )
        ),
        3,
    )
    s.ramp(
        sheet_,
        np.clip(s.noise(420, 4) * 0.7 + s.glow(760, 500, 1000) * 0.5, 0, 1),
        ["#b98f58", "#d3af74", "#e3c78e", "#eedaa8"],
    )
    inner = s.rect(120, 120, 1380, 880)
    border = s.cut(lambda p: (p.rect(108, 108, 1392, 892),)) - s.cut(lambda p: p.rect(120, 120, 1380, 880))
    s.ink(border, "#4a3224")
    s.ink(
        s.cut(
            lambda p: (
                [p.rect(x, y, x + 32, y + 10) for x in range(120, 1380, 64) for y in (122, 868)]
                + [p.rect(x, y, x + 10, y + 32) for y in range(120, 880, 64) for x in (122, 1368)]
            )
        ),
        "#7d5538",
    )
    rose = (1130, 640)
    for a in np.arange(0, 2 * math.pi, math.pi / 8):
        s.ink(
            s.cut(lambda p, a=a: p.line([rose, (rose[0] + 1500 * math.cos(a), rose[1] + 1500 * math.sin(a))], 1.6))
            * inner,
            "#8a5a3c",
            0.65,
        )
        s.ink(
            s.cut(lambda p, a=a: p.line([(330, 330), (330 + 1500 * math.cos(a), 330 + 1500 * math.sin(a))], 1.2))
            * inner,
            TEAL,
            0.4,
        )

    def island(x: float, y: float, w: float, h: float, seed: int) -> np.ndarray:
        rng = np.random.default_rng(seed)
        pts = [
            (
                x + w * math.cos(a) * (0.75 + 0.5 * float(rng.random())),
                y + h * math.sin(a) * (0.72 + 0.5 * float(rng.random())),
            )
            for a in np.arange(0, 2 * math.pi, 0.21)
        ]
        return s.cut(lambda p: p.blob(pts))

    land = (
        np.maximum.reduce(
            [
                island(560, 420, 250, 150, 3),
                island(700, 540, 170, 120, 8),
                island(360, 640, 90, 60, 4),
                island(950, 330, 80, 52, 5),
                island(300, 760, 40, 30, 6),
                island(430, 770, 34, 26, 7),
                island(1220, 260, 60, 40, 9),
                island(1010, 800, 70, 40, 12),
            ]
        )
        * inner
    )
    for k, r in enumerate((34, 24, 14)):
        halo = np.clip(s.soft(land, r * 0.7) * 6, 0, 1)
        edge = np.clip(1 - np.abs(halo - 0.5) * 5, 0, 1)
        s.ink(edge * (1 - land), TEAL, 0.4 + 0.1 * k)
    s.ink(land, "#d9b878")
    s.grain(land, s.noise(90) * 0.8, "#a5803f")
    s.ink(np.clip(s.side(land, 2, 2) + s.side(land, -2, -2), 0, 1), "#4a3224")
    peaks = [(480, 400), (530, 370), (590, 380), (640, 420), (560, 440), (720, 520), (690, 480), (430, 450), (770, 560)]
    s.ink(s.cut(lambda p: [p.poly([(x - 24, y), (x, y - 38), (x + 24, y)]) for x, y in peaks]), "#c79c5a")
    s.ink(
        s.cut(
            lambda p: [
                (
                    p.line([(x - 24, y), (x, y - 38), (x + 24, y)], 3),
                    [p.line([(x + q, y - 36 + q * 1.6), (x + q * 1.3, y - 4)], 2) for q in (6, 11, 16)],
                )
                for x, y in peaks
            ]
        ),
        "#4a3224",
    )
    s.ink(s.cut(lambda p: p.line(curve([(590, 384), (640, 470), (610, 520), (660, 600), (640, 660)]), 5)), TEAL)
    s.ink(
        s.cut(lambda p: [p.disc(x, y, 8) for x, y in ((430, 520), (700, 640), (800, 470), (372, 640), (950, 336))]), RED
    )
    s.ink(
        s.cut(lambda p: p.line(curve([(702, 640), (820, 720), (960, 700), (1000, 560), (950, 350)]), 3))
        * (((s.x + s.y) % 26) < 15),
        RED,
    )
    s.ink(s.disc(*rose, 92), "#e3c78e")
    for r, tone, off in ((150, TEAL, math.pi / 4), (176, RED, 0)):
        for i in range(4):
            a = off + i * math.pi / 2
            tip = (rose[0] + r * math.cos(a), rose[1] + r * math.sin(a))
            for sg, c in ((1, tone), (-1, CREAM)):
                b = a + sg * math.pi / 4
                s.ink(s.poly(rose, tip, (rose[0] + r * 0.22 * math.cos(b), rose[1] + r * 0.22 * math.sin(b))), c)
    ring = np.clip(1 - np.abs(np.hypot(s.x - rose[0], s.y - rose[1]) - 100) / 3, 0, 1) + np.clip(
        1 - np.abs(np.hypot(s.x - rose[0], s.y - rose[1]) - 112) / 2, 0, 1
    )
    s.ink(np.clip(ring, 0, 1), "#4a3224")
    s.ink(s.disc(*rose, 13), INK)
    sx, sy = 900, 200
    s.ink(
        s.cut(
            lambda p: (
                p.poly(
                    curve(
                        [(sx - 60, sy + 20), (sx - 40, sy + 52), (sx + 50, sy + 52), (sx + 74, sy + 8), (sx, sy + 24)],
                        closed=True,
                    )
                ),
                p.line([(sx, sy + 30), (sx, sy - 62)], 5),
                p.line([(sx + 36, sy + 30), (sx + 36, sy - 34)], 4),
            )
        ),
        "#5a3526",
    )
    s.ink(
        s.cut(
            lambda p: (
                p.blob([(sx - 40, sy - 50), (sx + 26, sy - 40), (sx + 20, sy + 10), (sx - 46, sy + 6)]),
                p.blob([(sx + 24, sy - 30), (sx + 70, sy - 20), (sx + 64, sy + 8), (sx + 26, sy + 6)]),
            )
        ),
        CREAM,
    )
    s.ink(
        s.cut(
            lambda p: [
                p.line(
                    curve([(sx - 120 + k * 40, sy + 70), (sx - 108 + k * 40, sy + 60), (sx - 92 + k * 40, sy + 70)]), 3
                )
                for k in range(6)
            ]
        ),
        TEAL,
    )
    for x in (490, 960):
        s.multiply(s.rect(x, 40, x + 16, 960) * sheet_, "#9c7a50", 0.5)
        s.ink(s.rect(x + 16, 40, x + 20, 960) * sheet_, "#f6e7bd", 0.6)
