# ruff: noqa: E501 - cases read better whole
"""What an import leaves in the newspaper."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image
from wagtail.contrib.redirects.models import Redirect

from tests.intake.samples import ghost, item, post, wxr
from warta.intake import media, services
from warta.intake.errors import IntakeError, MediaRefused
from warta.intake.models import ImportedMedia
from warta.intake.options import Wishes
from warta.stories.changes import ChangeKind
from warta.stories.models import Change, Person, Photo, Section, StaticPage, Story, Topic

CATEGORY = '<category domain="category" nicename="politik-kota">Politik Kota</category>'
TAG = '<category domain="post_tag" nicename="banjir">Banjir</category>'


@pytest.fixture
def run(newspaper, tmp_path, monkeypatch):
    """Imports a text under a name; the network is not there."""

    def refused(url, **_):
        raise MediaRefused("no network in tests")

    monkeypatch.setattr(media, "fetch", refused)

    def take(text, name="export.xml", **wishes):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        (done,) = services.import_path(path, Wishes(**wishes))
        return done.report

    return take


@pytest.fixture
def folder(tmp_path):
    """A folder of pictures beside the export."""
    uploads = tmp_path / "uploads" / "2026"
    uploads.mkdir(parents=True)
    for number, name in enumerate(("pier.jpg", "boat.jpg")):
        Image.new("RGB", (60, 40), (number * 90, 80, 60)).save(uploads / name)
    return uploads.parent


def counts():
    """Rows of every table."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def attachment(number, name, caption=""):
    extra = f"<wp:attachment_url>https://muara.example/wp-content/uploads/2026/{name}</wp:attachment_url>"
    text = item(number, "", name, "attachment", "inherit", extra)
    return text.replace("<excerpt:encoded><![CDATA[]]>", f"<excerpt:encoded><![CDATA[{caption}]]>")


def img(name, more=""):
    return f'<img src="https://muara.example/wp-content/uploads/2026/{name}" {more}>'


def kinds(story):
    return [block.block_type for block in story.body]


def test_a_story_becomes_a_draft_that_keeps_its_date(run):
    report = run(wxr(item(7, "<p>Isi <strong>penting</strong>.</p><h2>Bagian</h2>", extra=CATEGORY + TAG)))
    story = Story.objects.get(origin="wxr:muara.example:7")
    assert (story.title, story.live, story.language) == ("Kapal berhenti", False, "id")
    assert story.published_at == datetime(2026, 1, 2, 1, tzinfo=UTC)
    assert (story.first_published_at, story.updated_at) == (None, None)
    assert (story.section.name, story.section.slug) == ("Politik Kota", "politik-kota")
    assert [topic.slug for topic in story.topics.all()] == ["banjir"]
    assert [byline.person.slug for byline in story.bylines.all()] == ["wangsa-tirtakelam"]
    assert kinds(story) == ["text", "subheading"]
    assert story.body[0].value.source == "<p>Isi <b>penting</b>.</p>"
    assert (report.imported, report.exit_code, report.outcomes) == (1, 0, {"draft": 1})
    assert report.made == {"sections": 1, "people": 1, "redirects": 2}
    assert Topic.objects.count() == 1  # the newspaper had it


def test_a_later_publication_shows_the_date_of_the_source(run):
    run(wxr(item(7)))
    story = Story.objects.get()
    story.publish(story.get_latest_revision())
    story.refresh_from_db()
    assert (story.live, story.published_at, story.updated_at) == (True, datetime(2026, 1, 2, 1, tzinfo=UTC), None)


def test_what_was_public_is_published_with_its_dates(run):
    changed = "<wp:post_modified>2026-01-03 08:00:00</wp:post_modified><wp:post_modified_gmt>2026-01-03 01:00:00</wp:post_modified_gmt>"
    run(wxr(item(7, extra=changed)), publish=True)
    story = Story.objects.get()
    public, updated = datetime(2026, 1, 2, 1, tzinfo=UTC), datetime(2026, 1, 3, 1, tzinfo=UTC)
    assert story.live
    assert (story.published_at, story.first_published_at) == (public, public)
    assert (story.last_published_at, story.updated_at) == (updated, updated)


def test_one_row_in_the_change_log_for_each_story_that_becomes_public(run):
    run(wxr(item(1), item(2, status="draft"), item(3, status="private")), publish=True)
    public = Story.objects.get(origin="wxr:muara.example:1")
    assert [row.story for row in Change.objects.filter(kind=ChangeKind.STORY_CHANGED.value)] == [public.pk]


