"""The worker's two loops: what is due, every second, in a thread of its own; and background tasks, one at a time."""

from __future__ import annotations

import logging
import threading

from django.core.management import call_command
from django.db import close_old_connections

from warta.desk.services import publish_due
from warta.discovery.index import follow

logger = logging.getLogger("warta.worker")
EVERY_S = 1.0
DUTIES = (publish_due, follow)


def run() -> None:
    """Run both loops until a signal ends the process."""
    stop = threading.Event()
    thread = threading.Thread(target=_keep_schedule, args=(stop,), name="schedule", daemon=True)
    thread.start()
    try:
        call_command("db_worker", interval=1, startup_delay=False, verbosity=0)
    finally:
        stop.set()
        thread.join(timeout=5)


def _keep_schedule(stop: threading.Event) -> None:
    """Call every duty once a second. One that fails is logged, and tried again; it stops nothing else."""
    while not stop.wait(EVERY_S):
        close_old_connections()
        for duty in DUTIES:
            try:
                duty()
            except Exception:
                logger.exception("duty failed: %s", duty.__name__)
