"""Kitchen and well."""

# ruff: noqa: B023 -- a stencil is cut as soon as it is described, within the same turn of the loop

from __future__ import annotations

import math

import numpy as np

from .people import SKIN, figure
from .press import CLAY, CREAM, DEEP, INK, MOSS, OCHRE, PAPER, PLUM, RED, TEAL, Sheet, curve
from .shapes import canopy, house, leaf
from .stock import picture


@picture("kitchen-spices", paper="#5a3526")
def kitchen(s: Sheet) -> None:
    s.ink(s.all(), "#6b3f2a")
    s.lines(s.all(), 0.32 * s.noise(200) + 0.1, "#2f1a14", size=13, angle=3, wobble=26)
    s.ink(s.cut(lambda p: [p.rect(0, y, 1500, y + 6) for y in (240, 520, 790)]), "#2a1712")
    s.ink(s.glow(350, 150, 1300) ** 1.3, "#f0c27a", 0.34)
    s.ink(s.poly((60, 560), (560, 480), (620, 1010), (120, 1010)), "#3f5f3a")
    banana = s.cut(
        lambda p: p.blob([(-40, 800), (200, 620), (560, 560), (760, 640), (640, 800), (380, 960), (40, 1020)])
    )
    s.multiply(s.shift(banana, 16, 22), "#20120e", 0.6)
    s.ink(banana, "#4f7a3c")
    s.lines(banana, s.all() * 0.24, "#24401f", size=15, angle=62, wobble=10)
    s.ink(s.cut(lambda p: p.stroke(curve([(-40, 900), (300, 760), (740, 650)]), 14, 5)), "#b7c46c")

    def bowl(x: float, y: float, r: float, rim: str, fill: str, inner: str) -> np.ndarray:
        s.multiply(s.disc(x + r * 0.14, y + r * 0.2, r * 1.06), "#1a0d0a", 0.62)
        s.ink(s.disc(x, y, r), rim)
        s.multiply(s.side(s.disc(x, y, r), r * 0.12, r * 0.14), "#4a3a40", 0.6)
        s.ink(s.disc(x, y, r * 0.86), inner)
        f = s.disc(x, y, r * 0.78)
        s.ink(f, fill)
        s.multiply(s.side(f, -r * 0.16, -r * 0.2), "#2a1a1a", 0.55)
        return f

    f = bowl(760, 300, 210, CREAM, "#d98a1e", "#c9b48a")
    s.grain(f, s.glow(720, 250, 190), "#f4c04a")
    s.grain(f, 1 - s.glow(740, 280, 260), "#9c5a14")
    f = bowl(1190, 330, 170, TEAL, "#efe3c4", "#1d5660")
    s.ink(
        s.cut(
            lambda p: [
                p.disc(1190 + r * math.cos(a), 330 + r * math.sin(a), 15, 11)
                for r, a in ((float(s.rng.uniform(0, 112)), float(s.rng.uniform(0, 6.3))) for _ in range(120))
            ]
        ),
        "#fbf4dd",
    )
    s.grain(f, s.noise(14, 1) * 0.7, "#b59a6c")
    f = bowl(1120, 730, 190, INK, "#7d2a2a", "#3a3030")
    onions = [(1060, 690, 52), (1150, 670, 56), (1200, 750, 50), (1090, 780, 56), (1140, 740, 40)]
    for x, y, r in onions:
        m = s.disc(x, y, r, r * 0.9)
        s.ink(m, "#b8486a")
        s.lines(m, s.all() * 0.3, PLUM, size=9, angle=50, wobble=10)
        s.grain(s.side(m, r * 0.3, r * 0.3), s.all(), PLUM)
        s.ink(s.disc(x - r * 0.3, y - r * 0.34, r * 0.16, r * 0.1), PAPER, 0.8)
    chillies = [
        (180, 240, 260, 0.3),
        (250, 310, 280, 0.15),
        (150, 360, 260, -0.1),
        (320, 230, 240, 0.6),
        (260, 420, 250, -0.25),
        (430, 350, 230, 0.9),
    ]
    for i, (x, y, w, a) in enumerate(chillies):
        c, d = math.cos(a), math.sin(a)
        path = curve(
            [
                (x, y),
                (x + w * 0.35 * c - 12 * d, y + w * 0.35 * d + 12 * c),
                (x + w * 0.7 * c, y + w * 0.7 * d),
                (x + w * c + 26 * d, y + w * d - 26 * c),
            ]
        )
        m = s.cut(lambda p, path=path: p.stroke(path, 46, 5))
        s.multiply(s.shift(m, 10, 14), "#1a0d0a", 0.6)
        s.ink(m, RED if i != 3 else "#3f7a3c")
        s.multiply(s.side(m, 8, 12), "#5a1018", 0.7)
        s.ink(
            s.cut(
                lambda p, path=path: p.stroke(
                    [(px - 6 * d - 3, py - 9) for px, py in path[3 : len(path) * 2 // 3]], 6, 2
                )
            ),
            "#f5b09a",
            0.85,
        )
        s.ink(
            s.cut(
                lambda p, x=x, y=y, c=c, d=d: (
                    p.disc(x, y, 22),
                    p.stroke(curve([(x, y), (x - 24 * c, y - 24 * d - 8), (x - 44 * c, y - 44 * d + 6)]), 13, 8),
                )
            ),
            "#3f6a34",
        )
    for x, y, r, half in ((420, 690, 84, True), (560, 790, 80, False), (300, 830, 78, True)):
        m = s.disc(x, y, r)
        s.multiply(s.shift(m, 12, 16), "#1a2a12", 0.6)
        s.ink(m, "#8aa63c")
        if half:
            s.ink(s.disc(x, y, r * 0.88), "#f0eebc")
            s.ink(
                s.cut(
                    lambda p, x=x, y=y, r=r: [
                        p.poly(
                            [
                                (x + 5 * math.cos(a), y + 5 * math.sin(a)),
                                (x + r * 0.8 * math.cos(a - 0.27), y + r * 0.8 * math.sin(a - 0.27)),
                                (x + r * 0.82 * math.cos(a), y + r * 0.82 * math.sin(a)),
                                (x + r * 0.8 * math.cos(a + 0.27), y + r * 0.8 * math.sin(a + 0.27)),
                            ]
                        )
                        for a in np.arange(0, 6.2, math.pi / 4.5)
                    ]
                ),
                "#c3cf5e",
            )
        else:
            s.grain(s.side(m, 22, 26), s.all(), MOSS)
            s.ink(s.disc(x - 26, y - 28, 16, 11), "#e6ecae", 0.8)
    for x, y, w, a in ((760, 640, 130, 0.4), (840, 700, 120, -0.3), (790, 760, 110, 0.9)):
        c, d = math.cos(a), math.sin(a)
        m = s.rough(
            s.cut(
                lambda p, x=x, y=y, w=w, c=c, d=d: (
                    p.stroke([(x - w * 0.5 * c, y - w * 0.5 * d), (x + w * 0.5 * c, y + w * 0.5 * d)], 46, 38),
                    p.disc(x, y - 26, 26),
                    p.disc(x + 30, y + 20, 22),
                )
            ),
            1,
        )
        s.multiply(s.shift(m, 8, 12), "#1a0d0a", 0.6)
        s.ink(m, "#c98a45")
        s.lines(m, s.all() * 0.26, "#7a4a22", size=15, angle=math.degrees(a) + 90, wobble=6)
        s.ink(s.disc(x + w * 0.5 * c, y + w * 0.5 * d, 18), "#f0a63c")
    mortar = s.disc(1360, 900, 230)
    s.multiply(s.shift(mortar, -14, 12), "#1a0d0a", 0.6)
    s.ink(mortar, "#3f4346")
    s.grain(mortar, s.noise(40) * 0.7, "#6b7072")
    s.ink(s.disc(1360, 900, 170), "#26292c")
    s.ink(s.rough(s.disc(1350, 910, 120, 100), 4), "#a8321f")
    s.grain(s.disc(1350, 910, 120, 100), s.noise(12, 1), "#e08a4a")
    s.ink(s.cut(lambda p: p.stroke([(1290, 860), (1060, 960)], 84, 54)), "#54595b")
    s.ink(s.cut(lambda p: p.stroke([(1280, 848), (1070, 940)], 18, 10)), "#8a9090", 0.8)
    s.ink(
        s.cut(
            lambda p: [
                leaf(p, x, y, w, a, 0.4, 0.1)
                for x, y, w, a in (
                    (560, 120, 150, -30),
                    (600, 60, 130, 40),
                    (520, 60, 130, 200),
                    (960, 560, 120, 20),
                    (980, 520, 110, -60),
                )
            ]
        ),
        "#3f6a34",
    )
    s.ink(
        s.cut(lambda p: [p.disc(float(s.rng.normal(960, 60)), float(s.rng.normal(120, 46)), 7) for _ in range(40)]), INK
    )


@picture("well-pump", paper="#f4d79a")
def well_pump(s: Sheet) -> None:
    s.ramp(s.all(), s.glow(1180, 220, 1300), ["#b5694a", "#d9924f", "#eebb6c", "#f6dc9c", "#fbeec8"])
    s.ink(s.disc(1180, 220, 110), PAPER)
    for y, h, tone, peaks in ((560, 60, "#c98f5a", [(330, 400.0), (460, 520.0)]), (620, 40, "#9c6a45", [])):
        m = s.ridge(y, h, peaks=peaks)
        s.ink(m, tone)
        s.grain(m, s.down(y + 80, y - 140) * 0.5, "#f6d894")
    ground = s.rect(0, 660, 1500, 1000)
    s.ramp(ground, s.down(650, 1000) + (s.noise(160, 3, 3) - 0.5) * 0.3, ["#e8bd78", "#cf975a", "#a56f45", "#7a4d36"])
    crack = np.clip(1 - np.abs(s.noise(120, 2, 2.2) - 0.5) / 0.012, 0, 1) + np.clip(
        1 - np.abs(s.noise(70, 2, 2.2) - 0.5) / 0.016, 0, 1
    )
    s.ink(np.clip(crack, 0, 1) * ground * s.down(680, 800), "#5a3626", 0.8)
    house(s, 1140, 690, 230, "#d9b27a", "#8a4a34")
    trunk = s.rough(
        s.cut(
            lambda p: (
                p.stroke(curve([(330, 800), (350, 560), (300, 330)]), 90, 46),
                p.stroke([(340, 480), (480, 300)], 40, 20),
                p.stroke([(320, 430), (170, 280)], 36, 16),
            )
        ),
        2,
    )
    s.ink(trunk, "#3a2420")
    s.lines(trunk, s.all() * 0.35, "#7a5038", size=12, angle=84, wobble=16)
    crown = s.rough(
        s.cut(lambda p: [canopy(p, s.rng, x, y, 420, 200, 46) for x, y in ((240, 210), (470, 190), (80, 260))]), 2
    )
    s.ink(crown, "#5a5a2c")
    s.grain(s.shift(crown, 26, -28) * crown, s.noise(60), "#b5a445")
    s.grain(s.side(crown, 18, -18), s.all(), "#f0d478")
    s.multiply(s.cut(lambda p: p.blob([(120, 820), (420, 780), (760, 800), (640, 880), (300, 890)])), "#5a3630", 0.55)
    s.ink(s.poly((640, 880), (1000, 880), (1030, 930), (610, 930)), "#8f8577")
    s.ink(s.poly((640, 880), (1000, 880), (990, 868), (652, 868)), "#d3c7ac")
    pump = s.cut(
        lambda p: (
            p.rect(770, 560, 822, 870),
            p.disc(796, 560, 34, 22),
            p.rect(752, 850, 840, 872),
            p.stroke(curve([(800, 620), (880, 620), (912, 660), (912, 700)]), 26, 24),
        )
    )
    s.ink(pump, RED)
    s.multiply(s.side(pump, -14, 4), "#5a1c24", 0.8)
    s.ink(s.side(pump, 5, -4), "#f0a27c")
    s.ink(
        s.cut(
            lambda p: (
                p.stroke(curve([(800, 540), (720, 500), (600, 470)]), 15, 12),
                p.line([(796, 540), (796, 500)], 10),
                p.disc(796, 524, 10),
            )
        ),
        INK,
    )
    s.ink(s.cut(lambda p: p.stroke(curve([(912, 704), (916, 770), (920, 830)]), 18, 22)), "#cfe6de")
    s.ink(
        s.cut(
            lambda p: [p.disc(918 + float(s.rng.normal(0, 26)), 826 + float(s.rng.normal(0, 12)), 5) for _ in range(26)]
        ),
        PAPER,
    )
    s.ink(s.poly((866, 800), (974, 800), (958, 890), (882, 890)), TEAL)
    s.ink(s.disc(920, 800, 54, 13), "#cfe6de")
    s.multiply(s.poly((930, 800), (974, 800), (958, 890), (924, 890)), "#1d3a44", 0.6)
    figure(s, 540, 900, 400, "rake", top=OCHRE, legs=DEEP, skin=SKIN[0], light=1)
    s.multiply(s.poly((470, 900), (610, 900), (380, 950), (240, 940)), "#4a2a26", 0.5)
    j = figure(s, 1150, 900, 470, "carry", top=PLUM, legs=INK, skirt=RED, flip=True, veil=CREAM, light=-1, sleeves=True)
    hx, hy = j["head"]
    jar = s.cut(
        lambda p: p.blob(
            [
                (hx - 34, hy - 140),
                (hx + 34, hy - 140),
                (hx + 28, hy - 122),
                (hx + 60, hy - 80),
                (hx + 30, hy - 34),
                (hx - 30, hy - 34),
                (hx - 60, hy - 80),
                (hx - 28, hy - 122),
            ]
        )
    )
    s.ink(jar, CLAY)
    s.multiply(s.side(jar, -16, 4), "#4a2420", 0.7)
    s.ink(s.poly((1240, 900), (1330, 900), (1318, 980), (1252, 980)), OCHRE)
    s.ink(s.cut(lambda p: p.line(curve([(1240, 900), (1285, 840), (1330, 900)]), 5)), INK)
