"""An edition with all its rows and files, made by hand: pictures of pages, a PDF, a book."""

from datetime import date, timedelta

import typst
from django.utils import timezone
from PIL import Image, ImageDraw

from tests.epaper.issues import PAPER, piece
from warta.epaper.book import make_book
from warta.epaper.models import Edition, EditionItem, EditionPage
from warta.epaper.values import Issue
from warta.stories.changes import ChangeKind
from warta.stories.models import Change

DAY = date(2026, 11, 27)
SIZE, SMALL = (700, 1000), (210, 300)
SOURCE = """#set document(title: "Edisi", date: none)
#set text(lang: "id")
#set page(width: 280mm, height: 400mm)
#for number in range(1, {pages} + 1) [
  = Halaman #number
  Isi halaman #number, seperti dicetak. #link("https://layar.example/")[Tautan]
  #pagebreak(weak: true)
]
"""


def make(stories, *, day=DAY, language="id", pages=4, build="b1", announce=False, size=SIZE, **fields):
    """A published edition whose stories stand on its pages one after the other, the first on pages 1 and 2.

    It is closed: no worker makes it anew when a story changes.
    """
    edition, _ = Edition.objects.update_or_create(
        day=day, language=language,
        defaults={
            "number": 1, "build": build, "published_at": timezone.now() - timedelta(hours=1),
            "closed_at": timezone.now(), **fields,
        },
    )  # fmt: skip
    edition.items.all().delete()
    edition.pages.all().delete()
    places = {number: [] for number in range(1, pages + 1)}
    for rank, story in enumerate(stories):
        on = [1, min(2, pages)] if rank == 0 and pages > 1 else [1 + rank % pages]
        item = EditionItem.objects.create(
            edition=edition, story=story.pk, headline=story.title, rank=rank, printed_on=" ".join(map(str, on))
        )
        for part, number in enumerate(on, start=1):
            row = len(places[number])
            places[number].append({
                "key": item.key, "left": 40 + 480 * (row % 2), "top": 160 + 260 * (row // 2 % 3), "width": 440,
                "height": 240, "part": part, "parts": len(on), "shortened": False,
            })  # fmt: skip
    for number, taken in places.items():
        EditionPage.objects.create(
            edition=edition, number=number, title=f"Rubrik {number}", width=size[0], height=size[1], places=taken
        )
    files(edition, places, size)
    if announce:
        tell(edition)
    return edition


def files(edition, places, size=SIZE):
    """The files of its build, in its folder."""
    folder = edition.files
    folder.mkdir(parents=True, exist_ok=True)
    for number, taken in places.items():
        picture = Image.new("RGB", size, (255, 255, 255))
        pen = ImageDraw.Draw(picture)
        pen.text((30, 30), f"{edition.day} {edition.build} {number}", fill=(20, 20, 20), font_size=size[1] // 30)
        for place in taken:
            left, top = place["left"] * size[0] // 1000, place["top"] * size[1] // 1000
            box = (left, top, left + place["width"] * size[0] // 1000, top + place["height"] * size[1] // 1000)
            pen.rectangle(box, outline=(120, 120, 120), fill=(244, 240, 232))
            pen.text((left + 10, top + 10), place["key"], fill=(20, 20, 20), font_size=size[1] // 50)
        picture.save(folder / f"page-{number}.webp", quality=60)
        picture.resize(SMALL).save(folder / f"page-{number}-small.webp", quality=60)
    (folder / "edition.pdf").write_bytes(pdf(len(places)))
    issue = Issue(PAPER, edition.day, edition.number, edition.language, ("Nasional",), (piece(1),))
    (folder / "edition.epub").write_bytes(make_book(issue, folder / "page-1.webp"))


def pdf(pages):
    """A tagged PDF of so many pages."""
    return typst.compile(SOURCE.replace("{pages}", str(pages)).encode(), format="pdf", ignore_system_fonts=True)


def tell(edition):
    """Announce what became of it, as the desk does."""
    Change.record(ChangeKind.EDITION_CHANGED, edition.gate.story, gate=edition.gate, language=edition.language)
