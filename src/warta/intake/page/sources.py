"""Through whom a report came: chains of source → agency → broadcaster, read from the sentences that say so.

Each sentence is looked at once. Bodies that can speak (`Dinas …`, `the harbour board`) and media (`Kantor Berita …`,
`… news service`) are found by their words; verbs of saying make the first a source, words of passing on make the
second its relays, in the order in which the report travelled: "Dilansir X dari kantor berita Y" is Y, then X;
"Y reported, citing X" is X, then Y. A bare noun ("the company", "paguyuban") means the last body of that noun.
"""

# ruff: noqa: E501 - patterns are lists of words

import re
from dataclasses import dataclass, field

_CAP = r"[A-Z][\w’'.-]*[\w’']|[A-Z]"
_SEQ = rf"(?:{_CAP})(?:\s+(?:{_CAP}|\d+)){{0,6}}"
_MEDIA_ID = r"[Kk]antor [Bb]erita|[Rr]adio|[Tt]elevisi|TV|[Ss]tasiun (?:[Tt]elevisi|[Rr]adio|TV)|[Hh]arian|[Kk]oran|[Mm]ajalah|[Tt]abloid|[Pp]ortal(?: [Bb]erita)?|[Mm]edia|[Ll]aman|[Ss]itus(?: [Bb]erita)?|[Ss]urat [Kk]abar"
_MEDIA_EN = r"(?:news (?:service|agency|wire|site|channel|website)|newspaper|broadcaster|magazine|radio(?: station)?|television|wire service|weekly|daily)"
_MEDIA_LAST = {"wire", "news", "radio", "tv", "times", "post", "gazette", "herald", "tribune", "journal", "press", "courier",
               "chronicle", "observer", "packet", "telegraph", "guardian", "mail", "broadcasting", "television"}  # fmt: skip
