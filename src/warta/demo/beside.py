"""A process beside the one that fills the archive: makes the stories up ahead of it, and the search index behind it.

Each takes about as long as the rows of a story do, and neither touches the newspaper's main database. The process
starts without Django, so nothing of Django's may be imported here.
"""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Beside:
    """Does work in its order, in a process of its own or (own_process=False) at once. On leaving, all is done.

    An error of work whose outcome nobody asks for is raised by the next `do`, or on leaving.
    """

    def __init__(self, *, own_process: bool) -> None:
        context = multiprocessing.get_context("spawn")
        self.pool = ProcessPoolExecutor(1, context, initializer=_begin) if own_process else None
        self.under_way: deque[Future[Any]] = deque()

    def __enter__(self) -> Beside:
        if self.pool:
            gc.freeze()  # what is there stays; Python would look through it again and again
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:  # fmt: skip
        if self.pool:
            self.pool.shutdown(cancel_futures=kind is not None)
            gc.unfreeze()
        while self.under_way and kind is None:
            self.under_way.popleft().result()

    def do(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Have work done; what it takes and gives must be picklable."""
        while self.under_way and self.under_way[0].done():
            self.under_way.popleft().result()
        if self.pool:
            promise = self.pool.submit(work, *args, **kwargs)
        else:
            promise = Future()
            promise.set_result(work(*args, **kwargs))
        self.under_way.append(promise)
        return promise


def _begin() -> None:
    """Set up Django in the new process, which ends when its parent does, however that ends."""
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    importlib.import_module("django").setup()
    gc.freeze()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
