"""What an editor must be shown before a saved page becomes a story. Each rule is one function; nothing is mended."""

# ruff: noqa: E501 - patterns are lists of words

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from warta.intake.items import Doubt
from warta.intake.page import figures, names
from warta.intake.page.dates import ENGLISH_DAYS, Stamp, iso, of_address, stamps
from warta.intake.page.furniture import is_sentence
from warta.intake.page.marked import fold
from warta.intake.page.structured import Structured

_DENIES = re.compile(
    r"\b(?:membantah|dibantah|bantahan|menepis|menampik|menyangkal|menolak tuduhan|den(?:y|ies|ied|ial)|reject(?:s|ed)?|dismiss(?:es|ed)?|refut(?:es|ed))\b",
    re.I,
)
_ACCUSES = re.compile(
    r"\b(?:tuduhan|menuduh|dituduh|tudingan|menuding|dituding|dugaan|diduga|mendakwa|didakwa|accus(?:es|ed|ing|ation|ations)|alleg(?:es|ed|ation|ations|edly)|blam(?:es|ed|ing))\b",
    re.I,
)
_CORRECTS = re.compile(
    r"^\W*(?:correction|corrections and clarifications|clarification|ralat|koreksi|klarifikasi redaksi|pembetulan|hak jawab|editor['’]?s note|catatan redaksi)\b|\b(?:an earlier version|a previous version|this (?:article|story) (?:was|has been) (?:amended|corrected)|(?:berita|artikel|naskah) ini (?:telah |sudah )?(?:diralat|dikoreksi|diperbaiki)|versi (?:sebelumnya|awal))\b",
    re.I,
)
_PAGES = re.compile(
    r"^(?:(?:halaman|hal\.?|pages?) ?:? ?1(?:\s*(?:/|of|dari)\s*[2-9]\d*|(?:[\s|]+\d+)+).*|1\s+2(?:\s+\d+)*(?:\s+(?:next|selanjutnya|berikutnya|»|›|>).*)?|(?:next page|halaman (?:selanjutnya|berikutnya)).*|(?:tampilkan|lihat|show|view) (?:semua halaman|all pages|as one page|semua).*)$",
    re.I,
)
_WALL = re.compile(
    r"(?:sisa|selebihnya|lanjutan).{0,50}(?:pelanggan|anggota|member)|(?:this|the rest of this|the full) (?:article|story|content) is .{0,40}(?:subscribers?|members?)|(?:to continue|continue|keep) reading,? .{0,40}(?:subscri|sign|log|regist)|(?:subscribe|sign in|log in|register|berlangganan|masuk|daftar) (?:now |sekarang )?(?:to|untuk) (?:continue|keep|read|unlock|access|membaca|melanjutkan|membuka|mengakses)|untuk (?:melanjutkan|terus) membaca|(?:khusus|hanya) (?:untuk )?pelanggan|subscribers? only|(?:you(?:'ve| have)) reached .{0,30}limit",
    re.I,
)
_NO_ADS = re.compile(r"tanpa iklan|bebas iklan|without ads|ad-?free", re.I)
_MORE = re.compile(
    r"^(?:baca selengkapnya.*|selengkapnya.*|read (?:the )?(?:full|rest).*|continue reading.*|lanjutkan membaca.*|read more ?(?:\.\.\.|…|»|›|→|>)*|klik .* selengkapnya.*)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that was read of a page, for the rules."""

    headline: str
    standfirst: str | None
    caption: str | None
    captions_seen: int
    byline: tuple[str, ...]
    stamp: Stamp | None
    paragraphs: tuple[str, ...]
    subheadings: tuple[str, ...]
    furniture: tuple[str, ...]
    chains: tuple[tuple[str, ...], ...]
    facts: Structured
    header: tuple[str, ...] = ()


def doubts(seen: Evidence) -> tuple[Doubt, ...]:
    """Every doubt about a page, in the order of the rules."""
    found: list[Doubt] = []
    for rule in (date_disagrees, byline_disagrees, two_spellings, weekdays, caption_repeated, standfirst_repeats,
                 subheadings, figures_disagree, accusation, correction, not_whole):  # fmt: skip
        found += rule(seen)
    return tuple(dict.fromkeys(found))


def date_disagrees(seen: Evidence) -> Iterator[Doubt]:
    """The day the page shows, its metas, its JSON-LD and its address must be one."""
    days = {}
    if seen.stamp:
        days["the page"] = seen.stamp.day
    for name, said in (("article:published_time", seen.facts.meta_published), ("JSON-LD", seen.facts.published)):
        moment = iso(said) if said else None
        if moment:
            near = {moment.date(), moment.astimezone(UTC).date() if moment.tzinfo else moment.date()}
            days[name] = seen.stamp.day if seen.stamp and seen.stamp.day in near else moment.date()
    address = of_address(seen.facts.url)
    if address:
        near_any = any(
            abs((address - day).days) <= 1 and day != address and day.day != address.day for day in days.values()
        )
        if not near_any or address in days.values():
            days["the address"] = address
    if len(set(days.values())) > 1:
        groups: dict[str, list[str]] = {}
        for name, day in days.items():
            groups.setdefault(
                f"{day.day} {day:%B}" + (f" {day.year}" if len({d.year for d in days.values()}) > 1 else ""), []
            ).append(name)
        yield Doubt(
            "date-disagrees",
            ", ".join(f"{' and '.join(who)} {'say' if len(who) > 1 else 'says'} {day}" for day, who in groups.items()),
        )


def byline_disagrees(seen: Evidence) -> Iterator[Doubt]:
    """The names in the byline and in the metadata must be the same people."""
    told = {fold(a) for a in seen.facts.authors if fold(a) not in {fold(seen.facts.site), "redaksi", "admin"}}
    shown = {fold(a) for a in seen.byline}
    if told and shown and told != shown and fold("".join(seen.byline)) != fold("".join(seen.facts.authors)):
        if len(told) == 1 and all(n in next(iter(told)) for n in shown):
            return
        yield Doubt(
            "byline-disagrees",
            f"JSON-LD names {', '.join(seen.facts.authors)}; the page names {', '.join(seen.byline)}",
        )


def two_spellings(seen: Evidence) -> Iterator[Doubt]:
    """A name must be written one way."""
    texts = (seen.headline, seen.standfirst or "", *seen.paragraphs, seen.caption or "")
    for pair in names.two_ways(texts):
        yield Doubt("name-spelt-two-ways", pair)


def weekdays(seen: Evidence) -> Iterator[Doubt]:
    """A weekday must fit its date."""
    texts = dict.fromkeys((*seen.header, *seen.paragraphs, seen.standfirst or "", seen.caption or ""))
    for text in texts:
        for stamp in stamps(text):
            if stamp.weekday is not None and stamp.weekday != stamp.day.weekday():
                said = text[stamp.start : stamp.end].strip(" ,|·-")
                said += ")" if "(" in said and ")" not in said else ""
                yield Doubt("weekday-date-mismatch", f"{said} is a {ENGLISH_DAYS[stamp.day.weekday()]}")


def caption_repeated(seen: Evidence) -> Iterator[Doubt]:
    """The caption must stand once."""
    if seen.caption and seen.captions_seen > 1:
        yield Doubt(
            "caption-repeated",
            f"the caption stands {'twice' if seen.captions_seen == 2 else f'{seen.captions_seen} times'}: {seen.caption}",
        )


def standfirst_repeats(seen: Evidence) -> Iterator[Doubt]:
    """The standfirst must say something of its own."""
    said = fold(seen.standfirst or "")
    for n, paragraph in enumerate(seen.paragraphs[:6]):
        text = fold(paragraph)
        which = "the first paragraph" if n == 0 else f"paragraph {n + 1}"
        if said and text == said:
            yield Doubt("standfirst-repeats-paragraph", f"the standfirst is {which} word for word: keep one")
        elif said and text.endswith(said) and len(text) - len(said) < 60:
            yield Doubt("standfirst-repeats-paragraph", f"the standfirst is {which} without its dateline")
        elif len(said) > 50 and said in text:
            yield Doubt("standfirst-repeats-paragraph", f"the standfirst is a part of {which}")
        else:
            continue
        return


def subheadings(seen: Evidence) -> Iterator[Doubt]:
    """A subheading stands among the paragraphs."""
    for text in seen.subheadings:
        yield Doubt("subheading-is-a-paragraph", text)


def figures_disagree(seen: Evidence) -> Iterator[Doubt]:
    """Figures of one unit that nearly agree may be one figure told two ways."""
    texts = tuple(t for t in seen.paragraphs if not _CORRECTS.search(t))
    pairs = figures.disagreements(texts)
    parts = [f"{a.text} / {b.text}" for a, b in pairs[:4]]
    parts += [
        f"{f.text}; the rows give {' + '.join(p.text for p in rows)} = {total:g}"
        for f, rows, total in figures.sums(texts)[:2]
    ]
    if parts:
        yield Doubt("figures-disagree", "; ".join(dict.fromkeys(parts)))


def accusation(seen: Evidence) -> Iterator[Doubt]:
    """An accusation and its denial belong together."""
    accuses = [p for p in seen.paragraphs if _ACCUSES.search(p)]
    denies = [p for p in (*seen.paragraphs, seen.standfirst or "", seen.headline) if _DENIES.search(p)]
    if not accuses or not denies:
        return
    heads = [chain[0] for chain in seen.chains]
    denier = next((h for p in denies for h in heads if h in p), "")
    accuser = next((h for p in accuses for h in heads if h in p and h != denier), "")
    yield Doubt("accusation-with-denial", f"keep both sides: {accuser or 'the accuser'} / {denier or 'who denies'}")


def correction(seen: Evidence) -> Iterator[Doubt]:
    """A correction in the text becomes one of ours, dated and linked."""
    for text in (*seen.paragraphs, *seen.furniture):
        if _CORRECTS.search(text):
            yield Doubt("correction", text)


def not_whole(seen: Evidence) -> Iterator[Doubt]:
    """The text may go on where the page was not saved."""
    for text in seen.furniture:
        if _PAGES.match(text):
            yield Doubt("not-whole", f"{text}: a further page was not saved")
            break
    wall = next((t for t in (*seen.furniture, *seen.paragraphs[-2:]) if _WALL.search(t) and not _NO_ADS.search(t)), "")
    if wall:
        yield Doubt("not-whole", f"cut by a wall: {wall}")
    elif seen.facts.free is False and len(seen.paragraphs) <= 4:
        yield Doubt("not-whole", "the page calls itself closed (isAccessibleForFree: false)")
    last = seen.paragraphs[-1] if seen.paragraphs else ""
    if re.search(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\W*$", last):
        yield Doubt("not-whole", f"the last paragraph breaks off: {last[-60:]}")
    elif any(_MORE.match(t) for t in seen.furniture) and len(seen.paragraphs) <= 3:
        yield Doubt("not-whole", "the page points to the rest of the text elsewhere")
    elif len(last) > 80 and not is_sentence(last) and last[-1:].isalnum() and " | " not in last:
        yield Doubt("not-whole", f"the last paragraph has no end: {last[-60:]}")