def future(text):
    soon = timezone.now() + timedelta(days=40)
    return text.replace("2026-01-02 01:00:00", f"{soon:%Y-%m-%d %H:%M:%S}").replace(
        "2026-01-02 08:00:00", f"{soon + timedelta(hours=7):%Y-%m-%d %H:%M:%S}"
    )


@pytest.mark.parametrize("publish", [True, False])
def test_a_scheduled_story_keeps_its_time_to_come(run, publish):
    report = run(wxr(future(item(7, status="future"))), publish=publish)
    story = Story.objects.get()
    assert (story.live, story.published_at) == (False, None)
    assert story.go_live_at > timezone.now()
    assert (story.approved_schedule, report.outcomes) == (publish, {"scheduled" if publish else "draft": 1})


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (item(7, status="private"), "it was private"),
        (item(7, extra="<wp:post_password>rahasia</wp:post_password>"), "behind a password"),
        (item(7, status="future"), "which is past"),
        (item(7, gmt="").replace("2026-01-02 08:00:00", "besok"), "date"),
    ],
)
def test_what_was_not_clearly_public_stays_a_draft_with_a_doubt(run, text, doubt):
    report = run(wxr(text), publish=True)
    assert Story.objects.get().live is False
    assert any(doubt in row["detail"] for row in report.doubts)


def test_a_second_run_changes_nothing(run, folder):
    text = wxr(
        item(1, "<p>Satu.</p>" + img("pier.jpg"), extra=CATEGORY + TAG),
        item(2, kind="page", title="Tentang kami"),
        item(3, status="draft"),
        attachment(9, "pier.jpg"),
        attachment(10, "missing.jpg"),
    )
    first = run(text, publish=True)
    before = counts()
    second = run(text, publish=True)
    assert counts() == before
    assert (first.imported, first.already_there) == (4, 0)
    assert (second.imported, second.already_there, second.exit_code) == (0, 4, 0)
    assert second.items == first.items
    assert second.made == {}


def test_a_dry_run_writes_nothing_and_tells_the_same(run, folder, settings):
    text = wxr(
        item(1, "<p>Satu.</p>" + img("pier.jpg"), extra=CATEGORY + TAG), item(2, kind="page"), attachment(9, "boat.jpg")
    )
    before = counts()
    files = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    planned = run(text, dry_run=True)
    assert counts() == before
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == files
    done = run(text)
    assert (planned.items, planned.outcomes, planned.made) == (done.items, done.outcomes, done.made)
    assert planned.as_dict()["dry_run"] is True


def test_a_broken_item_is_left_out_and_named_and_the_rest_stays(run, monkeypatch):
    real = Story.save

    def save(self, *args, **kwargs):
        if "rusak" in self.title:
            self.section_id = 999_999
            self.full_clean()
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Story, "save", save)
    category = '<category domain="category" nicename="baru">Baru</category>'
    report = run(wxr(item(1), item(2, title="Yang rusak", extra=category), item(3, extra=category)))
    assert (report.imported, report.exit_code) == (2, 3)
    (skipped,) = report.skipped
    assert skipped["where"].endswith("post 2")
    assert "section" in skipped["why"]
    assert Story.objects.get(origin="wxr:muara.example:3").section.slug == "baru"  # made again after it was undone
    assert Section.objects.filter(slug="baru").count() == 1
    monkeypatch.undo()
    again = run(wxr(item(1), item(2, title="Tidak lagi"), item(3)))
    assert (again.imported, again.already_there, again.exit_code) == (1, 2, 0)


def test_after_an_interruption_the_next_run_goes_on(newspaper, tmp_path):
    path = tmp_path / "export.xml"
    path.write_text(wxr(*(item(n) for n in range(1, 6))))

    def stop(name, report):
        if report.imported == 2:
            raise KeyboardInterrupt

    (done,) = services.import_path(path, Wishes(), tell=stop)
    assert (done.report.stopped, done.report.imported, done.report.exit_code) == (True, 2, 3)
    (done,) = services.import_path(path, Wishes())
    assert (done.report.imported, done.report.already_there) == (3, 2)


def test_pictures_come_from_the_folder_with_their_words(run, folder):
    body = f"<figure>{img('pier-300x200.jpg', 'alt=Dermaga')}<figcaption>Dermaga pagi.</figcaption></figure>"
    report = run(wxr(item(1, body), attachment(9, "pier.jpg", "Milik lampiran"), attachment(10, "boat.jpg", "Kapal.")))
    story = Story.objects.get()
    (block,) = story.body
    assert block.block_type == "photo"
    photo = block.value["photo"]
    assert (photo.caption, photo.description, block.value["caption"]) == ("Dermaga pagi.", "Dermaga", "")
    assert Photo.objects.get(caption="Kapal.").title == "boat.jpg"
    assert Photo.objects.count() == 2  # the size and the attachment are one picture
    assert report.made["photos"] == 2
    assert photo.file.name.startswith("original_images/pier-")


