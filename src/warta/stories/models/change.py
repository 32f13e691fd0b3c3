"""The change log: the truth about what readers may have seen change."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import ClassVar

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from warta.access import Gate
from warta.access.wire import gate_out
from warta.stories.changes import ChangeKind

LOCK = 7_301_912  # any number of our own: the advisory lock under which PostgreSQL numbers changes


class Change(models.Model):
    """One row of the change log, written in the transaction of the change itself.

    Rows are numbered in the order of commits: on SQLite because every write transaction is IMMEDIATE, on PostgreSQL
    because `record` takes an advisory lock just before the insert. The table is read by the edge too, which knows
    nothing of this class (`edge/log.py`): its names are part of the contract between them.

    story       the story that changed, of `story_changed`
    language    the story's; empty: whatever lists it in any language
    gate        the story's gate as JSON (`access.wire`) where the story itself changed; empty: as it was
    reader, generation  whose rights changed, and the generation below which their tokens are void
    """

    kind = models.CharField(_("kind"), max_length=20, choices=[(kind.value, kind.value) for kind in ChangeKind])
    story = models.BigIntegerField(_("story"), null=True, blank=True)  # an id, no foreign key: it outlives the story
    language = models.CharField(_("language"), max_length=10, blank=True)
    gate = models.TextField(_("gate"), blank=True)
    reader = models.BigIntegerField(_("reader"), null=True, blank=True)
    generation = models.BigIntegerField(_("generation"), null=True, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.story or ''}".strip()

    @classmethod
    def record(
        cls, kind: ChangeKind, story: int | None = None, *, gate: Gate | None = None, language: str = "",
        reader: int | None = None, generation: int | None = None,
    ) -> Change:  # fmt: skip
        """Write a row in the transaction that is under way, so that change and row come true together.

        Two queries on PostgreSQL (the lock is held until the transaction ends, so call it last), one on SQLite.
        """
        with transaction.atomic():
            cls._take_turn()
            return cls.objects.create(
                kind=kind.value, story=story, gate=json.dumps(gate_out(gate)) if gate else "", language=language,
                reader=reader, generation=generation,
            )  # fmt: skip

    @classmethod
    def record_stories(cls, stories: Iterable[int]) -> None:
        """Write that each of `stories` changed, as `record` does; at most some hundred, so that nobody waits long."""
        with transaction.atomic():
            cls._take_turn()
            Change.objects.bulk_create([Change(kind=ChangeKind.STORY_CHANGED.value, story=story) for story in stories])

    @staticmethod
    def _take_turn() -> None:
        """Wait until nobody else writes rows."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


class ListenerPlace(models.Model):
    """How far a listener of the change log has read."""

    name = models.CharField(max_length=40, primary_key=True)
    change = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.change}"
