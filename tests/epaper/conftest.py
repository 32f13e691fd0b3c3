"""Editions for tests: a newspaper with an editor, and a press that is quick where the real one is not asked for."""

from datetime import time
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from warta.epaper import pages, uploaded
from warta.epaper.models import EpaperSettings
from warta.epaper.services import making
from warta.epaper.services.pointing import edition_for
from warta.epaper.values import Place, Printed, PrintedPage

A_PAGE = 3  # pieces


def plain_press(issue):
    """A PDF of white pages, three pieces on each: enough to tell how editions are kept, and quick."""
    parts = [issue.pieces[start : start + A_PAGE] for start in range(0, len(issue.pieces), A_PAGE)]
    sheets = [Image.new("RGB", (140, 200), "white") for _ in parts]
    out = BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], resolution=36)
    printed = [
        PrintedPage(n, "", tuple(Place(piece.key, 0, 300 * place, 1000, 300) for place, piece in enumerate(page)))
        for n, page in enumerate(parts, 1)
    ]
    return Printed(out.getvalue(), tuple(printed))


def looked_at_here(file, folder):
    """An upload, looked at in this process: one of its own takes a second to begin."""
    try:
        return {"pages": uploaded.look(file, folder)}
    except uploaded.Refused as error:
        return {"why": str(error)}


def plain_book(issue, cover):
    """The headlines: what a test looks for in a book."""
    return "\n".join(piece.headline for piece in issue.pieces).encode()


@pytest.fixture
def quick(monkeypatch):
    """The quick press and book, small pictures, uploads looked at here; gives what the press was asked for."""
    printed = []

    def press(issue):
        printed.append(issue)
        return plain_press(issue)

    monkeypatch.setattr(pages, "LARGE", 320)
    monkeypatch.setattr(pages, "SMALL", 80)
    monkeypatch.setattr(making, "print_issue", press)
    monkeypatch.setattr(making, "make_book", plain_book)
    monkeypatch.setattr(making, "take_in", looked_at_here)
    return printed


@pytest.fixture
def data(settings, tmp_path):
    """A folder of its own for the editions; photos stay where the newspaper made them."""
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def edition(newspaper, data):
    """Today's edition in the newspaper's language, without pages."""
    newspaper.colleague("editor")  # who is told of what goes wrong
    return edition_for(timezone.localdate(), "id")


@pytest.fixture
def chosen(newspaper):
    """How editions are made, to be changed: always due, and holding all that a test has published."""
    row = EpaperSettings.load()
    row.is_made, row.made_at, row.covers_from = True, time(0), time(0)
    row.save()
    return row
