"""Header fields of an HTML page by their place: what classes, metadata and order show where the words do not."""

import re

from warta.intake.page import fields
from warta.intake.page.dates import stamps
from warta.intake.page.header import Header
from warta.intake.page.lines import Line
from warta.intake.page.structured import Structured


def fold(text: str) -> str:
    """A line as it is compared with others: letters and digits alone, in lower case."""
    return re.sub(r"[\W_]+", " ", text).strip().lower()


def lines_before(lines: list[Line], first: int, headline: str, again: set[int]) -> list[Line]:
    """The lines that may be header fields: from the headline to the first paragraph, a little above it too."""
    at = next((line.number for line in lines if fold(line.text) == fold(headline)), None)
    start = max(0, at - 4) if at is not None and at <= first else max(0, first - 15)
    return [line for line in lines[start:first] if line.kind not in {"caption", "button"} and line.number not in again]


def take_marked(header: Header, before: list[Line], lines: list[Line], facts: Structured) -> None:
    """Byline, date and standfirst by class and order, where the words alone did not show them."""
    top = lines[: (before[-1].number if before else 0) + 40]
    if not header.byline:
        marked = [
            line
            for line in top
            if any(name == "byline" for name, _ in line.hints) and line.text not in (header.headline,)
        ]
        for line in [*before, *marked]:
            head = re.split(r"\s*[|·•]\s*", line.text)[0]
            names = fields.byline(line.text) or (fields.bare_name(head, frozenset()) if line in marked else ())
            if names and (line in marked or fields.byline(line.text)):
                header.byline = names
                header.left = [t for t in header.left if t != line.text]
                if header.standfirst == line.text:
                    header.standfirst = None
                break
    told = {fold(a) for a in facts.authors}
    if not header.byline and told:
        shown = [line.text for line in top if fold(line.text) in told]
        header.byline = tuple(dict.fromkeys(shown))
    if header.stamp is None:
        dated = [
            s for line in top if any(name in {"date", "byline"} for name, _ in line.hints) for s in stamps(line.text)
        ]
        header.stamp = dated[0] if dated else None


def standfirst_of(body: list[Line], facts: Structured) -> tuple[Line | None, list[Line]]:
    """A standfirst that stands as the first paragraph, apart from the others, and the body without it."""
    if len(body) < 3:
        return None, body
    first, second = body[0], body[1]
    if fields.city(first.text, facts.site):
        return None, body
    apart = first.path[:-1] != second.path[:-1] and first.path[:-1] not in {line.path[:-1] for line in body[1:]}
    named = any(name == "standfirst" for name, _ in first.hints)
    parted = second.number - first.number > 1
    described = (
        parted and len(first.text) < 250 and bool(facts.description) and fold(first.text) == fold(facts.description)
    )
    if apart and (named or described) and len(first.text) < 500 and fold(first.text) != fold(second.text):
        return first, body[1:]
    return None, body


def without_standfirst(header: Header, body: list[Line]) -> list[Line]:
    """Takes a standfirst out of the body where it stands there a second time."""
    if len(body) > 1 and fold(body[0].text) == fold(body[1].text):
        header.left += [header.standfirst] if header.standfirst else []
        header.standfirst = body[0].text
        return body[1:]
    return body


def marked_standfirst(before: list[Line], headline: str, facts: Structured) -> str | None:
    """The standfirst among the lines before the story that a class or the page's description shows; None without."""
    after = False
    for line in before:
        if fold(line.text) == fold(headline):
            after = True
        elif after and len(line.text) >= 25 and line.density < 0.5 and not stamps(line.text):
            said = fold(line.text)
            described = bool(facts.description) and (said == fold(facts.description))
            if described or any(name == "standfirst" for name, _ in line.hints):
                return line.text
    return None
