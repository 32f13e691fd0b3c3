"""Which lines of a page are its story: several witnesses are asked, and every line is decided by them.

1. Our own reading: the element that holds most prose outside furniture, and the lines in it.
2. trafilatura, a library for the same question, in its generous, plain and strict modes: what two of them hold it
   keeps, what all three hold is nearly always the story.
3. The page's JSON-LD, where it carries the whole text (`articleBody`).

A line of prose stays when the witnesses' votes suffice; names of classes that speak against it count less than three
modes or the JSON-LD. Whatever says furniture (`furniture.py`) goes in any case, and so does a line that is nothing but
a link; short lines stay only among prose.
"""

import re
from collections import Counter
from dataclasses import dataclass

import trafilatura
from lxml import etree

from warta.intake.page.dates import stamps
from warta.intake.page.fields import byline
from warta.intake.page.furniture import is_prose, is_related_head, is_sentence, says_furniture
from warta.intake.page.lines import HEADINGS, Line, Walker
from warta.intake.page.phrases import AUTHOR_NOTE, INLINE_HEADS
from warta.intake.page.structured import Structured, structured

AWAY = {"nav", "footer", "aside", "related", "share", "comments", "popup", "ad", "tags", "bio", "pager", "hidden",
        "button", "form", "header"}  # fmt: skip
PICTURES = {"caption", "slides"}
MARGIN = {"byline", "date"} | PICTURES
SHORT = {"h1", "p", "li", "row", "quote", "pre", "h2", "h3", "h4", "h5", "h6"}
SURELY = {"bio", "comments", "related", "footer", "nav", "hidden"}
DESCEND = 0.62
LINKED = 0.6  # the share of link text from which a line is the title of something else
WHOLE = 0.85  # the share of what all modes agree on that makes our own element the whole story
LONG_HEADING = 120  # characters; some pages set whole paragraphs as headings
WRAPPED = 40  # characters of a line that old pages break in the middle of a sentence
NOTE = 320  # characters; a longer last paragraph is of the story, whoever it names
_TOKEN = re.compile(r"\w+")
_OPENING = re.compile(r"([^|:»]{4,40})[|:»] ?\S.{24}")  # what stands before the title of another story


@dataclass(slots=True)
class Extracted:
    """A page's lines, and which of them are the story."""

    lines: list[Line]
    body: list[Line]
    structured: Structured


def extract(root: etree._Element, markup: str) -> Extracted:
    """Reads a parsed page; `markup` is the same as text."""
    facts = structured(root)
    lines = Walker().page(root)
    generous = _asked(markup, favor_recall=True)
    body = choose(lines, (generous, _asked(markup), _asked(markup, favor_precision=True)), facts)
    if sum(len(line.text) for line in body) < 0.4 * len(generous) and len(generous) > 250:
        body = _library_alone(generous, lines)
    return Extracted(lines, body, facts)


def _asked(markup: str, *, favor_recall: bool = False, favor_precision: bool = False) -> str:
    """The story as the library reads it."""
    return trafilatura.extract(
        markup, include_comments=False, include_tables=True, favor_recall=favor_recall, favor_precision=favor_precision
    ) or ""  # fmt: skip


def _library_alone(heard: str, lines: list[Line]) -> list[Line]:
    """What the library heard, where our own reading saw little: text in places that are usually none."""
    texts = [text.strip() for text in heard.splitlines()]
    kept = [text for text in texts if text and not says_furniture(text)]
    return [
        Line(text.removeprefix("- "), "li" if text.startswith("- ") else "p", number=len(lines) + n)
        for n, text in enumerate(kept)
    ]


def choose(lines: list[Line], heard: tuple[str, str, str], facts: Structured) -> list[Line]:
    """The lines of the story, in order; `heard` is what the library says in its generous, plain and strict modes."""
    library, plain, strict = map(_Witness, heard)
    sure = [strict.holds(line.text) for line in lines]
    modes = [yes + library.holds(line.text) + plain.holds(line.text) for yes, line in zip(sure, lines, strict=True)]
    held = [count >= 2 for count in modes]
    away = _away(lines, held)
    own = _own(lines, away)
    told = _Witness(facts.body) if len(facts.body) > 400 else None
    if told and told.size < 0.5 * library.size:
        told = None
    homes = {line.path[:-1] for line, yes in zip(lines, held, strict=True) if yes and _prose(line)}
    span = [n for n, line in enumerate(lines) if held[n] and _prose(line) and not away[n] & AWAY]
    sparse = sum(_prose(lines[n]) for n in span) < 0.3 * sum(_prose(lines[n]) for n in own.good)
    agreed = [n for n, count in enumerate(modes) if count == 3]
    whole = sum(_prose(lines[n]) for n in agreed if n in own.inside) > WHOLE * sum(_prose(lines[n]) for n in agreed)
    view = _View(own, held, sure, modes, told, away, homes, sparse, whole)
    elsewhere = _elsewhere(lines)
    body = [n for n, line in enumerate(lines) if n not in elsewhere and _stays(n, line, view)]
    return [lines[n] for n in _trimmed(body, lines, view)]


