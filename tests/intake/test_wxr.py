# ruff: noqa: E501 - cases read better whole
from collections import Counter
from datetime import UTC, datetime

import pytest

from tests.intake.samples import HEAD, item, wxr
from warta.intake.errors import IntakeError
from warta.intake.items import (
    Counted,
    Doubt,
    Embed,
    IncomingMedia,
    IncomingStory,
    LeftOut,
    Photo,
    Quote,
    Redirect,
    Skipped,
    Subheading,
    Text,
)
from warta.intake.options import Options
from warta.intake.wxr.autop import autop
from warta.intake.wxr.read import read


@pytest.fixture
def records(tmp_path):
    def of(text, options=None):
        path = tmp_path / "export.xml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(read(path, options or Options()))

    return of


def stories(found):
    return [r for r in found if isinstance(r, IncomingStory)]


def test_a_story_keeps_what_the_file_says(records):
    extra = '<category domain="category" nicename="daerah">Daerah</category><category domain="post_tag" nicename="kapal">Kapal</category>'
    old = "<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>kapal-lama</wp:meta_value></wp:postmeta>"
    (story,) = stories(records(wxr(item(7, extra=extra + old))))
    assert story.key == "wxr:muara.example:7"
    assert (story.state, story.language, story.slug) == ("published", "id", "kapal-7")
    assert story.published_at == datetime(2026, 1, 2, 1, tzinfo=UTC)
    assert story.authors == ("wxr:muara.example:author:wangsa",)
    assert story.sections == ("wxr:muara.example:category:daerah",)
    assert story.topics == ("wxr:muara.example:post_tag:kapal",)
    assert story.redirects == (Redirect("/2026/01/kapal-7/"), Redirect("/?p=7"), Redirect("/2026/01/kapal-lama/"))
    assert story.body == (Text("<p>Isi.</p>"),)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("publish", "published"),
        ("future", "scheduled"),
        ("draft", "draft"),
        ("pending", "draft"),
        ("private", "private"),
    ],
)
def test_status(records, status, state):
    assert stories(records(wxr(item(status=status))))[0].state == state


def test_a_password_stays_a_draft_with_a_doubt(records):
    (story,) = stories(records(wxr(item(extra="<wp:post_password>x</wp:post_password>"))))
    assert story.state == "draft"
    assert [d.kind for d in story.doubts] == ["inferred"]


def test_what_is_no_story_is_named_and_comments_are_counted(records):
    found = records(
        wxr(
            item(1, kind="nav_menu_item"),
            item(2, status="trash"),
            item(3, extra="<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>"),
        )
    )
    assert [(r.type, r.status) for r in found if isinstance(r, LeftOut)] == [
        ("nav_menu_item", "publish"),
        ("post", "trash"),
    ]
    assert [r.number for r in found if isinstance(r, Counted)] == [1]


def test_a_local_date_alone_takes_the_zone_given_and_says_so(records):
    (story,) = stories(records(wxr(item(gmt="0000-00-00 00:00:00"))))
    assert story.published_at == datetime(2026, 1, 2, 1, tzinfo=UTC)
    assert "Asia/Jakarta" in story.doubts[0].detail


def test_a_date_that_is_none_makes_a_draft(records):
    text = wxr(item(gmt="besok")).replace("2026-01-02 08:00:00", "2026-13-01 08:00:00")
    (story,) = stories(records(text))
    assert (story.state, story.published_at) == ("draft", None)
    assert 'wp:post_date "2026-13-01 08:00:00" is not a date' in [d.detail for d in story.doubts]


def test_the_second_of_one_id_is_kept_and_named(records):
    first, second = stories(records(wxr(item(1), item(1, title="Kedua"))))
    assert (first.key, second.key) == ("wxr:muara.example:1", "wxr:muara.example:1~2")
    assert second.doubts and not first.doubts


def test_galleries_captions_embeds_and_unknown_shortcodes(records):
    media = item(5, kind="attachment", status="inherit", body="", extra="<wp:attachment_url>https://muara.example/a.jpg</wp:attachment_url>"
                 "<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>Dermaga</wp:meta_value></wp:postmeta>")  # fmt: skip
    body = (
        'Awal.\n\n[gallery ids="5"]\n\n[caption width="9"]<img src="/b.jpg"> Di dermaga[/caption]\n\nhttps://www.youtube.com/watch?v=abc\n\n'
        '[ninja_form id="3"] [sic] [[gallery]]\n\n<blockquote><p>Kami menunggu.</p><cite>Bramasta</cite></blockquote>'
    )
    found = records(wxr(item(1, body), media))
    (story,) = stories(found)
    key = "wxr:muara.example:5"
    assert story.body == (
        Text("<p>Awal.</p>"),
        Photo("https://muara.example/a.jpg", "Dermaga", "", media=key),
        Photo("/b.jpg", "", "Di dermaga"),
        Embed("https://www.youtube.com/watch?v=abc"),
        Text("<p>[sic] [gallery]</p>"),
        Quote("Kami menunggu.", "Bramasta"),
    )
    assert [d.detail for d in story.doubts] == ["left out of the text: [ninja_form]"]
    assert [(m.key, m.alt) for m in found if isinstance(m, IncomingMedia)] == [(key, "Dermaga")]


