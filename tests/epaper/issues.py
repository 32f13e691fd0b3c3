"""Editions as literals: every kind of block, every kind of trouble."""

from dataclasses import replace
from datetime import date

from PIL import Image, ImageDraw

from warta.epaper.values import Block, Issue, Paper, Picture, Piece, Span

PAPER = Paper(
    name="Layar Pagi", publisher="Layar Media", city="Jakarta", url="https://layar.example",
    code_url="https://layar.example/epaper/",
)  # fmt: skip


def issue(*pieces, language="id", sections=("Nasional", "Daerah"), **more):
    """An edition of these pieces."""
    return Issue(PAPER, date(2026, 11, 27), 214, language, tuple(sections), tuple(pieces), **more)


def piece(number=1, **more):
    """A story of one paragraph."""
    values = {
        "key": f"story:{number}", "kind": "story", "headline": f"Judul {number}", "language": "id",
        "section": "Nasional", "url": f"https://layar.example/nasional/judul-{number}/",
        "blocks": (text(f"Isi berita nomor {number}."),),
    }  # fmt: skip
    return Piece(**{**values, **more})


def text(words, **more):
    """A paragraph."""
    return Block("text", spans=(Span(words, **more),))


def picture(folder, name="foto.jpg", size=(1600, 1000), **more):
    """A picture's file, and the words under it."""
    image = Image.new("RGB" if name.endswith("jpg") else "RGBA", size, (180, 40, 30))
    ImageDraw.Draw(image).ellipse((size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2), fill=(250, 240, 220))
    image.save(folder / name)
    return Picture(folder / name, *size, **more)


def broken(folder):
    """A file that says it is a picture."""
    (folder / "rusak.jpg").write_bytes(b"\xff\xd8\xff\xe0 half of a picture")
    return Picture(folder / "rusak.jpg", 800, 600, caption="Keterangan foto yang rusak")


def every_block(folder):
    """A story with every kind of block in it."""
    inner = (text("Di dalam kotak."), Block("list", items=((Span("satu"),), (Span("dua"),))), Block("subheading",
             spans=(Span("Judul dalam kotak"),)))  # fmt: skip
    return piece(
        41, kicker="Laut", headline="Nelayan menunggu", standfirst="Ringkasan berita.", dateline="Layar, MUNTOK",
        byline=("Sari", "Budi"),
        lead=picture(folder, caption="Perahu di dermaga", credit="Layar/Sari", alt="Tiga perahu"),
        notes=("27 November: jumlah perahu diperbaiki.",),
        blocks=(
            Block("text", spans=(Span("Awal "), Span("tebal", bold=True), Span(" dan "), Span("miring", italic=True),
                  Span(" serta "), Span("tautan", href="https://layar.example/a b"),
                  Span("tautan baik", bold=True, href="https://layar.example/é?x=1&y=2#z"), Span(".\nBaris kedua"))),
            Block("subheading", spans=(Span("Subjudul"),)),
            Block("quote", spans=(Span("Kami menunggu."),), title="Nelayan"),
            Block("list", items=((Span("pertama"),), (Span("kedua"),)), ordered=True),
            Block("box", title="Fakta", blocks=inner),
            Block("table", title="Hasil", rows=(("Kota", "Jumlah", ""), ("Muntok", "12"), ("Toboali", "7", "naik")),
                  has_head=True),
            Block("photo", picture=picture(folder, "transparan.png", (300, 900), credit="Layar")),
            Block("photo", picture=broken(folder)),
            text(""),
        ),
    )  # fmt: skip


def troubles(folder):
    """Every kind of trouble at once."""
    return issue(
        every_block(folder),
        piece(2, headline="", blocks=()),
        piece(3, headline="أخبار الصباح من جاكرتا", language="ar", section="Daerah", blocks=(text("نص الخبر هنا."),)),
        piece(4, headline="ꦧꦱꦗꦮ", language="jv", section="Daerah", blocks=(text("ꦲꦏ꧀ꦱꦫꦗꦮ"),)),
        piece(5, headline="J" * 300 + " 🌋 ∑x²", 
              blocks=(text("\x00\x0b\ud800lepas \ud83d\ude00 \ufffe <b>&amp;</b>"),)),
        piece(6, headline="J", language="bukan bahasa", url="javascript:alert(1)", section="Tak dikenal",
              byline=("Ani",), blocks=(text("الاقتباس باللغة العربية"), Block("table"), Block("list"), Block("quote"))),
        piece(6, headline="Kunci yang sama", section="", kind="notice", url=""),
        Piece("advertisement:9", "advertisement", "IKLAN", "id"),
    )  # fmt: skip


def large(stories=500):
    """An edition of so many stories."""
    return issue(*(piece(number, section=f"Rubrik {number % 12}") for number in range(1, stories + 1)), sections=())


def long():
    """An edition with a story of 30,000 words."""
    words = " ".join(["kata"] * 100)
    return issue(piece(1, blocks=tuple(text(words) for _ in range(300))))


def in_english(edition):
    """The same in the other language."""
    return replace(edition, language="en", pieces=tuple(replace(piece, language="en") for piece in edition.pieces))
