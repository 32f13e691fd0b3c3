"""An editor opens an imported story in the form and saves it, with nothing lost."""

import json

import pytest
from django.urls import reverse
from PIL import Image
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests.intake.samples import item, wxr
from warta.intake import services
from warta.intake.options import Wishes
from warta.stories.models import Story
from warta.stories.models.body import TEXT_FEATURES

PICTURE = "https://muara.example/wp-content/uploads/{}.jpg"
BODY = f"""<p>Awal <strong>tebal</strong> dan <a href="https://muara.example/x">tautan</a>.</p><ul><li>satu</li><li>dua</li></ul>
<h2>Bagian</h2><blockquote><p>Kami tahu.</p><cite>Wangsa</cite></blockquote>
<figure><img src="{PICTURE.format("a")}"><figcaption>Keterangan.</figcaption></figure><p>Lalu.</p>
<figure class="wp-block-gallery"><img src="{PICTURE.format("a")}"><img src="{PICTURE.format("b")}"></figure>
<iframe src="https://www.youtube.com/embed/abc"></iframe>
<table><tr><th>Blok</th><th>Ton</th></tr><tr><td>Utara</td><td>5,1</td></tr></table>
<pre><code>baris satu
  baris dua</code></pre><details><summary>Apa itu</summary><p>Penjelasan.</p></details><p>Akhir.</p>"""
EMPTY = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}


@pytest.fixture
def story(newspaper, tmp_path):
    (tmp_path / "uploads").mkdir()
    for number, name in enumerate("ab"):
        Image.new("RGB", (30, 20), (number * 99, 0, 0)).save(tmp_path / "uploads" / f"{name}.jpg")
    path = tmp_path / "export.xml"
    path.write_text(wxr(item(7, BODY)))
    (done,) = services.import_path(path, Wishes(downloads=False))
    assert done.report.skipped == []
    return Story.objects.get()


def typed(html):
    return ContentstateConverter(TEXT_FEATURES).from_database_format(html)


def photo(value):
    return {"photo": value["photo"].pk, "caption": value["caption"] or "", "alt": value["alt"] or ""}


def in_form(block):
    """A block's value as the editor's browser sends it."""
    value = block.value
    match block.block_type:
        case "text":
            return typed(value.source)
        case "photo":
            return photo(value)
        case "gallery":
            rows = {str(n): {"deleted": "", "order": str(n), "value": photo(v)} for n, v in enumerate(value)}
            return {"count": str(len(rows)), **rows}
        case "table":
            return json.dumps(dict(value))
        case "factbox":
            return {"title": value["title"], "text": typed(value["text"].source)}
        case "quote" | "embed":
            return dict(value)
        case _:
            return value


def form(story):
    return nested_form_data(
        {
            "kicker": "", "title": story.title, "standfirst": story.standfirst, "kind": story.kind,
            "section": story.section_id, "level": story.level, "dateline_city": "", "lead_photo": "",
            "lead_caption": "", "lead_alt": "", "topics": [], "people": [], "editor": "",
            "body": streamfield([(block.block_type, in_form(block)) for block in story.body]),
            "sources": streamfield([]), "replies_to": "", "go_live_at": "", "expire_at": "", "embargo_until": "",
            "bylines": {**EMPTY, "TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "0": {
                "id": story.bylines.get().pk, "person": story.bylines.get().person_id, "ORDER": 1, "DELETE": ""}},
            "corrections": EMPTY, "comments": EMPTY,
        }
    )  # fmt: skip


def test_the_form_opens_and_takes_the_story_back_unchanged(newspaper, client, story):
    kinds = [block.block_type for block in story.body]
    assert kinds == ["text", "subheading", "quote", "photo", "text", "gallery", "embed", "table", "text", "factbox",
                     "text"]  # fmt: skip
    before = story.body.stream_block.get_prep_value(story.body)
    client.force_login(newspaper.colleague("editor"))
    url = reverse("wagtailadmin_pages:edit", args=[story.pk])
    assert client.get(url).status_code == 200
    answer = client.post(url, form(story))
    assert answer.status_code == 302, answer.context["form"].errors
    again = story.get_latest_revision_as_object()
    after = again.body.stream_block.get_prep_value(again.body)
    assert [without_marks(block) for block in after] == [without_marks(block) for block in before]
    assert (again.origin, again.published_at) == (story.origin, story.published_at)


def without_marks(block):
    """Type and value without ids; rich text without the keys that the editor gives its paragraphs."""
    value = block["value"]
    if block["type"] == "gallery":
        value = [row["value"] for row in value]
    if block["type"] == "table":
        value = value["data"]
    text = json.dumps(value, default=str)
    while ' data-block-key=\\"' in text:
        head, _, tail = text.partition(' data-block-key=\\"')
        text = head + tail.partition('\\"')[2]
    return block["type"], text.replace("\\u00a0", " ").replace("null", '""')
