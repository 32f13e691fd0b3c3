"""The records of one source, stored one after the other; a broken one is left out and named."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, reset_queries

from warta.intake.errors import IntakeError, MediaRefused
from warta.intake.items import IncomingMedia, IncomingPage, IncomingPerson, IncomingStory, IncomingTerm, LeftOut, Record
from warta.intake.options import Wishes
from warta.intake.report import Report
from warta.intake.store.body import in_words
from warta.intake.store.desk import Desk, cut
from warta.intake.store.names import Names
from warta.intake.store.pictures import Pictures
from warta.intake.store.saved import Extras, records_of, story_of
from warta.intake.store.standing import PageWriter
from warta.intake.store.story import HEADLINE, StoryWriter

# All that may go wrong with one item without anything being wrong with the next.
OF_ONE_ITEM = (ValidationError, IntegrityError, DataError, IntakeError, MediaRefused)


class Run:
    """One source's way into the newspaper."""

    def __init__(self, wishes: Wishes, report: Report, folders: tuple[Path, ...]) -> None:
        self.desk = Desk(wishes, report)
        self.names = Names(self.desk)
        self.pictures = Pictures(self.desk, folders)
        self.stories = StoryWriter(self.desk, self.names, self.pictures)
        self.pages = PageWriter(self.desk, self.names)
        report.dry_run = wishes.dry_run

    def take(self, record: Record) -> None:
        """Store one record, or note why not. Raises only what is wrong with the machine, not with the item."""
        if isinstance(record, IncomingMedia) and record.status == "trash":
            record = LeftOut(record.key, "it was in the bin", record.type, record.status)
        self.desk.report.note(record)
        match record:
            case IncomingPerson() | IncomingTerm():
                self.names.know(record)
            case IncomingMedia():
                self._picture(record)
            case IncomingStory():
                self._item(record, Extras())
            case IncomingPage():
                for named in records_of(record):
                    self.names.know(named)  # the page has counted them itself
                self._item(*story_of(record))
        reset_queries()

    def finish(self) -> None:
        """The source is at its end; nothing waits here."""

    def _picture(self, record: IncomingMedia) -> None:
        taken = self.pictures.take_media(record)
        if taken.new or taken.tied:
            self.desk.report.took("picture")
        elif taken.photo is not None:
            self.desk.report.found()
        elif not taken.would and not record.doubts:
            self.desk.begin()
            self.desk.doubt("not-whole", f"picture missing: {record.title or record.name} ({taken.why})", record.key)
            self.desk.keep()

    def _item(self, item: IncomingStory, extras: Extras) -> None:
        report = self.desk.report
        self.desk.begin()
        try:
            there = (self.pages if item.page else self.stories).standing(item)
            if there is not None:
                self._found(item, there)
                return
            outcome = self.pages.write(item) if item.page else self.stories.write(item, extras)
        except OF_ONE_ITEM as error:
            self.desk.drop()
            report.skip(item.where, in_short(error))
            return
        self.desk.keep()
        report.took(outcome)

    def _found(self, item: IncomingStory, there: str) -> None:
        """An item that stands already; under another headline it may be another item of the same number."""
        if item.title and cut(item.title, HEADLINE) != there:
            self.desk.doubt("inferred", f"it is there already as “{there}”: left as it stands", item.where)
        self.desk.keep()
        self.desk.report.found()


def in_short(error: Exception) -> str:
    """The reason on one line."""
    if isinstance(error, ValidationError):
        return in_words(error)
    if isinstance(error, IntakeError):
        return error.what
    return f"the database refused it ({str(error).splitlines()[0][:200] if str(error) else type(error).__name__})"