def test_blocks_and_the_classic_text_between_them(records):
    body = (
        "Klasik satu.\n\nKlasik dua.<!-- wp:heading -->\n<h2>Sub</h2>\n<!-- /wp:heading --><!-- wp:latest-posts /-->"
        '<!-- wp:paragraph {"align":"left"} -->\n<p>Blok.</p>\n<!-- /wp:paragraph --><!-- wp:more --><!--more--><!-- /wp:more -->'
    )
    (story,) = stories(records(wxr(item(1, body))))
    assert story.body == (Text("<p>Klasik satu.</p>\n<p>Klasik dua.</p>"), Subheading("Sub"), Text("<p>Blok.</p>"))
    assert [d.detail for d in story.doubts] == ["left out of the text: block wp:latest-posts"]


def test_autop():
    assert autop("a\nb\n\n<ul><li>c</li></ul>\nd") == "<p>a<br>b</p>\n<ul>\n<li>c</li>\n</ul>\n<p>d</p>"


def test_a_file_that_is_not_well_formed_is_mended_with_a_doubt(records):
    found = records(wxr(item(1, "<p>A & B</p>", title="Ikan & Udang &nbsp;segar\x08")))
    assert isinstance(found[0], Doubt)
    assert stories(found)[0].title == "Ikan & Udang segar"
    assert stories(found)[0].body == (Text("<p>A &amp; B</p>"),)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (wxr(item(1), item(2))[:-400], "breaks off"),
        (wxr(item(title="&a;"), doctype='<!DOCTYPE rss [<!ENTITY a "b">]>'), "document type"),
        (wxr(item(title="&a;"), doctype='<!DOCTYPE rss SYSTEM "file:///etc/passwd">'), "document type"),
        (wxr(item(title="a\0b")), "NUL"),
        (wxr(item(), code="x-none"), "x-none"),
        (wxr(item(title="café")).encode() + item(2, title="café").encode("cp1252"), "two encodings"),
        (HEAD.format(code="UTF-8", doctype="") + "<a>" * 300, "deep"),
        ("<rss><channel><item><title>x</title></item></channel></rss>", "plain RSS"),
    ],
)
def test_a_file_is_refused_before_the_first_record(records, data, says):
    with pytest.raises(IntakeError) as caught:
        records(data)
    assert says in str(caught.value)
    assert str(caught.value).startswith("export.xml")
    assert "Nothing was imported." in str(caught.value)


@pytest.mark.parametrize(
    ("code", "declared"), [("utf-16", "UTF-8"), ("utf-16-le", "UTF-16"), ("cp1252", "UTF-8"), ("cp1252", "ISO-8859-1")]
)
def test_encodings(records, code, declared):
    (story,) = stories(records(wxr(item(title="Kota “Sukaria” — café"), code=declared).encode(code)))
    assert story.title == "Kota “Sukaria” — café"


def test_an_item_too_long_is_skipped_and_the_rest_stays(records):
    found = records(wxr(item(1, "x" * 3000), item(2)), Options(max_body=2000))
    assert [type(r).__name__ for r in found if isinstance(r, Skipped | IncomingStory)] == ["Skipped", "IncomingStory"]


def test_the_same_file_gives_the_same_records(records):
    text = wxr(*(item(n) for n in range(1, 30)))
    assert records(text) == records(text)
    assert Counter(type(r).__name__ for r in records(text))["IncomingStory"] == 29


@pytest.mark.parametrize(("code", "kept"), [
    ('[vc_single_image image="12"]', (Photo("https://muara.example/a.jpg", media="wxr:muara.example:12"),)),
    ('[et_pb_image src="https://muara.example/c.jpg" title_text="Kapal"]', (Photo("https://muara.example/c.jpg", "Kapal"),)),
    ('[fusion_youtube id="https://youtu.be/abc" /]', (Embed("https://youtu.be/abc"),)),
    ('[youtube id="dQw4w9WgXcQ"]', (Embed("https://www.youtube.com/watch?v=dQw4w9WgXcQ"),)),
    ("[youtube=https://youtu.be/abc]", (Embed("https://youtu.be/abc"),)),
    ('[vc_custom_heading text="Pelabuhan"]', (Subheading("Pelabuhan"),)),
    ("[toc]\n\nIsi [sic] saja.[/vc_column]", (Text("<p>Isi [sic] saja.</p>"),)),
])  # fmt: skip
def test_what_the_codes_of_plugins_show_is_kept(records, code, kept):
    picture = item(12, kind="attachment", status="inherit",
                   extra="<wp:attachment_url>https://muara.example/a.jpg</wp:attachment_url>")  # fmt: skip
    (story,) = stories(records(wxr(picture, item(1, code))))
    assert story.body == kept


def test_exports_that_name_no_site_are_told_apart_by_their_title(records):
    bare = (
        wxr(item(1))
        .replace("https://muara.example</link>", "</link>")
        .replace("<wp:base_blog_url>https://muara.example</wp:base_blog_url>", "")
    )
    (story,) = stories(records(bare))
    assert story.key == "wxr:kabar-muara:1"
