"""People: their poses, and how they are printed."""

from __future__ import annotations

import itertools

import numpy as np

from .press import CREAM, INK, Pen, Point, Sheet, curve, mix

SKIN = ("#8a5a3c", "#a06a45", "#6e4630")


# Joints of a figure, in heights, feet at (0, 0), y upwards: head, shoulders, hips, then elbow, hand, knee, foot of
# the left and of the right.
POSES: dict[str, dict[str, Point]] = {
    "stand": dict(
        head=(0, 0.92),
        sl=(-0.1, 0.79),
        sr=(0.1, 0.79),
        hl=(-0.07, 0.5),
        hr=(0.07, 0.5),
        el=(-0.14, 0.64),
        wl=(-0.13, 0.48),
        er=(0.14, 0.64),
        wr=(0.12, 0.48),
        kl=(-0.06, 0.27),
        fl=(-0.06, 0.02),
        kr=(0.06, 0.27),
        fr=(0.07, 0.02),
    ),
    "walk": dict(
        head=(0.03, 0.92),
        sl=(-0.07, 0.79),
        sr=(0.08, 0.79),
        hl=(-0.06, 0.5),
        hr=(0.06, 0.5),
        el=(-0.13, 0.65),
        wl=(-0.09, 0.5),
        er=(0.11, 0.64),
        wr=(0.17, 0.52),
        kl=(-0.08, 0.27),
        fl=(-0.2, 0.04),
        kr=(0.1, 0.28),
        fr=(0.13, 0.02),
    ),
    "umbrella": dict(
        head=(0.02, 0.92),
        sl=(-0.08, 0.79),
        sr=(0.09, 0.79),
        hl=(-0.06, 0.5),
        hr=(0.06, 0.5),
        el=(-0.12, 0.64),
        wl=(-0.08, 0.5),
        er=(0.15, 0.67),
        wr=(0.12, 0.81),
        kl=(-0.06, 0.27),
        fl=(-0.14, 0.03),
        kr=(0.08, 0.28),
        fr=(0.1, 0.02),
    ),
    "carry": dict(
        head=(0.02, 0.88),
        sl=(-0.1, 0.77),
        sr=(0.1, 0.77),
        hl=(-0.07, 0.49),
        hr=(0.07, 0.49),
        el=(-0.17, 0.86),
        wl=(-0.1, 0.99),
        er=(0.16, 0.62),
        wr=(0.13, 0.47),
        kl=(-0.09, 0.27),
        fl=(-0.16, 0.03),
        kr=(0.09, 0.27),
        fr=(0.12, 0.02),
    ),
    "bend": dict(
        head=(0.36, 0.56),
        sl=(0.24, 0.58),
        sr=(0.29, 0.53),
        hl=(-0.04, 0.52),
        hr=(0.02, 0.48),
        el=(0.27, 0.38),
        wl=(0.33, 0.2),
        er=(0.33, 0.36),
        wr=(0.4, 0.19),
        kl=(-0.02, 0.26),
        fl=(-0.07, 0.02),
        kr=(0.08, 0.27),
        fr=(0.09, 0.02),
    ),
    "rake": dict(
        head=(0.14, 0.86),
        sl=(0.03, 0.76),
        sr=(0.13, 0.74),
        hl=(-0.07, 0.48),
        hr=(0.03, 0.47),
        el=(0.14, 0.6),
        wl=(0.27, 0.58),
        er=(0.22, 0.62),
        wr=(0.34, 0.52),
        kl=(-0.12, 0.25),
        fl=(-0.2, 0.02),
        kr=(0.1, 0.26),
        fr=(0.1, 0.02),
    ),
    "sit": dict(
        head=(0.04, 0.62),
        sl=(-0.08, 0.49),
        sr=(0.09, 0.49),
        hl=(-0.08, 0.2),
        hr=(0.06, 0.2),
        el=(-0.09, 0.34),
        wl=(0.06, 0.27),
        er=(0.15, 0.34),
        wr=(0.24, 0.28),
        kl=(0.18, 0.22),
        fl=(0.17, 0.0),
        kr=(0.22, 0.2),
        fr=(0.22, 0.0),
    ),
    "point": dict(
        head=(0, 0.92),
        sl=(-0.1, 0.79),
        sr=(0.1, 0.79),
        hl=(-0.07, 0.5),
        hr=(0.07, 0.5),
        el=(-0.14, 0.64),
        wl=(-0.12, 0.48),
        er=(0.21, 0.83),
        wr=(0.33, 0.93),
        kl=(-0.06, 0.27),
        fl=(-0.06, 0.02),
        kr=(0.06, 0.27),
        fr=(0.07, 0.02),
    ),
    "run": dict(
        head=(0.12, 0.92),
        sl=(-0.02, 0.8),
        sr=(0.12, 0.78),
        hl=(-0.04, 0.5),
        hr=(0.05, 0.5),
        el=(-0.16, 0.7),
        wl=(-0.23, 0.56),
        er=(0.2, 0.64),
        wr=(0.31, 0.75),
        kl=(-0.08, 0.27),
        fl=(-0.35, 0.26),
        kr=(0.24, 0.42),
        fr=(0.22, 0.12),
    ),
    "kick": dict(
        head=(-0.07, 0.9),
        sl=(-0.16, 0.78),
        sr=(0.03, 0.8),
        hl=(-0.05, 0.49),
        hr=(0.05, 0.5),
        el=(-0.31, 0.8),
        wl=(-0.42, 0.72),
        er=(0.17, 0.74),
        wr=(0.23, 0.86),
        kl=(-0.06, 0.26),
        fl=(-0.12, 0.02),
        kr=(0.24, 0.38),
        fr=(0.43, 0.26),
    ),
    "dive": dict(
        head=(0.34, 0.62),
        sl=(0.2, 0.62),
        sr=(0.25, 0.54),
        hl=(-0.05, 0.44),
        hr=(-0.02, 0.38),
        el=(0.38, 0.74),
        wl=(0.53, 0.82),
        er=(0.42, 0.62),
        wr=(0.58, 0.72),
        kl=(-0.24, 0.36),
        fl=(-0.42, 0.22),
        kr=(-0.14, 0.22),
        fr=(-0.36, 0.12),
    ),
    "smash": dict(
        head=(0.03, 0.92),
        sl=(-0.08, 0.78),
        sr=(0.1, 0.82),
        hl=(-0.08, 0.5),
        hr=(0.04, 0.49),
        el=(-0.2, 0.86),
        wl=(-0.3, 0.98),
        er=(0.22, 0.94),
        wr=(0.16, 1.1),
        kl=(-0.22, 0.36),
        fl=(-0.4, 0.3),
        kr=(0.04, 0.24),
        fr=(-0.08, 0.03),
    ),
    "row": dict(
        head=(0.02, 0.5),
        sl=(-0.02, 0.4),
        sr=(0.06, 0.38),
        hl=(-0.1, 0.12),
        hr=(-0.04, 0.11),
        el=(0.1, 0.3),
        wl=(0.22, 0.28),
        er=(0.15, 0.28),
        wr=(0.26, 0.24),
        kl=(0.08, 0.2),
        fl=(0.2, 0.04),
        kr=(0.12, 0.2),
        fr=(0.24, 0.04),
    ),
}


