"""The sample newspaper: every file is as its format says, and says nothing twice."""

from collections import Counter

import pytest

from warta.demo.files import CONTENT, SampleError, html, pieces, quote, read_folder, read_table, table

TABLE = read_table("newspaper.toml")
PICTURES = read_table("pictures.toml")
KEYS = {kind: {row["key"] for row in TABLE[kind]} for kind in ("sections", "people", "topics")}
FILES = {language: read_folder(language) for language in ("id", "en")}
ALL = [pytest.param(file, id=f"{language}/{file.key}") for language, files in FILES.items() for file in files]
NAMES = {file.key for files in FILES.values() for file in files}


@pytest.mark.parametrize("file", ALL)
def test_a_story_names_only_what_there_is(file):
    head = file.head
    assert head["section"] in KEYS["sections"]
    assert set(head["authors"]) <= KEYS["people"] and set(head.get("topics", [])) <= KEYS["topics"]
    assert head.get("photo") is None or head["photo"] in PICTURES
    assert head.get("translation_of") is None or head["translation_of"] in NAMES
    for piece in pieces(file.body):
        assert set(shown_in(piece)) <= set(PICTURES)
        for one in (piece, *piece.inside):
            if one.kind == "related":
                assert one.rest in NAMES


def test_a_lead_photo_does_not_stand_in_its_text_again():
    again = [
        f"{language}/{file.key}"
        for language, files in FILES.items()
        for file in files
        if file.head.get("photo") in [key for piece in pieces(file.body) for key in shown_in(piece)]
    ]
    assert again == []


def shown_in(piece):
    """The keys of the pictures of a photo or a gallery, and of those inside."""
    inside = [key for one in piece.inside for key in shown_in(one)]
    if piece.kind == "gallery":
        return [line.partition(":")[0].strip() for line in piece.lines if line.strip()]
    return [piece.rest, *inside] if piece.kind == "photo" else inside


def test_no_paragraph_stands_twice():
    paragraphs = Counter(
        line.strip() for files in FILES.values() for file in files for line in file.body.split("\n\n") if len(line) > 60
    )
    assert [text for text, count in paragraphs.items() if count > 1] == []


def test_the_sample_shows_everything():
    heads = [file.head for files in FILES.values() for file in files]
    assert {head.get("kind", "news") for head in heads} == {"news", "analysis", "opinion", "photo_story", "live"}
    assert {head.get("level") for head in heads} >= {"free", "metered", "registered", "premium"}
    assert {head.get("state", "published") for head in heads} == {
        "published", "draft", "submitted", "scheduled", "embargoed", "withdrawn",
    }  # fmt: skip
    assert (len(FILES["id"]), len(FILES["en"])) >= (60, 20)


def test_every_picture_has_its_file_licence_and_words():
    for key, row in PICTURES.items():
        assert (CONTENT / "pictures" / f"{key}.jpg").is_file()
        assert row["licence"] and row["origin"]
        assert row["caption"]["id"] is not None and row["alt"]["en"] is not None
        assert not row["licence"].startswith("GPL") and "NC" not in row["licence"].split("-")


def test_the_format():
    body = "Satu *dua*.\n\n## Judul\n> Kata.\n> -- Nama, jabatan\n\n:::update 0.5 Baru\nIsi.\n:::photo x\n:::\n:::\n"
    found = pieces(body)
    assert [piece.kind for piece in found] == ["text", "subheading", "quote", "update"]
    assert [piece.kind for piece in found[3].inside] == ["photo"]
    assert quote(found[2].source) == {"text": "Kata.", "name": "Nama", "role": "jabatan"}
    assert html("**a** [b](story:c)", lambda address: 'id="7"' if address == "story:c" else None) == (
        '<p><b>a</b> <a id="7">b</a></p>'
    )
    assert table("| a | b |\n|---|---|\n| 1 | 2 |")["data"] == [["a", "b"], ["1", "2"]]
    with pytest.raises(SampleError):
        pieces(":::photo x\n")
