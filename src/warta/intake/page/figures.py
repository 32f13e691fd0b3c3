"""Figures that may disagree: the same unit, nearly the same number."""

# ruff: noqa: E501 - patterns are lists of words

import re
from dataclasses import dataclass

_SCALE = {"ribu": 1e3, "juta": 1e6, "miliar": 1e9, "milyar": 1e9, "triliun": 1e12, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "bn": 1e9, "k": 1e3}  # fmt: skip
_NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_MONEY = re.compile(
    rf"(?P<unit>Rp\.?|US\$|S\$|A\$|[$£€¥])\s?(?P<n>{_NUMBER})(?:\s?(?P<scale>{'|'.join(_SCALE)})\b)?", re.I
)
_COUNT = re.compile(
    rf"(?<![\w.,/£$€:-])(?P<n>{_NUMBER})\s+(?:(?P<scale>ribu|juta|miliar|milyar|triliun|thousand|million|billion)\s+)?(?P<unit>[a-z][a-z-]{{2,}})"
)
_CHANGE = re.compile(
    r"\b(?:dari .{0,40} (?:menjadi|ke)|naik|turun|menjadi|bertambah|berkurang|from .{0,40} to|rose|fell|up from|down from|increased|decreased|grew|compared (?:with|to)|dibanding|per |each|masing-masing)\b",
    re.I,
)
_NOT_UNITS = set(
    [
        "am",
        "pm",
        "jam",
        "menit",
        "detik",
        "hari",
        "minggu",
        "bulan",
        "tahun",
        "pekan",
        "hours",
        "hour",
        "minutes",
        "minute",
        "seconds",
        "days",
        "day",
        "weeks",
        "week",
        "months",
        "month",
        "years",
        "year",
        "persen",
        "percent",
        "januari",
        "februari",
        "maret",
        "april",
        "mei",
        "juni",
        "juli",
        "agustus",
        "september",
        "oktober",
        "november",
        "desember",
        "january",
        "february",
        "march",
        "may",
        "june",
        "july",
        "august",
        "october",
        "december",
        "and",
        "dan",
        "atau",
        "the",
        "dari",
        "yang",
        "untuk",
        "dengan",
        "pada",
        "wib",
        "wita",
        "wit",
        "gmt",
        "kali",
        "times",
        "lalu",
        "ago",
        "ke",
        "per",
        "old",
        "poin",
        "points",
        "hingga",
        "sampai",
        "till",
        "until",
        "but",
        "with",
        "for",
        "from",
        "that",
        "are",
        "was",
        "were",
        "has",
        "had",
        "have",
        "who",
        "when",
        "after",
        "before",
        "pukul",
        "malam",
        "pagi",
        "siang",
        "sore",
    ]
)
NEAR = 0.25


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit, and where it stands."""

    value: float
    unit: str
    text: str
    paragraph: int
    changes: bool


def value_of(text: str) -> float:
    """A number as written in either language: `9,6`, `9.6`, `4,000`, `15.000`, `1.234,5`."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", text):
        return float(re.sub(r"[.,]", "", text))
    found = re.fullmatch(r"(\d{1,3}(?:[.,]\d{3})*|\d+)[.,](\d+)", text)
    if found:
        return float(re.sub(r"[.,]", "", found.group(1)) + "." + found.group(2))
    return float(re.sub(r"[.,]", "", text))


def figures(paragraphs: tuple[str, ...]) -> list[Figure]:
    """All figures of a story that count or measure something."""
    out: list[Figure] = []
    for number, paragraph in enumerate(paragraphs):
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z“\"])", paragraph):
            changes = bool(_CHANGE.search(sentence))
            for found in [*_MONEY.finditer(sentence), *_COUNT.finditer(sentence)]:
                unit = found["unit"].lower().rstrip(".")
                if unit in _NOT_UNITS or re.match(r"\d", unit):
                    continue
                value = value_of(found["n"]) * _SCALE.get((found["scale"] or "").lower(), 1)
                if value and len(out) < 400:
                    unit = unit.removesuffix("s") if unit.isascii() and len(unit) > 4 else unit
                    out.append(Figure(value, unit, found.group(0), number, changes))
    return out


def disagreements(paragraphs: tuple[str, ...]) -> list[tuple[Figure, Figure]]:
    """Pairs of figures of one unit that are near each other and not the same, and not said to be a change."""
    all_figures = [f for f in figures(paragraphs) if not f.changes]
    out: list[tuple[Figure, Figure]] = []
    for n, one in enumerate(all_figures):
        for other in all_figures[n + 1 :]:
            if one.unit != other.unit or one.value == other.value or "|" in paragraphs[one.paragraph]:
                continue
            if abs(one.value - other.value) <= NEAR * max(one.value, other.value) and max(one.value, other.value) >= 3:
                out.append((one, other))
    return out


def sums(paragraphs: tuple[str, ...]) -> list[tuple[Figure, list[Figure], float]]:
    """Figures of the text that the rows of a table, added up, nearly but not quite give."""
    rows = [f for f in figures(paragraphs) if " | " in paragraphs[f.paragraph]]
    out: list[tuple[Figure, list[Figure], float]] = []
    for unit in dict.fromkeys(f.unit for f in rows):
        parts = [f for f in rows if f.unit == unit]
        total = round(sum(f.value for f in parts), 6)
        for figure in figures(paragraphs):
            told = figure.unit == unit and figure not in rows and len(parts) > 1
            if told and figure.value != total and abs(figure.value - total) <= 0.1 * total:
                out.append((figure, parts, total))
    return out
