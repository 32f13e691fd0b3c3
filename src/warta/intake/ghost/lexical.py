"""Lexical, Ghost's editor since 5.x: a tree of nodes → blocks."""

from typing import Any

from warta.intake import clean
from warta.intake.ghost.cards import card, loads, url
from warta.intake.html import Body, joined
from warta.intake.items import Block, Quote, Subheading, Text

FORMATS = ((1, "strong"), (2, "em"), (16, "code"), (32, "sub"), (64, "sup"))
DEPTH = 60
TEXTS = {"text", "extended-text", "tk", "zwnj"}
_SKIPPED_FIELDS = {"children", "type", "version"}
Node = dict[str, Any]


def lexical(source: str) -> Body:
    """A post's Lexical as blocks. Raises ValueError if it is not Lexical."""
    tree = loads(source)
    root = tree.get("root") if isinstance(tree, dict) else None
    if not isinstance(root, dict):
        raise ValueError("no root node")
    out: list[Block] = []
    lost: list[str] = []
    run: list[Node] = []

    def end_run() -> None:
        markup = clean.inline("".join(_inline(n, lost, 1) for n in run)).strip()
        run.clear()
        if markup:
            out.append(Text(f"<p>{markup}</p>"))

    for node in _children(root):
        if node.get("type") in TEXTS | {"link", "autolink", "at-link", "linebreak"}:
            run.append(node)
            continue
        end_run()
        out += _block(node, lost)
    end_run()
    return Body(joined(out), tuple(dict.fromkeys(lost)))


def _children(node: Node) -> list[Node]:
    found = node.get("children")
    return [c for c in found if isinstance(c, dict)] if isinstance(found, list) else []


def _block(node: Node, lost: list[str]) -> list[Block]:
    kind = node.get("type")
    if kind == "paragraph":
        return _paragraph(node, lost)
    if kind in {"heading", "extended-heading"}:
        text = _plain(node)
        return [Subheading(text)] if text else []
    if kind in {"quote", "extended-quote", "aside"}:
        text = _plain(node)
        return [Quote(text)] if text else []
    if kind == "list":
        markup = clean.rich(_list(node, lost, 1))
        return [Text(markup)] if markup else []
    found = card(str(kind), {k: v for k, v in node.items() if k not in _SKIPPED_FIELDS})
    lost += found.lost
    return list(found.blocks)


def _paragraph(node: Node, lost: list[str]) -> list[Block]:
    markup = clean.inline("".join(_inline(n, lost, 1) for n in _children(node))).strip()
    return [Text(f"<p>{markup}</p>")] if markup else []


def _inline(node: Node, lost: list[str], depth: int) -> str:
    kind = node.get("type")
    if depth > DEPTH:
        return ""
    if kind in TEXTS:
        return _text(node)
    if kind == "linebreak":
        return "<br>"
    if kind == "tab":
        return " "
    inner = "".join(_inline(c, lost, depth + 1) for c in _children(node))
    if kind in {"link", "autolink", "at-link"}:
        target = url(node.get("url")) or (node["url"] if str(node.get("url")).startswith("mailto:") else "")
        return f'<a href="{clean.escaped(target).replace(chr(34), "%22")}">{inner}</a>' if target else inner
    if not inner:
        lost.append(f"card {clean.line(str(kind))[:60]}")
    return inner


def _text(node: Node) -> str:
    text = node.get("text")
    if not isinstance(text, str):
        return ""
    marks = node.get("format")
    out = clean.escaped(text)
    for bit, tag in FORMATS:
        if isinstance(marks, int) and marks & bit and out.strip():
            out = f"<{tag}>{out}</{tag}>"
    return out


def _plain(node: Node, depth: int = 0) -> str:
    if depth > DEPTH:
        return ""
    if node.get("type") == "linebreak":
        return " "
    text = node.get("text")
    own = text if isinstance(text, str) else ""
    return (
        (own + "".join(_plain(c, depth + 1) for c in _children(node)))
        if depth
        else clean.line(own + "".join(_plain(c, 1) for c in _children(node)))
    )


def _list(node: Node, lost: list[str], depth: int) -> str:
    if depth > DEPTH:
        return ""
    tag = "ol" if node.get("listType") == "number" or node.get("tag") == "ol" else "ul"
    items = []
    for item in _children(node):
        inner = "".join(
            _list(c, lost, depth + 1) if c.get("type") == "list" else _inline(c, lost, depth + 1)
            for c in _children(item)
        )
        if inner:
            items.append(f"<li>{inner}</li>")
    return f"<{tag}>{''.join(items)}</{tag}>" if items else ""
