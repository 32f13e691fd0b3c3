"""Hair, headscarves, caps and collars."""

from __future__ import annotations

import numpy as np

from .faces import Face
from .press import CREAM, INK, OCHRE, PAPER, Sheet, curve, mix


def hair_back(p, f: Face) -> None:
    if f.style == "bob":
        p.blob(
            [(240, 62), (352, 110), (372, 220), (356, 340), (300, 366), (180, 366), (124, 340), (108, 220), (128, 110)]
        )
    elif f.style == "long":
        p.blob(
            [(240, 58), (348, 104), (366, 220), (384, 360), (366, 490), (120, 490), (98, 360), (116, 220), (134, 104)]
        )
    elif f.style == "fringe":
        p.blob(
            [(240, 62), (344, 108), (356, 220), (348, 320), (320, 392), (166, 392), (132, 320), (124, 220), (136, 108)]
        )
    elif f.style == "bun":
        p.disc(240 - f.turn * 90, 82, 54)
        p.disc(240, 176, 108, 104)
    elif f.style == "veil":
        p.blob(
            [
                (240, 54),
                (356, 104),
                (376, 230),
                (352, 340),
                (400, 430),
                (240, 486),
                (80, 430),
                (128, 340),
                (104, 230),
                (124, 104),
            ]
        )
    elif f.style == "curls":
        for a in np.arange(2.6, 6.9, 0.3):
            p.disc(240 + 98 * np.cos(a), 180 + 92 * np.sin(a), 34)


def collar(s: Sheet, f: Face) -> None:
    if f.style == "veil":
        return
    if f.collar == "shirt":
        for q in (-1, 1):
            s.ink(
                s.poly((240, 424), (240 + q * 50, 362), (240 + q * 84, 396), (240 + q * 40, 452)),
                mix(f.clothes, PAPER, 0.28),
            )
        s.ink(s.cut(lambda p: p.line([(240, 424), (240, 490)], 3)), mix(f.clothes, INK, 0.6))
    elif f.collar == "jacket":
        s.ink(s.poly((200, 376), (280, 376), (240, 490)), CREAM)
        for q in (-1, 1):
            s.ink(
                s.poly((240 + q * 46, 366), (240 + q * 92, 392), (240 + q * 62, 440), (240 + q * 4, 500)),
                mix(f.clothes, PAPER, 0.16),
            )
    else:
        s.ink(
            s.cut(lambda p: p.stroke(curve([(186, 376), (240, 422), (294, 376)]), 12, 12)), mix(f.clothes, PAPER, 0.4)
        )


