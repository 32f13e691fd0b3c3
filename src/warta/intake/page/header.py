"""What stands before a story's first paragraph: headline, standfirst, byline, date."""

import re
from dataclasses import dataclass, field

from warta.intake.page.dates import Stamp, stamps
from warta.intake.page.fields import bare_name, byline, city_before_date
from warta.intake.page.furniture import is_sentence, says_furniture

_PARTS = re.compile(r"\s*[|·•]\s*")
_CREDIT_LINE = re.compile(r"^(?:editor|penyunting|redaktur)\s*:", re.I)
_CLOCKED = re.compile(r"\d{1,2}[:.]\d{2}|\b(?:ago|yang lalu|updated|published|diperbarui|diterbitkan)\b", re.I)
_NAMES_WRITER = re.compile(r"^(?:\w+ )?(?:by|oleh|von|par|por|door)\b", re.I)
_UPDATED = re.compile(r"^(?:last )?(?:updated|modified|diperbarui|pembaruan|update)\b", re.I)
STANDFIRST_WORDS = 5


@dataclass(slots=True)
class Header:
    """The fields read from the lines before the story; `left` are the lines that were none of them."""

    headline: str = ""
    standfirst: str | None = None
    byline: tuple[str, ...] = ()
    stamp: Stamp | None = None
    city: str | None = None
    left: list[str] = field(default_factory=list)


def read_header(lines: list[str], outlets: frozenset[str], headline: str = "") -> Header:
    """Reads the lines before a story; `headline` is given where the page marks it."""
    out = Header(headline)
    kinds = ["" for _ in lines]
    for n, line in enumerate(lines):
        kinds[n] = _kind(line, out)
    _bare_byline(lines, kinds, outlets, out)
    titles = [n for n, line in enumerate(lines) if not kinds[n] and _could_be_title(line, outlets)]
    if not titles and not headline:
        titles = [n for n, line in enumerate(lines) if not kinds[n] and _could_be_title(line, outlets, words=2)][:1]
    if headline:
        at = next((n for n, line in enumerate(lines) if _same(line, headline)), None)
        if at is not None:
            kinds[at] = "headline"
        titles = [n for n in titles if at is None or n > at]
        titles = [n for n in titles if not _same(lines[n], headline)]
    elif titles:
        at = _headline(titles, kinds, lines)
        out.headline, kinds[at] = lines[at], "headline"
        titles = [n for n in titles if n > at]
    if headline:
        titles = [n for n in titles[:1] if _could_be_standfirst(lines[n])]
    if titles:
        out.standfirst, kinds[titles[0]] = lines[titles[0]], "standfirst"
    out.left = [line for n, line in enumerate(lines) if not kinds[n]]
    return out


def _kind(line: str, out: Header) -> str:
    """Marks dates and `By …` lines; a line may hold both."""
    if _CREDIT_LINE.match(line):
        return ""
    found = ""
    for part in _PARTS.split(line) if _PARTS.search(line) and not stamps(line) else [line]:
        names = byline(part)
        if names:
            out.byline = out.byline or names
            found = "byline"
    dated = stamps(line)
    if dated and len(line) < 140 and (not is_sentence(line) or len(line) < 60):
        if out.stamp is None or (out.stamp.clock is None and dated[0].clock and not _UPDATED.match(line)):
            out.stamp = dated[0]
        out.city = out.city or city_before_date(line)
        head = line[: dated[0].start].strip(" ,|·-–—")
        if not out.byline and head and not found:
            names = byline(head)
            out.byline = names or out.byline
        found = found or "date"
    return found


def _bare_byline(lines: list[str], kinds: list[str], outlets: frozenset[str], out: Header) -> None:
    """A line of names beside the date is the byline where none says `By`."""
    if out.byline:
        return
    dates = [n for n, kind in enumerate(kinds) if kind == "date"]
    for at in dates[:2]:
        line = lines[at]
        head = line[: stamps(line)[0].start].strip(" ,|·-–—")
        names = bare_name(head, outlets) if head and not city_before_date(line) else ()
        if names:
            out.byline = names
            return
        for n in (at - 1, at + 1, at - 2):
            if 0 <= n < len(lines) and not kinds[n]:
                names = bare_name(lines[n], outlets)
                if names and n > 0 and not (n == 0 and at > 1):
                    out.byline, kinds[n] = names, "byline"
                    return


def _headline(titles: list[int], kinds: list[str], lines: list[str]) -> int:
    """The headline among possible titles: the first of the last two before byline and date."""
    anchor = next((n for n, kind in enumerate(kinds) if kind), len(lines))
    before = [n for n in titles if n < anchor]
    if not before:
        return titles[0]
    pair = before[-2:]
    if len(pair) == 2 and is_sentence(lines[pair[0]]) and not is_sentence(lines[pair[1]]):
        return pair[1]
    return pair[0]


def _could_be_title(line: str, outlets: frozenset[str], words: int = 3) -> bool:
    if says_furniture(line) or line.lower() in outlets:
        return False
    return len(line.split()) >= words and len(line) >= 4 * words + 2


def _could_be_standfirst(line: str) -> bool:
    """Whether a line says enough to be one, and is neither a time nor a writer's name in some other form."""
    words = len(line.split())
    if words < STANDFIRST_WORDS or (words < 3 * STANDFIRST_WORDS and _NAMES_WRITER.match(line)):
        return False
    return len(line) > 120 or not (_CLOCKED.search(line) or 6 * len(re.findall(r"\d", line)) > len(line))


def _same(one: str, other: str) -> bool:
    return re.sub(r"\W+", "", one).lower() == re.sub(r"\W+", "", other).lower()
