"""Work in the fields and what comes of it."""

from __future__ import annotations

from .people import SKIN, figure
from .press import CLAY, CREAM, DEEP, INK, OCHRE, PAPER, RED, SAND, TEAL, Pen, Point, Sheet, curve
from .shapes import frame, leaf, palm
from .stock import picture


@picture("salt-pans", paper="#f4ddb2")
def salt_pans(s: Sheet) -> None:
    s.ramp(s.all(), s.down(0, 400), ["#c46a4c", "#e79a63", "#f5c98a", "#f9e3b6"])
    s.ink(s.disc(420, 345, 92), PAPER)
    s.ink(s.ridge(380, 40, peaks=[(1150, 300.0)]), "#8a5a60")
    ground = s.rect(0, 404, 1500, 1000)
    s.ink(ground, "#8d6a58")

    def pans(p: Pen, pick: int) -> None:
        for i in range(7):
            y0, y1 = 410 + 590 * (i / 7) ** 1.7, 410 + 590 * ((i + 1) / 7) ** 1.7
            for k in range(-7, 8):
                if (i * 3 + k * 5) % 4 == pick:

                    def at(kk: float, y: float) -> Point:
                        return 640 + kk * (60 + 0.62 * (y - 400)), y

                    g = 3 + 1.4 * i
                    p.poly(
                        [
                            at(k + 0.04, y0 + g * 0.5),
                            at(k + 0.96, y0 + g * 0.5),
                            at(k + 0.96, y1 - g * 0.5),
                            at(k + 0.04, y1 - g * 0.5),
                        ]
                    )

    for pick, tones in enumerate(
        (
            ["#f7d6a0", "#e3b48c", "#a98a84", "#6d7880"],
            ["#f9e2b8", "#f0c592", "#cf9a7c", "#97797c"],
            ["#e9b98c", "#c98d72", "#8a6a70", "#54606c"],
            ["#fbead0", "#f6dcb4", "#ecc89c", "#d6a888"],
        )
    ):
        m = s.cut(lambda p, pick=pick: pans(p, pick)) * ground
        s.ramp(m, s.down(404, 1000) + (s.noise(120, 3, 4) - 0.5) * 0.25, tones)
    s.ink(
        s.cut(
            lambda p: [
                p.disc(
                    420 + float(s.rng.normal(0, 40 + 0.12 * (y - 400))),
                    y,
                    10 + 0.07 * (y - 400),
                    1.5 + 0.006 * (y - 400),
                )
                for y in range(412, 900, 9)
                for _ in range(3)
            ]
        ),
        "#fdf1d4",
        0.9,
    )
    for _i, (x, y, r) in enumerate(
        (
            (1010, 520, 34),
            (1120, 530, 40),
            (1236, 546, 44),
            (820, 560, 44),
            (980, 610, 60),
            (1160, 640, 72),
            (1370, 668, 84),
            (700, 690, 84),
            (1010, 775, 128),
            (1320, 830, 150),
        )
    ):
        s.multiply(
            s.cut(
                lambda p, x=x, y=y, r=r: p.poly([(x - r, y), (x + r * 2.3, y + r * 0.2), (x + r * 1.2, y - r * 0.1)])
            ),
            "#5c4450",
            0.6,
        )
        m = s.rough(
            s.cut(
                lambda p, x=x, y=y, r=r: p.poly(
                    curve(
                        [
                            (x - r, y),
                            (x - r * 0.45, y - r * 0.62),
                            (x, y - r * 1.02),
                            (x + r * 0.45, y - r * 0.6),
                            (x + r, y),
                            (x, y + r * 0.16),
                        ],
                        closed=True,
                    )
                )
            ),
            0.8 + r / 90,
        )
        s.ink(m, PAPER)
        s.grain(m, s.across(x - r * 0.25, x + r * 1.1) * 0.85, "#b98f8f")
        s.ink(m * (s._grain > 0.93), "#d8c2b0")
    figure(s, 330, 930, 450, "rake", top=DEEP, legs="#3a2f38", hat="#e9c48a", light=-1, sleeves=True)
    s.ink(
        s.cut(lambda p: (p.stroke([(300, 610), (640, 905)], 9, 9), p.stroke([(600, 930), (690, 884)], 14, 14))),
        "#4a3428",
    )
    s.ink(s.rough(s.cut(lambda p: p.blob([(640, 934), (690, 890), (760, 900), (800, 930), (720, 950)])), 1.2), PAPER)
    s.multiply(s.cut(lambda p: p.poly([(250, 925), (400, 930), (620, 985), (430, 975)])), "#5c4450", 0.55)
    figure(s, 900, 500, 90, "carry", top=CREAM, legs=INK, hat=SAND)
    s.ink(
        s.cut(
            lambda p: (
                p.line([(866, 412), (934, 405)], 4),
                p.poly([(852, 414), (880, 414), (875, 436), (857, 436)]),
                p.poly([(920, 408), (948, 408), (943, 430), (925, 430)]),
            )
        ),
        "#6b4a2b",
    )


