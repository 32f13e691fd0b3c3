"""A page copied as plain text: its lines sorted into what stands before the story, the story, and furniture.

Nothing but the words and their order is known, so three cues decide: what a line says (`furniture.py`), that it stands
more than once, and where it stands: before the first paragraph, between paragraphs, or after a heading such as
"Related" that opens a list of other stories.
"""

# ruff: noqa: E501 - patterns are lists of words

import re
from collections import Counter
from dataclasses import dataclass, field

from warta.intake.page.dates import stamps
from warta.intake.page.fields import byline, city, looks_like_caption
from warta.intake.page.furniture import is_prose, is_related_head, is_sentence, is_title_like, says_furniture
from warta.intake.page.lines import Line
from warta.intake.page.phrases import INLINE_HEADS, PICTURE_MARKS

STOP = re.compile(
    r"^(?:komentar.*|comments?\b.*|\d+ comments?|tags? ?:?.*|topi[ck]s? ?:?|populer|terpopuler|terbaru|most .*|paling .*|latest.*|trending.*|"
    r"banyak dibaca|popular.*|recommended.*|rekomendasi.*|you (?:may|might) .*|editor.{0,3} picks?|pilihan .*|top stories|more from .*|about the author|tentang penulis)$",
    re.I,
)


@dataclass(slots=True)
class Sorted:
    """The lines of a copied page by what they are; `before` holds what may be headline, byline, date and caption."""

    before: list[str] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)


def sort(text: str) -> Sorted:
    """Sorts the lines of a copied page."""
    lines = [raw.strip() for raw in text.splitlines() if raw.strip()]
    count = Counter(lines)
    start = _start(lines, count)
    out = Sorted()
    marked = False
    for line in lines[:start]:
        if looks_like_caption(line) or (marked and is_prose(line)):
            out.captions.append(line)
        elif _is_header_furniture(line, count):
            out.furniture.append(line)
        else:
            out.before.append(line)
        marked = bool(PICTURE_MARKS.match(line))
    _sort_rest(lines[start:], count, out)
    return out


def _start(lines: list[str], count: Counter[str]) -> int:
    """The first paragraph: one with a dateline, else the first prose after the page's date, else the first prose."""
    prose = [
        n for n, line in enumerate(lines) if is_prose(line) and not says_furniture(line) and not _is_shown_date(line)
    ]
    plain = [n for n in prose if not looks_like_caption(lines[n]) and count[lines[n]] == 1]
    for n in prose:
        if city(lines[n]) and not looks_like_caption(lines[n]):
            return n
    dated = next((n for n, line in enumerate(lines) if _is_shown_date(line)), None)
    if dated is not None:
        after = [n for n in plain if n > dated and not (n and PICTURE_MARKS.match(lines[n - 1]))]
        before = [n for n in plain if n < dated]
        if after and (len(before) <= 2 or not before):
            return after[0]
    return plain[0] if plain else prose[0] if prose else len(lines)


def _is_shown_date(line: str) -> bool:
    return (
        len(line) < 110
        and bool(stamps(line))
        and (not is_sentence(line) or len(line) < 50)
        and not looks_like_caption(line)
    )


def _is_header_furniture(line: str, count: Counter[str]) -> bool:
    if _is_shown_date(line) or byline(line):
        return False
    return says_furniture(line) or count[line] > 1


def _sort_rest(lines: list[str], count: Counter[str], out: Sorted) -> None:
    last = max((n for n, line in enumerate(lines) if is_prose(line) and not says_furniture(line)), default=-1)
    stopped = in_list = marked = False
    for n, line in enumerate(lines):
        known = line in out.captions
        if known or (marked and looks_like_caption(line)):
            out.captions.append(line)
            marked = False
            continue
        marked = bool(PICTURE_MARKS.match(line))
        stopped = stopped or bool(STOP.match(line) and not is_sentence(line) and not _goes_on(lines[n + 1 :]))
        if stopped or count[line] > 1 or says_furniture(line):
            in_list = (in_list and not is_prose(line)) or bool(INLINE_HEADS.match(line)) or is_related_head(line)
            out.furniture.append(line)
        elif (in_list and is_title_like(line) and not line.endswith(":")) or (
            n > last and not _hangs_on(line, out.body)
        ):
            out.furniture.append(line)
        else:
            in_list = False
            out.body.append(Line(line, "p", number=n))


def _goes_on(rest: list[str]) -> bool:
    """Whether the story clearly goes on after a heading that usually ends it: two long paragraphs soon."""
    return sum(len(line) >= 120 and is_sentence(line) for line in rest[:12]) >= 2


def _hangs_on(line: str, body: list[Line]) -> bool:
    """Whether a short line after the last prose is still of the story: a sentence, or an item of a list."""
    if is_sentence(line) and len(line.split()) > 3:
        return True
    return bool(body) and (body[-1].text.endswith(":") or body[-1].kind == "li")
