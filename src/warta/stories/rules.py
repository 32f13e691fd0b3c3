"""The room's pure rules: plain values in, plain values out."""

from __future__ import annotations

import re
import unicodedata

URL_WORDS_MAX = 80
WORD = re.compile(r"\w+", re.UNICODE)


def compose_credit(*, photographer: str, agency: str, pool: str, distributor: str) -> str:
    """A picture's credit in one line: agency/photographer/pool, via distributor.

    source  the order a photo desk uses; empty parts fall out
    """
    made = "/".join(dict.fromkeys(part.strip() for part in (agency, photographer, pool) if part.strip()))
    if distributor.strip() and distributor.strip() not in (agency.strip(), pool.strip()):
        return f"{made}, via {distributor.strip()}" if made else distributor.strip()
    return made


def compose_alt(*, description: str, caption: str, headline: str) -> str:
    """The text for who does not see the picture: its description, else the caption's first sentence."""
    if description.strip():
        return description.strip()
    text = (caption or headline).strip()
    first = re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0] if text else ""
    return first[:250]


def address_words(headline: str) -> str:
    """The part of a story's address that tells what it is about: ASCII words joined by hyphens, at most 80 characters.

    A headline in a script without Latin letters gives "story": the id beside it names the story.
    """
    plain = unicodedata.normalize("NFKD", headline).encode("ascii", "ignore").decode("ascii").lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(words) > URL_WORDS_MAX:
        words = words[:URL_WORDS_MAX].rsplit("-", 1)[0]
    return words or "story"


def word_count(text: str) -> int:
    """Words of `text`, as a reader counts them."""
    return len(WORD.findall(text))


def reading_minutes(words: int) -> int:
    """Whole minutes to read `words` words, at least 1.

    source  220 words a minute, the middle of measured silent reading of news text
    """
    return max(1, round(words / 220))


def is_own_story(*, user_id: int, owner_id: int | None, author_user_ids: frozenset[int]) -> bool:
    """Did this account write the story: as who created it or as one of its authors?"""
    return user_id == owner_id or user_id in author_user_ids


def four_eyes_required(*, setting: str, publishers: int) -> bool:
    """Is nobody to publish their own story? `setting` is auto, on or off; `publishers` may publish."""
    return setting == "on" or (setting == "auto" and publishers >= 2)
