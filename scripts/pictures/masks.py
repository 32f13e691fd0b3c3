"""Carved masks."""

from __future__ import annotations

import math

import numpy as np

from .press import CREAM, INK, OCHRE, PAPER, RED, TEAL, Sheet, curve, mix
from .shapes import leaf
from .stock import TALL, picture


@picture("masks", TALL, 1280, "#3a2420")
def masks(s: Sheet) -> None:
    s.ink(s.all(), "#4a2c22")
    s.lines(s.all(), 0.3 + 0.3 * s.noise(180), "#22120f", size=13, angle=90, wobble=30)
    s.ink(s.cut(lambda p: [p.rect(x, 0, x + 6, 1250) for x in (250, 500, 750)]), "#1d0f0d")
    s.ink(s.glow(330, 220, 1200) ** 1.2, "#f2b565", 0.42)

    def mask(cx: float, cy: float, r: float, tone: str, kind: int) -> None:
        outline = curve(
            [
                (cx, cy - r),
                (cx + r * 0.62, cy - r * 0.86),
                (cx + r * 0.78, cy - r * 0.2),
                (cx + r * 0.6, cy + r * 0.6),
                (cx, cy + r * 1.08),
                (cx - r * 0.6, cy + r * 0.6),
                (cx - r * 0.78, cy - r * 0.2),
                (cx - r * 0.62, cy - r * 0.86),
            ],
            closed=True,
        )
        m = s.cut(lambda p: p.poly(outline))
        s.multiply(s.soft(s.shift(m, 26, 34), 10), "#120808", 0.75)
        if kind == 1:
            hair = s.cut(
                lambda p: [
                    p.stroke(
                        curve(
                            [
                                (cx + q * r * 0.7, cy - r * 0.6),
                                (cx + q * r * (1 + 0.1 * k), cy + r * 0.2 * k - r * 0.3),
                                (cx + q * r * (0.9 + 0.12 * k), cy + r * (0.5 + 0.16 * k)),
                            ]
                        ),
                        r * 0.14,
                        r * 0.04,
                    )
                    for q in (-1, 1)
                    for k in range(5)
                ]
            )
            s.ink(hair, INK)
        if kind == 0:
            s.ink(
                s.cut(
                    lambda p: [
                        leaf(
                            p,
                            cx + r * 0.6 * math.cos(a),
                            cy - r * 0.7 + r * 0.3 * math.sin(a),
                            r * 0.6,
                            math.degrees(a),
                            0.3,
                        )
                        for a in np.arange(-2.7, -0.3, 0.34)
                    ]
                ),
                OCHRE,
            )
        s.ink(m, tone)
        s.grain(m, np.clip((s.x - cx) / (r * 1.1) + 0.2, 0, 1), mix(tone, "#1a0a10", 0.75))
        s.ink(s.side(m, -r * 0.04, -r * 0.04), mix(tone, PAPER, 0.5))
        dark, white = mix(tone, "#1a0a10", 0.82), "#f6ead0"
        for q in (-1, 1):
            ex = cx + q * r * 0.32
            if kind == 2:
                s.ink(
                    s.cut(
                        lambda p, ex=ex: p.poly(
                            curve(
                                [
                                    (ex - r * 0.2, cy - r * 0.14),
                                    (ex, cy - r * 0.05),
                                    (ex + r * 0.2, cy - r * 0.14),
                                    (ex, cy - r * 0.22),
                                ],
                                closed=True,
                            )
                        )
                    ),
                    white,
                )
                s.ink(
                    s.cut(
                        lambda p, ex=ex: p.stroke(
                            curve(
                                [(ex - r * 0.22, cy - r * 0.13), (ex, cy - r * 0.02), (ex + r * 0.22, cy - r * 0.13)]
                            ),
                            r * 0.05,
                            r * 0.05,
                        )
                    ),
                    dark,
                )
            else:
                s.ink(s.disc(ex, cy - r * 0.14, r * (0.22 if kind else 0.19)), white)
                s.ink(s.disc(ex, cy - r * 0.12, r * 0.11), RED if kind else INK)
                s.ink(s.disc(ex, cy - r * 0.12, r * 0.06), INK)
            rise = 0.14 if kind == 1 else -0.02
            s.ink(
                s.cut(
                    lambda p, ex=ex, q=q, rise=rise: p.stroke(
                        curve(
                            [
                                (ex - q * r * 0.22, cy - r * (0.36 - rise)),
                                (ex, cy - r * 0.46),
                                (ex + q * r * 0.3, cy - r * (0.36 + rise)),
                            ]
                        ),
                        r * 0.11,
                        r * 0.03,
                    )
                ),
                dark,
            )
            s.ink(
                s.cut(
                    lambda p, q=q: p.stroke(
                        curve(
                            [
                                (cx + q * r * 0.16, cy + r * 0.2),
                                (cx + q * r * 0.4, cy + r * 0.36),
                                (cx + q * r * 0.44, cy + r * 0.6),
                            ]
                        ),
                        r * 0.03,
                        r * 0.05,
                    )
                ),
                dark,
            )
        nose = s.cut(
            lambda p: p.poly(
                curve(
                    [
                        (cx - r * 0.05, cy - r * 0.26),
                        (cx + r * 0.06, cy - r * 0.26),
                        (cx + r * 0.2, cy + r * 0.24),
                        (cx, cy + r * 0.34),
                        (cx - r * 0.2, cy + r * 0.24),
                    ],
                    closed=True,
                )
            )
        )
        s.ink(nose, mix(tone, PAPER, 0.25))
        s.multiply(s.side(nose, r * 0.08, r * 0.04), "#4a2028", 0.7)
        if kind == 1:
            s.ink(
                s.cut(
                    lambda p: p.blob(
                        [
                            (cx - r * 0.46, cy + r * 0.5),
                            (cx, cy + r * 0.44),
                            (cx + r * 0.46, cy + r * 0.5),
                            (cx + r * 0.3, cy + r * 0.8),
                            (cx - r * 0.3, cy + r * 0.8),
                        ]
                    )
                ),
                INK,
            )
            s.ink(
                s.cut(
                    lambda p: (
                        [
                            p.poly(
                                [
                                    (cx + x * r, cy + r * 0.5),
                                    (cx + (x + 0.12) * r, cy + r * 0.5),
                                    (cx + (x + 0.06) * r, cy + r * 0.62),
                                ]
                            )
                            for x in (-0.3, -0.18, -0.06, 0.06, 0.18)
                        ]
                        + [
                            p.poly(
                                [
                                    (cx + q * r * 0.36, cy + r * 0.48),
                                    (cx + q * r * 0.26, cy + r * 0.5),
                                    (cx + q * r * 0.36, cy + r * 0.84),
                                ]
                            )
                            for q in (-1, 1)
                        ]
                    )
                ),
                white,
            )
        else:
            s.ink(
                s.cut(
                    lambda p: p.blob(
                        [
                            (cx - r * 0.3, cy + r * 0.56),
                            (cx - r * 0.08, cy + r * 0.5),
                            (cx, cy + r * 0.53),
                            (cx + r * 0.08, cy + r * 0.5),
                            (cx + r * 0.3, cy + r * 0.56),
                            (cx, cy + r * 0.74),
                        ]
                    )
                ),
                RED if kind == 2 else "#7a1c1c",
            )
            s.ink(
                s.cut(
                    lambda p: p.stroke(
                        curve([(cx - r * 0.3, cy + r * 0.56), (cx, cy + r * 0.6), (cx + r * 0.3, cy + r * 0.56)]),
                        r * 0.025,
                        r * 0.025,
                    )
                ),
                dark,
            )
        for k in range(7):
            a = math.pi * (1.15 + 0.7 * k / 6)
            s.ink(
                s.disc(cx + r * 0.58 * math.cos(a), cy - r * 0.16 + r * 0.66 * math.sin(a), r * 0.045),
                OCHRE if kind != 0 else white,
            )
        s.ink(
            s.cut(
                lambda p: p.poly(
                    [
                        (cx, cy - r * 0.84),
                        (cx + r * 0.1, cy - r * 0.68),
                        (cx, cy - r * 0.52),
                        (cx - r * 0.1, cy - r * 0.68),
                    ]
                )
            ),
            OCHRE if kind != 0 else RED,
        )

    mask(300, 360, 250, CREAM, 2)
    mask(710, 560, 270, RED, 1)
    mask(340, 920, 250, TEAL, 0)
