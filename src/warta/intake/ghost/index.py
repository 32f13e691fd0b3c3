"""The first pass over a Ghost export: sound JSON to the end, where the posts stand, and the tables they join to."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import ijson
from ijson.common import ObjectBuilder

from warta.intake.errors import UnknownKind, Unreadable
from warta.intake.options import MIB

MAX_DEPTH = 100
MAX_STRING = 48 * MIB
BUFFER = 1 << 20
ROOTS: tuple[tuple[str, ...], ...] = (
    (), ("db", "item"), ("db", "item", "data"), ("data",), ("data", "data"), ("db",), ("db", "data"),
    ("data", "db", "item", "data"), ("db", "item", "data", "data"),
)  # fmt: skip
TABLES = {"users", "tags", "posts_tags", "posts_authors", "posts_meta", "settings", "posts_products", "products"}
COUNTED = {"members"}
SETTINGS = {"url", "locale", "lang", "default_locale", "title", "default_content_visibility"}
TABLE_PATHS = {(*root, t, "item"): t for root in ROOTS for t in TABLES | COUNTED}
POST_PATHS = {(*root, "posts") for root in ROOTS}
VERSION_PATHS = {(*root, "meta", "version") for root in ROOTS}
LONG_NUMBER = re.compile(rb"\d{2000}")
Row = dict[str, Any]


@dataclass(slots=True)
class Index:
    """The tables, joined by post id."""

    path: Path
    posts: str = ""
    version: str = ""
    users: dict[str, Row] = field(default_factory=dict)
    tags: dict[str, Row] = field(default_factory=dict)
    post_tags: dict[str, list[tuple[float, str]]] = field(default_factory=dict)
    post_authors: dict[str, list[tuple[float, str]]] = field(default_factory=dict)
    meta: dict[str, Row] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


def identity(value: object) -> str:
    """An id as text; empty for what can be none."""
    if isinstance(value, str):
        return value.strip()[:100]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def index(path: Path) -> Index:
    """Reads the file to its end.

    raises  Unreadable if it is cut, too deep or no JSON; UnknownKind if it holds no posts of Ghost
    """
    found = Index(path)
    with path.open("rb") as file:
        source = Guard(path, file)
        guarded(path, source, lambda: _gather(found, source))
    if not found.posts:
        do = "Its members are taken with --kind members." if found.counts else "Export again under Settings → Advanced."
        raise UnknownKind(path, "this JSON holds no Ghost posts.", do=do)
    return found


def guarded(path: Path, source: "Guard", work: Callable[[], None]) -> None:
    """Runs a parse and turns its failures into errors that name the line."""
    try:
        work()
    except ijson.IncompleteJSONError as error:
        raise Unreadable(
            path, f"the JSON breaks off or is wrong here ({_why(error)}).", line=source.line,
            do="Export it again and run the same command again.",
        ) from None  # fmt: skip
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise Unreadable(path, f"no JSON ({_why(error)}).", line=source.line) from None
    except (ValueError, OverflowError) as error:
        raise Unreadable(path, f"a value that is none ({str(error)[:80]}).", line=source.line) from None


def _why(error: Exception) -> str:
    text = error.args[0] if error.args else ""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    return str(text).strip().splitlines()[0][:80] if str(text).strip() else "unknown"


class Guard:
    """A file that counts lines and refuses a single value without end."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path = path
        self.file = file
        self.line = 1
        self.run = 0
        self.fresh = True

    def read(self, size: int = -1) -> bytes:
        """One more piece."""
        data = self.file.read(size)
        if self.fresh:
            self.fresh = False
            data = data.removeprefix(b"\xef\xbb\xbf")
        self.line += data.count(b"\n")
        end = data.rfind(b'"')
        while end > 0 and data[end - 1] == 0x5C:
            end = data.rfind(b'"', 0, end)
        self.run = self.run + len(data) if end < 0 else len(data) - end
        if LONG_NUMBER.search(data):
            raise Unreadable(self.path, "a number of more than 2,000 digits.", line=self.line)
        if self.run > MAX_STRING:
            raise Unreadable(self.path, "one value is longer than 48 MB.", line=self.line)
        return data


def _gather(found: Index, source: Guard) -> None:
    builder: ObjectBuilder | None = None
    table, inside = "", 0
    for path, depth, event, value in events(found.path, source):
        if builder is not None:
            builder.event(event, value)
            if depth == inside and event == "end_map":
                _row(found, table, builder.value)
                builder = None
        elif event == "start_map" and path in TABLE_PATHS:
            table, inside = TABLE_PATHS[path], depth
            if table in COUNTED:
                found.counts[table] = found.counts.get(table, 0) + 1
            else:
                builder = ObjectBuilder()
                builder.event(event, value)
        elif event == "start_array" and path in POST_PATHS and not found.posts:
            found.posts = ".".join((*path, "item"))
        elif path in VERSION_PATHS and isinstance(value, str):
            found.version = value


def events(path: Path, source: Guard) -> Iterator[tuple[tuple[str, ...], int, str, Any]]:
    """Events with the keys that lead to them (only as deep as tables stand) and their depth.

    ijson's own `parse` builds a name for every level before it returns; depth is checked here instead.
    """
    keys: list[str] = []
    for event, value in ijson.basic_parse(source, buf_size=BUFFER, use_float=True):
        if event in {"end_map", "end_array"}:
            keys.pop()
        elif event == "map_key":
            keys[-1] = value
        yield tuple(keys) if len(keys) < 8 else (), len(keys), event, value
        if event in {"start_map", "start_array"}:
            keys.append("item" if event == "start_array" else "")
            if len(keys) > MAX_DEPTH:
                raise Unreadable(path, f"values more than {MAX_DEPTH} deep.", line=source.line)


def _row(found: Index, table: str, row: Row) -> None:
    post = identity(row.get("post_id"))
    if table == "users":
        found.users[identity(row.get("id")) or f"row {len(found.users)}"] = row
    elif table == "tags":
        found.tags[identity(row.get("id"))] = row
    elif table == "settings":
        key, value = row.get("key"), row.get("value")
        if key in SETTINGS and isinstance(value, str):
            found.settings[key] = value[:500]
    elif table == "posts_meta":
        kept = {k: v for k, v in row.items() if k in {"feature_image_alt", "feature_image_caption", "email_only"} and v}
        if kept:
            found.meta[post] = kept
    elif table in {"posts_tags", "posts_authors"}:
        order = row.get("sort_order")
        joins = found.post_tags if table == "posts_tags" else found.post_authors
        other = identity(row.get("tag_id" if table == "posts_tags" else "author_id"))
        place = float(order) if isinstance(order, int) else float(len(joins.get(post, ())))
        joins.setdefault(post, []).append((place, other))


def posts(found: Index) -> Iterator[object]:
    """The second pass: every post as the file has it."""
    with found.path.open("rb") as file:
        yield from ijson.items(Guard(found.path, file), found.posts, buf_size=BUFFER, use_float=True)
