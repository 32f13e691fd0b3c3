"""The process beside: writes what it is given into the search index. It starts without Django, so it imports late."""

from __future__ import annotations

import importlib
from typing import Any


def keep(queue: Any) -> None:
    """Write what comes, until None comes."""
    importlib.import_module("django").setup()
    search = importlib.import_module("warta.discovery.search")
    while (entries := queue.get()) is not None:
        search.write(entries)
    importlib.import_module("warta.discovery.file").close()
