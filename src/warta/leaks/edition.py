"""Editions of the e-paper for the crawler: their rows and files with a mark in each, and every road to them.

One is what readers have; beside its build lies an older one, which is nobody's any more. One was uploaded, one was
withdrawn, one is not out yet. In the first stand stories of every level and state: whoever has the e-paper may read
those that are printed, whatever they cost on the web; of those that are not public nobody may know.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

from django.utils import timezone
from PIL import Image
from pypdf import PdfWriter

from warta.access import Level
from warta.epaper.book import make_book
from warta.epaper.models import Edition, EditionItem, EditionPage, EpaperSettings
from warta.epaper.values import Issue, Piece
from warta.epaper.values import Paper as PrintedPaper
from warta.leaks.marks import mark
from warta.leaks.paper import CHANGING, HIDDEN, Paper, Told
from warta.leaks.road import ALL, FEW, ONE, Road

BUILD, OLD_BUILD = "zbuildnow", "zbuildold"
PAGES = 3
KIND = "edition"  # of what belongs to an edition and to no story
PLACES = ("pagetwo", "pagethree", "titletwo", "titlethree", "pdf", "book", "texttwo", "textthree", "textone")
RANGES = ("bytes=0-99999", "bytes=-4000", "bytes=0-0,100-9000", "bytes=0-")


@dataclass(frozen=True)
class Printed:
    """An edition of the newspaper that is crawled. `prefix` of its language's addresses; `prints`: its stories."""

    name: str
    day: date
    prefix: str
    prints: frozenset[str]

    @property
    def path(self) -> str:
        """Its address."""
        return f"{self.prefix}/epaper/{self.day}/"


def make_editions(paper: Paper) -> None:
    """All of them, into the newspaper."""
    EpaperSettings.objects.update_or_create(defaults={"is_made": False})
    today = timezone.localdate()
    some = ("freenews", "meterednews", "registeredphotos", "premiumnews", "premiumlive", "pointing")
    names = [*CHANGING, *HIDDEN, *some]  # those that change and those that are hidden stand on the first page, too
    _make(paper, "edition", today, "id", names)
    _make(paper, "englishedition", today, "en", ["englishopen", "englishlocked"])
    _make(paper, "uploadededition", today - timedelta(days=1), "id", [], uploaded=True)
    _make(paper, "withdrawnedition", today - timedelta(days=2), "id", ["premiumnews"], is_known=False,
          withdrawn_at=timezone.now())  # fmt: skip
    _make(paper, "draftedition", today + timedelta(days=1), "id", ["premiumnews"], is_known=False, published_at=None)
    old = Told("oldedition", None, 0, "", KIND, hidden={mark("oldedition", "pageone"), mark("oldedition", "pagetwo")})
    paper.editions_told[old.name] = old
    folder = Edition.objects.get(day=today, language="id").folder / OLD_BUILD
    folder.mkdir(parents=True)
    for number, place in ((1, "pageone"), (2, "pagetwo")):
        for ending in ("", "-small"):
            (folder / f"page-{number}{ending}.webp").write_bytes(_picture(mark("oldedition", place)))


def _make(
    paper: Paper, name: str, day: date, language: str, stories: list[str], *, is_known: bool = True, **fields: object
) -> None:
    told = Told(name, Level.PREMIUM if is_known else None, 0, "", KIND, hidden={mark(name, place) for place in PLACES})
    told.open = {mark(name, "pageone")}
    paper.editions_told[name] = told
    now = timezone.now()  # closed: no worker makes it anew when a story changes
    values = {"number": 1, "build": BUILD, "published_at": now - timedelta(minutes=1), "closed_at": now, **fields}
    edition = Edition.objects.create(day=day, language=language, **values)
    places: dict[int, list[dict[str, object]]] = {number: [] for number in range(1, PAGES + 1)}
    for rank, story in enumerate(stories):
        on = [1, 2] if story in (*CHANGING, *HIDDEN) else [1 + rank % PAGES]
        item = EditionItem.objects.create(
            edition=edition, story=paper.stories[story].pk, rank=rank, printed_on=" ".join(map(str, on))
        )
        for number in on:
            box = {"left": 10, "top": 10 * rank, "width": 100, "height": 9, "part": 1, "parts": len(on)}
            places[number].append({"key": item.key, **box, "shortened": False})
    for number, word in enumerate(("one", "two", "three"), start=1):
        EditionPage.objects.create(
            edition=edition, number=number, title=mark(name, f"title{word}") if number > 1 else "", width=70,
            height=100, places=places[number], text=mark(name, f"text{word}") if edition.uploaded else "",
        )  # fmt: skip
        edition.files.mkdir(parents=True, exist_ok=True)
        for ending in ("", "-small"):
            (edition.files / f"page-{number}{ending}.webp").write_bytes(_picture(mark(name, f"page{word}")))
    _files(edition, name)
    public = frozenset(stories) - {"withdrawn", "expired", "draft", "embargoed", "scheduled"}
    prefix = "" if language == "id" else f"/{language}"
    paper.editions.append(Printed(name, day, prefix, public))