_HEADS_ID = (
    "Pemerintah|Pemkab|Pemkot|Pemprov|Pemda|Dinas|Balai|Badan|Kementerian|Kepolisian|Polda|Polres|Polresta|Polsek|Polri|"
    "Paguyuban|Forum|Kelompok|Asosiasi|Serikat|Koperasi|Yayasan|Lembaga|Komisi|PT|CV|Perusahaan|Perum|Perumda|Universitas|"
    "Institut|Rumah Sakit|RSUD|RS|Puskesmas|BPBD|BMKG|DPRD|DPR|KPU|Bawaslu|KPK|Kejaksaan|Pengadilan|Mahkamah|TNI|Kodim|"
    "Bank|Majelis|Ikatan|Himpunan|Persatuan|Perkumpulan|Aliansi|Dewan|Komite|Panitia|Satgas|Satuan|Sekretariat|Kedutaan|"
    "Kelurahan|Kecamatan|Karang Taruna|Otoritas|Pelabuhan|Bandara|Kantor|Partai|Ombudsman|Basarnas|PMI|Klub|Gabungan|Federasi|Konsorsium|Jaringan|Lembaga Bantuan Hukum|LBH|Sekolah|SMA|SMK|Istana|Sentra|Pengelola|Manajemen|Operator"
)
_HEADS_LOW_ID = (
    "kelompok tani|kelompok nelayan|kelompok warga|karang taruna|paguyuban|forum warga|koperasi|serikat pekerja"
)
_NOUNS_EN = (
    "council|board|ministry|department|office|police|company|union|association|committee|agency|authority|hospital|"
    "university|court|government|society|trust|group|bank|commission|federation|institute|bureau|ferries|railways?|"
    "airlines?|club|party|foundation|charity|school|parliament|army|navy|operator|coastguard|brigade|cooperative|corporation|"
    "works|museum|embassy|administration|league|alliance|network|centre|center|college|parish|chamber|consortium|regulator|water|energy|inc|ltd|plc|llc|corp"
)
_GENERIC = (
    r"\b(?:[Tt]he|[Ii]ts?)\s+(?P<en>company|council|board|office|ministry|union|agency|authority|committee|operator|government|association|department|hospital|group|bank|trust|charity|club)\b(?!\s+(?:of|for)\b)"
    r"|\b(?P<id>dinas|paguyuban|forum|kelompok tani|kelompok|badan|balai|kementerian|perusahaan|pemerintah|asosiasi|serikat|koperasi|yayasan|lembaga|komisi|polisi|panitia|dewan)\b"
)
_WORD = rf"(?!(?:{_HEADS_ID}|{_MEDIA_ID})\b)(?:{_CAP})"
_MENTION = re.compile(
    rf"(?P<media_id>(?:{_MEDIA_ID})\s+{_SEQ})"
    rf"|(?P<media_en>(?:{_SEQ})(?=\s+{_MEDIA_EN}\b))"
    rf"|(?P<org_id>\b(?:{_HEADS_ID})\b(?:\s+(?:dan\s+)?(?:{_CAP}|\d+)){{1,8}})"
    rf"|(?P<low_id>\b(?:{_HEADS_LOW_ID})\b(?:\s+(?:{_CAP})){{1,4}}|\b(?:{_HEADS_LOW_ID})\s+setempat\b)"
    rf"|(?P<low_en>\b[Tt]he\s+(?:[a-z][\w-]*(?:['’]s)?\s+){{1,2}}(?:{_NOUNS_EN})\b)"
    rf"|(?P<org_en>\b(?:{_CAP})(?:\s+(?:of|for|and|the|{_CAP})){{0,5}}\s+(?:{_NOUNS_EN}|{_NOUNS_EN.title()})\b)"
    rf"|(?P<name>{_WORD}(?:\s+(?:{_WORD}|\d+)){{0,6}})"
)
_SAYS = re.compile(
    r"\b(?:mengatakan|menyebut(?:kan)?|menyatakan|membantah|menjelaskan|mengumumkan|diumumkan|menurut|kata|ujar|tutur|ucap|tulis|disampaikan|menyampaikan|"
    r"melaporkan|dilaporkan|menghitung|mengungkap(?:kan)?|menegaskan|memastikan|menuduh|menuding|menepis|menampik|mengonfirmasi|mencatat|merilis|menduga|"
    r"menjawab|memperkirakan|mengklaim|datang dari|berasal dari|keterangan|pernyataan|siaran pers|tercantum|meminta|mengakui|berdasarkan|sebut|"
    r"said|says|told|announced|reported|reports|according to|denied|denies|confirmed|stated|wrote|claimed|claims|accused|warned|insisted|estimated|"
    r"put the|puts the|statement|notice|figures from|data from|admitted|acknowledged|rejected|blamed|citing|quoting|press release|minutes)\b",
    re.I,
)
_RELAY = (
    r"kepada|dilansir(?:\s+(?:oleh|dari))?|dikutip(?:\s+(?:oleh|dari))?|melansir|mengutip|disiarkan(?:\s+oleh)?|diberitakan(?:\s+oleh)?|diwartakan(?:\s+oleh)?|"
    r"dilaporkan(?:\s+oleh)?|dimuat(?:\s+(?:oleh|di))?|diteruskan(?:\s+oleh)?|dinukil(?:\s+(?:oleh|dari))?|disadur dari|seperti ditulis|lewat|melalui|"
    r"told|to|quoted by|cited by|reported by|carried by|passed on by|relayed by|published by|broadcast by|(?:picked|taken) up by|via|distributed by|circulated by|run by|aired (?:by|on)"
)
_RELAY_BEFORE = re.compile(rf"\b(?:{_RELAY})\s+(?:the\s+|oleh\s+|si\s+)?$", re.I)
_FROM_BEFORE = re.compile(r"\b(?:dari|from|citing|mengutip|quoting|melansir)\s+(?:the\s+|oleh\s+)?$", re.I)
_PASSED = re.compile(r"\b(?:dilansir|dikutip|dinukil|disadur|citing|quoting|mengutip)\b", re.I)
# "Y reported …, citing X": whoever Y is, the report came through Y
_CITES = re.compile(
    r"\s+(?:has |had |juga |telah )?(?:reported|reports|melaporkan|memberitakan|mewartakan|menyiarkan)\b[^.]*?\b(?:citing|quoting|mengutip|menurut)\b"
)
_TITLE = re.compile(
    r"(?:Kepala|Ketua|Direktur|Sekretaris|Juru bicara|Manajer|Wakil Ketua|Wakil Kepala|Bendahara|Humas|Kabid|Pimpinan|Rektor)\s+$"
)
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[“\"‘']?[A-Z])")
_PLACE = re.compile(r"\b(?:Desa|Kota|Kabupaten|Kecamatan|Kelurahan|Dusun|Pulau)\s+((?:[A-Z][\w-]+\s?){1,2})")
_DATE_WORD = re.compile(
    r"^(?:Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December)\b"
)