def hair(s: Sheet, f: Face, lit: int) -> None:
    shapes = {
        "bob": [
            (240, 66),
            (340, 104),
            (362, 200),
            (350, 300),
            (330, 230),
            (318, 170),
            (250, 128),
            (176, 160),
            (146, 210),
            (136, 300),
            (116, 200),
            (140, 104),
        ],
        "long": [
            (240, 62),
            (338, 102),
            (360, 200),
            (372, 330),
            (384, 470),
            (346, 486),
            (350, 330),
            (330, 220),
            (296, 150),
            (232, 120),
            (170, 170),
            (142, 230),
            (130, 330),
            (136, 486),
            (96, 470),
            (108, 330),
            (118, 200),
            (142, 102),
        ],
        "fringe": [
            (240, 64),
            (336, 104),
            (352, 200),
            (344, 310),
            (326, 376),
            (330, 250),
            (322, 186),
            (280, 178),
            (240, 182),
            (198, 178),
            (158, 186),
            (150, 250),
            (156, 376),
            (136, 310),
            (128, 200),
            (144, 104),
        ],
        "bun": [
            (240, 72),
            (326, 106),
            (342, 190),
            (326, 186),
            (306, 136),
            (240, 116),
            (176, 138),
            (152, 188),
            (138, 190),
            (154, 106),
        ],
        "short": [
            (236, 70),
            (322, 92),
            (348, 160),
            (336, 222),
            (324, 164),
            (290, 136),
            (220, 144),
            (170, 134),
            (152, 166),
            (144, 222),
            (132, 160),
            (156, 92),
        ],
        "parted": [
            (220, 72),
            (318, 88),
            (348, 158),
            (338, 224),
            (326, 168),
            (280, 140),
            (206, 124),
            (170, 142),
            (152, 174),
            (144, 224),
            (132, 160),
            (150, 96),
        ],
        "tight": [
            (240, 76),
            (318, 96),
            (342, 160),
            (334, 206),
            (322, 160),
            (296, 134),
            (240, 126),
            (184, 134),
            (158, 160),
            (146, 206),
            (138, 160),
            (162, 96),
        ],
        "crop": [
            (244, 72),
            (320, 94),
            (340, 160),
            (330, 214),
            (320, 164),
            (300, 150),
            (250, 134),
            (190, 124),
            (160, 160),
            (148, 214),
            (140, 160),
            (160, 98),
        ],
        "curls": [
            (240, 84),
            (316, 104),
            (340, 170),
            (326, 176),
            (300, 142),
            (240, 132),
            (180, 142),
            (154, 176),
            (140, 170),
            (164, 104),
        ],
    }
    if f.style in shapes:
        m = s.cut(lambda p: p.blob(shapes[f.style]))
        if f.style == "curls":
            m = np.maximum(
                m,
                s.cut(
                    lambda p: (
                        [p.disc(240 + 92 * np.cos(a), 168 + 78 * np.sin(a), 25) for a in np.arange(3.05, 6.4, 0.3)]
                        + [p.disc(240 + 60 * np.cos(a), 144 + 44 * np.sin(a), 27) for a in np.arange(3.1, 6.3, 0.5)]
                    )
                ),
            )
        if f.style == "tight":
            m = s.rough(m, 2.4)
        s.ink(m, f.hair)
        s.lines(
            m,
            s.glow(240 + lit * 70, 100, 150) * 0.5,
            mix(f.hair, "#d9a27a" if not f.age else PAPER, 0.55),
            size=7,
            angle=70 * lit,
            wobble=10,
        )
        if f.style == "bun":
            bun = s.disc(240 - f.turn * 90, 82, 52)
            s.lines(bun, s.all() * 0.3, mix(f.hair, "#d9a27a", 0.5), size=8, angle=30, wobble=14)
            s.ink(
                s.cut(
                    lambda p: (
                        p.stroke([(240 - f.turn * 90 - 46, 116), (240 - f.turn * 90 + 44, 58)], 5, 5),
                        p.disc(240 - f.turn * 90 + 48, 56, 9),
                    )
                ),
                OCHRE,
            )
        if f.style in ("bun", "fringe"):
            s.ink(s.cut(lambda p: [p.disc(240 + q * 90 * f.width + f.turn * 6, 256, 7) for q in (-1, 1)]), OCHRE)
    elif f.style == "veil":
        outer = s.cut(
            lambda p: p.blob(
                [
                    (240, 58),
                    (350, 104),
                    (370, 226),
                    (346, 330),
                    (384, 410),
                    (440, 490),
                    (40, 490),
                    (96, 410),
                    (134, 330),
                    (110, 226),
                    (130, 104),
                ]
            )
        )
        hole = s.cut(
            lambda p: p.blob(
                [
                    (240 + f.turn * 8, 118),
                    (306 + f.turn * 8, 142),
                    (326 + f.turn * 6, 214),
                    (304 + f.turn * 6, 300),
                    (240 + f.turn * 8, 356),
                    (176 + f.turn * 8, 300),
                    (154 + f.turn * 6, 214),
                    (174 + f.turn * 8, 142),
                ]
            )
        )
        m = outer * (1 - hole)
        s.multiply(s.shift(m, lit * -10, 8) * hole, "#4a2a30", 0.5)
        s.ink(m, f.second)
        s.grain(m, s.across(240 + lit * 130, 240 - lit * 220), mix(f.second, INK, 0.55))
        s.ink(
            s.cut(
                lambda p: [
                    p.stroke(curve(c), 5, 2)
                    for c in (
                        [(170, 326), (230, 400), (330, 440)],
                        [(310, 326), (250, 392), (150, 452)],
                        [(150, 330), (130, 400), (90, 480)],
                        [(330, 330), (356, 400), (396, 480)],
                    )
                ]
            )
            * m,
            mix(f.second, INK, 0.45),
            0.8,
        )
        s.ink(s.side(m, lit * 5, -5), mix(f.second, PAPER, 0.55))
    elif f.style == "cap":
        s.ink(
            s.cut(
                lambda p: [
                    p.blob([(240 + q * 96, 176), (240 + q * 100, 220), (240 + q * 84, 232), (240 + q * 82, 176)])
                    for q in (-1, 1)
                ]
            ),
            f.hair,
        )
        m = s.poly(
            (148, 168), (164, 84), (204, 66), (286, 66), (322, 84), (336, 168), (290, 152), (240, 146), (190, 152)
        )
        s.ink(m, "#1d1a1c")
        s.grain(m, s.glow(240 + lit * 80, 100, 110), "#6a5f60")
        s.ink(
            s.cut(lambda p: p.stroke(curve([(150, 164), (190, 148), (240, 142), (290, 148), (334, 164)]), 8, 8)),
            "#4a3a34",
        )
