"""The newsroom's pages: forms that refuse with words, looking and deciding, lists, the report."""

import io

import pytest
from django.core.files.images import ImageFile
from django.urls import reverse
from django.utils import translation
from PIL import Image

from warta.advertising.models import AdsTxt, Campaign, Creative
from warta.desk.services import prefer_language
from warta.stories.models import Photo


def url(name, kind="creative", *args):
    return reverse(f"wagtailsnippets_advertising_{kind}:{name}", args=args)


@pytest.fixture
def maker(client, newspaper):
    prefer_language(newspaper.colleague("advertising"), "en")
    client.force_login(newspaper.colleague("advertising"))
    return client


def picture(width, height, image_format="JPEG", pad=0):
    data = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(data, image_format)
    data.write(b"\0" * pad)
    data.seek(0)
    photo = Photo(title="x")
    photo.file.save(f"x.{image_format.lower()}", ImageFile(data), save=False)
    photo.width, photo.height = width, height
    photo.file_size = len(data.getvalue())
    photo.save()
    return photo


def errors(answer):
    with translation.override("en"):
        return {name: " ".join(found) for name, found in answer.context["form"].errors.items()}


CAMPAIGN = {"advertiser": "Toko Payung", "name": "Hujan", "kind": "paid", "starts": "2026-11-01", "ends": "2026-11-30",
            "slots": ["end", "top"], "goal": "1000", "cap": "3", "priority": "5"}  # fmt: skip


def test_a_campaign_is_booked(maker, newspaper):
    answer = maker.post(url("add", "campaign"), {**CAMPAIGN, "sections": [newspaper.section.pk]})
    assert answer.status_code == 302, errors(answer)
    campaign = Campaign.objects.get()
    assert (campaign.slots, campaign.goal, list(campaign.sections.all())) == ("top end", 1000, [newspaper.section])


@pytest.mark.parametrize(("wrong", "field"), [
    ({"ends": "2026-10-31"}, "ends"), ({"ends": ""}, "ends"), ({"slots": []}, "slots"),
    ({"slots": ["nowhere"]}, "slots"),
    ({"goal": "0"}, "goal"), ({"goal": "-5"}, "goal"), ({"goal": "99999999999"}, "goal"), ({"cap": "0"}, "cap"),
    ({"priority": "11"}, "priority"), ({"starts": "31/02/2026"}, "starts"), ({"advertiser": ""}, "advertiser"),
])  # fmt: skip
def test_a_campaign_that_cannot_be(maker, wrong, field):
    answer = maker.post(url("add", "campaign"), {**CAMPAIGN, **wrong})
    assert answer.status_code == 200 and field in errors(answer)
    assert not Campaign.objects.exists()


def test_an_image_with_all_it_needs_goes_on_to_be_looked_at(maker, advertising):
    fields = {"campaign": advertising.campaign().pk, "name": "A", "kind": "image", "shape": "banner",
              "link": "https://toko.example/", "picture": picture(1200, 300).pk, "alt": "Payung biru"}  # fmt: skip
    answer = maker.post(url("add"), fields)
    creative = Creative.objects.get()
    assert answer.url == url("review", "creative", "creative", creative.pk)
    assert creative.state == "draft"


@pytest.mark.parametrize(("fields", "field", "words"), [
    ({"link": "javascript:alert(1)"}, "link", "https://"),
    ({"link": "https://klik.example/?u=https://toko.example/"}, "link", "leads on"),
    ({"link": ""}, "link", "needs it"), ({"alt": ""}, "alt", "needs it"), ({"picture": ""}, "picture", "needs it"),
    ({"kind": "native"}, "headline", "needs it"),
    ({"kind": "html", "html": '<img src="https://jejak.example/1.gif">'}, "html", "from elsewhere"),
    ({"kind": "html", "html": '<a href="javascript:x()">x</a>'}, "html", "https://"),
    ({"kind": "html", "html": ""}, "html", "nothing in it"),
    ({"kind": "html", "html": "x" * 30_001}, "html", "too long"),
    ({"kind": "tag", "html": "<script src=http://iklan.example/t.js>"}, "html", "https alone"),
    ({"shape": "rectangle"}, "shape", "No slot"),
])  # fmt: skip
def test_a_creative_that_is_refused_with_words(maker, advertising, fields, field, words):
    whole = {"campaign": advertising.campaign(slots="top end").pk, "name": "A", "kind": "image", "shape": "banner",
             "link": "https://toko.example/", "picture": picture(1200, 300).pk, "alt": "Payung"}  # fmt: skip
    answer = maker.post(url("add"), {**whole, **fields})
    assert answer.status_code == 200 and words in errors(answer)[field]
    assert not Creative.objects.exists()


