"""Power: sun, wind and wires."""

# ruff: noqa: B023 -- a stencil is cut as soon as it is described, within the same turn of the loop

from __future__ import annotations

import math

import numpy as np

from .people import figure
from .press import CLAY, INK, MOSS, PAPER, RED, SAND, TEAL, Pen, Point, Sheet, curve, mix
from .shapes import canopy, cloud, frame, palm
from .stock import picture


@picture("solar-roofs", paper="#f4dcae")
def solar_roofs(s: Sheet) -> None:
    s.ramp(s.all(), s.glow(1130, 210, 1300), ["#5f9aa0", "#8fb9ae", "#cfd3ac", "#f2dca0", "#f9e8bd"])
    s.ink(s.disc(1130, 210, 96), PAPER)
    for a in range(0, 360, 15):
        c, d = math.cos(math.radians(a)), math.sin(math.radians(a))
        s.ink(
            s.cut(
                lambda p, c=c, d=d: p.stroke([(1130 + c * 122, 210 + d * 122), (1130 + c * 170, 210 + d * 170)], 6, 3)
            ),
            PAPER,
        )
    for y, h, tone, peaks in ((430, 70, "#9db79c", [(420, 270.0)]), (520, 50, "#5f8a70", [])):
        m = s.ridge(y, h, peaks=peaks)
        s.ink(m, tone)
        s.grain(m, s.down(y - 120, y + 90) * 0.5, mix(tone, MOSS, 0.5))
    for x, y, h in ((90, 640, 260), (1010, 600, 200), (1440, 640, 280)):
        s.ink(s.cut(lambda p, x=x, y=y, h=h: palm(p, x, y, h, 0.1)), "#1f3a2c")

    def roof(x: float, y: float, w: float, h: float, skew: float, wall: str, tile: str, cols: int, rows: int) -> None:
        left, top = (x, y), (x + skew, y - h)

        def at(u: float, v: float) -> Point:
            return left[0] + (top[0] - left[0]) * v + u * w, left[1] + (top[1] - left[1]) * v

        s.ink(s.rect(x + w * 0.05, y, x + w * 0.95, y + h * 1.2), wall)
        s.lines(s.rect(x + w * 0.05, y, x + w * 0.95, y + h * 1.2), s.all() * 0.2, INK, size=11, wobble=1)
        s.multiply(s.rect(x + w * 0.05, y, x + w * 0.95, y + h * 0.22), "#4f4350", 0.7)
        for u in (0.18, 0.62):
            s.ink(s.rect(x + w * u, y + h * 0.36, x + w * (u + 0.18), y + h * 0.85), "#2a2a30")
            s.ink(s.rect(x + w * (u + 0.08), y + h * 0.36, x + w * (u + 0.1), y + h * 0.85), wall)
        plane = s.poly(at(-0.04, -0.06), at(1.04, -0.06), at(1.04, 1), at(-0.04, 1))
        s.ink(plane, tile)
        s.lines(
            plane,
            s.all() * 0.3,
            mix(tile, INK, 0.6),
            size=14,
            angle=math.degrees(math.atan2(h, -skew)) if skew else 90,
            wobble=1,
        )
        for i in range(cols):
            for k in range(rows):
                u0, u1 = 0.09 + 0.82 * i / cols, 0.09 + 0.82 * (i + 0.93) / cols
                v0, v1 = 0.14 + 0.72 * k / rows, 0.14 + 0.72 * (k + 0.93) / rows
                cell = s.poly(at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1))
                s.ink(cell, "#17334a")
                s.ink(s.poly(at(u0, v1), at(u0 + (u1 - u0) * 0.7, v1), at(u0, v0 + (v1 - v0) * 0.25)), "#3f7f95")
                s.ink(
                    s.cut(
                        lambda p, u0=u0, u1=u1, v0=v0, v1=v1: (
                            [
                                p.line([at(u0 + (u1 - u0) * q, v0), at(u0 + (u1 - u0) * q, v1)], 1.6)
                                for q in (0, 0.33, 0.66, 1)
                            ]
                            + [
                                p.line([at(u0, v0 + (v1 - v0) * q), at(u1, v0 + (v1 - v0) * q)], 1.6)
                                for q in (0, 0.5, 1)
                            ]
                        )
                    ),
                    "#a9c6c0",
                )

    roof(930, 640, 330, 130, 40, "#dcc396", CLAY, 4, 2)
    roof(230, 655, 360, 140, 44, "#cfd0b0", "#8a4034", 4, 2)
    m = s.rough(s.cut(lambda p: [canopy(p, s.rng, x, 760, 210, 120, 26) for x in (60, 760, 1380)]), 1.5)
    s.ink(m, "#26452f")
    s.grain(s.side(m, 10, -16), s.all() * 0.8, "#a9b35a")
    roof(520, 850, 640, 240, 80, "#ead3a3", RED, 5, 3)
    figure(s, 1290, 985, 300, "walk", top=TEAL, legs=INK, flip=True, light=1)
    s.ink(s.cut(lambda p: (p.line([(1150, 620), (1480, 560)], 3), p.line([(1150, 640), (1480, 584)], 3))), INK)
    frame(s, [(-30, 1010, 330, -52), (-20, 1000, 300, -24), (70, 1020, 300, -76)], "#15261d")


