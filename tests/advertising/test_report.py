"""The report and the lists from the counts that `audience` keeps, filled here by hand."""

import csv
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from warta.advertising.counts import Tally, shown
from warta.advertising.models import Campaign
from warta.advertising.plan import wanted
from warta.audience.models import Count

REPORT = "/admin/advertising-report/"


@pytest.fixture
def counted(newspaper):
    """Count events of a day, so many days ago, in the newspaper's zone."""

    def count(creative, slot="top", days_ago=0, span="d", **numbers):
        day = timezone.localdate() - timedelta(days=days_ago)
        at = datetime(day.year, day.month, day.day, tzinfo=timezone.get_default_timezone())
        for what, number in numbers.items():
            Count.objects.create(span=span, at=at, story=creative.pk, what=f"ad_{what}", key=slot, number=number)

    return count


@pytest.fixture
def manager(client, newspaper):
    client.force_login(newspaper.colleague("advertising"))
    return client


def rows(client, code, query=""):
    answer = client.get(reverse("advertising-report:csv", args=[code]) + query)
    assert answer["Content-Type"].startswith("text/csv") and "attachment" in answer["Content-Disposition"]
    return list(csv.reader(answer.content.decode().splitlines()))


def test_the_tables(manager, advertising, counted):
    one, two = advertising.creative(advertising.campaign("Satu")), advertising.creative(advertising.campaign("Dua"))
    counted(one, shown=1000, viewable=600, clicked=5)
    counted(one, slot="end", shown=100, viewable=10)
    counted(one, days_ago=1, shown=7)
    counted(two, shown=50, viewable=50, clicked=50)
    counted(one, span="h", shown=99_999)  # the same again by the hour
    counted(one, days_ago=40, shown=88_888)
    today, yesterday = rows(manager, "days")[1:]
    assert today[1:] == ["1150", "660", "57.39%", "55", "4.78%"] and yesterday[1:3] == ["7", "0"]
    assert [(row[0], row[3], row[6]) for row in rows(manager, "campaigns")[1:]] == [
        ("Toko Payung: Dua", "50", "50"), ("Toko Payung: Satu", "1107", "5")
    ]  # fmt: skip
    assert [row[3] for row in rows(manager, "creatives")[1:]] == ["1007", "100", "50"]
    text = manager.get(REPORT).content.decode()
    assert "1157" in text and "88888" not in text and "99999" not in text and "57.39%" in text


def test_one_campaign_and_its_days(manager, advertising, counted):
    one, two = advertising.creative(advertising.campaign("Satu")), advertising.creative(advertising.campaign("Dua"))
    counted(one, days_ago=3, shown=10)
    counted(one, days_ago=1, shown=20)
    counted(two, days_ago=1, shown=40)
    day = (timezone.localdate() - timedelta(days=1)).isoformat()
    query = f"?campaign={one.campaign_id}&first={day}&last={day}"
    assert [row[1] for row in rows(manager, "days", query)[1:]] == ["20"]


@pytest.mark.parametrize("query", [
    "?first=x&last=y", "?first=2026-02-30&last=2026-03-01", "?first=9999-12-31&last=9999-12-31", "?campaign=abc",
    "?first=0001-01-01&last=9000-01-01", "?campaign=" + "9" * 300, "?campaign=-1", "?first=2030-01-01&last=2020-01-01",
])  # fmt: skip
def test_questions_that_are_none(manager, advertising, counted, query):
    counted(advertising.creative(), shown=1)
    assert manager.get(REPORT + query).status_code == 200
    assert rows(manager, "days", query)


def test_no_cell_is_a_formula(manager, advertising, counted):
    campaign = Campaign.objects.create(advertiser="=cmd|'/C calc'!A0", name="x", slots="top")
    counted(advertising.creative(campaign), shown=1)
    assert rows(manager, "campaigns")[1][0].startswith("'=")


def test_no_table_of_that_name(manager, counted):
    assert manager.get(reverse("advertising-report:csv", args=["nothing"])).status_code == 404


def test_nothing_yet_is_said(manager, newspaper):
    assert manager.get(REPORT).status_code == 200 and shown([1]) == {}


def test_what_was_delivered_is_taken_off_what_is_due(advertising, counted):
    campaign = advertising.campaign(goal=10_000, starts=timezone.localdate() - timedelta(days=5))
    creative = advertising.creative(campaign)
    before = wanted(timezone.now())[campaign.pk]
    counted(creative, shown=300, viewable=200)
    assert wanted(timezone.now())[campaign.pk] == pytest.approx(before - 300, abs=1)


def test_a_goal_that_was_reached_is_said(manager, advertising, counted):
    campaign = advertising.campaign(goal=100)
    counted(advertising.creative(campaign), shown=100)
    text = manager.get(reverse("wagtailsnippets_advertising_campaign:list")).content.decode()
    assert ("goal reached" in text or "target tercapai" in text) and "100" in text


def test_tallies_add_up():
    assert Tally(1, 2, 3) + Tally(10, 20, 30) == Tally(11, 22, 33)
