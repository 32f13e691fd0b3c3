"""What tells one author from another."""

from __future__ import annotations

from dataclasses import dataclass

from .press import CORAL, DEEP, INK, MOSS, OCHRE, PLUM, RED, SAND, TEAL, curve


@dataclass(frozen=True)
class Face:
    """What tells one author from another."""

    ground: str
    skin: str
    hair: str
    clothes: str
    style: str
    width: float = 1.0
    jaw: float = 1.0
    glasses: str = ""
    beard: str = ""
    collar: str = "round"
    turn: float = 0.0
    brow: float = 1.0
    age: float = 0.0
    smile: float = 0.4
    second: str = ""


FACES = {
    "ratri-maheswara": Face(OCHRE, "#b57a50", "#1d1718", DEEP, "bob", 0.98, 0.95, turn=-0.5, smile=0.6),
    "bagas-wirasena": Face(
        "#8fb0a4",
        "#a3693f",
        "#171416",
        "#31465a",
        "short",
        1.04,
        1.1,
        glasses=INK,
        collar="shirt",
        turn=0.5,
        brow=1.3,
        smile=0.2,
    ),
    "laksmi-anindhita": Face(
        CORAL, "#c08a60", INK, "#2f3f4a", "veil", 0.98, 0.92, turn=0.4, smile=0.7, second="#f0dfc0"
    ),
    "daru-pramana": Face(
        "#9cab6c",
        "#8f5a3a",
        "#1a1515",
        MOSS,
        "curls",
        1.02,
        1.06,
        beard="short",
        collar="shirt",
        turn=-0.5,
        brow=1.2,
        smile=0.3,
    ),
    "sekar-wulandini": Face("#c8604a", "#bd8258", "#181213", "#f0d9a6", "bun", 0.94, 0.9, turn=0.6, smile=0.5),
    "tobi-lamarau": Face(
        SAND, "#6a412c", "#120f10", RED, "tight", 1.0, 1.04, collar="round", turn=-0.4, brow=1.1, smile=0.9
    ),
    "nala-pertiwi": Face(
        "#6f9c98", "#a87048", "#161314", "#2a2a30", "crop", 0.95, 0.94, turn=0.5, smile=0.4, collar="shirt"
    ),
    "galih-rangga": Face(
        "#d9b98a",
        "#ab7247",
        "#8c8782",
        "#3c3434",
        "parted",
        1.06,
        1.1,
        beard="moustache",
        collar="jacket",
        turn=0.4,
        brow=1.3,
        age=0.7,
        smile=0.2,
    ),
    "mira-sasantika": Face(
        "#8a9fb0", "#c18d64", "#2a1a18", PLUM, "long", 0.97, 0.93, glasses=RED, turn=-0.5, smile=0.6
    ),
    "hanum-kirana": Face(
        "#cfa9a0",
        "#b98660",
        "#8c8782",
        "#4f5f6c",
        "veil",
        1.02,
        1.0,
        glasses="#4a3a34",
        turn=-0.4,
        age=0.9,
        smile=0.5,
        second=TEAL,
    ),
    "surya-wadana": Face(
        "#7d9488",
        "#9a6540",
        "#b9b3aa",
        "#e8dcc0",
        "cap",
        1.03,
        1.08,
        beard="goatee",
        collar="shirt",
        turn=0.5,
        brow=1.2,
        age=1.0,
        smile=0.3,
    ),
    "elin-marsudi": Face(
        "#e0b25a", "#cf9f77", "#231a1c", "#7a2f3a", "fringe", 0.96, 0.92, turn=0.5, smile=0.5, collar="jacket"
    ),
}


def head(f: Face) -> list[tuple[float, float]]:
    w, j = 92 * f.width, f.jaw
    t = f.turn * 8
    return curve(
        [
            (240 + t, 96),
            (240 + w * 0.78 + t, 122),
            (240 + w + t * 0.6, 200),
            (240 + w * 0.9 + t * 0.6, 268),
            (240 + w * 0.56 * j + t, 326),
            (240 + t, 350),
            (240 - w * 0.56 * j + t, 326),
            (240 - w * 0.9 + t * 0.6, 268),
            (240 - w + t * 0.6, 200),
            (240 - w * 0.78 + t, 122),
        ],
        closed=True,
    )
