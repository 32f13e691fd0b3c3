# ruff: noqa: E501 - cases read better whole
import json

import pytest

from tests.intake.samples import ghost, post
from warta.intake.errors import IntakeError
from warta.intake.ghost.lexical import lexical
from warta.intake.ghost.mobiledoc import mobiledoc
from warta.intake.ghost.read import read, visibility
from warta.intake.items import (
    Code,
    Counted,
    Cut,
    Embed,
    Factbox,
    Gallery,
    IncomingPerson,
    IncomingStory,
    Photo,
    Quote,
    RelatedLink,
    Skipped,
    Subheading,
    Text,
)
from warta.intake.options import Options


@pytest.fixture
def records(tmp_path):
    def of(text):
        path = tmp_path / "export.json"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(read(path, Options()))

    return of


def stories(found):
    return [r for r in found if isinstance(r, IncomingStory)]


def test_posts_join_their_people_and_tags(records):
    found = records(ghost(
        post(1), post(2, type="page", visibility="members", status="draft"),
        users=[{"id": "u1", "name": "Nilam", "slug": "nilam"}, {"id": "u2", "name": "Wangsa", "slug": "wangsa"}],
        tags=[{"id": "t1", "name": "Kapal", "slug": "kapal"}, {"id": "t2", "name": "#dalam", "slug": "hash-dalam", "visibility": "internal"}],
        posts_authors=[{"post_id": f"{1:024x}", "author_id": "u2", "sort_order": 0}, {"post_id": f"{1:024x}", "author_id": "u1", "sort_order": 1}],
        posts_tags=[{"post_id": f"{1:024x}", "tag_id": "t1", "sort_order": 0}],
        members=[{"id": "m"}, {"id": "n"}], settings=[{"key": "url", "value": "https://muara.example"}],
    ))  # fmt: skip
    one, two = stories(found)
    assert one.key == f"ghost:muara.example:{1:024x}"
    assert one.authors == ("ghost:muara.example:author:u2", "ghost:muara.example:author:u1")
    assert one.topics == ("ghost:muara.example:tag:t1",)
    assert (one.level, one.page, one.state) == ("free", False, "published")
    assert (two.level, two.page, two.state) == ("registered", True, "draft")
    assert [p.name for p in found if isinstance(p, IncomingPerson)] == ["Nilam", "Wangsa"]
    assert [(c.what, c.number) for c in found if isinstance(c, Counted)] == [("members", 2)]


@pytest.mark.parametrize("shape", [
    lambda d: {"db": [d]}, lambda d: d, lambda d: {"data": d, "images": []}, lambda d: {"db": [{"data": d}]}, lambda d: d["data"],
])  # fmt: skip
def test_every_outer_shape(records, shape):
    assert len(stories(records(json.dumps(shape({"meta": {"version": "4.0"}, "data": {"posts": [post(1)]}}))))) == 1


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("public", "free"),
        ("members", "registered"),
        ("paid", "premium"),
        ("tiers", "premium"),
        ("status:-free", "premium"),
        (None, None),
    ],
)
def test_visibility(said, level):
    assert visibility(said).level == level


def test_lexical_cards():
    def text(t, **more):
        return {"type": "extended-text", "text": t, "format": 0, **more}

    nodes = [
        {"type": "extended-heading", "tag": "h2", "children": [text("Sub")]},
        {"type": "paragraph", "children": [text("tebal", format=1), {"type": "linebreak"}, {"type": "link", "url": "https://a.example", "children": [text("tautan")]}]},
        {"type": "list", "listType": "number", "children": [{"type": "listitem", "children": [text("satu")]}]},
        {"type": "extended-quote", "children": [text("Kutipan")]},
        {"type": "image", "src": "__GHOST_URL__/content/images/a.jpg", "alt": "A", "caption": "<b>Cap</b>"},
        {"type": "paywall"},
        {"type": "bookmark", "url": "https://b.example", "metadata": {"title": "B"}},
        {"type": "callout", "calloutText": "Catatan", "calloutEmoji": "!"},
        {"type": "gallery", "images": [{"src": "/1.jpg"}, {"src": "javascript:x"}]},
        {"type": "embed", "url": "https://c.example/v"},
        {"type": "codeblock", "code": "x = 1", "language": "python"},
        {"type": "signup"},
    ]  # fmt: skip
    found = lexical(json.dumps({"root": {"type": "root", "children": nodes}}))
    assert found.blocks == (
        Subheading("Sub"),
        Text('<p><strong>tebal</strong><br><a href="https://a.example">tautan</a></p>\n<ol><li>satu</li></ol>'),
        Quote("Kutipan"),
        Photo("/content/images/a.jpg", "A", "Cap"),
        Cut(),
        RelatedLink("https://b.example", "B"),
        Factbox("!", "<p>Catatan</p>"),
        Gallery((Photo("/1.jpg"),)),
        Embed("https://c.example/v"),
        Code("x = 1", "python"),
    )
    assert found.lost == ("card signup",)


def test_mobiledoc():
    tree = {
        "atoms": [["soft-return", "", {}]], "markups": [["a", ["href", "javascript:alert(1)"]], ["em"]], "cards": [["hr", {}], ["markdown", {"markdown": "**m**"}]],
        "sections": [[1, "p", [[0, [0], 1, "klik"], [1, [], 0, 0], [0, [1], 1, "miring"]]], [10, 0], [10, 1], [3, "ul", [[[0, [], 0, "satu"]]]], [1, "h2", [[0, [], 0, "Sub"]]]],
    }  # fmt: skip
    found = mobiledoc(json.dumps(tree))
    assert found.blocks == (
        Text("<p>klik<br><em>miring</em></p>\n<p><strong>m</strong></p>\n<ul><li>satu</li></ul>"),
        Subheading("Sub"),
    )


def test_a_broken_editor_body_falls_back_with_a_doubt(records):
    (story,) = stories(records(ghost(post(1, lexical="{oops"))))
    assert story.body == (Text("<p>Isi.</p>"),)
    assert story.doubts[0].kind == "not-whole"


def test_posts_of_wrong_types_are_skipped(records):
    found = records(ghost(post(1, title=5), None, 7, {"id": None}, post(2)))
    assert len([r for r in found if isinstance(r, Skipped)]) == 4
    assert len(stories(found)) == 1


@pytest.mark.parametrize(
    "data",
    [
        ghost(post(1))[:-20],
        "[" * 5000,
        '{"a":' * 5000,
        '{"posts":[{"id":' + "9" * 50000 + "}]}",
        '{"x": 1}',
        " \n",
        b"\xff\xfe\x00",
        '{"posts":[{"id":1e999999}]}',
    ],
)
def test_a_file_is_refused(records, data):
    with pytest.raises(IntakeError):
        records(data)


def test_posts_numbered_by_old_versions_are_known_by_their_uuid(records):
    old, new = stories(records(ghost(post(1, id=7, uuid="a1-b2"), post(2))))
    assert (old.key, new.key) == ("ghost:export:a1-b2", f"ghost:export:{2:024x}")
