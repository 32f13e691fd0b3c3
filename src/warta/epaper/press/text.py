"""Words made ready for print: clean, hyphenated, in letters that some font has."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

import pyphen
from anyascii import anyascii

from warta.epaper.values import Spans

FONTS = Path(__file__).parent / "fonts"
SOFT = "\N{SOFT HYPHEN}"
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\ufff9-\uffff]|[\u202a-\u202e\u2066-\u2069]"
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{2})?(?![a-z])")
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_ENDLESS = re.compile(r"[^\s\u200b]{27,}")
_GROUP = re.compile(r".{1,18}")
_WORD = re.compile(r"[^\W\d_]{6,}")


def clean(text: str) -> str:
    """The text on one line, without control characters, in letters that the fonts have."""
    text = unicodedata.normalize("NFC", text.replace(SOFT, ""))
    text = _SPACE.sub(" ", _CONTROL.sub(" ", text))
    known = letters()
    if all(ord(letter) in known for letter in text):
        return text
    return _SPACE.sub(" ", "".join(letter if ord(letter) in known else _stand_in(letter) for letter in text))


def _stand_in(letter: str) -> str:
    """What is printed for a letter that no font has: something readable, never a box."""
    if unicodedata.category(letter) in ("Mn", "Me", "Cf", "Cn", "Co", "Cs"):
        return ""
    return anyascii(letter)


def language_of(code: str, other: str) -> str:
    """A language as the press takes it; the other one for what is no code."""
    found = _LANGUAGE.match(code.replace("_", "-").lower())
    return found.group() if found else other


@cache
def letters() -> frozenset[int]:
    """Every character that some font of the press has, as `fonts/letters.json` says."""
    ranges = json.loads((FONTS / "letters.json").read_text("ascii"))
    return frozenset(code for first, last in ranges for code in range(first, last + 1))


def broken(text: str) -> str:
    """The text with places to break in words that no column holds."""
    return _ENDLESS.sub(lambda match: "\N{ZERO WIDTH SPACE}".join(_GROUP.findall(match.group())), text)


@cache
def _hyphens(language: str) -> pyphen.Pyphen | None:
    found = pyphen.language_fallback(language.replace("-", "_"))
    return pyphen.Pyphen(lang=found, left=2, right=3) if found else None


def hyphenated(text: str, language: str) -> str:
    """The text with soft hyphens where its words may be parted; as it is in languages without patterns."""
    patterns = _hyphens(language)
    text = broken(text)
    if patterns is None:
        return text
    return _WORD.sub(lambda match: _parted(match.group(), patterns), text)


def _parted(word: str, patterns: pyphen.Pyphen) -> str:
    return patterns.inserted(word, SOFT)


def spans_of(spans: Spans, language: str, *, hyphens: bool) -> list[dict[str, object]]:
    """Spans as the press takes them."""
    made: list[dict[str, object]] = []
    for span in spans:
        text = clean(span.text)
        if not text:
            continue
        told: dict[str, object] = {"t": hyphenated(text, language) if hyphens else text}
        if span.bold:
            told["b"] = True
        if span.italic:
            told["i"] = True
        if span.href.startswith(("http://", "https://", "mailto:")):
            told["u"] = span.href
        made.append(told)
    return made