@dataclass(slots=True)
class _View:
    """What is known of a page when its lines are decided."""

    own: "_Own"
    held: list[bool]
    sure: list[bool]
    modes: list[int]
    told: "_Witness | None"
    away: dict[int, set[str]]
    homes: set[tuple[int, ...]]
    sparse: bool
    whole: bool  # our own element holds nearly all that all three modes agree on


def _away(lines: list[Line], held: list[bool]) -> dict[int, set[str]]:
    """For each line, the hints that count.

    A hint on an element that holds much of the page's prose, and of what the library keeps, is a name of the whole
    page (`<body class="has-sidebar">`), not of furniture.
    """
    total = kept = 1
    weight: Counter[int] = Counter()
    weight_kept: Counter[int] = Counter()
    for line, yes in zip(lines, held, strict=True):
        size = _prose(line) if line.density < 0.5 else 0
        total += size
        kept += size if yes else 0
        for number in {n for _, n in line.hints}:
            weight[number] += size
            weight_kept[number] += size if yes else 0
    whole = {n for n in weight if weight[n] > total * 0.4 and weight_kept[n] > kept * 0.5}
    return {
        n: {name for name, number in line.hints if number not in whole or name == "button"}
        for n, line in enumerate(lines)
    }


def _prose(line: Line) -> int:
    return len(line.text) if is_prose(line.text) and line.kind not in {"button", "caption"} else 0


@dataclass(slots=True)
class _Own:
    inside: set[int]
    first: int
    last: int
    good: list[int]


def _own(lines: list[Line], away: dict[int, set[str]]) -> _Own:
    """The element that holds the story, found by going down while one child keeps most of the prose."""
    weight: Counter[int] = Counter()
    good = []
    for n, line in enumerate(lines):
        if away[n] & AWAY or line.density > 0.5 or says_furniture(line.text) or away[n] & PICTURES:
            continue
        size = _prose(line)
        if size:
            good.append(n)
            for number in set(line.path):
                weight[number] += size
    if not good:
        return _Own(set(), 0, -1, [])
    total = sum(_prose(lines[n]) for n in good)
    here, at, depth = None, total, 0
    while True:
        children = {
            lines[n].path[depth]
            for n in good
            if len(lines[n].path) > depth and (here is None or here in lines[n].path[:depth])
        }
        best = max(children, key=lambda c: weight[c], default=None)
        if best is None or weight[best] < at * DESCEND:
            break
        here, at, depth = best, weight[best], depth + 1
    inside = {n for n, line in enumerate(lines) if here is None or here in line.path}
    kept = [n for n in good if n in inside]
    return _Own(inside, kept[0], _last(kept[-1], lines, inside, away), kept)


def _last(last: int, lines: list[Line], inside: set[int], away: dict[int, set[str]]) -> int:
    """The last line of the story: a list or table that follows the last prose at once is part of it."""
    n = last + 1
    while n in inside and not away[n] & AWAY and lines[n].density < 0.5 and n - last < 60:
        line = lines[n]
        beside = line.path[:-1] == lines[last].path[:-1] and is_sentence(line.text) and len(line.text.split()) > 3
        if (line.kind in {"li", "row", "pre"} or beside) and not says_furniture(line.text):
            last = n
        elif not line.text.endswith(":"):
            break
        n += 1
    return last


class _Witness:
    """A text somebody else extracted; asked whether it holds a line."""

    def __init__(self, text: str) -> None:
        tokens = _TOKEN.findall(text.lower())
        self.size = len(tokens)
        self.grams = {tuple(tokens[i : i + 4]) for i in range(len(tokens) - 3)}
        self.lines = {" ".join(_TOKEN.findall(part.lower())) for part in text.splitlines()}

    def holds(self, text: str) -> bool:
        """Whether most of a line is in the text."""
        tokens = _TOKEN.findall(text.lower())
        if len(tokens) < 6:
            joined = " ".join(tokens)
            return joined in self.lines or any(
                joined and joined == part[: len(joined)] and len(tokens) > 3 for part in self.lines
            )
        grams = [tuple(tokens[i : i + 4]) for i in range(len(tokens) - 3)]
        return sum(g in self.grams for g in grams) >= len(grams) * 0.6


