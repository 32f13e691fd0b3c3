"""Reading the sample's files: a head in TOML, a body in Markdown with blocks between colons. Pure.

The format is described in `content/README.md`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

CONTENT = Path(__file__).parent / "content"
HEAD = re.compile(r"\A\+\+\+\n(?P<head>.*?)\n\+\+\+\n(?P<body>.*)\Z", re.DOTALL)
OPENS = re.compile(r"^:::(?P<kind>[a-z]+)(?: (?P<rest>.*))?$")
CLOSES = ":::"
TABLE_RULE = re.compile(r"^\|[\s:|-]+\|$")
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


class SampleError(Exception):
    """A file of the sample is not as the format says; names the file."""


@dataclass(frozen=True, slots=True)
class SampleFile:
    """One story or page: its key, head and body."""

    key: str
    head: dict[str, Any]
    body: str


@dataclass(slots=True)
class Piece:
    """A block of a body: `text` (Markdown), or one named between colons, with the pieces inside it."""

    kind: str
    rest: str = ""
    lines: list[str] = field(default_factory=list)
    inside: list[Piece] = field(default_factory=list)

    @property
    def source(self) -> str:
        """Its own lines."""
        return "\n".join(self.lines).strip()


def read_folder(name: str, suffix: str = ".md") -> list[SampleFile]:
    """All files of a folder of the sample, by name. raises SampleError."""
    return [_read(path, suffix) for path in sorted((CONTENT / name).glob(f"*{suffix}"))]


def read_table(name: str) -> dict[str, Any]:
    """A TOML file of the sample."""
    return tomllib.loads((CONTENT / name).read_text())


def _read(path: Path, suffix: str) -> SampleFile:
    match = HEAD.match(path.read_text())
    if match is None:
        raise SampleError(f"{path.name}: the head between two lines of +++ is missing.")
    try:
        head = tomllib.loads(match["head"])
    except tomllib.TOMLDecodeError as error:
        raise SampleError(f"{path.name}: the head is not TOML: {error}.") from error
    return SampleFile(path.name.removesuffix(suffix), head, match["body"])


def pieces(body: str) -> list[Piece]:
    """The pieces of a body in their order; a piece inside another stays inside. raises SampleError."""
    top = Piece("top")
    stack = [top]
    for line in body.splitlines():
        opened = OPENS.match(line)
        if opened:
            piece = Piece(opened["kind"], (opened["rest"] or "").strip())
            stack[-1].inside.append(piece)
            stack.append(piece)
        elif line.strip() == CLOSES:
            if len(stack) == 1:
                raise SampleError("a block is closed that was not opened.")
            stack.pop()
        elif len(stack) > 1:
            stack[-1].lines.append(line)
        else:
            _add_text(top, line)
    if len(stack) > 1:
        raise SampleError(f"the block {stack[-1].kind} is not closed.")
    return [piece for piece in top.inside if piece.kind != "text" or piece.source]


def _add_text(top: Piece, line: str) -> None:
    """Add a line of Markdown; a subheading and a quotation are pieces of their own."""
    last = top.inside[-1] if top.inside else None
    if line.startswith("## "):
        top.inside.append(Piece("subheading", line[3:].strip()))
    elif line.startswith(">"):
        if last is None or last.kind != "quote":
            last = Piece("quote")
            top.inside.append(last)
        last.lines.append(line.lstrip("> ").rstrip())
    else:
        if last is None or last.kind != "text":
            last = Piece("text")
            top.inside.append(last)
        last.lines.append(line)


def html(markdown: str, link: Callable[[str], str | None]) -> str:
    """Markdown as the HTML Wagtail keeps; `link` gives the attributes of an `a` for an address of the sample."""
    rendered = _markdown.render(markdown).replace("<strong>", "<b>").replace("</strong>", "</b>")
    rendered = rendered.replace("<em>", "<i>").replace("</em>", "</i>")

    def resolved(match: re.Match[str]) -> str:
        attributes = link(match[1])
        return f"<a {attributes}>" if attributes else match[0]

    return re.sub(r'<a href="([^"]*)">', resolved, rendered).strip()


def table(source: str) -> dict[str, Any]:
    """A Markdown table as the value of Wagtail's table block: the first row is its head."""
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in source.splitlines()
        if line.strip().startswith("|") and not TABLE_RULE.match(line.strip())
    ]
    return {"data": rows, "first_row_is_table_header": True, "first_col_is_header": False}


def quote(source: str) -> dict[str, str]:
    """Text, name and role of a quotation whose last line begins with two hyphens."""
    lines = [line for line in source.splitlines() if line.strip()]
    name = role = ""
    if lines and lines[-1].startswith(("--", "—", "–")):
        name, _, role = lines.pop().lstrip("-—– ").partition(",")
    return {"text": " ".join(lines), "name": name.strip(), "role": role.strip()}
