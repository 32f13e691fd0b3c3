"""Typst: a folder with the templates, the data and the pictures; answers and PDFs out of it."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from warta.epaper.press.errors import PressError

HERE = Path(__file__).parent


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE / "fonts"])


class Typesetter:
    """Works in a folder that its caller makes and removes. Data never becomes code: it is read as JSON."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pictures = folder / "pictures"
        self.pictures.mkdir()
        for name in ("type.typ", "measure.typ", "page.typ"):
            shutil.copyfile(HERE / name, folder / name)

    def measure(self, data: dict[str, Any]) -> Any:
        """What `measure.typ` says of the data."""
        self._write(data)
        try:
            found = typst.query(
                self.folder / "measure.typ", "<measures>", field="value", one=True, root=self.folder,
                font_paths=_fonts(), ignore_system_fonts=True,
            )  # fmt: skip
        except RuntimeError as error:
            raise PressError(f"The pieces cannot be measured: {error}") from error
        return json.loads(found) if isinstance(found, str) else found

    def print(self, data: dict[str, Any], day: date) -> bytes:
        """The PDF that `page.typ` makes of the data; its dates are the day's midnight."""
        self._write(data)
        try:
            made = typst.compile(
                self.folder / "page.typ", format="pdf", root=self.folder, font_paths=_fonts(),
                ignore_system_fonts=True, pdf_standards=["ua-1"],
                timestamp=int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
            )  # fmt: skip
        except RuntimeError as error:
            raise PressError(f"The pages cannot be printed: {error}") from error
        return bytes(made)

    def _write(self, data: dict[str, Any]) -> None:
        (self.folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
