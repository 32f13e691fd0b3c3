"""Stories made up by a seed, to fill an archive of any size: for trying out and measuring, not for reading. Pure.

Topics follow Zipf's law, as topics of real archives do: the n-th most frequent stands in about 1/n as many stories.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

YEARS = 8.0
LANGUAGES = (("id", 0.75), ("en", 0.25))
LEVELS = (("", 0.7), ("metered", 0.15), ("registered", 0.05), ("premium", 0.1))
KINDS = (("news", 0.86), ("analysis", 0.06), ("opinion", 0.06), ("photo_story", 0.02))

_WORDS = {
    "id": (
        "warga kota nelayan petani dewan dinas sekolah pasar jembatan pelabuhan hutan sungai harga beras kopi garam "
        "listrik air jalan kapal kereta guru dokter pemuda koperasi desa kampung pesisir gunung hujan musim panen "
        "anggaran rencana rapat laporan kajian lomba pentas naskah kain perahu pulau teluk dermaga lumbung ladang"
    ).split(),
    "en": (
        "residents city fishers farmers council office school market bridge harbour forest river price rice coffee "
        "salt power water road ship railway teachers doctors youth cooperative village hamlet coast mountain rain "
        "season harvest budget plan meeting report study contest stage manuscript cloth boat island bay jetty barn"
    ).split(),
}
_VERBS = {
    "id": "menunggu membangun menolak menerima membahas memperbaiki mencatat menghitung menanam mengajukan".split(),
    "en": "await build reject accept discuss repair record count plant propose".split(),
}
_JOINS = {"id": ("di", "untuk", "tanpa", "setelah", "dengan"), "en": ("in", "for", "without", "after", "with")}


@dataclass(frozen=True, slots=True)
class SyntheticStory:
    """One made-up story. `topics` are numbers from 0, the most frequent first; `paragraphs` plain text."""

    number: int
    language: str
    kind: str
    level: str
    headline: str
    standfirst: str
    paragraphs: tuple[str, ...]
    topics: tuple[int, ...]
    section: int
    published_at: datetime


def stories(
    count: int, *, seed: int, now: datetime, topics: int, sections: int, start: int = 0
) -> Iterator[SyntheticStory]:
    """`count` stories from number `start` on; the same seed and number give the same story, whatever `count` is.

    now              the newest is published before; the oldest about eight years earlier
    topics, sections how many there are to choose from, >= 1
    """
    ranks = list(accumulate(1 / rank for rank in range(1, topics + 1)))
    for number in range(start, start + count):
        chance = random.Random(f"{seed}:{number}")  # noqa: S311 - not a secret
        language = _choose(chance, LANGUAGES)
        chosen = {bisect_left(ranks, chance.random() * ranks[-1]) for _ in range(chance.choice((1, 2, 2, 3)))}
        yield SyntheticStory(
            number=number,
            language=language,
            kind=_choose(chance, KINDS),
            level=_choose(chance, LEVELS),
            headline=_sentence(chance, language, 5, 9).rstrip(".").title()[:120],
            standfirst=_sentence(chance, language, 10, 18),
            paragraphs=tuple(_paragraph(chance, language) for _ in range(chance.randint(4, 12))),
            topics=tuple(sorted(chosen)),
            section=min(int(chance.expovariate(3 / sections)), sections - 1),
            published_at=now - timedelta(days=YEARS * 365 * chance.random() ** 1.4, minutes=5),
        )


def _choose(chance: random.Random, weighted: tuple[tuple[str, float], ...]) -> str:
    return chance.choices([value for value, _ in weighted], [weight for _, weight in weighted])[0]


def _sentence(chance: random.Random, language: str, least: int, most: int) -> str:
    """Nouns joined by verbs and prepositions; no sense, but the word lengths and frequencies of the language."""
    words = [chance.choice(_WORDS[language]), chance.choice(_VERBS[language]), chance.choice(_WORDS[language])]
    target = chance.randint(least, most)
    while len(words) < target:
        words += [chance.choice(_JOINS[language]), chance.choice(_WORDS[language])]
    return " ".join(words).capitalize() + "."


def _paragraph(chance: random.Random, language: str) -> str:
    return " ".join(_sentence(chance, language, 8, 20) for _ in range(chance.randint(2, 4)))
