"""What the newsroom's search finds, on SQLite: the best of few hits, the newest of many.

Wagtail weighs each hit by asking the index for it again, which takes minutes if a word stands in a tenth of all
headlines. Here one question weighs them all if they are few; of more the newest come first, and only some thousands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, F, FloatField, QuerySet, Value, When
from modelsearch.backends.database.sqlite.query import BM25, MatchExpression, normalize
from modelsearch.query import MatchAll, Not
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.search.models import SQLiteFTSIndexEntry

FEW = 100  # hits that are weighed against each other
MANY = 2000  # hits that are looked at if there are more than a few


def bounded(compiler_class: type[Any]) -> type[Any]:
    """A compiler of queries like `compiler_class`, which bounds what is weighed and looked at."""

    class Bounded(compiler_class):
        def search(self, config: Any, start: int | None, stop: int | None, score_field: str | None = None) -> Any:
            """The rows found, best or newest first. One query or two, before theirs. Any other order is Wagtail's."""
            query = normalize(self.query)
            if not self.order_by_relevance or score_field or isinstance(query, (MatchAll, Not)):
                return super().search(config, start, stop, score_field)
            columns = self.fields or self.FTS_TABLE_FIELDS
            words = MatchExpression(columns, self.build_search_query(query, config=config))
            kinds = get_descendants_content_types_pks(self.queryset.model)
            found = _best(SQLiteFTSIndexEntry.objects.filter(words), kinds)
            return _in_order(self.queryset.filter(pk__in=found), found)[start:stop]

    return Bounded


def _best(hits: QuerySet[Any], content_types: Sequence[int]) -> list[str]:
    """Ids of what was found. The sum keeps SQLite from beginning with all entries of a kind."""
    of_kind = hits.alias(kind=F("index_entry__content_type_id") + 0).filter(kind__in=content_types)
    ids = of_kind.values_list("index_entry__object_id", flat=True)
    newest = list(ids.order_by("-index_entry_id")[:MANY])
    if len(newest) > FEW:
        return newest
    return list(ids.order_by(BM25(), "-index_entry_id")[:FEW])


def _in_order(rows: QuerySet[Any], found: Sequence[str]) -> QuerySet[Any]:
    if not 0 < len(found) <= FEW:
        return rows.order_by("-pk")
    places = [When(pk=pk, then=Value(float(place))) for place, pk in enumerate(found)]
    return rows.order_by(Case(*places, output_field=FloatField()))
