"""A process beside the one that fills the archive: makes the stories up ahead of it, and the search index behind it.

Each takes about as long as the rows of a story do, and neither touches the newspaper's main database. The process
starts without Django, so nothing of Django's may be imported here.
"""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import pickle
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from types import TracebackType
from typing import Any, Generic, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")


class Beside:
    """Does work in its order, in a process of its own or (own_process=False) at once. On leaving, all is done.

    An error of work whose outcome nobody asks for is raised by the next `do`, or on leaving.
    """

    def __init__(self, *, own_process: bool) -> None:
        context = multiprocessing.get_context("spawn")
        self.pool = ProcessPoolExecutor(1, context, initializer=_begin) if own_process else None
        self.under_way: deque[Promise[Any]] = deque()

    def __enter__(self) -> Beside:
        if self.pool:
            gc.freeze()  # what is there stays; Python would look through it again and again
            gc.disable()  # and it would do so while the write lock is held; see `archive.Writer`
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:  # fmt: skip
        if self.pool:
            self.pool.shutdown(cancel_futures=kind is not None)
            gc.enable()
            gc.unfreeze()
        while self.under_way and kind is None:
            self.under_way.popleft().check()

    def do(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Promise[R]:
        """Have work done; what it takes and gives must be picklable."""
        while self.under_way and self.under_way[0].done():
            self.under_way.popleft().check()
        promise = Promise(self.pool, work, args, kwargs)
        self.under_way.append(promise)
        return promise


class Promise(Generic[R]):
    """Work under way. What goes over is packed and unpacked by who asks: the pool's own threads would do it in between.

    They would hold Python's lock for some 30 ms, and with it the newspaper's write lock.
    """

    def __init__(
        self, pool: ProcessPoolExecutor | None, work: Callable[..., R], args: Any, kwargs: Any
    ) -> None:  # fmt: skip
        self.packed = pool.submit(_packed, pickle.dumps((work, args, kwargs))) if pool else None
        self.outcome = None if pool else work(*args, **kwargs)

    def done(self) -> bool:
        """Is it done?"""
        return self.packed is None or self.packed.done()

    def check(self) -> None:
        """Wait until it is done. raises what the work raised"""
        if self.packed is not None and (error := self.packed.exception()):
            raise error

    def result(self) -> R:
        """What came of it, once it is done. raises what the work raised"""
        if self.packed is not None:
            return cast(R, pickle.loads(self.packed.result()))  # noqa: S301 - from our own process
        return cast(R, self.outcome)


def _packed(asked: bytes) -> bytes:
    work, args, kwargs = pickle.loads(asked)  # noqa: S301 - from our own process
    return pickle.dumps(work(*args, **kwargs))


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
