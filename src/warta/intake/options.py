"""What a reader needs to be told, as one value."""

from dataclasses import dataclass, field
from datetime import tzinfo
from zoneinfo import ZoneInfo

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Options:
    """How to read.

    zone         the zone of times that say none (a doubt is raised each time it is used)
    story_types  WordPress post types taken as stories besides `post`
    max_body     the longest body of one item, in characters; a longer one is skipped and named
    max_page     the largest saved page, in bytes
    """

    zone: tzinfo = field(default_factory=lambda: ZoneInfo("Asia/Jakarta"))
    story_types: frozenset[str] = frozenset()
    max_body: int = 8 * MIB
    max_page: int = 32 * MIB
