"""What tests of advertising share: campaigns and creatives, and the counts that `audience` keeps."""

from datetime import timedelta

import pytest
from django.utils import timezone

from warta.advertising import services
from warta.advertising.models import Campaign, Creative, SlotTag


class Advertising:
    """Short ways to book and approve."""

    def __init__(self, newspaper):
        self.newspaper = newspaper

    def campaign(self, name="Payung", *, slots="top end side-1 side-2 side-3 side-4 list", sections=(), **fields):
        fields.setdefault("starts", timezone.localdate())
        if fields.get("goal"):
            fields.setdefault("ends", fields["starts"] + timedelta(days=9))
        campaign = Campaign.objects.create(advertiser="Toko Payung", name=name, slots=slots, **fields)
        campaign.sections.set(sections)
        return campaign

    def creative(self, campaign=None, *, approved=True, kind="native", shape="banner", **fields):
        campaign = campaign or self.campaign()
        if kind in ("native", "image"):
            fields.setdefault("link", "https://toko.example/payung")
        if kind == "native":
            fields.setdefault("headline", "Payung untuk musim hujan")
        if kind in ("html", "tag"):
            fields.setdefault("html", "<p>Payung</p>")
        creative = Creative.objects.create(campaign=campaign, name="Satu", kind=kind, shape=shape, **fields)
        return self.approve(creative) if approved else creative

    def tag(self, slot="list", *, approved=True, html='<script src="https://iklan.example/t.js"></script>'):
        tag = SlotTag.objects.create(slot=slot, html=html)
        return self.approve(tag) if approved else tag

    def approve(self, subject):
        services.submit(subject, by=self.newspaper.colleague("advertising"))
        subject.refresh_from_db()
        services.approve(subject, by=self.newspaper.colleague("editor"), seen=subject.content())
        subject.refresh_from_db()
        return subject


@pytest.fixture
def advertising(newspaper):
    return Advertising(newspaper)
