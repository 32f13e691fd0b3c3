"""How often something may be tried: counted in the cache that all processes share."""

from __future__ import annotations

import logging

from django.core.cache import cache


class NotOfFloods(logging.Filter):
    """Leaves out that somebody tried too often: a line for each of ten thousand attempts would fill the disk."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Is it of something else?"""
        return getattr(record, "status_code", 0) != 429


def is_too_many(what: str, most: int, seconds: int) -> bool:
    """Count one more of `what`; is it more than `most` within so many seconds from the first?"""
    cache.add(what, 0, timeout=seconds)
    try:
        return cache.incr(what) > most
    except ValueError:  # the time ended in between
        return False