@dataclass(slots=True)
class _Mention:
    name: str
    start: int
    end: int
    kind: str  # org, media, name


@dataclass(slots=True)
class _Reader:
    places: list[str]
    outlets: frozenset[str]
    chains: list[list[str]] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    last: str = ""
    whole: str = ""


def source_chains(
    paragraphs: tuple[str, ...], city: str | None, outlets: frozenset[str]
) -> tuple[tuple[str, ...], ...]:
    """The chains of a story, first source first. `outlets` are the paper's own names, which are no source."""
    whole = " ".join(paragraphs)
    places = [city] if city else []
    places += [m.strip() for m in _PLACE.findall(whole)]
    reader = _Reader(places, outlets, whole=whole)
    for paragraph in paragraphs:
        for sentence in _SENTENCE.split(paragraph):
            _sentence(reader, sentence)
    return tuple(tuple(chain) for chain in reader.chains)


def _sentence(reader: _Reader, text: str) -> None:
    found = [m for m in (_mention(reader, m) for m in _MENTION.finditer(text)) if m]
    bodies = [m for m in found if m.kind == "org"]
    relays, origin = _relays(text, found, reader)
    generic = _generic(reader, text, bodies)
    if not _SAYS.search(text) and not relays and not origin:
        reader.bodies += [m.name for m in bodies]
        return
    says = _SAYS.search(text)
    source = next((m.name for m in bodies if m.name not in relays), "") or generic
    if says and bodies and not source:
        source = bodies[0].name
    reader.bodies += [m.name for m in bodies]
    alone = bool(origin)
    if not source and (relays or origin):
        source = origin or _speaker(text, found, relays) or reader.last or relays[0]
        origin = "" if source == origin else origin
    if not source or not (relays or says or alone):
        return
    chain = [source]
    for name in ([origin] if origin else []) + relays:
        if name not in chain:
            chain.append(name)
    _add(reader, chain)


def _add(reader: _Reader, chain: list[str]) -> None:
    reader.last = chain[0]
    for known in reader.chains:
        if known[0] == chain[0]:
            if len(known) == 1:
                known += chain[1:]
                return
            if all(name in known for name in chain):
                return
            if known[: len(chain)] == chain[: len(known)]:
                known[:] = chain if len(chain) > len(known) else known
                return
    if len(chain) > 1 or all(chain[0] not in known for known in reader.chains):
        reader.chains.append(chain)


def _relays(text: str, found: list[_Mention], reader: _Reader) -> tuple[list[str], str]:
    """Media in the order the report took them, and a medium it came from in the first place."""
    relays: list[str] = []
    origin = ""
    for m in found:
        before = text[: m.start]
        is_relay = bool(_RELAY_BEFORE.search(before))
        if m.kind == "media":
            if _FROM_BEFORE.search(before) and _PASSED.search(before):
                origin = m.name
            elif is_relay or relays or _subject_reports(text, m):
                relays.append(m.name)
        elif m.kind == "name" and _CITES.match(text, m.end) and m.name.lower() not in reader.outlets:
            relays.append(m.name)
        elif m.kind == "name" and is_relay and re.search(r"(?:dilansir|dikutip|melansir|diberitakan|disiarkan|diwartakan|told|(?:quoted|reported|carried|passed on|relayed|cited) by)\s+(?:the\s+|oleh\s+|dari\s+)?$", before, re.I) \
                and m.name.lower() not in reader.outlets and not _DATE_WORD.match(m.name):  # fmt: skip
            if _FROM_BEFORE.search(before):
                origin = origin or m.name
            else:
                relays.append(m.name)
    return relays, origin


def _subject_reports(text: str, m: _Mention) -> bool:
    """`Y reported, citing …`, `Y melaporkan`."""
    return bool(
        re.match(
            r"(?:\s+[a-z]+){0,3}?,?\s+(?:reported|reports|said|melaporkan|menyiarkan|memberitakan|mewartakan|menulis|melansir|mengutip|citing|quoting|quoted|cited)\b",
            text[m.end :],
        )
    )


