"""Which database holds the reads: a file of their own on SQLite, the same database on PostgreSQL.

Each write to SQLite's main file waits for the disk, and reads come by the second; lost with the power they would be
missed less than a story. `settings.READS` names the database: `reads`, or `default` where there is but one.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

APP = "audience"


class ReadsRouter:
    """Sends this room's tables to their database, and keeps all others out of it."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """Where a model is read; None: wherever others say."""
        return settings.READS if model._meta.app_label == APP else None

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        """Where a model is written."""
        return self.db_for_read(model, **hints)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Does an app have its tables in this database?"""
        if app_label == APP:
            return db == settings.READS
        return None if db == DEFAULT_DB_ALIAS or settings.READS == DEFAULT_DB_ALIAS else False
