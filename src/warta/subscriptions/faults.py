"""Places at which a process may die, so that a test can let it die there.

`point` is called around every commit and every call to a provider. Nothing listens but in a test, which sets `hook`.
"""

from __future__ import annotations

from collections.abc import Callable

hook: Callable[[str], None] | None = None


def point(name: str) -> None:
    """A place at which a process may die."""
    if hook is not None:
        hook(name)
