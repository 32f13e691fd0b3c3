"""Stories of this newspaper out of made-up ones: all that can be made before their places in it are known.

No query here: it is done beside the process that writes them.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.text import slugify

from warta.demo.synthetic import SyntheticStory, stories


@dataclass(frozen=True)
class Choice:
    """The ids of what stories of a language may be about and who may have written them, the most frequent first."""

    sections: list[int]
    topics: list[int]
    authors: list[int]


@dataclass(slots=True)
class NewStory:
    """All that is a new story's own. `slug`, `path` and the numbers are given when its place is known.

    section, topics, authors  their ids
    text                      its body as HTML; `body` is the same as the page has it, JSON
    words                     those of its body, for the newsroom's search
    address                   the words of its address
    """

    language: str
    origin: str
    title: str
    standfirst: str
    kind: str
    level: str
    section: int
    topics: list[int]
    authors: list[int]
    text: str
    body: str
    words: str
    address: str
    published_at: datetime
    key: uuid.UUID
    year: int
    slug: str = ""
    path: str = ""
    url_path: str = ""
    pk: int = 0
    revision: int = 0
    bylines: list[int] = field(default_factory=list)


def origin_of(seed: int, number: int) -> str:
    """What a made-up story is known by in the newspaper."""
    return f"generate:{seed}:{number}"


def make_up(numbers: range, there: set[int], seed: int, now: datetime, choices: dict[str, Choice]) -> list[NewStory]:
    """The stories of some numbers but those that are `there`, in the order of their dates.

    So those that are written together go under one year or two. The choices of all languages are equally large, as far
    as they are made use of.
    """
    if len(there) == len(numbers):
        return []
    made = stories(
        len(numbers),
        seed=seed,
        now=now,
        start=numbers.start,
        topics=min(len(choice.topics) for choice in choices.values()),
        sections=min(len(choice.sections) for choice in choices.values()),
        authors=min(len(choice.authors) for choice in choices.values()),
    )
    new = [_new(plan, seed, choices[plan.language]) for plan in made if plan.number not in there]
    return sorted(new, key=lambda story: story.published_at)


def _new(plan: SyntheticStory, seed: int, choice: Choice) -> NewStory:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in plan.paragraphs)
    return NewStory(
        language=plan.language,
        origin=origin_of(seed, plan.number),
        title=plan.headline,
        standfirst=plan.standfirst,
        kind=plan.kind,
        level=plan.level,
        section=choice.sections[plan.section],
        topics=[choice.topics[number] for number in plan.topics],
        authors=[choice.authors[number] for number in plan.authors],
        text=text,
        body=json.dumps([{"type": "text", "value": text, "id": str(uuid.uuid4())}]),
        words=" ".join(plan.paragraphs),
        address=slugify(plan.headline),
        published_at=plan.published_at,
        key=uuid.uuid4(),
        year=timezone.localtime(plan.published_at).year,
    )
