"""The authors' portraits."""

# ruff: noqa: B023 -- a stencil is cut as soon as it is described, within the same turn of the loop

from __future__ import annotations

from .faces import FACES, Face, head
from .hair import collar, hair, hair_back
from .press import CREAM, INK, PAPER, Mask, Sheet, curve, mix
from .stock import PICTURES, Picture


def portrait(s: Sheet, f: Face) -> None:
    """A head and shoulders in four flat tones, lit from the side the face turns to."""
    t = f.turn * 26
    lit = 1 if f.turn > 0 else -1
    dark, light = mix(f.skin, "#3a1a1c", 0.5), mix(f.skin, "#ffe2b8", 0.45)
    s.ramp(
        s.all(),
        s.glow(240 + lit * 130, 130, 520),
        [mix(f.ground, INK, 0.3), mix(f.ground, INK, 0.12), f.ground, mix(f.ground, PAPER, 0.3)],
    )
    s.lines(
        s.all(),
        s.across(480 if lit > 0 else 0, 0 if lit > 0 else 480) * 0.26,
        mix(f.ground, INK, 0.5),
        size=9,
        angle=58,
        wobble=2,
    )
    face = s.cut(lambda p: p.poly(head(f)))
    back = s.cut(lambda p: hair_back(p, f))
    s.ink(back, mix(f.hair, INK, 0.25) if f.style != "veil" else mix(f.second, INK, 0.35))
    neck = s.cut(lambda p: p.poly(curve([(196, 290), (194, 380), (150, 420), (330, 420), (286, 380), (284, 290)])))
    s.ink(neck, f.skin)
    s.ink(neck * s.cut(lambda p: p.disc(240 + f.turn * 10 - lit * 8, 322, 92, 62)), dark)
    body = s.cut(
        lambda p: p.poly(
            [
                *curve([(-10, 490), (30, 430), (120, 396), (192, 372)]),
                *curve([(192, 372), (240, 404), (288, 372)]),
                *curve([(288, 372), (360, 396), (450, 430), (490, 490)]),
            ]
        )
    )
    s.ink(body, f.clothes)
    s.grain(body, s.across(240 + lit * 120, 240 - lit * 260), mix(f.clothes, INK, 0.6))
    s.ink(s.side(body, lit * 5, -5), mix(f.clothes, PAPER, 0.4))
    collar(s, f)
    for q in (-1, 1):
        s.ink(s.disc(240 + q * 92 * f.width + t * 0.2, 224, 15, 26), f.skin if q == lit else dark)
    s.ink(face, f.skin)
    shade = face * s.cut(
        lambda p: p.poly(
            [
                (240 - lit * 300, 60),
                (240 - lit * 34 + t, 70),
                *curve(
                    [
                        (240 - lit * 40 + t, 110),
                        (240 - lit * 50 + t, 180),
                        (240 - lit * 28 + t, 212),
                        (240 - lit * 52 + t, 262),
                        (240 - lit * 20 + t, 310),
                        (240 - lit * 8 + t, 370),
                    ]
                ),
                (240 - lit * 300, 370),
            ]
        )
    )
    s.ink(s.rough(shade, 0.6), dark, 0.62)
    s.ink(s.soft(face * (1 - shade) * s.glow(240 + lit * 66, 196, 92), 5), light, 0.5)
    _features(s, f, t, lit, dark)
    hair(s, f, lit)


