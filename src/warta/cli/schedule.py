"""The worker's loops: what is due, what time changes, the search index, background tasks. None waits for another.

What is due is looked for every second in a thread of its own, as are what time alone changes and what the search index
has to take in. Background tasks run one at a time in the main thread, where signals arrive.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections

from warta.audience.services import forget_reads, take_in
from warta.cli.trouble import explain
from warta.desk.services import publish_due
from warta.discovery.index import follow
from warta.epaper.services.due import editions_due
from warta.readers.services import forget_sessions
from warta.stories.timed import tell_time
from warta.subscriptions.services.due import subscriptions_due
from warta.subscriptions.services.letters import send_waiting
from warta.subscriptions.services.notices import handle_notices
from warta.subscriptions.services.reconcile import reconcile_nightly
from warta.subscriptions.services.telling import tell_providers

logger = logging.getLogger("warta.worker")
EVERY_S = 1.0
REST_S = 0.01  # between batches of a long duty: others may write
SAY_AGAIN_S = 60.0  # the same trouble is told so often, not every second
DUTIES = (publish_due, tell_time, follow, subscriptions_due, send_waiting, handle_notices, tell_providers,
          reconcile_nightly, forget_sessions, take_in, forget_reads, editions_due)  # fmt: skip


def run() -> None:
    """Run all loops until a signal ends the process."""
    stop = threading.Event()
    threads = [threading.Thread(target=keep, args=(duty, stop), name=duty.__name__, daemon=True) for duty in DUTIES]
    for thread in threads:
        thread.start()
    try:
        _run_tasks()
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=5)


def keep(duty: Callable[[], int], stop: threading.Event) -> None:
    """Call a duty once a second, and at once again while it finds work. One that fails is told, and tried again."""
    troubles = Troubles(duty.__name__)
    wait = EVERY_S
    while not stop.wait(wait):
        close_old_connections()
        try:
            wait = REST_S if duty() else EVERY_S
        except Exception as error:  # noqa: BLE001 - told, and tried again
            troubles.tell(error)
            wait = EVERY_S


def _run_tasks() -> None:
    """Run background tasks until a signal; a full disk or a database that is away ends nothing, it is waited for."""
    troubles = Troubles("tasks")
    while True:
        try:
            call_command("db_worker", interval=1, startup_delay=False, verbosity=0)
            return
        except Exception as error:
            if explain(error, settings.DATA) is None:
                raise
            troubles.tell(error)
            close_old_connections()
            time.sleep(EVERY_S)


class Troubles:
    """Tells of what fails: a known trouble of the machine in words, anything else with its traceback."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.last = ""
        self.told_at = 0.0

    def tell(self, error: Exception) -> None:
        """Log it, unless it is the last one again within a minute."""
        words = explain(error, settings.DATA)
        said = words or repr(error)
        now = time.monotonic()
        if said == self.last and now - self.told_at < SAY_AGAIN_S:
            return
        self.last, self.told_at = said, now
        if words:
            logger.error("%s failed, and is tried again: %s", self.what, words)
        else:
            logger.error("%s failed, and is tried again", self.what, exc_info=error)
