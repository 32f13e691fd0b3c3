"""What a reader needs to be told, and what is wanted of an import, as values."""

from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from warta.access import Right

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Options:
    """How to read.

    zone         the zone of times that say none (a doubt is raised each time it is used)
    story_types  WordPress post types taken as stories besides `post`
    max_body     the longest body of one item, in characters; a longer one is skipped and named
    max_page     the largest saved page, in bytes
    columns      of a list of members: fields, and the heading of the column that is theirs
    """

    zone: tzinfo = field(default_factory=lambda: ZoneInfo("Asia/Jakarta"))
    story_types: frozenset[str] = frozenset()
    max_body: int = 8 * MIB
    max_page: int = 32 * MIB
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What to do with what was read.

    publish    publish what the source has published; else everything becomes a draft
    dry_run    write nothing, say what would be done
    section    the section (its address) for all stories; empty: that of each item
    language   for items that name none; empty: the newspaper's own
    downloads  pictures may be fetched from public addresses
    folders    where pictures are looked for first
    max_bytes  the largest file that is read
    newsletter     the newsletter of members who want one, where the source names none; empty: a general one
    complimentary  what members with a complimentary plan get here; empty: nothing
    """

    publish: bool = False
    dry_run: bool = False
    section: str = ""
    language: str = ""
    downloads: bool = True
    folders: tuple[Path, ...] = ()
    max_bytes: int = 4096 * MIB
    newsletter: str = ""
    complimentary: frozenset[Right] = frozenset()
