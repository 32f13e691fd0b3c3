"""Single fields of a page read from single lines: byline, caption and credit, dateline city."""

# ruff: noqa: E501 - patterns are lists of words

import re

from warta.intake.page.dates import stamps
from warta.intake.page.furniture import is_sentence

_NAME = r"[^\W\d_][\w.’'-]*(?:\s+(?:[^\W\d_][\w.’'-]*|bin|binti|van|de|der|al|bint|dos|von|y)){0,5}"
_BY = re.compile(
    r"^(?:by|oleh|penulis|reporter|pewarta|laporan(?: wartawan)?|ditulis oleh|written by|story by|words by|wartawan|kontributor|editor)\s*[:/|]?\s+(?P<who>.+)$",
    re.I,
)
_BY_NO_SPACE = re.compile(r"^(?:oleh|penulis|reporter|pewarta|by|kontributor)\s*[:/|]\s*(?P<who>.+)$", re.I)
_ROLE = re.compile(
    r"^(?:editor|reporter|staff writer|senior (?:editor|reporter)|contributor|correspondent|wartawan|jurnalis|redaktur|kontributor|.{0,30}(?:correspondent|editor|reporter|writer))$",
    re.I,
)
_AND = re.compile(r"\s*(?:,| and | dan | & |;| dan/atau )\s*(?:and |dan |& )?", re.I)
_TAIL = re.compile(r"\s*(?:[|·•–—]| - |, (?:in|di) |\(|/).*$")
_CREDIT_WORD = r"(?:foto|photo|photograph|picture|image|kredit|credit|dok(?:umentasi)?|sumber foto|courtesy|ist(?:imewa)?|ilustrasi|gambar)"
_TAIL_WORD = re.compile(
    rf"^(?P<text>.*?)[\s(\[]*\b(?P<word>{_CREDIT_WORD}(?:\s+(?:by|oleh|credits?|courtesy(?: of)?))?\s*[:/])\s*(?P<credit>[^:]{{2,90}}?)[)\].]*$",
    re.I,
)
_TAIL_PARENS = re.compile(r"^(?P<text>.*?[^\s(])\s*[(\[](?P<credit>[^()\[\]]{2,90})[)\]]\.?$")
_TAIL_SLASH = re.compile(
    r"^(?P<text>.*[.!?”\"])\s+(?P<credit>[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*){0,3}\s*/\s*(?:[A-Z][\w.’'-]*\s*){1,5})$"
)
_TAIL_AGENCY = re.compile(
    r"^(?P<text>.*[.!?”\"])\s+(?P<credit>(?:[A-Z][\w.’'-]*\s){0,4}(?:via|for|/)\s?[A-Z][\w .’'-]{2,40}|[A-Z][\w ]{1,30} (?:Images|Photo|Pictures|Press))$"
)
_DATELINE = re.compile(r"^(?P<head>[^—–\n]{2,70}?)\s*(?:[—–]|\s--?(?=\s))\s*(?=\S)")
_OUTLET = re.compile(
    r"\.(?:com|co|id|net|org|news|tv)\b|\b(?:news|press|tv|radio|kompas|antara|reuters|ap|afp|cnn|bbc)\b|\d", re.I
)
_CITY = re.compile(r"^[^\W\d_][\w.’'-]*(?:[ -][^\W\d_][\w.’'-]*){0,4}$")


def people(text: str) -> tuple[str, ...]:
    """Names in a byline: `A`, `A and B`, `A, B dan C`; empty if it is none."""
    names = []
    for part in _AND.split(text.strip()):
        bare = _TAIL.sub("", part).strip(" .,:|")
        if not bare or _ROLE.match(bare):
            continue
        if not re.fullmatch(_NAME, bare) or not bare[0].isupper() or len(bare) > 60:
            return ()
        names.append(bare)
    return tuple(names)


def byline(text: str) -> tuple[str, ...]:
    """The names of a line that says `By …` or `Oleh: …`; empty if it is no such line."""
    if len(text) > 160 or (is_sentence(text) and len(text.split()) > 10):
        return ()
    found = _BY_NO_SPACE.match(text) or _BY.match(text)
    if not found or text.lower().startswith("editor"):
        return ()
    who = found["who"]
    for stamp in stamps(who):
        who = who[: stamp.start]
        break
    return people(who)


def bare_name(text: str, outlets: frozenset[str]) -> tuple[str, ...]:
    """The names of a line that is nothing but names, perhaps with the paper after them."""
    if len(text) > 90 or is_sentence(text):
        return ()
    head = text
    for mark in (" - ", " – ", " — ", " | ", ", "):
        left, found, right = text.partition(mark)
        if found and (right.strip().lower() in outlets or (mark in {" - ", " | "} and right.strip()[:1].isupper())):
            head = left
            break
    names = people(head)
    for name in names:
        words = name.split()
        if not 1 < len(words) <= 5 or not all(w[0].isupper() or w in {"bin", "binti", "van", "de"} for w in words):
            return ()
        if name.isupper() and len(words) > 3:
            return ()
    return names


# "Foto: Banjir di Lontar (Sari/Kabar)": the word names the picture, the credit stands at the end
_LABEL = re.compile(r"^(?:foto|ilustrasi|gambar|photo|image|picture)\s*:\s*", re.I)
_ENDS_IN_PARENS = re.compile(r"\([^()]{3,60}\)\.?$")


def caption(text: str) -> tuple[str, str]:
    """A caption line as caption and credit; the credit is empty if none is marked."""
    text = _LABEL.sub("", text) if _ENDS_IN_PARENS.search(text) else text
    for form in (_TAIL_WORD, _TAIL_PARENS, _TAIL_SLASH, _TAIL_AGENCY):
        found = form.match(text)
        if not found:
            continue
        credit = found["credit"].strip(" .,;")
        if form is _TAIL_PARENS:
            word = re.match(rf"{_CREDIT_WORD}\s*[:/.]?\s*(.+)$", credit, re.I)
            if not (word or "/" in credit or _OUTLET.search(credit) or re.fullmatch(r"[A-Z][A-Z .]+", credit)):
                continue
            if stamps(credit) or re.fullmatch(r"[a-z]{2,4}(?:/[a-z]{2,4})+", credit):
                continue
            credit = (
                word.group(1).strip()
                if word and "/" not in credit[:6] and not credit.lower().startswith("dok")
                else credit
            )
        head = found["text"].strip(" (|-–—")
        return head, credit
    return text, ""


def looks_like_caption(text: str) -> bool:
    """Whether a line ends with a marked credit."""
    head, credit = caption(text)
    return bool(credit and head and len(text) < 500)


def city(text: str, site: str = "") -> str | None:
    """The city a paragraph opens with (`RANDUASRI —`, `Jakarta, Outlet -`, `LONDON (Agency) -`)."""
    found = _DATELINE.match(text)
    return _city(found["head"], site) if found else None


def city_before_date(text: str) -> str | None:
    """The city of a line such as `RANDUASRI, 20 Februari 2026`."""
    found = stamps(text)
    head = text[: found[0].start].strip(" ,|-–—(") if found else ""
    return _city(head, "") if head and head.isupper() else None


def _city(head: str, site: str) -> str | None:
    parts = [p.strip() for p in re.split(r"[,/|]|\([^)]*\)", head) if p.strip()]
    for part in parts:
        if _OUTLET.search(part) or (site and part.lower() == site.lower()) or not _CITY.match(part) or len(part) > 40:
            continue
        words = part.split()
        if all(w[0].isupper() for w in words) and len(parts) <= 3 and (part.isupper() or len(words) <= 3):
            return part.title() if part.isupper() else part
    return None
