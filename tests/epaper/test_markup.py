import pytest

from warta.epaper.markup import address, blocks_of, plain
from warta.epaper.values import Block, Span

SITE = "https://news.example"


def words(blocks):
    return ["".join(span.text for span in block.spans) for block in blocks]


def test_looks_and_links():
    (block,) = blocks_of('<p>Satu <b>dua</b> <i>tiga <a href="/daerah/x-1/">empat</a></i>.</p>', SITE)
    assert block.spans == (
        Span("Satu "), Span("dua", bold=True), Span(" "), Span("tiga ", italic=True),
        Span("empat", italic=True, href=f"{SITE}/daerah/x-1/"), Span("."),
    )  # fmt: skip


def test_blocks_of_all_kinds():
    html = (
        "<h3>Judul</h3><p>Teks</p><ul><li>a</li><li>b<ol><li>c</li></ol></li></ul><blockquote><p>Kata</p></blockquote>"
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td><b>2</b></td></tr></table><hr><div>Ekor<p>lagi</p></div>"
    )
    blocks = blocks_of(html, SITE)
    assert [block.kind for block in blocks] == ["subheading", "text", "list", "quote", "table", "text", "text"]
    assert blocks[2].items == ((Span("a"),), (Span("b"),), (Span("c"),))
    assert blocks[4] == Block("table", rows=(("A", "B"), ("1", "2")), has_head=True)
    assert words(blocks)[-2:] == ["Ekor", "lagi"]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>a<script>alert(1)</script>b</p><style>p{}</style><iframe src=x>y</iframe>", ["ab"]),
        ("<p>  a \n  b  </p><p> </p><p>&nbsp;</p>", ["a b"]),
        ("<p>baris satu<br>baris dua<br></p>", ["baris satu\nbaris dua"]),
        ("<p>H<sub>2</sub>O, 10<sup>6</sup>, x<sup>abc</sup></p>", ["H₂O, 10⁶, xabc"]),
        ("tanpa tag", ["tanpa tag"]),
        ("<p>belum <b>ditutup", ["belum ditutup"]),
        ("<!-- catatan --><p>a</p>", ["a"]),
        ("\x00\x07<p>a\x08b</p>", ["a b"]),
        ("", []),
        ("<p>" * 3000 + "dalam", ["dalam"]),
    ],
)
def test_what_is_found(html, found):
    assert words(blocks_of(html, SITE)) == found


def test_deep_nesting_ends():
    assert len(blocks_of("<ul><li>" * 2000 + "x", SITE)) <= 1
    assert words(blocks_of("<b>" * 4000 + "x", SITE)) == ["x"]


@pytest.mark.parametrize(
    ("href", "whole"),
    [
        ("/a/", f"{SITE}/a/"), ("https://other.example/x", "https://other.example/x"), ("mailto:a@b.example",) * 2,
        ("javascript:alert(1)", ""), ("data:text/html,x", ""), ("http://[", ""), ("file:///etc/passwd", ""),
    ],
)  # fmt: skip
def test_addresses(href, whole):
    assert address(href, SITE) == whole


def test_html_left_in_a_caption():
    assert plain("Foto: <b>Ratri</b> &amp; kawan<br>baru<script>x</script>") == "Foto: Ratri & kawan baru"
    assert plain("Suhu < 5 derajat, a & b") == "Suhu < 5 derajat, a & b"
