"""Stories made up by a seed, to fill an archive of any size: for trying out and measuring, not for reading. Pure.

Topics, authors and names in the text follow Zipf's law, as those of real archives do: the n-th most frequent stands in
about 1/n as many stories. A text has some 340 words (the median), 2.3 KB.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, islice, product
from typing import Any

YEARS = 8.0
LANGUAGES = (("id", 0.75), ("en", 0.25))
LEVELS = (("", 0.7), ("metered", 0.15), ("registered", 0.05), ("premium", 0.1))
AUTHORS = ((1, 0.84), (2, 0.12), (0, 0.04))  # how many have written a story
NAMES = 3000  # of places and people, in the texts
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
_NAMED = {"id": ("di", "kata"), "en": ("in", "says")}


def _names() -> list[str]:
    """Made-up names of three syllables, always the same, mixed so that neighbours do not look alike."""
    parts = (
        "ba ka ma ra su ti wa lo",
        "lim ra nu se gor dan pi",
        "ng ri sa to la wan tu mi no ha",
        "ja ra si na du ya",
    )
    names = ["".join(syllables).capitalize() for syllables in product(*(part.split() for part in parts))]
    random.Random(1).shuffle(names)  # noqa: S311 - not a secret
    return names[:NAMES]


def _phrases(language: str) -> tuple[list[str], list[str], list[float]]:
    """Beginnings of sentences; what may follow them, two words each, and how often (added up)."""
    words = _WORDS[language]
    starts = [" ".join(three).capitalize() for three in product(words, _VERBS[language], words)]
    usual = [" ".join(two) for two in product(_JOINS[language], words)]
    named = [f"{_NAMED[language][place % 2]} {name}" for place, name in enumerate(_names())]
    often = [1.0] * len(usual) + [len(usual) / 25 / rank for rank in range(1, len(named) + 1)]
    return starts, usual + named, list(accumulate(often))


_PHRASES = {language: _phrases(language) for language in _WORDS}


@dataclass(frozen=True, slots=True)
class SyntheticStory:
    """One made-up story. `topics` and `authors` are numbers from 0, the most frequent first; `paragraphs` are text."""

    number: int
    language: str
    kind: str
    level: str
    headline: str
    standfirst: str
    paragraphs: tuple[str, ...]
    topics: tuple[int, ...]
    authors: tuple[int, ...]
    section: int
    published_at: datetime


def stories(
    count: int, *, seed: int, now: datetime, topics: int, sections: int, authors: int = 1, start: int = 0
) -> Iterator[SyntheticStory]:
    """`count` stories from number `start` on; the same seed and number give the same story, whatever `count` is.

    now                        the newest is published before; the oldest about eight years earlier
    topics, sections, authors  how many there are to choose from, >= 1
    """
    ranks = list(accumulate(1 / rank for rank in range(1, topics + 1)))
    writers = list(accumulate(1 / rank for rank in range(1, authors + 1)))
    for number in range(start, start + count):
        chance = random.Random(f"{seed}:{number}")  # noqa: S311 - not a secret
        language = _choose(chance, LANGUAGES)
        chosen = _ranked(chance, ranks, chance.choice((1, 2, 2, 3)))
        yield SyntheticStory(
            number=number,
            language=language,
            kind=_choose(chance, KINDS),
            level=_choose(chance, LEVELS),
            headline=_sentence(chance, language, 5, 9).rstrip(".").title()[:120],
            standfirst=_sentence(chance, language, 10, 18),
            paragraphs=_paragraphs(chance, language),
            topics=tuple(sorted(chosen)),
            authors=tuple(sorted(_ranked(chance, writers, _choose(chance, AUTHORS)))),
            section=min(int(chance.expovariate(3 / sections)), sections - 1),
            published_at=now - timedelta(days=YEARS * 365 * chance.random() ** 1.4, minutes=5),
        )


def author_names(number: int) -> list[str]:
    """Names of so many made-up colleagues, at most half of `NAMES`."""
    names = _names()
    return [f"{first} {last}" for first, last in zip(names[:number], reversed(names), strict=False)]


def _choose(chance: random.Random, weighted: tuple[tuple[Any, float], ...]) -> Any:
    return chance.choices([value for value, _ in weighted], [weight for _, weight in weighted])[0]


def _ranked(chance: random.Random, ranks: list[float], number: int) -> set[int]:
    """At most `number` places in `ranks`, drawn by their weight."""
    return {bisect_left(ranks, chance.random() * ranks[-1]) for _ in range(number)}


def _sentence(chance: random.Random, language: str, least: int, most: int) -> str:
    """Nouns joined by verbs and prepositions; no sense, but the word lengths and frequencies of the language."""
    words = [chance.choice(_WORDS[language]), chance.choice(_VERBS[language]), chance.choice(_WORDS[language])]
    target = chance.randint(least, most)
    while len(words) < target:
        words += [chance.choice(_JOINS[language]), chance.choice(_WORDS[language])]
    return " ".join(words).capitalize() + "."


def _paragraphs(chance: random.Random, language: str) -> tuple[str, ...]:
    """Four to twelve paragraphs of two to four sentences, of 9 to 21 words. Drawn all at once, which is quick."""
    starts, tails, often = _PHRASES[language]
    sizes = chance.choices((2, 3, 4), k=chance.randint(4, 12))
    lengths = chance.choices(range(3, 10), k=sum(sizes))
    begins = chance.choices(starts, k=sum(sizes))
    follows = iter(chance.choices(tails, cum_weights=often, k=sum(lengths)))
    sentences = iter(
        [f"{begin} {' '.join(islice(follows, number))}." for begin, number in zip(begins, lengths, strict=True)]
    )
    return tuple(" ".join(islice(sentences, size)) for size in sizes)