def test_a_known_photo_keeps_its_words_and_the_block_gets_its_own(run, folder):
    run(wxr(item(1, f"<figure>{img('pier.jpg')}<figcaption>Pertama.</figcaption></figure>")))
    run(wxr(item(2, f"<figure>{img('pier.jpg')}<figcaption>Kedua.</figcaption></figure>")))
    (block,) = Story.objects.get(origin="wxr:muara.example:2").body
    assert (block.value["photo"].caption, block.value["caption"]) == ("Pertama.", "Kedua.")


def test_the_same_bytes_are_stored_once(run, folder):
    (folder / "2026" / "copy.jpg").write_bytes((folder / "2026" / "pier.jpg").read_bytes())
    run(wxr(item(1, img("pier.jpg") + "<p>Teks.</p>" + img("copy.jpg"))))
    assert Photo.objects.count() == 1
    assert ImportedMedia.objects.count() == 2


def test_a_gallery_needs_two_and_what_is_missing_is_named(run, folder):
    both = f'<figure class="wp-block-gallery">{img("pier.jpg")}{img("boat.jpg")}</figure>'
    one = f'<figure class="wp-block-gallery"><figure>{img("gone.jpg")}<figcaption>Yang hilang.</figcaption></figure>{img("boat.jpg")}</figure>'
    report = run(wxr(item(1, both), item(2, one)))
    assert kinds(Story.objects.get(origin="wxr:muara.example:1")) == ["gallery"]
    assert kinds(Story.objects.get(origin="wxr:muara.example:2")) == ["photo"]
    assert any("gone.jpg" in row["detail"] and "Yang hilang." in row["detail"] for row in report.doubts)


def test_without_downloads_nothing_is_fetched(run, monkeypatch):
    asked = []
    monkeypatch.setattr(media, "fetch", asked.append)
    report = run(wxr(item(1, img("far.jpg") + "<p>Teks.</p>")), downloads=False)
    assert asked == []
    assert any("downloads are off" in row["detail"] for row in report.doubts)


def test_a_server_that_does_not_answer_is_not_asked_for_ever(run, monkeypatch):
    asked = []

    def silent(url, **_):
        asked.append(url)
        raise MediaRefused("no such host: muara.example")

    monkeypatch.setattr(media, "fetch", silent)
    run(wxr(item(1, "".join(img(f"{n}.jpg") + "<p>x</p>" for n in range(10)))))
    assert len(asked) == 3


def test_headlines_that_are_missing_or_too_long(run):
    long = "kata " * 600
    report = run(
        wxr(
            item(1, "<p>Warga menunggu bus di halte baru sejak subuh tadi pagi hari ini.</p>", title=""),
            item(2, title=long),
        )
    )
    made = Story.objects.get(origin="wxr:muara.example:1").title
    cut = Story.objects.get(origin="wxr:muara.example:2").title
    assert made == "Warga menunggu bus di halte baru sejak subuh tadi pagi…"
    assert len(cut) <= 255
    assert cut.endswith("kata…")
    assert sum("headline" in row["detail"] for row in report.doubts) == 2


def test_sections_avoid_the_addresses_of_the_site(run):
    run(wxr(item(1, extra='<category domain="category" nicename="search">Search</category>')))
    assert Story.objects.get().section.slug == "search-section"


def test_a_section_is_found_by_its_name_and_made_below_its_parent(run):
    parent = "<wp:category><wp:category_nicename>desa</wp:category_nicename><wp:cat_name>Desa</wp:cat_name><wp:category_parent>daerah</wp:category_parent></wp:category>"
    below = '<category domain="category" nicename="desa">Desa</category>'
    known = '<category domain="category" nicename="kabar-daerah">DAERAH</category>'
    run(wxr(parent, item(1, extra=below), item(2, extra=known)))
    daerah = Section.objects.get(slug="daerah")
    assert Story.objects.get(origin="wxr:muara.example:1").section.parent == daerah
    assert Story.objects.get(origin="wxr:muara.example:2").section == daerah


def test_categories_beyond_the_first_stay_as_topics(run):
    more = '<category domain="category" nicename="pasar">Pasar</category>'
    run(wxr(item(1, extra=CATEGORY + more)))
    story = Story.objects.get()
    assert (story.section.slug, [topic.name for topic in story.topics.all()]) == ("politik-kota", ["Pasar"])


def test_without_a_section_one_is_assumed_with_a_doubt(run):
    report = run(wxr(item(1, extra='<category domain="category" nicename="uncategorized">Uncategorized</category>')))
    assert Story.objects.get().section.name == "Impor"
    assert any(row["kind"] == "inferred" and "Impor" in row["detail"] for row in report.doubts)


