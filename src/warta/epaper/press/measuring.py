"""Every piece measured once, as a draft for the composer."""

from __future__ import annotations

from math import ceil
from typing import Any

from warta.epaper.compose.draft import Draft, Item, Shot
from warta.epaper.compose.sheet import ROW, SIZES, Sheet
from warta.epaper.press.material import Material
from warta.epaper.press.typesetter import Typesetter

TALL = 36  # rows that something unbroken in a column has at most


def rows_of(points: float) -> int:
    """Whole rows that hold so many points."""
    return max(0, ceil(points / ROW - 0.02))


def drafts_of(materials: list[Material], typesetter: Typesetter, sheet: Sheet, base: dict[str, Any]) -> list[Draft]:
    """Measure all pieces in one run."""
    told = typesetter.measure(base | {
        "widths": [sheet.span(columns) for columns in range(1, sheet.columns + 1)],
        "pieces": [material.data for material in materials],
    })  # fmt: skip
    return [
        _draft(index, material, measured, sheet)
        for index, (material, measured) in enumerate(zip(materials, told, strict=True))
    ]


def _draft(index: int, material: Material, told: dict[str, Any], sheet: Sheet) -> Draft:
    piece = material.piece
    heads, lines = {}, {}
    # Without its text a piece has no head: it can only be a brief.
    for columns, heights in enumerate([] if material.data["brief-only"] else told["heads"], start=1):
        for size, height in enumerate(heights):
            if height > 0 and height < sheet.rows * ROW * 0.6:
                heads[columns, size] = height
                lines[columns, size] = round(height / SIZES[size][1])
    shots = [
        Shot(picture["aspect"], (0, *(rows_of(8 + height) if height else 1 for height in heights)))
        for picture, heights in zip(material.data["pictures"], told["captions"], strict=True)
    ]
    items, across = _items(material, told, sheet)
    material.data["listed-rows"] = rows_of(told["listed"])
    material.data["more-rows"] = rows_of(told["more"])
    return Draft(
        index, piece.key, piece.kind, material.section, min(max(piece.weight, 0), 100), items, heads, lines,
        standfirst=(0.0, *told["standfirst"]) if any(told["standfirst"]) else (),
        byline=(0.0, *told["byline"]), kicker=bool(material.data["kicker"]),
        more=rows_of(told["more"]), brief=rows_of(told["brief"]) + 1, listed=rows_of(told["listed"]),
        shot=shots[0] if material.has_lead and shots else None,
        gallery=tuple(shots) if piece.kind == "photos" else (),
        fixed=_fixed(material, sheet) if piece.kind == "advertisement" else None,
        table=across,
        open_words=piece.open_words, wish=piece.wish,
    )  # fmt: skip


def _items(material: Material, told: dict[str, Any], sheet: Sheet) -> tuple[tuple[Item, ...], tuple[int, ...]]:
    """The items by rows, and the rows of a table across the module, by columns.

    A table that fits into a column stands in the text. The first that does not stands under it, if the page is wide
    enough; any other becomes a note that says where it is.
    """
    made: list[Item] = []
    across: tuple[int, ...] = ()
    items = material.data["items"]
    for number, (item, height, table) in enumerate(zip(items, told["items"], told["tables"], strict=True)):
        rows, words = rows_of(height), material.words[number]
        if table is not None and (table["widest"] > sheet.column or rows > TALL or not item["fits"]):
            wide = tuple(
                rows_of(high + 6) if table["widest"] <= sheet.span(columns) and rows_of(high + 6) <= TALL else 0
                for columns, high in enumerate(table["heights"], start=1)
            )
            if item["fits"] and any(wide) and not across:
                across, material.data["table"] = (0, *wide), dict(item)
                item, rows = {"k": "none"}, 0
            else:
                item, rows = item["note"], rows_of(table["note"])
            items[number] = item
        follows = items[number + 1]["k"] if number + 1 < len(items) else ""
        kind = {"text": "text", "note": "text", "none": "text", "subheading": "subheading"}.get(item["k"], "solid")
        if kind == "solid" and rows > TALL:
            # A quotation or list without end: it is no use to anybody in print.
            items[number], kind, rows = {"k": "none"}, "text", 0
            material.warnings.append(f"{material.piece.key}: a {item['k']} is too tall for print and was left out.")
        made.append(Item(kind, rows, words, kind != "subheading" and follows != "list"))  # type: ignore[arg-type]
        item["rows"] = rows
    return tuple(made), across


def _fixed(material: Material, sheet: Sheet) -> tuple[int, int] | None:
    """Columns and rows of an advertisement with a picture, its label included."""
    if not material.data["pictures"]:
        return None
    aspect = material.data["pictures"][0]["aspect"]
    asked = material.piece.size or (sheet.columns if aspect > 2.2 else 3 if aspect > 1.1 else 2)
    columns = min(max(asked, 1), sheet.columns)
    while columns > 1 and sheet.span(columns) / aspect / ROW > sheet.rows * 0.7:
        columns -= 1
    rows = min(rows_of(sheet.span(columns) / aspect), int(sheet.rows * 0.8)) + 1
    return columns, rows
