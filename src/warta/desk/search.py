"""The newsroom's own search: Wagtail's, without what grows with the archive.

Saving: after each entry Wagtail asks for the average length of all titles and looks through all entries for new ones;
at a million stories that is seconds, with the database's write lock held. SQLite's ranking does not use the figure at
all. PostgreSQL's does, and a fixed average ranks as well: it is the same factor for every entry.

Looking: on SQLite, hits are weighed otherwise (`search_sqlite.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.functions import Length
from django.utils.module_loading import import_string
from wagtail.search.backends.database import SearchBackend as DatabaseSearch

USUAL_WORDS = 8.0  # of a title


def SearchBackend(params: dict[str, Any]) -> Any:
    """Wagtail's search in the database in use, with an index of ours."""
    backend = DatabaseSearch(params)
    backend.index_class = _without_sums(backend.index_class)
    if connection.vendor == "sqlite":
        bounded = import_string("warta.desk.search_sqlite.bounded")  # which cannot be imported on other databases
        backend.query_compiler_class = bounded(backend.query_compiler_class)
        backend.autocomplete_query_compiler_class = bounded(backend.autocomplete_query_compiler_class)
    return backend


def _without_sums(index_class: type[Any]) -> type[Any]:
    class Index(index_class):
        def _refresh_title_norms(self, full: bool = False) -> None:
            if full:  # a rebuild, by hand
                super()._refresh_title_norms(full=True)

        def add_items(self, model: type[Any], objs: Sequence[Any]) -> None:
            super().add_items(model, objs)
            if connection.vendor == "postgresql":
                new = self.entries.filter(title_norm=1.0, object_id__in=[str(item.pk) for item in objs])
                lengths = new.annotate(title_length=Length("title")).filter(title_length__gt=0)
                lengths.update(title_norm=USUAL_WORDS / F("title_length"))

    return Index
