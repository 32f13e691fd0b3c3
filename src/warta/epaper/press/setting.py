"""From composed pages to the data that `page.typ` sets, and to the places of pieces on pages."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from warta.epaper.compose.draft import Draft, Flow, Module, Photo, Run
from warta.epaper.compose.newspaper import Laid, Newspaper
from warta.epaper.compose.sheet import BAND_GAP, GUTTER, ROW, Sheet
from warta.epaper.press.material import Material, worded
from warta.epaper.press.pictures import Crop, cut
from warta.epaper.press.typesetter import Typesetter
from warta.epaper.press.words import Words
from warta.epaper.values import Place, PrintedPage


class Setting:
    """Makes the data of all pages; writes the pictures as it meets them."""

    def __init__(
        self, materials: list[Material], drafts: list[Draft], newspaper: Newspaper, sheet: Sheet, words: Words,
        typesetter: Typesetter,
    ) -> None:  # fmt: skip
        self.materials, self.drafts, self.newspaper = materials, drafts, newspaper
        self.sheet, self.words, self.typesetter = sheet, words, typesetter
        self.cuts: dict[tuple[int, int], set[int]] = defaultdict(set)
        self.pieces = [material.data for material in materials]
        self.group_at: dict[int, int] = {}

    def pages(self) -> list[dict[str, Any]]:
        """All pages, in order; `self.pieces` is complete after it."""
        for index, group in sorted(self.newspaper.groups.items(), reverse=True):
            self.group_at[index] = len(self.pieces)
            self.pieces.append(self._group(group))
        for laid in self.newspaper.pages:
            for module in laid.modules:
                for flow in module.form.flows:
                    self._note_cuts(module, flow)
        for (draft, item), lines in self.cuts.items():
            told = self.materials[draft].data["items"][item]
            told["cuts"] = sorted(lines)
            told["w"] = worded(told["s"])
        return [self._page(laid) for laid in self.newspaper.pages]

    def _group(self, group: Draft) -> dict[str, Any]:
        members = [self.materials[index].data for index in group.members]
        return {
            "kind": "briefs", "lang": members[0]["lang"], "url": "", "headline": [{"t": self.words.briefs}],
            "standfirst": [],
            "kicker": [], "byline": "", "pictures": [], "items": [member["brief"] for member in members],
        }  # fmt: skip

    def _note_cuts(self, module: Module, flow: Flow) -> None:
        if module.draft < 0:
            return
        items = self.drafts[module.draft].items
        for run in flow.runs:
            for line in (run.start, run.end):
                if items[run.item].kind == "text" and 0 < line < items[run.item].lines:
                    self.cuts[module.draft, run.item].add(line)

    def _page(self, laid: Laid) -> dict[str, Any]:
        banners = list(laid.banners)
        things: list[dict[str, Any]] = []
        for module in _reading_order(laid):
            while banners and banners[0].row <= module.row:
                banner = banners.pop(0)
                things.append({"what": "banner", "text": banner.section, "y": self.sheet.top(banner.row)})
            things.append(self._module(module, laid))
        return {
            "number": laid.number, "title": laid.section, "things": things, "rules": self._rules(laid), "strip": None,
            "listed": None,
        }  # fmt: skip

    def _rules(self, laid: Laid) -> list[dict[str, float]]:
        """Hairlines: over a module that has another above it, and left of one that has another beside it."""
        made = []
        banners = {banner.row for banner in laid.banners}
        for module in laid.modules:
            left, top = self.sheet.left(module.column), self.sheet.top(module.row)
            height = module.rows * ROW
            if module.column > 0:
                made.append({"x": left - GUTTER / 2, "y": top, "dx": 0.0, "dy": height})
            has_above = any(
                other.row + other.rows <= module.row and _share_columns(other, module) for other in laid.modules
            )
            if has_above and not any(row < module.row <= row + 4 for row in banners):
                made.append(
                    {"x": left, "y": top - BAND_GAP * ROW / 2 - 1, "dx": self.sheet.span(module.columns), "dy": 0.0}
                )
        return made

    def _module(self, module: Module, laid: Laid) -> dict[str, Any]:
        form = module.form
        left, top = self.sheet.left(module.column), self.sheet.top(module.row)
        is_group = module.draft < 0
        piece = self.group_at[module.draft] if is_group else module.draft
        told: dict[str, Any] = {
            "what": "module", "kind": "briefs" if is_group else self.materials[module.draft].piece.kind,
            "piece": piece, "part": module.part, "name": f"p{piece}-{module.part}",
            "x": left, "y": top, "w": self.sheet.span(module.columns), "level": 2 if laid.number == 1 else 3,
            "head": None, "photos": [], "flows": [], "tail": form.tail, "tail-to": "", "tail-url": "", "tail-text": "",
            "tail-rows": 1, "jump": 1, "from-text": "", "from-to": "",
        }  # fmt: skip
        if form.head:
            told["head"] = {
                "rows": form.head.rows, "size": form.head.size, "standfirst": form.head.standfirst,
                "columns": form.head.columns,
            }  # fmt: skip
        if not is_group:
            self._marks(module, told)
        for photo in form.photos:
            told["photos"].append(self._photo(module, photo, left, top))
        for number, flow in enumerate(form.flows):
            told["flows"].append({
                "x": left + flow.column * (self.sheet.column + GUTTER), "y": top + flow.row * ROW,
                "w": self.sheet.span(flow.columns), "h": flow.rows * ROW, "columns": flow.columns,
                "ends": number == len(form.flows) - 1, "runs": [self._run(module, run) for run in flow.runs],
            })  # fmt: skip
        return told

    def _marks(self, module: Module, told: dict[str, Any]) -> None:
        draft = self.drafts[module.draft]
        numbers = self.newspaper.parts[module.draft]
        if module.form.tail == "continued":
            told["tail-to"] = f"p{module.draft}-{module.part + 1}"
            told["tail-text"] = self.words.to_page % {"page": numbers[module.part]}
        elif module.form.tail == "shortened":
            told["tail-text"] = self.materials[module.draft].data["more"]
            told["tail-url"] = self.materials[module.draft].data["url"]
            told["tail-rows"] = draft.more
        elif module.form.tail == "cut":
            told["tail-text"] = self.words.more_bare
            told["tail-url"] = self.materials[module.draft].data["url"]
        if module.part > 1:
            told["jump"] = draft.jump
            told["from-to"] = f"p{module.draft}-{module.part - 1}"
            told["from-text"] = self.words.from_page % {"page": numbers[module.part - 2]}

    def _photo(self, module: Module, photo: Photo, left: float, top: float) -> dict[str, Any]:
        if photo.picture == -2:
            return {
                "i": -1, "x": left, "y": top + photo.row * ROW + 6, "w": self.sheet.span(photo.columns),
                "h": photo.rows * ROW - 6,
            }  # fmt: skip
        number = max(photo.picture, 0)
        width, height = self.sheet.span(photo.columns), photo.rows * ROW
        name = f"{module.draft}-{number}-{module.part}.jpg"
        cut(self.materials[module.draft].pictures[number], Crop(width, height), self.typesetter.pictures / name)
        return {
            "i": number, "file": name, "x": left + photo.column * (self.sheet.column + GUTTER),
            "y": top + photo.row * ROW, "w": width, "h": height, "caption": photo.caption * ROW,
        }  # fmt: skip

    def _run(self, module: Module, run: Run) -> dict[str, Any]:
        cuts = sorted(self.cuts.get((module.draft, run.item), ()))
        if module.draft >= 0:
            self._inline(module, run.item)
        return {
            "i": run.item, "gap": run.gap, "breaks": run.breaks, "rows": run.end - run.start,
            "nth": ([0, *cuts].index(run.start)) if cuts else -1,
        }  # fmt: skip

    def _inline(self, module: Module, number: int) -> None:
        """The file of a photo in the text, as wide as a column."""
        told = self.materials[module.draft].data["items"][number]
        if told["k"] == "photo" and "file" not in told["picture"]:
            material = self.materials[module.draft]
            before = sum(item["k"] == "photo" for item in material.data["items"][:number])
            picture = material.pictures[len(material.data["pictures"]) + before]
            told["picture"]["file"] = f"{module.draft}-item-{number}.jpg"
            crop = Crop(self.sheet.column, self.sheet.column / told["picture"]["aspect"])
            cut(picture, crop, self.typesetter.pictures / told["picture"]["file"])

    def printed(self) -> tuple[PrintedPage, ...]:
        """Where everything stands, in thousandths of the page."""
        made = []
        for laid in self.newspaper.pages:
            places = [place for module in _reading_order(laid) for place in self._places(module)]
            made.append(PrintedPage(laid.number, laid.section or self.words.front, tuple(places)))
        return tuple(made)

    def _places(self, module: Module) -> list[Place]:
        left, top = self.sheet.left(module.column), self.sheet.top(module.row)
        box = (
            round(left / self.sheet.width * 1000), round(top / self.sheet.height * 1000),
            round(self.sheet.span(module.columns) / self.sheet.width * 1000),
            round(module.rows * ROW / self.sheet.height * 1000),
        )  # fmt: skip
        if module.draft < 0:
            members = self.newspaper.groups[module.draft].members
            return [Place(self.drafts[index].key, *box, shortened=True) for index in members]
        parts = len(self.newspaper.parts[module.draft])
        return [Place(
            self.drafts[module.draft].key, *box, part=module.part, parts=parts,
            shortened=module.form.tail in ("shortened", "cut"),
        )]  # fmt: skip


def _share_columns(one: Module, other: Module) -> bool:
    return one.column < other.column + other.columns and other.column < one.column + one.columns


def _reading_order(laid: Laid) -> list[Module]:
    """Band after band, in each from left to right, in a slot from top to bottom."""
    return list(laid.modules)
