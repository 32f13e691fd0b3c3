"""The collected look: one sheet, hashed, and kept compressed."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.core.management import call_command


@pytest.fixture
def collected(tmp_path: Path, settings: Any) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "warta.site.assets.JoinedStorage"}}
    call_command("collectstatic", verbosity=0, interactive=False)
    return tmp_path / "warta" / "css"


def test_the_sheet_is_joined_and_kept_compressed(collected: Path) -> None:
    (sheet,) = collected.glob("site.*.css")
    css = sheet.read_bytes()
    assert b"@import" not in css
    assert brotli.decompress(Path(f"{sheet}.br").read_bytes()) == css
    assert gzip.decompress(Path(f"{sheet}.gz").read_bytes()) == css


def test_fonts_are_compressed_already(collected: Path) -> None:
    fonts = collected.parent / "fonts"
    assert list(fonts.glob("newsreader.*.woff2"))
    assert not list(fonts.glob("*.woff2.br"))
