# ruff: noqa: E501 - cases read better whole
import pytest

from warta.intake import clean
from warta.intake.html import blocks
from warta.intake.items import Code, Embed, Factbox, Gallery, Photo, Quote, RelatedLink, Subheading, Table, Text


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("a<br><br>b", (Text("<p>a</p>\n<p>b</p>"),)),
        ("<div><p>x <u>y</u></p></div>", (Text("<p>x y</p>"),)),
        ("<h3>S</h3><ul><li>a</li></ul>", (Subheading("S"), Text("<ul><li>a</li></ul>"))),
        ('<p>a <img src="/x.jpg" alt="X"> b</p>', (Text("<p>a</p>"), Photo("/x.jpg", "X"), Text("<p>b</p>"))),
        ('<figure><img src="data:image/gif;base64,R0" data-src="/l.jpg"><figcaption>C</figcaption></figure>', (Photo("/l.jpg", "", "C"),)),
        ("<table><thead><tr><th>A</th><th>B</th></tr></thead><tr><td>1</td><td>2</td></tr></table>", (Table((("A", "B"), ("1", "2")), True),)),
        ('<iframe src="https://www.youtube.com/embed/z"></iframe>', (Embed("https://www.youtube.com/watch?v=z"),)),
        ('<blockquote class="twitter-tweet">t <a href="https://x.example/1">1</a></blockquote>', (Embed("https://x.example/1", "t 1"),)),
        ("<blockquote>q</blockquote>", (Quote("q"),)),
        ("<pre>a\n b</pre>", (Code("a\n b"),)),
        ("<details><summary>T</summary><p>i</p></details>", (Factbox("T", "<p>i</p>"),)),
        ('<figure class="kg-bookmark-card bookmark"><a href="https://b.example"><div class="kg-bookmark-title">B</div></a></figure>', (RelatedLink("https://b.example", "B"),)),
        ('<div class="gallery"><img src="/1.jpg"><img src="/2.jpg"></div>', (Gallery((Photo("/1.jpg"), Photo("/2.jpg"))),)),
    ],
)  # fmt: skip
def test_blocks(markup, expected):
    assert blocks(markup).blocks == expected


ATTACKS = [
    "<script>alert(1)</script>", "<ScRiPt src=//x.example/x.js></sCrIpT>", '<img src=x onerror="alert(1)">', '<a href="javascript:alert(1)">x</a>',
    '<a href=" java&#10;script:alert(1)">x</a>', '<a href="data:text/html;base64,PHM=">x</a>', '<iframe srcdoc="<script>1</script>"></iframe>',
    "<svg><animate onbegin=alert(1)></svg>", "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    '<form action="https://x.example"><input name=password></form>', '<object data="x.swf"></object>', '<base href="https://x.example/">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', "<template><script>alert(1)</script></template>",
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_leave_nothing_behind(attack):
    found = blocks(f"<p>Awal.</p>{attack}<p>Akhir.</p>")
    text = repr(found.blocks).lower()
    assert "awal." in text
    assert "akhir." in text
    for bad in ("<script", "onerror", "onbegin", "javascript:", "data:", "<iframe", "<form", "<base", "<svg", "srcdoc"):
        assert bad not in text


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("/x", "/x"),
        ("JaVa\tscript:x", ""),
        ("data:text/html,x", ""),
        ("\\\\host\\x", ""),
        (None, ""),
    ],
)
def test_addresses(url, safe):
    assert clean.address(url) == safe


def test_titles_and_slugs():
    assert clean.title("&lt;b onclick=x&gt;A &amp; B<i>!</i>") == "A & B!"
    assert clean.slug("../../Admin Panel.html") == "admin-panel"
    assert len(clean.slug("a" * 3000)) == 200
