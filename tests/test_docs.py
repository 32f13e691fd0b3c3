"""The pages of documentation name what the code has, and lead somewhere."""

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import translation

from warta.cli.main import COMMANDS, warta
from warta.desk.roles import ROLES
from warta.intake.sniff import KINDS
from warta.stories.models.body import BODY_BLOCKS, SOURCE_KINDS, ZONE_BLOCKS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", ROOT / "CHANGELOG.md", *sorted(ROOT.glob("docs/**/*.md"))]
SOURCES = ROOT / "src/warta"
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
CODE = re.compile(r"```.*?```", re.DOTALL)
DOUBT = re.compile(r'doubt(?:_once)?\(\s*"(?P<kind>[a-z]+(?:-[a-z]+)*)"', re.IGNORECASE)
REGISTRIES = ("pypi.org", "pythonhosted.org", "npmjs.", "crates.io", "proxy.golang.org", "rubygems.org", "debian.org")


def text(name):
    return (ROOT / name).read_text()


def first_cells(page, heading):
    """What stands in back quotes in the first cell of each row, under a heading."""
    part = text(page).partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return {name for row in re.findall(r"^\| ([^|]*) \|", part, re.MULTILINE) for name in re.findall(r"`([^`]+)`", row)}


def second_cells(page):
    """Single words in back quotes that fill the second cell of a row."""
    return re.findall(r"^\| [^|]* \| `(\w+)` \|", text(page), re.MULTILINE)


def test_every_command_is_in_the_readme():
    named = {name.removeprefix("warta ").removesuffix(" …") for name in first_cells("README.md", "Commands")}
    assert named == set(COMMANDS)


def test_every_role_is_described():
    assert first_cells("docs/newsroom.md", "Roles") == {role.code for role in ROLES}


def test_every_block_and_zone_is_described():
    wanted = [name for name, _ in (*BODY_BLOCKS, *ZONE_BLOCKS)]
    assert sorted(second_cells("docs/newsroom.md")) == sorted(wanted)


def test_every_kind_of_source_is_described():
    page = text("docs/newsroom.md").lower()
    with translation.override("en"):
        assert [str(label) for _, label in SOURCE_KINDS if str(label).lower() not in page] == []


def test_every_doubt_is_explained():
    raised = {kind for file in SOURCES.glob("intake/**/*.py") for kind in DOUBT.findall(file.read_text())}
    assert len(raised) > 5
    assert first_cells("docs/import.md", "Doubts") == raised


def test_every_kind_of_import_is_described():
    assert set(KINDS) <= first_cells("docs/import.md", "What is taken")


def test_every_room_is_drawn():
    rooms = {file.parent.name for file in SOURCES.glob("*/__init__.py")}
    links = re.findall(r"\]\(src/warta/(\w+)\)", text("ARCHITECTURE.md"))
    assert rooms == set(links)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    dead = []
    for target in LINK.findall(CODE.sub("", page.read_text())):
        path, _, anchor = target.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        file = page.parent / path if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            dead.append(target)
    assert dead == []


def anchors(file):
    """The headings of a page as GitHub names them."""
    headings = re.findall(r"^#+ (.*)$", CODE.sub("", file.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_decision_is_told_in_four_parts():
    for page in sorted((ROOT / "docs/adr").glob("*.md")):
        said = page.read_text()
        parts = re.findall(r"^\*\*(\w+)[.:]\*\*", said, re.MULTILINE)
        assert parts == ["Status", "Context", "Decision", "Consequences"], page.name
        assert said.startswith(f"# {page.name[:4]} "), page.name
        assert "Reopened by" in said, page.name


def photographs():
    """The photographs of the sample newspaper by key."""
    table = tomllib.loads((SOURCES / "demo/content/pictures.toml").read_text())
    return {key: row for key, row in table.items() if row.get("kind") == "photograph"}


@pytest.mark.parametrize("key", photographs())
def test_every_photograph_is_attributed(key):
    """Author, licence with its version and address, where it came from, what was changed: one row."""
    row = photographs()[key]
    origin, _, changes = row["origin"].partition("; ")
    licence = row["licence"].replace("-", " ").replace("BY SA", "BY-SA")
    rows = [line for line in text("README.md").splitlines() if f"| `{key}` |" in line]
    assert len(rows) == 1
    wanted = [row["photographer"], origin.partition(" ")[2], changes or "scaled only"]
    wanted += [licence, "creativecommons.org"] if row["licence"].startswith("CC") else ["Public domain"]
    assert [words for words in wanted if words not in rows[0]] == []


def test_every_drawing_is_counted():
    table = tomllib.loads((SOURCES / "demo/content/pictures.toml").read_text())
    drawings = [key for key, row in table.items() if row.get("kind", "illustration") == "illustration"]
    assert {table[key]["licence"] for key in drawings} == {"BSD-3-Clause"}
    assert f"\n{len(drawings)} drawings and {len(photographs())} photographs" in text("README.md")


def test_the_stories_of_the_sample_are_counted():
    stories = {language: len(list((SOURCES / "demo/content" / language).glob("*.md"))) for language in ("id", "en")}
    assert f"{stories['id']} stories in Indonesian, {stories['en']} in English" in text("README.md").replace("\n", " ")


def test_no_page_names_a_package_registry():
    assert [(page.name, host) for page in PAGES for host in REGISTRIES if host in page.read_text()] == []


def test_the_help_cuts_no_sentence():
    said = CliRunner().invoke(warta, ["--help"], terminal_width=80).output
    commands = said.partition("Commands:\n")[2]
    assert "..." not in commands
    assert len(re.findall(r"^  \w+ ", commands, re.MULTILINE)) == len(COMMANDS)