def test_the_section_wished_for(run, newspaper):
    run(wxr(item(1, extra=CATEGORY)), section="daerah")
    assert Story.objects.get().section == newspaper.section
    run(wxr(item(2)).replace("<language>id", "<language>en-US"), section="daerah")
    english = Story.objects.get(origin="wxr:muara.example:2")
    assert (english.language, english.section) == ("en", newspaper.section_en)
    with pytest.raises(IntakeError, match="there is no section"):
        run(wxr(item(1)), section="tidak-ada")


def test_people_are_matched_by_their_address(run, newspaper):
    newspaper.person("Wangsa Tirtakelam")
    run(wxr(item(1)))
    assert Person.objects.count() == 1


def test_a_language_the_newspaper_lacks(run):
    report = run(wxr(item(1), item(2)).replace("<language>id", "<language>de-DE"), language="en")
    assert {story.language for story in Story.objects.all()} == {"en"}
    assert sum("de-DE" in row["detail"] for row in report.doubts) == 1


def test_levels_walls_and_pages_of_ghost(run):
    card = '{"version":"0.3.1","atoms":[],"markups":[],"cards":[["paywall",{}]],"sections":[[1,"p",[[0,[],0,"Buka."]]],[10,0],[1,"p",[[0,[],0,"Tutup."]]]]}'
    report = run(
        ghost(post(1, visibility="paid", html=None, mobiledoc=card), post(2, visibility="members"), post(3, type="page", title="Tentang"),
              members=[{"id": 1}]),
        "export.json", publish=True,
    )  # fmt: skip
    paid, members = Story.objects.order_by("origin")
    assert (paid.level, kinds(paid)) == ("premium", ["text", "wall", "text"])
    assert (members.level, members.live) == ("registered", True)
    page = StaticPage.objects.get(slug="berita-3")
    assert (page.live, page.title) == (True, "Tentang")
    assert report.left_out == {"members": 1}


def test_a_page_of_the_paper_has_an_address_of_its_own(run, client):
    run(
        wxr(
            item(1, "<h2>Alamat</h2><p>Jalan Pelabuhan.</p>", "Redaksi", "page"), item(2, title="Redaksi", kind="page")
        ),
        publish=True,
    )
    assert sorted(StaticPage.objects.values_list("slug", flat=True)) == ["kapal-1", "kapal-2"]
    assert "Jalan Pelabuhan." in client.get("/info/kapal-1/").content.decode()


def test_a_page_that_was_a_draft_stays_one(run, client):
    run(wxr(item(1, kind="page", status="draft")), publish=True)
    assert StaticPage.objects.get().live is False
    assert client.get("/info/kapal-1/").status_code == 404


def test_keys_that_are_too_long_are_hashed(run):
    report = run(ghost(post(1, id="x" * 900)), "export.json")
    again = run(ghost(post(1, id="x" * 900)), "export.json")
    assert len(Story.objects.get().origin) <= 255
    assert (report.imported, again.already_there) == (1, 1)


def test_a_file_above_the_limit_is_refused(run, tmp_path):
    path = tmp_path / "large.xml"
    path.write_text(wxr(item(1)))
    (done,) = services.import_path(path, Wishes(max_bytes=100))
    assert "larger than the limit" in str(done.error)
    assert done.report.exit_code == 1


def test_an_old_address_that_leads_elsewhere_is_named(run):
    Redirect.objects.create(old_path="/2026/01/kapal-7", redirect_link="https://other.example/")
    report = run(wxr(item(7)))
    assert any("/2026/01/kapal-7 leads elsewhere" in row["detail"] for row in report.doubts)
    assert json.dumps(report.as_dict())


def test_a_misspelt_login_is_the_account_it_looks_like(run):
    report = run(
        wxr(
            item(1, extra="").replace("<dc:creator>wangsa", "<dc:creator>&gt;wangsa"),
            item(2, kind="nav_menu_item").replace(">wangsa<", ">orang-lain<"),
        )
    )
    assert [person.slug for person in Person.objects.all()] == ["wangsa-tirtakelam"]
    assert report.authors == 3  # named in the file; only who wrote something becomes a person


def test_a_story_gives_the_worker_one_task_for_search_and_one_for_references(run):
    DBTaskResult.objects.all().delete()
    run(wxr(item(1), item(2)))
    tasks = [row for row in DBTaskResult.objects.all() if "story" in row.args_kwargs["args"]]
    paths = Counter(task.task_path.rpartition(".")[2] for task in tasks)
    assert paths == {"insert_or_update_object_task": 2, "update_reference_index_task": 2}