@pytest.mark.parametrize(("size", "image_format", "pad", "words"), [
    ((1200, 300), "JPEG", 10 * 1024 * 1024, "10.0"), ((1200, 300), "GIF", 0, "moves"),
    ((400, 100), "JPEG", 0, "400"), ((1200, 1200), "JPEG", 0, "1200 × 300"),
])  # fmt: skip
def test_pictures_that_do_not_fit(maker, advertising, size, image_format, pad, words):
    fields = {"campaign": advertising.campaign().pk, "name": "A", "kind": "image", "shape": "banner",
              "link": "https://toko.example/", "picture": picture(*size, image_format, pad).pk, "alt": "P"}  # fmt: skip
    answer = maker.post(url("add"), fields)
    assert words in errors(answer)["picture"].replace("\xa0", " ")
    assert not Creative.objects.exists()


def test_looking_and_deciding(client, maker, advertising, newspaper):
    creative = advertising.creative(approved=False)
    page = url("review", "creative", "creative", creative.pk)
    text = maker.get(page).content.decode()
    assert 'value="submit"' in text and 'value="approve"' not in text and "Payung untuk musim hujan" in text
    maker.post(page, {"do": "submit"})
    text = maker.get(page).content.decode()
    assert 'value="submit"' not in text and 'value="approve"' not in text
    assert maker.post(page, {"do": "approve", "seen": creative.content()}).status_code in (302, 403)
    assert not Creative.objects.get().may_run
    client.force_login(newspaper.colleague("editor"))
    assert 'value="approve"' in client.get(page).content.decode()
    client.post(page, {"do": "approve", "seen": "something else"})
    assert not Creative.objects.get().may_run
    client.post(page, {"do": "approve", "seen": creative.content()})
    assert Creative.objects.get().may_run
    assert client.post(page, {"do": "refuse", "reason": ""}).status_code == 200
    client.post(page, {"do": "refuse", "reason": "Salah"})
    assert (Creative.objects.get().state, Creative.objects.get().reason) == ("refused", "Salah")


def test_an_edit_of_what_runs_stops_it(maker, advertising):
    creative = advertising.creative()
    fields = {"campaign": creative.campaign_id, "name": "A", "kind": "native", "shape": "banner",
              "link": "https://toko.example/payung", "headline": "Payung lain"}  # fmt: skip
    assert maker.post(url("edit", "creative", creative.pk), fields).status_code == 302
    creative.refresh_from_db()
    assert creative.headline == "Payung lain" and not creative.may_run


def test_a_frame_runs_under_its_own_policy(maker, advertising):
    creative = advertising.creative(kind="html", html="<script>parent.document.title='x'</script><p>Payung</p>")
    answer = maker.get(url("frame", "creative", "creative", creative.pk))
    policy = answer["Content-Security-Policy"]
    assert "sandbox allow-scripts" in policy and "allow-same-origin" not in policy and "default-src 'none'" in policy
    assert creative.html in answer.content.decode()
    assert maker.get(url("frame", "creative", "creative", advertising.creative().pk)).status_code == 404


@pytest.mark.parametrize("role", ["reporter", "curator", "service", "photo_editor"])
def test_others_have_no_way_in(client, newspaper, advertising, role):
    creative = advertising.creative()
    client.force_login(newspaper.colleague(role))
    for address in (
        url("list"), url("list", "campaign"), url("review", "creative", "creative", creative.pk),
        url("frame", "creative", "creative", creative.pk), reverse("advertising-report:report"),
        reverse("advertising-report:csv", args=["days"]),
    ):  # fmt: skip
        assert client.get(address).status_code in (302, 403), address
    assert "/advertising" not in client.get("/admin/").content.decode()


def test_the_lists_say_how_it_stands(maker, advertising):
    advertising.creative(advertising.campaign("Berjalan", goal=1000))
    advertising.creative(advertising.campaign("Menunggu"), approved=False)
    text = maker.get(url("list", "campaign")).content.decode()
    assert "Berjalan" in text and "running" in text and "1000" in text
    assert maker.get(url("list")).status_code == 200 and maker.get(url("list", "slottag")).status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_list(maker, advertising, django_assert_max_num_queries):
    for number in range(12):
        advertising.creative(advertising.campaign(f"Nomor {number}", goal=1000))
    with django_assert_max_num_queries(30):
        maker.get(url("list", "campaign"))


def test_ads_txt_is_what_the_newsroom_writes(client, maker):
    page = reverse("wagtailsettings:edit", args=["advertising", "adstxt", AdsTxt.load().pk])
    assert client.get("/ads.txt").content.startswith(b"#")
    maker.post(page, {"lines": "iklan.example, 9, DIRECT\n# kami"}, follow=True)
    assert client.get("/ads.txt").content.decode() == "iklan.example, 9, DIRECT\n# kami\n"
    maker.post(page, {"lines": "<script>alert(1)</script>"}, follow=True)
    assert AdsTxt.load().lines.startswith("iklan.example")