@picture("coffee-harvest", paper="#dfe0ae")
def coffee_harvest(s: Sheet) -> None:
    s.ramp(s.all(), s.glow(1120, 240, 1300), ["#2c4f45", "#5d8465", "#9db57e", "#d9d69a", "#f6edc0"])
    for y, h, tone, peaks in (
        (330, 80, "#a9c09a", [(1080, 120.0)]),
        (480, 70, "#7fa07a", []),
        (640, 60, "#54805a", []),
    ):
        m = s.ridge(y, h, peaks=peaks)
        s.ink(m, tone)
        s.grain(m, s.down(y + 170, y - 200) * 0.5, "#eee6b0")
    s.ink(
        s.rough(
            s.cut(
                lambda p: [
                    p.disc(x + float(s.rng.normal(0, 6)), y, 15 + (y - 560) * 0.07, 11 + (y - 560) * 0.05)
                    for y in range(570, 1000, 44)
                    for x in range(int(y * 0.7) % 50, 1540, 54 + (y - 560) // 12)
                ]
            ),
            1,
        ),
        "#33603f",
    )
    figure(s, 1230, 985, 660, "rake", top=RED, legs=DEEP, hat=SAND, flip=True, light=1, sleeves=True)
    s.ink(s.cut(lambda p: p.line([(1190, 500), (1120, 720)], 9)), INK)
    basket = s.poly((1050, 710), (1200, 710), (1182, 870), (1068, 870))
    s.ink(basket, "#b07b45")
    s.lines(basket, s.all() * 0.4, INK, size=13, wobble=2)
    s.ink(
        s.cut(
            lambda p: [
                p.disc(1125 + float(s.rng.normal(0, 30)), 706 + float(s.rng.normal(0, 8)), 12) for _ in range(34)
            ]
        ),
        RED,
    )
    branch = [
        curve([(-40, 180), (240, 300), (560, 360), (860, 520), (960, 620)]),
        curve([(240, 300), (420, 200), (640, 170)]),
        curve([(-40, 560), (180, 620), (430, 720), (640, 900)]),
    ]
    s.ink(s.cut(lambda p: [p.stroke(b, 26, 8) for b in branch]), "#4a3424")
    spots = [(b[int(len(b) * t)], k) for b in branch for k, t in enumerate((0.12, 0.26, 0.4, 0.54, 0.68, 0.82, 0.95))]
    for (x, y), k in spots:
        for a in (-62 + 10 * (k % 3), 118 - 12 * (k % 2)):
            m = s.cut(lambda p, x=x, y=y, a=a, k=k: leaf(p, x, y, 210 + 20 * (k % 3), a, 0.42, 0.16))
            s.multiply(s.shift(m, 10, 16) * 0.8, "#1d3a2c", 0.4)
            s.ink(m, "#24563a" if k % 2 else "#2f6b42")
            s.grain(m, s.noise(60) * 0.5, "#86a850")
            spine = leaf(Pen((4, 4), 0.001), x, y, 210 + 20 * (k % 3), a, 0.42, 0.16)
            s.ink(s.cut(lambda p, spine=spine: p.stroke(spine, 5, 1.5)), "#a9c46c")
            s.ink(s.side(m, -4, -5), "#a9c46c", 0.8)
    for (x, y), _k in spots:
        for _ in range(7):
            cx, cy, r = x + float(s.rng.normal(0, 30)), y + float(s.rng.normal(14, 22)), float(s.rng.uniform(19, 25))
            tone = RED if s.rng.random() < 0.72 else (OCHRE if s.rng.random() < 0.5 else "#8aa63c")
            m = s.disc(cx, cy, r)
            s.multiply(s.disc(cx + 5, cy + 8, r), "#16281c", 0.5)
            s.ink(m, tone)
            s.multiply(s.side(m, r * 0.3, r * 0.34), "#5a1420", 0.6)
            s.ink(s.disc(cx - r * 0.34, cy - r * 0.36, r * 0.2), PAPER, 0.9)
    frame(s, [(-40, 1010, 380, -40), (60, 1030, 320, -70), (-30, 940, 280, -8)], "#14281c")


@picture("rice-sacks", paper="#d9b47a")
def rice_sacks(s: Sheet) -> None:
    s.ramp(s.all(), s.glow(1120, 330, 1050), ["#2c1f1c", "#563728", "#8a5a38", "#c99552", "#f1d08c", PAPER])
    s.ink(
        s.cut(
            lambda p: (
                [p.line([(x, -10), (x + (750 - x) * 0.12, 560)], 16) for x in range(40, 1500, 190)]
                + [p.line([(-10, y), (1510, y)], 14) for y in (90, 250)]
            )
        ),
        "#3a251d",
    )
    door = s.rect(960, 150, 1290, 690)
    s.ramp(door, s.down(150, 690), ["#f6e7b8", "#f9efcf", "#f2d79a"])
    s.ink(s.ridge(560, 30, peaks=[(1100, 500.0)]) * door, "#9db57e")
    s.ink(s.cut(lambda p: palm(p, 1220, 640, 260, -0.08)) * door, "#4d7a4c")
    lorry = s.cut(
        lambda p: (
            p.rect(960, 500, 1130, 640),
            p.blob([(1130, 540), (1190, 540), (1216, 590), (1216, 650), (1130, 650)]),
            p.disc(1010, 656, 30),
            p.disc(1170, 656, 30),
        )
    )
    s.ink(lorry * door, TEAL)
    s.ink(s.cut(lambda p: (p.disc(1010, 656, 30), p.disc(1170, 656, 30), p.rect(1150, 552, 1186, 588))) * door, INK)
    s.ink(s.rect(0, 690, 1500, 1000), "#5a3a28")
    s.ink(s.poly((960, 690), (1290, 690), (1150, 1000), (330, 1000)), "#f1d08c", 0.55)

    def sack(x: float, y: float, w: float, tone: str, stripe: str) -> None:
        h = w * 0.46
        m = s.rough(
            s.cut(
                lambda p: p.blob(
                    [
                        (x - w * 0.5, y - h * 0.5),
                        (x - w * 0.42, y - h * 0.92),
                        (x, y - h * 1.04),
                        (x + w * 0.42, y - h * 0.92),
                        (x + w * 0.52, y - h * 0.5),
                        (x + w * 0.44, y - h * 0.06),
                        (x, y),
                        (x - w * 0.44, y - h * 0.06),
                    ]
                )
            ),
            1,
        )
        s.ink(m, tone)
        s.ink(m * s.rect(x - w * 0.12, y - h * 1.2, x + w * 0.12, y + 4), stripe)
        s.lines(m, s.all() * 0.16, CLAY, size=8, angle=88, wobble=2)
        s.grain(s.side(m, -w * 0.12, h * 0.16), s.all() * 0.95, "#5a3a2c", 0.9)
        s.ink(s.side(m, w * 0.02, -h * 0.06), PAPER, 0.8)

    for row in range(6):
        for i in range(4 - (row > 4)):
            sack(
                60 + i * 190 + (95 if row % 2 else 0) - 40,
                930 - row * 84,
                196,
                ("#e3cb98", "#d9bd86", "#ead6a8")[(i + row) % 3],
                (RED, TEAL, RED)[(i * 2 + row) % 3],
            )
    for row in range(3):
        for i in range(3 - row):
            sack(
                1270 + i * 170 + row * 80,
                980 - row * 78,
                184,
                ("#e3cb98", "#ead6a8")[(i + row) % 2],
                (TEAL, RED)[(i + row) % 2],
            )
    s.multiply(s.poly((880, 968), (1000, 960), (760, 1000), (600, 1000)), "#2a1814", 0.6)
    j = figure(s, 930, 968, 520, "carry", top=RED, legs=DEEP, skin=SKIN[0], light=1)
    hx, hy = j["head"]
    sack(hx - 20, hy - 6, 250, "#ead6a8", TEAL)
    figure(s, 800, 720, 250, "stand", top=CREAM, legs=INK, light=1)
    s.ink(s.poly((822, 560), (862, 556), (866, 604), (828, 608)), SAND)
