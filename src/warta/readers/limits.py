"""How often something may be tried: counted in the cache that all processes share."""

from __future__ import annotations

from django.core.cache import cache


def is_too_many(what: str, most: int, seconds: int) -> bool:
    """Count one more of `what`; is it more than `most` within so many seconds from the first?"""
    cache.add(what, 0, timeout=seconds)
    try:
        return cache.incr(what) > most
    except ValueError:  # the time ended in between
        return False