def _picture(words: str) -> bytes:
    """A small picture; behind its end stand the words, which no reader of pictures minds."""
    out = BytesIO()
    Image.new("RGB", (70, 100), (250, 250, 250)).save(out, "WEBP")
    return out.getvalue() + words.encode()


def _files(edition: Edition, name: str) -> None:
    """A PDF whose title is marked, and a book in which a file's name is."""
    writer, out = PdfWriter(), BytesIO()
    for _number in range(PAGES):
        writer.add_blank_page(200, 300)
    writer.add_metadata({"/Title": mark(name, "pdf")})
    writer.write(out)
    (edition.files / "edition.pdf").write_bytes(out.getvalue())
    about = PrintedPaper("Uji", "", "", "http://127.0.0.1/", "http://127.0.0.1/epaper/")
    story = Piece(mark(name, "book"), "story", "Judul", "id")
    issue = Issue(about, edition.day, 1, edition.language, (), (story,))
    (edition.files / "edition.epub").write_bytes(make_book(issue, None))


def edition_roads(paper: Paper) -> Iterator[Road]:
    """Every road to an edition: pages, pictures, files, calendar, worker; and addresses that nobody should write."""
    own = next((printed.prints for printed in paper.editions if printed.name == "edition"), frozenset())
    yield Road("epaper", "/epaper/", prints=own)
    yield Road("epaper", "/en/epaper/", by=FEW, prints=frozenset({"englishopen", "englishlocked"}))
    yield from (Road("epaper-calendar", f"/epaper/calendar/{query}", by=FEW) for query in ("", "?month=1999-01"))
    yield from (Road("epaper-worker", f"{prefix}/epaper/worker.js", by=ONE) for prefix in ("", "/en"))
    for printed in paper.editions:
        is_first = printed.name == "edition"
        by = ALL if is_first else FEW
        yield Road("edition", printed.path, by=by, prints=printed.prints)
        yield Road("edition", f"{printed.path}?page=2", by=FEW, prints=printed.prints)
        for number in range(1, PAGES + 1):
            by_all = by if number == 2 else FEW
            yield Road("edition-picture", f"{printed.path}{BUILD}/page-{number}.webp", by=by_all)
            yield Road("edition-picture", f"{printed.path}{BUILD}/page-{number}-small.webp", by=FEW)
        for form in ("pdf", "epub"):
            file = f"/download/epaper{printed.prefix}/{printed.day}/{form}"
            yield Road("edition-download", file, by=by)
            for asked in RANGES if is_first else RANGES[:1]:
                yield Road("edition-download", file, headers={"Range": asked}, by=FEW)
                yield Road("edition-picture", f"{printed.path}{BUILD}/page-2.webp", headers={"Range": asked}, by=FEW)
            yield Road("edition-download", file, "HEAD", by=FEW)
    for printed in paper.editions[:1]:
        yield from _crooked(printed)


def _crooked(printed: Printed) -> Iterator[Road]:
    """An edition's files by addresses that are none, an older build's, and by other methods and headers."""
    folder = f"{printed.day}-id/{BUILD}"
    for number in (1, 2):
        for ending in ("", "-small"):
            yield Road("edition-old", f"{printed.path}{OLD_BUILD}/page-{number}{ending}.webp", by=FEW)
    picture = f"{printed.path}{BUILD}/page-2.webp"
    for path in (
        f"{printed.path}{BUILD}/edition.pdf", f"{printed.path}{BUILD}/edition.epub", f"{printed.path}{BUILD}/",
        f"{printed.path}{BUILD}/../{OLD_BUILD}/page-2.webp", f"{printed.path}%2e%2e/{folder}/page-2.webp",
        f"/en{picture}", f"/id{picture}", f"/editions/{folder}/page-2.webp", f"/media/../editions/{folder}/page-2.webp",
        f"/media/images/%2e%2e/%2e%2e/editions/{folder}/page-2.webp", f"/static/../editions/{folder}/edition.pdf",
        f"{picture}/", f"{picture}?gift=x", f"/{picture}", f"{picture}%00", picture.replace("page-2", "page-02"),
        picture.replace("page-2", "page-2-small-small"), f"/epaper/{printed.day}-id/{BUILD}/page-2.webp",
        f"/download/epaper/{printed.day}/pdf/", f"/download/epaper/{printed.day}/edition.pdf",
        f"/download/epaper/../../editions/{folder}/edition.pdf", f"//download/epaper/{printed.day}/pdf",
        f"/download/epaper/id/{printed.day}/pdf", "/epaper/kept.json",
    ):  # fmt: skip
        yield Road("edition-crooked", path, by=ONE)
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "HEAD"):
        yield Road("edition-method", picture, method, by=ONE)
        yield Road("edition-method", f"/download/epaper/{printed.day}/pdf", method, by=ONE)
    for headers in ({"If-None-Match": "*"}, {"If-Range": "*", "Range": "bytes=0-9"}, {"Sec-Purpose": "prefetch"},
                    {"Service-Worker": "script"}, {"User-Agent": "Googlebot/2.1"}):  # fmt: skip
        yield Road("edition-headers", picture, headers=headers, by=FEW)
        yield Road("edition-headers", printed.path, headers=headers, by=FEW, prints=printed.prints)