@picture("wind-turbines", paper="#efe0ba")
def wind_turbines(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 720), ["#3f7f8d", "#7fb0ac", "#c9d6b8", "#f4e2b2"])
    m = s.rough(
        s.cut(
            lambda p: [cloud(p, s.rng, *c) for c in ((330, 330, 640, 150), (1180, 240, 560, 110), (1420, 470, 420, 80))]
        ),
        2,
    )
    s.ink(m, PAPER, 0.9)
    s.grain(m, s.down(200, 480) * 0.5, "#a9c6c0")
    sea = s.rect(0, 560, 1500, 700)
    s.ramp(sea, s.down(560, 700), ["#5fa69d", "#2a7470"])
    for i, (y, h, tone, peaks) in enumerate(
        (
            (640, 60, "#b9bd6c", [(1180, 560.0)]),
            (720, 60, "#8f9f4e", [(300, 640.0)]),
            (840, 60, "#5d7a3c", [(960, 760.0)]),
        )
    ):
        turbines = (
            ((520, 660, 220), (840, 640, 240), (1380, 610, 250)),
            ((210, 690, 400), (1090, 700, 440)),
            ((660, 860, 720),),
        )[i]
        hill = s.ridge(y, h, peaks=peaks)

        def mast(p: Pen, x: float, y0: float, h0: float) -> None:
            p.stroke([(x, y0 + 20), (x, y0 - h0)], h0 * 0.04, h0 * 0.018)

        for n, (x, y0, h0) in enumerate(turbines):
            m = s.cut(lambda p, x=x, y0=y0, h0=h0: mast(p, x, y0, h0))
            blades = s.cut(
                lambda p, x=x, y0=y0, h0=h0, n=n: [
                    p.poly(
                        [
                            (x, y0 - h0),
                            *curve(
                                [
                                    (x + math.cos(a - 0.09) * h0 * 0.16, y0 - h0 + math.sin(a - 0.09) * h0 * 0.16),
                                    (x + math.cos(a - 0.02) * h0 * 0.4, y0 - h0 + math.sin(a - 0.02) * h0 * 0.4),
                                    (x + math.cos(a) * h0 * 0.6, y0 - h0 + math.sin(a) * h0 * 0.6),
                                ]
                            ),
                            (x + math.cos(a + 0.05) * h0 * 0.16, y0 - h0 + math.sin(a + 0.05) * h0 * 0.16),
                        ]
                    )
                    for a in (n * 0.7 + i + k * 2.094 for k in range(3))
                ]
            )
            tower = np.maximum(m, blades)
            s.ink(tower, PAPER)
            s.multiply(s.side(tower, h0 * 0.012, h0 * 0.004), "#6a7a88", 0.75)
            s.ink(s.disc(x, y0 - h0, h0 * 0.022), RED)
        s.ink(hill, tone)
        s.lines(
            hill, s.down(y - 60, y + 200) * 0.5, mix(tone, MOSS, 0.65), size=12, angle=-8 if i % 2 else 7, wobble=26
        )
        s.grain(s.side(hill, 0, -16), s.all() * 0.7, "#f0e2a0")
    path = s.cut(
        lambda p: p.poly(
            [
                *curve([(610, 860), (560, 900), (700, 950), (640, 1010)]),
                *curve([(860, 1010), (800, 940), (610, 892), (630, 860)]),
            ]
        )
    )
    s.ink(path, "#e8cf98")
    figure(s, 980, 960, 130, "walk", top=RED, legs=INK, hat=SAND, light=-1)
    s.ink(
        s.cut(
            lambda p: [
                (
                    p.blob(
                        [
                            (x, y),
                            (x + 34, y - 22),
                            (x + 86, y - 20),
                            (x + 96, y + 6),
                            (x + 80, y + 14),
                            (x + 10, y + 16),
                        ]
                    ),
                    p.disc(x - 8, y - 12, 13, 11),
                    [p.line([(x + q, y + 8), (x + q, y + 44)], 7) for q in (10, 26, 66, 80)],
                )
                for x, y in ((1120, 900), (1270, 930), (210, 930))
            ]
        ),
        "#2b2423",
    )