def joints(pose: str, x: float, y: float, h: float, flip: bool) -> dict[str, Point]:
    sign = -1 if flip else 1
    return {name: (x + sign * a * h, y - b * h) for name, (a, b) in POSES[pose].items()}


def figure(
    s: Sheet,
    x: float,
    y: float,
    h: float,
    pose: str = "stand",
    top: str = CREAM,
    legs: str = INK,
    skin: str = SKIN[0],
    hair: str = INK,
    flip: bool = False,
    skirt: str = "",
    hat: str = "",
    veil: str = "",
    light: float = -1,
    sleeves: bool = False,
) -> dict[str, Point]:
    """A person, lit from the left (light -1) or the right (1). Gives back the joints."""
    j = joints(pose, x, y, h, flip)
    u = h / 100

    def limbs(pen: Pen, *chains: str) -> None:
        for chain in chains:
            names = chain.split()
            w = {"h": (8.5, 6.6, 4.6), "s": (5.4, 4.4, 3.4)}[names[0][0]]
            for (a, b), (wa, wb) in zip(itertools.pairwise(names), itertools.pairwise(w), strict=False):
                pen.stroke([j[a], j[b]], wa * u, wb * u)
            if names[-1][0] == "f":
                fx, fy = j[names[-1]]
                pen.stroke([(fx - u, fy), (fx + (4.5 if not flip else -4.5) * u, fy + u)], 3.6 * u, 2.6 * u)

    def trunk(pen: Pen) -> None:
        pen.stroke([j["sl"], j["sr"]], 9 * u, 9 * u)
        pen.stroke([j["hl"], j["hr"]], 9 * u, 9 * u)
        pen.poly([j["sl"], j["sr"], j["hr"], j["hl"]])
        pen.stroke([mid("sl", "sr"), mid("hl", "hr")], 19 * u, 15 * u)

    def mid(a: str, b: str) -> Point:
        return (j[a][0] + j[b][0]) / 2, (j[a][1] + j[b][1]) / 2

    whole = s.cut(lambda p: limbs(p, "hl kl fl", "hr kr fr"))
    s.ink(whole, legs)
    if skirt:
        (ax, ay), (bx, by) = j["fl"], j["fr"]
        lo, hi = min(ax, bx), max(ax, bx)
        hem = max(ay, by) - 5 * u
        hips = sorted([j["hl"], j["hr"]])
        m = s.cut(
            lambda p: p.poly(
                [
                    (hips[0][0] - 4 * u, hips[0][1] - 4 * u),
                    (hips[1][0] + 4 * u, hips[1][1] - 4 * u),
                    (hi + 5 * u, hem),
                    (lo - 5 * u, hem),
                ]
            )
        )
        s.ink(m, skirt)
        whole = np.maximum(whole, m)
    far = s.cut(lambda p: limbs(p, "sl el wl"))
    s.ink(far, skin if not sleeves else top)
    body = s.cut(trunk)
    s.ink(body, top)
    hx, hy = j["head"]
    head = s.cut(lambda p: (p.stroke([mid("sl", "sr"), (hx, hy)], 5 * u, 5 * u), p.disc(hx, hy, 5.6 * u, 7 * u)))
    s.ink(head, skin)
    near = s.cut(lambda p: limbs(p, "sr er wr"))
    s.ink(near, skin if not sleeves else top)
    sleeve = s.cut(
        lambda p: [
            p.stroke([j[a], ((j[a][0] + j[b][0]) / 2, (j[a][1] + j[b][1]) / 2)], 7 * u, 6 * u)
            for a, b in (("sl", "el"), ("sr", "er"))
        ]
    )
    s.ink(sleeve, top)
    whole = np.maximum.reduce([whole, far, body, head, near, sleeve])
    dx = 1.6 if flip else -1.6
    if veil:
        m = s.cut(
            lambda p: (
                p.disc(hx + dx * 0.5 * u, hy - u, 7 * u, 8.2 * u),
                p.poly([(hx - 7 * u, hy), (hx + 7 * u, hy), (hx + 9 * u, hy + 15 * u), (hx - 9 * u, hy + 15 * u)]),
            )
        )
        face = s.cut(lambda p: p.disc(hx - dx * u, hy + 0.5 * u, 4 * u, 5 * u))
        s.ink(m * (1 - face), veil)
        whole = np.maximum(whole, m)
    elif hat:
        m = s.cut(
            lambda p: p.poly(
                [
                    (hx - 15 * u, hy - 1 * u),
                    (hx, hy - 13 * u),
                    (hx + 15 * u, hy - 1 * u),
                    (hx + 7 * u, hy + u),
                    (hx - 7 * u, hy + u),
                ]
            )
        )
        s.ink(m, hat)
        whole = np.maximum(whole, m)
    else:
        m = s.cut(lambda p: (p.disc(hx + dx * u, hy - 2.4 * u, 5.8 * u, 5.8 * u),))
        s.ink(m * (s.y < hy + 1.5 * u), hair)
        whole = np.maximum(whole, m * (s.y < hy))
    s.multiply(s.side(whole, 4.2 * u * -light, 1.5 * u), "#5b4a4a", 0.62)
    return j


def hand(
    s: Sheet, points: list[Point], fingers: list[list[Point]], width: float, skin: str, shade: str = "#4a3038"
) -> None:
    """A forearm with its hand: a palm outlined by points and fingers as strokes."""
    m = s.cut(lambda p: (p.blob(points), [p.stroke(curve(f), width, width * 0.78) for f in fingers]))
    s.ink(s.rough(m, 0.8), skin)
    s.grain(s.side(m, 16, 22), s.all() * 0.95, shade, 0.8)
    s.ink(
        s.cut(
            lambda p: [
                p.stroke(curve(f)[: len(curve(f)) * 2 // 3], 2.6, 1.5)
                for f in [[(x + width * 0.45, y + width * 0.1) for x, y in f] for f in fingers[:-1]]
            ]
        ),
        mix(skin, INK, 0.6),
        0.7,
    )
