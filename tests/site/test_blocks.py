"""One name for a block everywhere: function, template, style sheet, order."""

from pathlib import Path

from warta.site import blocks as package
from warta.site.order import MAIN, SIDE
from warta.site.page import BLOCKS

SITE = Path(package.__file__).parents[1]


def names(folder, suffix):
    return {path.stem for path in (SITE / folder).glob(f"*{suffix}")}


def test_a_block_has_one_name():
    assert names("templates/warta/blocks", ".html") == set(BLOCKS)
    assert names("static/warta/css/blocks", ".css") == set(BLOCKS)
    assert {name.replace("_", "-") for name in names("blocks", ".py")} - {"--init--"} == set(BLOCKS)
    assert set(MAIN) | set(SIDE) == set(BLOCKS)


def test_every_block_sheet_is_joined():
    sheet = (SITE / "static/warta/css/site.css").read_text()
    assert all(f"blocks/{name}.css" in sheet for name in BLOCKS)
