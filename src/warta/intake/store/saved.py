"""A saved page as the same values as any other story, with what only a page tells: dateline, sources, lead photo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from warta.intake.items import Block, Doubt, IncomingPage, IncomingPerson, IncomingStory, IncomingTerm, Text

_AGENCY = re.compile(r"\bkantor berita\b|\bnews (?:agency|service|wire)\b|\bwire(?: service)?\b|\bagency\b", re.I)
_BROADCASTER = re.compile(
    r"\b(?:radio|tv|televisi|television|stasiun (?:tv|televisi|radio)|broadcast\w*|fm|am)\b", re.I
)
_PUBLICATION = re.compile(
    r"\b(?:harian|koran|majalah|tabloid|portal|surat kabar|newspaper|times|post|gazette|herald|tribune|journal|"
    r"courier|chronicle|observer|telegraph|guardian|mail|daily|weekly|magazine)\b",
    re.I,
)
_COMPANY = re.compile(r"^(?:PT|CV|UD)\b|\b(?:Tbk|Inc|Ltd|LLC|plc|GmbH|company|perusahaan|ferries|airlines?)\b", re.I)
_BESIDE = r"news (?:agency|service|wire|site)|wire service|broadcaster|radio(?: station)?|television|newspaper|magazine"
_STATE = r"(?:state[- ](?:run|owned|controlled|backed)|milik (?:negara|pemerintah)|pelat merah|negara|BUMN)"
_DASH = re.compile(r"^(<p>(?:<[bi]>)*)([^—–<\n]{2,70}?)\s*(?:</[bi]>)*\s*(?:[—–]|\s--?(?=\s))\s*(?:</[bi]>)*(?=\S)")


@dataclass(frozen=True, slots=True)
class Extras:
    """What a story of a saved page has besides."""

    dateline_city: str = ""
    sources: tuple[dict[str, Any], ...] = ()
    base: str = ""


def records_of(page: IncomingPage) -> Iterator[IncomingPerson | IncomingTerm]:
    """The people and the section that a page names."""
    for name in page.byline:
        yield IncomingPerson(person_key(name), name)
    if page.section:
        yield IncomingTerm(section_key(page), "section", "section", page.section, page.section)


def story_of(page: IncomingPage) -> tuple[IncomingStory, Extras]:
    """The page as a story that was public at its date; without a date it stays a draft."""
    lead = page.lead
    if lead is not None:
        lead = replace(lead, caption=page.caption or lead.caption, credit=page.credit or lead.credit)
    story = IncomingStory(
        key=page.key,
        where=page.where,
        type=page.type,
        status=page.status,
        state="published" if page.date else "draft",
        title=page.headline,
        slug="",
        body=_without_dateline(page.body, page.dateline_city),
        standfirst=page.standfirst or "",
        authors=tuple(person_key(name) for name in page.byline),
        sections=(section_key(page),) if page.section else (),
        lead=lead,
        published_at=page.date,
        level=page.level,
        language=page.language,
    )
    return story, Extras(page.dateline_city or "", tuple(chains(page)), page.url)


def person_key(name: str) -> str:
    """The key of somebody whom a page names."""
    return f"page-author:{name}"


def section_key(page: IncomingPage) -> str:
    """The key of the section that a page names."""
    return f"page-section:{page.section}"


def _without_dateline(body: tuple[Block, ...], city: str | None) -> tuple[Block, ...]:
    """The body whose first paragraph does not open with the dateline, which the site prints itself."""
    first = body[0] if body else None
    if not city or not isinstance(first, Text):
        return body
    found = _DASH.match(first.html)
    if found is None or city.casefold() not in found[2].casefold():
        return body
    rest = first.html[found.end() :]
    return (Text(found[1] + rest), *body[1:])


def chains(page: IncomingPage) -> Iterator[dict[str, Any]]:
    """The chains a report took, as raw blocks; an accusation and its denial share a word."""
    accuser, denier = _sides(page.doubts)
    text = " ".join(page.paragraphs)
    about = f"{accuser} / {denier}"[:80].strip() if accuser and denier else ""
    for chain in page.source_chain:
        links = [{"name": name, "kind": kind_of(name, text), "state": says_state(name, text)} for name in chain if name]
        if not links:
            continue
        claim = {accuser: "accusation", denier: "denial"}.get(chain[0], "") if about else ""
        value = {
            "links": links,
            "claim": claim,
            "about": about if claim else "",
        }
        yield {"type": "chain", "value": value}


def kind_of(name: str, text: str = "") -> str:
    """What a source is, as far as its name tells, or the words beside it in the text."""
    beside = re.search(rf"{re.escape(name)}\s+({_BESIDE})\b", text)
    name = f"{name} {beside[1]}" if beside else name
    if _AGENCY.search(name) and not re.match(r"(?:the )?(?:government|environment|space|police)", name, re.I):
        return "agency"
    if _BROADCASTER.search(name):
        return "broadcaster"
    if _PUBLICATION.search(name):
        return "publication"
    return "company" if _COMPANY.search(name) else "official"


def says_state(name: str, text: str) -> bool:
    """Does the text itself say that a source belongs to a state?"""
    own = re.escape(name)
    before = rf"\b{_STATE}\W+(?:(?:news|agency|broadcaster|radio|kantor|berita|lembaga|stasiun)\W+){{0,3}}{own}"
    after = rf"{own}\W+(?:(?:the|yang|adalah|sebuah|a|an|is)\W+){{0,2}}(?:\w+\W+){{0,2}}?{_STATE}"
    return bool(re.search(before, text, re.I) or re.search(after, text, re.I))


def _sides(doubts: tuple[Doubt, ...]) -> tuple[str, str]:
    """Who accuses and who denies, as the reader found them."""
    for doubt in doubts:
        if doubt.kind == "accusation-with-denial" and isinstance(doubt.detail, str):
            accuser, _, denier = doubt.detail.removeprefix("keep both sides: ").partition(" / ")
            return accuser, denier
    return "", ""
