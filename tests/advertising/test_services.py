"""Nothing runs that was not approved as it stands, by whatever road it changed."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.models import ModelLogEntry

from warta.advertising import services
from warta.advertising.models import Creative, Decided, SlotTag
from warta.advertising.plan import plan
from warta.stories.models import Change


def running():
    return [row["id"] for campaign in plan(timezone.now())["campaigns"] for row in campaign["creatives"]]


def test_the_way_to_the_page(advertising, newspaper):
    creative = advertising.creative(approved=False)
    maker, editor = newspaper.colleague("advertising"), newspaper.colleague("editor")
    assert not creative.may_run and running() == []
    with pytest.raises(services.NotNow):
        services.approve(creative, by=editor, seen=creative.content())  # nobody asked for it
    services.submit(creative, by=maker)
    assert running() == []
    with pytest.raises(services.NotNow):
        services.submit(creative, by=maker)
    with pytest.raises(PermissionDenied):
        services.approve(creative, by=maker, seen=creative.content())
    with pytest.raises(PermissionDenied):
        services.refuse(creative, by=maker, reason="x")
    services.approve(creative, by=editor, seen=creative.content())
    creative.refresh_from_db()
    assert running() == [creative.pk] and (creative.by, creative.state) == (editor, "approved")
    services.refuse(creative, by=editor, reason="Salah harga.")
    creative.refresh_from_db()
    assert running() == [] and creative.reason == "Salah harga."
    actions = ModelLogEntry.objects.for_instance(creative).order_by("pk").values_list("action", flat=True)
    assert [action for action in actions if action.startswith("advertising.")] == [
        services.SUBMIT_ACTION, services.APPROVE_ACTION, services.REFUSE_ACTION
    ]  # fmt: skip


def test_what_was_changed_while_somebody_looked_is_not_approved(advertising, newspaper):
    creative = advertising.creative(approved=False)
    services.submit(creative, by=newspaper.colleague("advertising"))
    seen = creative.content()
    Creative.objects.filter(pk=creative.pk).update(headline="Lain sama sekali")
    with pytest.raises(services.NotNow):
        services.approve(creative, by=newspaper.colleague("editor"), seen=seen)
    assert running() == []


@pytest.mark.parametrize(("field", "value"), [
    ("link", "https://lain.example/"), ("headline", "Lain"), ("text", "Lain"), ("kind", "html"), ("html", "<p>x</p>"),
    ("shape", "rectangle"), ("alt", "Lain"),
])  # fmt: skip
def test_any_change_of_an_approved_one_makes_it_a_draft(advertising, field, value):
    creative = advertising.creative()
    setattr(creative, field, value)
    creative.save()
    creative.refresh_from_db()
    assert (creative.state, creative.approved_of) == ("draft", "") and running() == []


def test_its_name_for_the_newsroom_may_change(advertising):
    creative = advertising.creative()
    creative.name = "Dua"
    creative.save()
    assert running() == [creative.pk]


def test_a_change_past_all_services_does_not_run_either(advertising):
    creative = advertising.creative()
    Creative.objects.filter(pk=creative.pk).update(link="https://penipu.example/")
    assert Creative.objects.get(pk=creative.pk).state == "approved" and running() == []


def test_another_picture_under_the_same_name_is_another_creative(advertising, newspaper):
    photo = newspaper.photo(1200, 300)
    creative = advertising.creative(kind="image", picture=photo, alt="Payung")
    assert running() == [creative.pk]
    other = newspaper.photo(1200, 300)
    with other.file.open() as file:
        photo.file.save("baru.jpg", ImageFile(file), save=False)
        photo.save()
    creative.refresh_from_db()
    assert creative.state == "draft" and running() == []


def test_a_native_creative_names_its_advertiser(advertising):
    native, html = advertising.creative(), advertising.creative(kind="html")
    for creative in (native, html):
        creative.campaign.advertiser = "Toko Lain"
        creative.campaign.save()
    native.refresh_from_db()
    assert native.state == "draft" and running() == [html.pk]


def test_a_refused_one_that_was_changed_is_a_draft(advertising, newspaper):
    creative = advertising.creative()
    services.refuse(creative, by=newspaper.colleague("editor"), reason="Terlalu keras.")
    creative.refresh_from_db()
    creative.name = "Dua"
    creative.save()
    assert creative.state == Decided.State.REFUSED
    creative.headline = "Lebih tenang"
    creative.save()
    assert (creative.state, creative.reason) == ("draft", "")


def test_tags_are_approved_like_creatives(advertising):
    tag = advertising.tag(approved=False)
    assert plan(timezone.now())["tags"] == {}
    advertising.approve(tag)
    told = plan(timezone.now())
    assert list(told["tags"]) == ["list"] and told["frames"]["slot-list"]["consent"] is True
    SlotTag.objects.filter(pk=tag.pk).update(html="<script src=https://penipu.example/x.js></script>")
    assert plan(timezone.now())["tags"] == {}


def test_each_change_is_told_to_the_edge(advertising, newspaper):
    def rows():
        return Change.objects.filter(kind="ads_changed").count()

    campaign = advertising.campaign()
    before = rows()
    for change in (
        lambda: advertising.creative(campaign),
        lambda: campaign.sections.add(newspaper.section),
        campaign.save,
        lambda: campaign.creatives.get().delete(),
        advertising.tag,
        campaign.delete,
    ):
        change()
        assert rows() > before
        before = rows()
