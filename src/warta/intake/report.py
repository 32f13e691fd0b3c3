"""What an import did, in a form that scripts rely on; filled record by record, so it stays small whatever the file."""

from dataclasses import dataclass, field
from typing import Any

from warta.intake.html import photos_in
from warta.intake.items import (
    Counted,
    Doubt,
    IncomingMedia,
    IncomingMember,
    IncomingPage,
    IncomingPerson,
    IncomingStory,
    IncomingTerm,
    LeftOut,
    Record,
    Skipped,
)

MAX_LISTED = 5_000


@dataclass(slots=True)
class Report:
    """Counts and lists of one source. `note` counts what the file holds; `took` and `found` what became of it.

    imported      items that now stand in the newsroom because of this run (with a dry run: would stand)
    already_there items that an earlier run had taken
    outcomes      items by what became of them: draft, published, scheduled, picture, reader, already there
    made          rows made besides, by their kind: sections, topics, people, photos, redirects, newsletters, grants
    """

    kind: str
    items: dict[str, dict[str, int]] = field(default_factory=dict)
    imported: int = 0
    already_there: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=dict)
    dry_run: bool = False
    stopped: bool = False
    skipped: list[dict[str, str]] = field(default_factory=list)
    doubts: list[dict[str, Any]] = field(default_factory=list)
    authors: int = 0
    terms: int = 0
    media: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    error: str = ""
    page: IncomingPage | None = None
    unlisted: int = 0
    unlisted_doubts: int = 0
    _pictures: set[int] = field(default_factory=set)

    def note(self, record: Record) -> None:
        """Counts a record that was read, stored or not."""
        match record:
            case IncomingPerson():
                self.authors += 1
            case IncomingTerm():
                self.terms += 1
            case IncomingMedia():
                self._count(record.type, record.status)
                self.media += 1
                self._doubt(*record.doubts)
            case IncomingStory():
                self._count(record.type, record.status)
                self._doubt(*record.doubts)
                self._story_media(record)
            case IncomingMember():
                self._count(record.type, record.status)
                self._doubt(*record.doubts)
            case IncomingPage():
                self._count(record.type, record.status)
                self.page = record
                self.authors += len(record.byline)
                self.media += record.lead is not None
                self._doubt(*record.doubts)
            case Skipped():
                self._count(record.type, record.status)
                self.skip(record.where, record.why)
            case LeftOut():
                self._count(record.type, record.status)
                why = f"{record.type}: {record.why}"
                self.left_out[why] = self.left_out.get(why, 0) + 1
            case Counted():
                self.left_out[record.what] = self.left_out.get(record.what, 0) + record.number
            case Doubt():
                self._doubt(record)

    def took(self, outcome: str = "draft") -> None:
        """Counts an item that now stands in the newsroom."""
        self.imported += 1
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1

    def found(self) -> None:
        """Counts an item that an earlier run had taken."""
        self.already_there += 1
        self.outcomes["already there"] = self.already_there

    def skip(self, where: str, why: str) -> None:
        """Names an item that was left out because it is broken."""
        if len(self.skipped) < MAX_LISTED:
            self.skipped.append({"where": where, "why": why})
        else:
            self.unlisted += 1

    @property
    def exit_code(self) -> int:
        """0: all taken; 1: nothing taken; 3: taken, broken items left out."""
        taken = self.imported or self.already_there
        if self.error or (not taken and (self.skipped or not self.items)):
            return 1
        return 3 if self.skipped or self.stopped else 0

    def as_dict(self) -> dict[str, Any]:
        """The report as it is written to a file."""
        out: dict[str, Any] = {
            "kind": self.kind, "items": self.items, "imported": self.imported, "skipped": self.skipped,
            "doubts": self.doubts, "authors": self.authors, "terms": self.terms, "media": self.media,
        }  # fmt: skip
        out |= {"already_there": self.already_there, "outcomes": self.outcomes, "made": self.made}
        if self.dry_run:
            out["dry_run"] = True
        if self.stopped:
            out["stopped"] = True
        if self.left_out:
            out["left_out"] = self.left_out
        if self.unlisted or self.unlisted_doubts:
            out["unlisted"] = {"skipped": self.unlisted, "doubts": self.unlisted_doubts}
        if self.error:
            out["error"] = self.error
        return out | (of_page(self.page) if self.page else {})

    def _count(self, kind: str, status: str) -> None:
        if kind:
            counts = self.items.setdefault(kind, {})
            counts[status] = counts.get(status, 0) + 1

    def _doubt(self, *found: Doubt) -> None:
        for doubt in found:
            if len(self.doubts) >= MAX_LISTED:
                self.unlisted_doubts += 1
                continue
            detail: Any = list(doubt.detail) if isinstance(doubt.detail, tuple) else doubt.detail
            row = {"kind": doubt.kind, "detail": detail}
            self.doubts.append(row | ({"where": doubt.where} if doubt.where else {}))

    def _story_media(self, story: IncomingStory) -> None:
        """Ghost names pictures in its posts alone: each address counts once."""
        if self.kind != "ghost":
            return
        photos = photos_in(story.body) + ((story.lead,) if story.lead else ())
        for photo in photos:
            number = hash(photo.src)
            self.media += number not in self._pictures
            self._pictures.add(number)


def of_page(page: IncomingPage) -> dict[str, Any]:
    """The keys that the report of a page has besides."""
    return {
        "language": page.language,
        "headline": page.headline,
        "standfirst": page.standfirst,
        "caption": page.caption,
        "credit": page.credit,
        "dateline_city": page.dateline_city,
        "byline": list(page.byline),
        "date": page.date.isoformat() if page.date else None,
        "paragraphs": list(page.paragraphs),
        "source_chain": [list(chain) for chain in page.source_chain],
        "furniture": list(page.furniture),
    }
