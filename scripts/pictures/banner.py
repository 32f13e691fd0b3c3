"""The paper's own advertisement."""

from __future__ import annotations

import numpy as np

from .press import CLAY, CREAM, DEEP, INK, OCHRE, PAPER, RED, ROSE, SAND, TEAL, Sheet, curve, mix
from .shapes import glitter, swell
from .stock import picture


def banner(s: Sheet, k: float) -> None:
    """A quiet breakfast: the folded paper, a cup, and a sail on the morning sea; k is the height in 250ths."""
    w, h = s.w, s.h
    s.ramp(s.all(), s.across(0, w * 0.9) + s.down(0, h) * 0.2, ["#f6dfa8", "#f4cf90", "#eeb877", "#e49a5e"])
    sun = (w * 0.3, h * 0.62)
    s.ink(s.disc(*sun, 62 * k), PAPER)
    for r in (84, 106, 128):
        ring = np.clip(1 - np.abs(np.hypot(s.x - sun[0], s.y - sun[1]) - r * k) / (1.3 * k), 0, 1)
        s.ink(ring, PAPER, 0.8)
    sea = s.rect(0, h * 0.64, w, h)
    s.ramp(sea, s.down(h * 0.64, h), ["#7fb0a4", TEAL, DEEP])
    glitter(s, sun[0], h * 0.65, h * 0.98, "#fbe9bf", 90 * k)
    swell(s, sea, h * 0.66, h, "#cfe0cf", 0.4, 0.5 * k)
    for x, size, tone in ((w * 0.44, 92 * k, RED), (w * 0.16, 46 * k, CREAM)):
        y = h * 0.74
        s.ink(s.poly((x, y - size * 1.3), (x + size * 0.72, y - size * 0.14), (x + size * 0.04, y - size * 0.14)), tone)
        s.ink(
            s.poly(
                (x - size * 0.06, y - size * 1.1),
                (x - size * 0.06, y - size * 0.14),
                (x - size * 0.46, y - size * 0.14),
            ),
            mix(tone, INK, 0.3),
        )
        s.ink(
            s.cut(
                lambda p, x=x, y=y, size=size: p.poly(
                    curve(
                        [
                            (x - size * 0.6, y - size * 0.1),
                            (x - size * 0.4, y + size * 0.1),
                            (x + size * 0.5, y + size * 0.1),
                            (x + size * 0.84, y - size * 0.14),
                            (x, y - size * 0.04),
                        ],
                        closed=True,
                    )
                )
            ),
            INK,
        )
    x0 = w - 420 * k
    table = s.poly((x0 - 20 * k, h), (x0 + 40 * k, h * 0.66), (w, h * 0.6), (w, h))
    s.ink(table, CLAY)
    s.lines(table, s.all() * 0.25, "#5a2c20", size=11 * k, angle=-4, wobble=6)
    page = [(x0 + 70 * k, h * 0.86), (x0 + 110 * k, h * 0.3), (x0 + 280 * k, h * 0.26), (x0 + 262 * k, h * 0.84)]
    s.multiply(s.shift(s.poly(*page), 10 * k, 8 * k), "#3a1a18", 0.6)
    s.ink(s.poly(*page), PAPER)
    s.multiply(
        s.poly(page[3], page[2], (page[2][0] - 40 * k, page[2][1]), (page[3][0] - 46 * k, page[3][1])), "#a39a8c", 0.45
    )

    def at(u: float, v: float) -> tuple[float, float]:
        ax, ay = page[1][0] + (page[2][0] - page[1][0]) * u, page[1][1] + (page[2][1] - page[1][1]) * u
        bx, by = page[0][0] + (page[3][0] - page[0][0]) * u, page[0][1] + (page[3][1] - page[0][1]) * u
        return ax + (bx - ax) * v, ay + (by - ay) * v

    s.ink(s.poly(at(0.1, 0.08), at(0.9, 0.08), at(0.9, 0.17), at(0.1, 0.17)), INK)
    s.ink(s.poly(at(0.1, 0.24), at(0.58, 0.24), at(0.58, 0.58), at(0.1, 0.58)), RED)
    s.ink(s.poly(at(0.1, 0.58), at(0.3, 0.36), at(0.44, 0.5), at(0.5, 0.46), at(0.58, 0.58)), OCHRE)
    s.ink(
        s.cut(
            lambda p: (
                [p.line([at(0.64, v), at(0.9, v)], 2.6 * k) for v in np.arange(0.26, 0.92, 0.055)]
                + [p.line([at(0.1, v), at(0.58, v)], 2.6 * k) for v in np.arange(0.65, 0.92, 0.055)]
            )
        ),
        "#6a6158",
    )
    cx, cy, r = x0 + 335 * k, h * 0.62, 38 * k
    s.multiply(s.disc(cx + 8 * k, cy + 46 * k, r * 1.7, r * 0.46), "#3a1a18", 0.6)
    s.ink(s.disc(cx, cy + 40 * k, r * 1.6, r * 0.42), CREAM)
    cup = s.cut(
        lambda p: p.poly(
            [
                *curve([(cx - r, cy - r * 0.5), (cx - r * 0.9, cy + r * 0.4), (cx - r * 0.5, cy + r)]),
                *curve([(cx + r * 0.5, cy + r), (cx + r * 0.9, cy + r * 0.4), (cx + r, cy - r * 0.5)]),
            ]
        )
    )
    handle = s.disc(cx + r * 1.12, cy + r * 0.1, r * 0.42) * (1 - s.disc(cx + r * 1.12, cy + r * 0.1, r * 0.26))
    s.ink(np.maximum(cup, handle), PAPER)
    s.grain(s.side(cup, r * 0.5, r * 0.1), s.all(), ROSE)
    s.ink(s.disc(cx, cy - r * 0.5, r, r * 0.27), CREAM)
    s.ink(s.disc(cx, cy - r * 0.48, r * 0.86, r * 0.2), "#4a2418")
    s.ink(
        s.cut(
            lambda p: [
                p.stroke(
                    curve(
                        [
                            (cx + q * r * 0.4, cy - r * 0.8),
                            (cx + q * r * 0.4 + 8 * k, cy - r * 1.3),
                            (cx + q * r * 0.4 - 6 * k, cy - r * 1.8),
                            (cx + q * r * 0.4 + 5 * k, cy - r * 2.3),
                        ]
                    ),
                    5 * k,
                    1.5 * k,
                )
                for q in (-1, 0, 1)
            ]
        ),
        PAPER,
        0.8,
    )


@picture("house-banner", (970, 250), 1940, SAND)
def house_banner(s: Sheet) -> None:
    banner(s, 1.0)


@picture("house-banner-phone", (640, 200), 1280, SAND)
def house_banner_phone(s: Sheet) -> None:
    banner(s, 0.72)