def _features(s: Sheet, f: Face, t: float, lit: int, dark: str) -> None:
    deep = mix(dark, "#1a0c10", 0.6)
    for q in (-1, 1):
        x = 240 + t + q * 38
        near = 1.0 if q == -lit else 0.92
        s.ink(
            s.cut(
                lambda p, x=x: p.poly(
                    curve([(x - 19 * near, 216), (x, 206), (x + 19 * near, 216), (x, 224)], closed=True)
                )
            ),
            "#f3e6d2",
        )
        s.ink(s.disc(x + f.turn * 5, 215, 8.6), "#2a1512")
        s.ink(s.disc(x + f.turn * 5 + 2.6, 212, 2.4), PAPER)
        s.ink(s.cut(lambda p, x=x: p.stroke(curve([(x - 21 * near, 217), (x, 205), (x + 21 * near, 216)]), 5, 4)), deep)
        s.ink(
            s.cut(
                lambda p, x=x, q=q: p.stroke(
                    curve([(x - q * 20, 190), (x + q * 2, 181), (x + q * 24, 190)]), 9 * f.brow, 4 * f.brow
                )
            ),
            mix(f.hair, deep, 0.5) if f.age else deep,
        )
        if f.age:
            s.ink(
                s.cut(
                    lambda p, x=x, q=q: (
                        p.stroke(curve([(x - 16, 236), (x, 241), (x + 16, 235)]), 2.6, 1.6),
                        p.stroke(
                            curve([(240 + t + q * 30, 268), (240 + t + q * 42, 284), (240 + t + q * 42, 300)]), 3, 2
                        ),
                    )
                ),
                dark,
                0.75 * f.age,
            )
    s.ink(
        s.cut(
            lambda p: p.poly(
                [
                    (240 + t - lit * 3, 206),
                    *curve(
                        [
                            (240 + t + lit * 4, 210),
                            (240 + t + lit * 12, 250),
                            (240 + t + lit * 16, 266),
                            (240 + t, 274),
                            (240 + t - lit * 15, 266),
                        ]
                    ),
                ]
            )
        ),
        dark,
        0.55,
    )
    s.ink(s.cut(lambda p: p.stroke(curve([(240 + t - 15, 268), (240 + t, 274), (240 + t + 15, 268)]), 3, 3)), deep, 0.8)
    up = 7 * f.smile
    s.ink(
        s.cut(
            lambda p: p.poly(
                [
                    *curve(
                        [
                            (240 + t - 31, 302 - up),
                            (240 + t - 9, 299),
                            (240 + t, 302),
                            (240 + t + 9, 299),
                            (240 + t + 31, 302 - up),
                        ]
                    ),
                    *curve([(240 + t + 31, 302 - up), (240 + t, 321 - up * 0.2), (240 + t - 31, 302 - up)]),
                ]
            )
        ),
        mix("#a8453c", f.skin, 0.25 if f.style in ("bob", "bun", "fringe", "long", "veil", "crop") else 0.55),
    )
    s.ink(
        s.cut(lambda p: p.stroke(curve([(240 + t - 33, 302 - up), (240 + t, 307), (240 + t + 33, 302 - up)]), 3, 3)),
        deep,
    )
    if f.beard:
        tone = f.hair
        if f.beard in ("moustache", "goatee", "short"):
            s.ink(
                s.rough(
                    s.cut(
                        lambda p: p.poly(
                            curve(
                                [
                                    (240 + t - 40, 300),
                                    (240 + t - 16, 281),
                                    (240 + t, 286),
                                    (240 + t + 16, 281),
                                    (240 + t + 40, 300),
                                    (240 + t, 295),
                                ],
                                closed=True,
                            )
                        )
                    ),
                    0.5,
                ),
                tone,
            )
        if f.beard == "goatee":
            s.ink(
                s.rough(
                    s.cut(
                        lambda p: p.blob(
                            [
                                (240 + t - 26, 322),
                                (240 + t + 26, 322),
                                (240 + t + 22, 350),
                                (240 + t, 366),
                                (240 + t - 22, 350),
                            ]
                        )
                    ),
                    0.5,
                ),
                tone,
            )
        if f.beard == "short":
            face = s.cut(lambda p: p.poly(head(f)))
            jaw = face * s.cut(
                lambda p: (
                    p.poly(
                        [
                            (120, 262),
                            *curve(
                                [(150, 250), (186, 300), (204, 326), (240 + t, 328), (276, 326), (300, 296), (334, 250)]
                            ),
                            (360, 262),
                            (360, 372),
                            (120, 372),
                        ]
                    ),
                )
            )
            s.ink(s.rough(jaw, 0.6), tone, 0.92)
    if f.glasses:
        rims: Mask = s.cut(
            lambda p: [
                (p.disc(240 + t + q * 39, 216, 32, 29), p.disc(240 + t + q * 39, 216, 27.5, 24.5, fill=0))
                for q in (-1, 1)
            ]
        )
        s.ink(s.cut(lambda p: [p.disc(240 + t + q * 39, 216, 28, 25) for q in (-1, 1)]), PAPER, 0.14)
        s.ink(rims, f.glasses)
        s.ink(
            s.cut(
                lambda p: (
                    p.stroke(curve([(240 + t - 9, 212), (240 + t, 207), (240 + t + 9, 212)]), 5, 5),
                    [p.line([(240 + t + q * 70, 212), (240 + q * 96, 218)], 5) for q in (-1, 1)],
                )
            ),
            f.glasses,
        )


for _key, _face in FACES.items():
    PICTURES[f"portrait-{_key}"] = Picture(lambda s, f=_face: portrait(s, f), (480, 480), 480, CREAM)
