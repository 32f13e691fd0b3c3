"""What keeps a newspaper from being served well."""

from __future__ import annotations

from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from warta.stories.models import FrontPage
from warta.stories.permissions import publishers


def faults() -> list[str]:
    """Everything wrong, one sentence each, saying what to do."""
    found = [f"{message.msg} {message.hint or ''}".strip() for message in run_checks() if message.level >= ERROR]
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return [*found, "The database is not up to date: start `warta serve` once, or run `warta django migrate`."]
    except OperationalError as error:
        return [*found, f"The database does not answer: {str(error).strip()}. Check database_url and the server."]
    if not FrontPage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE).exists():
        found.append(f"There is no front page in {settings.LANGUAGE_CODE!r}: run `warta init`, or set language.")
    if publishers() == 0:
        found.append("Nobody may publish: add an editor or administrator in the newsroom, or run `warta init`.")
    return found