def _speaker(text: str, found: list[_Mention], relays: list[str]) -> str:
    """A person or body by name right before or after a verb of saying."""
    for m in found:
        if m.kind != "name" or m.name in relays or _DATE_WORD.match(m.name) or len(m.name.split()) < 2:
            continue
        if re.match(
            r"\s*(?:,[^,]{0,60},)?\s*(?:said|told|wrote|announced|mengatakan|menyatakan|menyebut|mengungkapkan|menjelaskan|membantah|denied)\b",
            text[m.end :],
        ):
            return m.name
        if re.search(
            r"(?:\bkata|\bujar|\bmenurut|according to|citing|mengutip|said)\s+(?:the\s+)?$", text[: m.start], re.I
        ):
            return m.name
    return ""


def _generic(reader: _Reader, text: str, bodies: list[_Mention]) -> str:
    """The body that a bare noun stands for."""
    for found in re.finditer(_GENERIC, text):
        if any(m.start <= found.start() < m.end for m in bodies):
            continue
        noun = (found["en"] or found["id"]).lower()
        for known in reversed(reader.bodies):
            if noun in known.lower() or (
                noun in {"company", "operator", "perusahaan"}
                and re.search(r"Ferries|Rail|Air|PT |CV |Ltd|Inc|plc|Works|Group", known)
            ):
                return known
    return ""


def _mention(reader: _Reader, m: re.Match[str]) -> _Mention | None:
    kind = m.lastgroup or ""
    name = m.group(0).strip(" .,'’")
    if kind.startswith("media"):
        name = re.sub(r"^(?:The|the)\s+", "", name)
        return _Mention(name, m.start(), m.end(), "media")
    if kind == "low_id":
        return _Mention(_placed(reader, name, m), m.start(), m.end(), "org")
    if kind == "low_en":
        name = re.sub(r"^[Tt]he\s+", "", name)
        if re.match(r"(?:only|same|first|second|last|new|other|next|old|whole|former|local)\s+\w+$", name):
            return None
        return _Mention(name, m.start(), m.end(), "org")
    if kind in {"org_id", "org_en"}:
        if re.match(r"(?:The|A|An|This|That|Its|Their|Our)\s+\S+$", name):
            return None
        name = re.sub(r"^The\s+", "", name)
        if kind == "org_id":
            name = _without_person(reader, name, m)
        if name.lower() in reader.outlets:
            return None
        return _Mention(name, m.start(), m.start() + len(m.group(0)), "org")
    words = re.sub(r"^(?:The|Menurut|Dilansir|Dikutip|Kepada|Melansir|Mengutip)\s+", "", name).split()
    if not words or " ".join(words).lower() in reader.outlets:
        return None
    offset = m.start() + name.find(words[0])
    is_media = len(words) > 1 and words[-1].lower() in _MEDIA_LAST
    if " ".join(words).split()[-1].lower() in {"ferries"}:
        return _Mention(" ".join(words), offset, m.end(), "org")
    return _Mention(" ".join(words), offset, m.end(), "media" if is_media else "name")


def _placed(reader: _Reader, name: str, m: re.Match[str]) -> str:
    """`kelompok tani setempat` with the place last named before it."""
    if not name.endswith("setempat"):
        return name
    here = reader.whole.find(m.group(0))
    named = [p.strip() for p in _PLACE.findall(reader.whole[: max(here, 0)])]
    place = named[-1] if named else (reader.places[0] if reader.places else "")
    return f"{name.removesuffix('setempat').strip()} {place}".strip()


def _without_person(reader: _Reader, name: str, m: re.Match[str]) -> str:
    """`Dinas Pasar Randuasri Ganda Wirasukmo` without the person."""
    for place in reader.places:
        at = name.find(place)
        if at > 0:
            return name[: at + len(place)]
    words = name.split()
    for n in range(2, len(words)):
        later = re.search(
            rf"(?:^|[.!?”\"]\s+){re.escape(words[n])}\s+(?:men|mem|me|ber|ter|di)\w+|(?:kata|ujar|tutur|ucap)\s+{re.escape(words[n])}\b(?!\s+[A-Z])",
            reader.whole,
        )
        if later and words[n] not in words[:n]:
            return " ".join(words[:n])
    if _TITLE.search(m.string[: m.start()]) and len(words) >= 5:
        return " ".join(words[:-2])
    return name