@picture("power-lines-dusk", paper="#f0b07a")
def power_lines(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 760), ["#2c2a44", "#5f3f58", "#a84f4c", "#e3834f", "#f4bd72", "#f8dfa6"])
    s.ink(s.disc(560, 650, 120), "#fbeec8")
    m = s.rough(
        s.cut(
            lambda p: [
                p.blob([(x - w, y), (x, y - 15), (x + w, y + 2), (x, y + 16)])
                for x, y, w in ((300, 300, 330), (1080, 230, 400), (900, 420, 260), (240, 470, 240), (1320, 520, 300))
            ]
        ),
        3,
    )
    s.ink(m, "#7a3f4c", 0.85)
    s.grain(s.side(m, -6, 12), s.all(), "#f6c98a")
    for y, h, tone in ((740, 40, "#7d4a4c"), (780, 30, "#4c3440")):
        s.ink(s.ridge(y, h, peaks=[(1180, y - h * 2)] if h == 40 else ()), tone)
    field = s.rect(0, 800, 1500, 1000)
    s.ink(s.rough(s.ridge(815, 16), 1.5), "#241c26")
    s.lines(field, s.down(800, 1000) * 0.45, "#8a4a3c", size=15, angle=-3, wobble=16)
    pylons = [(1190, 890, 800), (760, 850, 430), (520, 832, 250), (386, 822, 150), (304, 816, 92)]
    arms: list[list[Point]] = []

    def pylon(p: Pen, x: float, y: float, h: float) -> None:
        w = h * 0.13
        lw = max(1.6, h * 0.011)
        p.line([(x - w, y), (x - w * 0.22, y - h * 0.68), (x - w * 0.12, y - h)], lw * 1.3)
        p.line([(x + w, y), (x + w * 0.22, y - h * 0.68), (x + w * 0.12, y - h)], lw * 1.3)
        rows = 8
        for i in range(rows):
            a, b = i / rows * 0.68, (i + 1) / rows * 0.68
            wa, wb = w * (1 - a * 1.147), w * (1 - b * 1.147)
            p.line([(x - wa, y - h * a), (x + wb, y - h * b)], lw * 0.7)
            p.line([(x + wa, y - h * a), (x - wb, y - h * b)], lw * 0.7)
            p.line([(x - wb, y - h * b), (x + wb, y - h * b)], lw * 0.6)
        tips = []
        for v, reach in ((0.66, 0.3), (0.8, 0.24), (0.94, 0.17)):
            for sg in (-1, 1):
                p.line([(x, y - h * (v + 0.035)), (x + sg * h * reach, y - h * v), (x, y - h * v)], lw * 0.8)
                p.line([(x + sg * h * reach, y - h * v), (x + sg * h * reach, y - h * (v - 0.045))], lw)
                tips.append((x + sg * h * reach, y - h * (v - 0.045)))
        arms.append(tips)

    towers = s.cut(lambda p: [pylon(p, *each) for each in pylons])
    off = [(x * 1.9 + 700, y - 120) for x, y in arms[0]]
    wires = s.cut(
        lambda p: [
            p.line(
                [
                    (ax + (bx - ax) * t, ay + (by - ay) * t + 4 * abs(ax - bx) * 0.085 * t * (1 - t))
                    for t in np.linspace(0, 1, 30)
                ],
                1.4 + 1.4 * (ax / 1500),
            )
            for one, two in zip([off, *arms], arms, strict=False)
            for (ax, ay), (bx, by) in zip(one, two, strict=True)
        ]
    )
    s.ink(wires, "#1d1720")
    s.ink(towers, "#1d1720")
    s.ink(
        s.cut(
            lambda p: [
                (p.blob([(x - 15, y), (x, y - 8), (x + 17, y - 3), (x + 3, y + 4)]),)
                for x, y in ((640, 480), (668, 474), (700, 466))
            ]
        ),
        INK,
    )
    figure(s, 330, 930, 120, "walk", top=INK, legs=INK, skin=INK, hat=INK)
    s.ink(
        s.cut(lambda p: (p.disc(415, 922, 28), p.disc(500, 922, 28)))
        - s.cut(lambda p: (p.disc(415, 922, 23), p.disc(500, 922, 23))),
        INK,
    )
    s.ink(
        s.cut(
            lambda p: (
                p.line([(415, 922), (440, 880), (486, 880), (500, 922)], 5),
                p.line([(440, 880), (456, 922), (486, 880)], 4),
                p.line([(486, 880), (480, 862), (466, 862)], 4),
            )
        ),
        INK,
    )
    s.ink(
        s.cut(
            lambda p: [
                p.stroke(curve([(x, 1010), (x + b * 0.4, 960), (x + b, 920 + abs(b))]), 6, 1.5)
                for x, b in ((float(s.rng.uniform(0, 1500)), float(s.rng.normal(0, 26))) for _ in range(260))
            ]
        ),
        "#150f17",
    )
