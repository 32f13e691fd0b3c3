# ruff: noqa: E501 - cases read better whole
"""What holds for any input whatever."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake.samples import ghost, item, post, wxr
from warta.intake import clean, media
from warta.intake.errors import IntakeError, MediaRefused
from warta.intake.html import blocks
from warta.intake.options import Options
from warta.intake.sources import Source, read, sources

QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
BAD = re.compile(
    r"<script|<iframe|<svg|<form|<style|<[a-z]+ [^>]*\bon\w+\s*=|href=\"\s*(?:javascript|data|vbscript):", re.I
)
MARKUP = st.lists(
    st.sampled_from(["<p>", "</p>", "<a href='javascript:x'>", "<b onclick=x>", "<script>", "</script>", "<svg>", "<style>", "<table><tr><td>", "</table>", "<!--", "-->", "<math>",
                     "<img src=x onerror=y>", "]]>", "<ul><li>", "<noscript>", "<iframe srcdoc=x>", "&#106;avascript:", "<template>", "x", " ", "\x00", "<figure>", "<blockquote>"]) | st.text(max_size=8),
    max_size=40,
).map("".join)  # fmt: skip


@QUICK
@given(MARKUP)
def test_no_markup_survives_that_can_act(markup):
    for block in blocks(markup).blocks:
        if hasattr(block, "html"):
            assert not BAD.search(block.html)
        for address in (getattr(block, "src", ""), getattr(block, "url", "")):
            assert clean.address(address) == address


@pytest.mark.parametrize(
    ("name", "kind"), [("a.xml", "wxr"), ("a.json", "ghost"), ("a.html", "page"), ("a.txt", "page"), ("a.xml", None)]
)
@QUICK
@given(data=st.binary(max_size=400) | MARKUP.map(lambda t: t.encode("utf-8", "replace")))
def test_any_bytes_give_records_or_an_error_that_names_the_file(tmp_path, name, kind, data):
    path = tmp_path / name
    path.write_bytes(data)
    for source in sources(path, kind):
        try:
            list(read(source, Options()) if isinstance(source, Source) else [])
        except IntakeError as error:
            assert str(error).startswith(name)


@QUICK
@given(cut=st.integers(0, 900), put=st.binary(max_size=6), at=st.integers(0, 900))
def test_damaged_exports_never_crash(tmp_path, cut, put, at):
    for name, whole in (
        ("a.xml", wxr(item(1, "[gallery ids='1'] <!-- wp:x {] /--> [caption]"))),
        ("a.json", ghost(post(1, lexical='{"root":{"children":[{}]}}'))),
    ):
        data = whole.encode()
        data = data[:at] + put + data[at:]
        path = tmp_path / name
        path.write_bytes(data[: len(data) - cut])
        for source in sources(path):
            try:
                list(read(source, Options()) if isinstance(source, Source) else [])
            except IntakeError as error:
                assert name in str(error)


@QUICK
@given(
    name=st.text(max_size=60)
    | st.lists(st.sampled_from(["..", "/", "\\", "%2e", "%2f", "a.jpg", "C:", ".", "~", "\0"]), max_size=8).map("".join)
)
def test_a_media_name_never_leaves_its_folder(tmp_path, name):
    folder = tmp_path / "media"
    folder.mkdir(exist_ok=True)
    (tmp_path / "a.jpg").write_bytes(b"secret")
    try:
        found = media.find(name, [folder])
    except MediaRefused:
        return
    assert Path(found).is_relative_to(folder)


@QUICK
@given(st.text(max_size=80), st.text(max_size=20))
def test_a_safe_name_is_plain(name, key):
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*-[0-9a-f]{8}\.jpg", media.safe_name(name, key, "jpg"))


@QUICK
@given(st.text(max_size=120))
def test_slugs_and_paths_are_safe(text):
    assert re.fullmatch(r"[\w-]*", clean.slug(text))
    assert ".." not in clean.path_of(text).split("/")
