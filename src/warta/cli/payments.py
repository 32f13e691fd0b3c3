"""`warta check payments`: our books and each provider's, compared."""

from __future__ import annotations

import importlib
import sys
from datetime import timedelta
from pathlib import Path

import click

from warta.cli.folder import refuse_unprepared
from warta.cli.main import EXIT_FAILED, EXIT_OK, configure, data_option, set_up_django


@click.command("payments")
@data_option
@click.option("--days", type=click.IntRange(1, 366), default=4, help="How far to look back (default: 4).")
def command(data: Path | None, days: int) -> None:
    """Compare orders and payments with what each provider says; take in what was missed, and name what differs.

    The worker does this every night. Exit code 1 if something is left that somebody has to look at.

    Example: warta check payments --days 31
    """
    refuse_unprepared(configure(data))
    set_up_django()
    now = importlib.import_module("django.utils.timezone").now()
    service = importlib.import_module("warta.subscriptions.services.reconcile")
    report = service.reconcile(now=now, since=now - timedelta(days=days))
    for found in report.differences:
        told = {"theirs ": found.theirs, "ours ": found.ours, "": found.settled}
        words = ", ".join(name + text for name, text in told.items() if text)
        click.echo(f"- {found.provider} {found.what} {found.subject}: {words}", err=True)
    for text in report.failed:
        click.echo(f"- not asked: {text}", err=True)
    waiting = service.waiting_notices()
    for notice in waiting:
        click.echo(f"- notice {notice.pk} of {notice.provider} ({notice.kind}) waits: {notice.trouble}", err=True)
    click.echo(f"{report.asked} orders compared, {len(report.differences)} differences, {len(report.open)} to look at.")
    sys.exit(EXIT_FAILED if report.open or report.failed or waiting else EXIT_OK)