def _stays(n: int, line: Line, view: _View) -> bool:
    if line.kind in {"button", "caption"} or (line.kind != "row" and says_furniture(line.text)):
        return False
    own, away, held = view.own, view.away[n], view.held[n]
    modes = view.modes[n]
    linked = line.density >= (0.9 if held and is_sentence(line.text) else 0.5)
    ours = n in own.inside and own.first <= n <= own.last and not away & AWAY and not linked
    told = view.told is not None and view.told.holds(line.text)
    if view.whole and n > own.last and n not in own.inside and not told:
        return False
    if line.density > LINKED and not is_sentence(line.text) and line.kind not in HEADINGS and not view.sure[n]:
        return False
    if _is_link(line) and not told:
        return False
    if is_prose(line.text) and not _is_short_head(line):
        if not told and ("caption" in away or modes < (3 if "slides" in away else 0 if view.sparse else 2)):
            return False
        votes = 1.0 * ours + 0.5 * modes + 1.5 * told
        believed = (modes == 3 or told) and not away & SURELY
        votes -= 0.5 if away & AWAY and not believed else 0
        return votes >= (1.0 if view.sparse else 1.5)
    if (away & MARGIN and not held) or ("caption" in away and not told):
        return False
    beside = view.sparse or line.path[:-1] in view.homes or line.kind in {"li", "row"}
    if line.kind in HEADINGS and held and n in own.inside and own.first < n < own.last:
        return True  # also one that is a link, as in lists of products
    if held and view.sure[n] and not away & AWAY:
        return True
    return told or (ours and (held or (line.kind in SHORT and (view.sure[n] or beside))))


def _elsewhere(lines: list[Line]) -> set[int]:
    """Titles of other stories: the links right after a line such as "Baca juga:", and lines that open alike.

    A page says "Lesen Sie auch: …" before each of them, in whatever words and language: two such lines are enough.
    """
    found: set[int] = set()
    for n, line in enumerate(lines[:-1]):
        if INLINE_HEADS.match(line.text) or n in found:
            after = lines[n + 1]
            if after.density > 0.8 and not is_sentence(after.text):
                found.add(n + 1)
    opened: dict[str, list[int]] = {}
    for n, line in enumerate(lines):
        opening = _OPENING.match(line.text) if line.density > 0.4 and line.kind != "row" else None
        if opening and not is_sentence(line.text):
            opened.setdefault(opening.group(1).casefold(), []).append(n)
    return found | {n for alike in opened.values() if len(alike) > 1 for n in alike}


def _is_link(line: Line) -> bool:
    """Whether an item of a list is nothing but the title of something else."""
    return line.kind == "li" and line.density > LINKED and not is_sentence(line.text)


def _trimmed(body: list[int], lines: list[Line], view: _View) -> list[int]:
    """Without what hangs on at the ends: short lines before the first and after the last prose, empty headings."""
    prose = [n for n in body if is_prose(lines[n].text) and not _is_short_head(lines[n])]
    if not prose:  # a story of lists, as of prizes and who won them
        return [n for i, n in enumerate(body) if lines[n].kind not in HEADINGS or _heads(i, body, lines, view)]
    first, last = prose[0], prose[-1]
    while first - 1 in body and _leads_in(lines[first - 1], view.modes[first - 1], view.away[first - 1]):
        first -= 1
    out = [n for n in body if first <= n <= last or (n > last and _hangs_on(lines[n], view.held[n], view.homes))]
    while len(out) > 3 and len(lines[out[-1]].text) < NOTE and AUTHOR_NOTE.match(lines[out[-1]].text):
        out.pop()
    out = [n for n in out if not is_related_head(lines[n].text)]
    return [n for i, n in enumerate(out) if lines[n].kind not in HEADINGS or _opens_something(i, out, lines)]


def _heads(i: int, body: list[int], lines: list[Line], view: _View) -> bool:
    """Whether a heading of a story without prose is its own: all modes hold it, and something follows."""
    return view.modes[body[i]] == 3 and lines[body[i]].kind != "h1" and _opens_something(i, body, lines)


def _is_short_head(line: Line) -> bool:
    return line.kind in HEADINGS and len(line.text) <= LONG_HEADING


def _leads_in(line: Line, modes: int, away: set[str]) -> bool:
    """Whether a short line right before the first prose belongs to the story: an opening, not a title or byline."""
    size = len(line.text)
    opens = line.kind in {"li", "quote"} or (
        line.kind in {"p", "text"} and ((is_sentence(line.text) and size >= 20) or (modes == 3 and size >= WRAPPED))
    )
    return modes >= 2 and opens and not away & (AWAY | MARGIN) and not stamps(line.text) and not byline(line.text)


def _hangs_on(line: Line, held: bool, homes: set[tuple[int, ...]]) -> bool:
    """Whether a short line after the last prose still belongs to the story."""
    if line.kind in {"li", "row", "pre"} or is_sentence(line.text) or (held and line.kind == "quote"):
        return True
    return held and line.path[:-1] in homes and len(line.text) >= 25


def _opens_something(i: int, out: list[int], lines: list[Line]) -> bool:
    """Whether a heading has text after it."""
    after = (lines[n] for n in out[i + 1 :])
    return next((line.kind not in HEADINGS for line in after if line.kind not in HEADINGS), False)
