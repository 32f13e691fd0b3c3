"""Figures for the publisher: by literals, and as pages."""

from datetime import date

import pytest
from django.utils import timezone
from wagtail.users.models import UserProfile

from warta.audience.models import Count
from warta.audience.names import wall_name
from warta.desk.tables import bars
from warta.readers.models import User
from warta.subscriptions.models import Voucher
from warta.subscriptions.rules.insight import Life, by_month, cohorts, monthly_revenue
from warta.subscriptions.rules.money import Money
from warta.subscriptions.services.vouchers import redeem
from warta.subscriptions.views.insight import _size


def life(began, over=None, **more):
    told = {"plan": "m", "provider": "bank", "amount": 30_000, "months": 1, "currency": "IDR"} | more
    return Life(date.fromisoformat(began), date.fromisoformat(over) if over else None, **told)


LIVES = [
    life("2026-01-10"), life("2026-01-20", "2026-03-05"), life("2026-02-01", "2026-02-20"),
    life("2026-03-01", amount=290_000, months=12, plan="y"), life("2026-03-02", is_trial=True),
]  # fmt: skip


def test_who_lives_comes_and_leaves_month_by_month():
    rows = by_month(LIVES, date(2026, 1, 15), date(2026, 3, 31))
    assert [(row.active, row.new, row.lost, row.churn) for row in rows] == [(2, 2, 0, 0), (2, 1, 1, 0), (2, 1, 1, 500)]


def test_a_year_is_shared_among_its_months_and_a_trial_brings_nothing():
    given = life("2026-03-03", provider="voucher", recurs=False)  # by a code: nothing follows
    assert monthly_revenue([*LIVES, given]) == {("m", "bank", "IDR"): 30_000, ("y", "bank", "IDR"): 24_167}


def test_a_cohort_is_followed_month_after_month():
    rows = cohorts(LIVES, date(2026, 3, 31))
    assert [(row.start.month, row.size, row.kept) for row in rows] == [
        (1, 2, [2, 2, 1]), (2, 1, [0, 0]), (3, 1, [1]),
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "wall", "provider"),
    [
        ("en", "The month’s free stories are read", "Monthly, Bank transfer"),
        ("id", "Jatah berita gratis bulan ini habis", "Bulanan, Transfer bank"),
    ],
)
def test_the_page_says_which_story_and_wall_sold(client, admin_user, reader, bought, language, wall, provider):
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": language})
    bought(reader, story=7, wall="meter-spent")
    for key in ("wall:meter-spent", "wall:sign-in"):
        Count.objects.create(span="d", at=timezone.now(), story=7, what="outcome", key=key, number=400)
    client.force_login(admin_user)
    page = client.get("/admin/insight/").text
    assert wall in page and provider in page and "Rp29" in page and "meter-spent" not in page
    csv = client.get("/admin/insight/walls.csv").text.splitlines()
    assert csv[1] == "meter-spent,1,1,100.0%,1,400,3"
    assert csv[2] == "sign-in,0,0,0.0%,0,400,0"
    assert client.get("/admin/insight/nothing.csv").status_code == 404


@pytest.mark.django_db
def test_each_chart_is_drawn_to_its_longest_bar(client, admin_user, bought):
    for number in range(3):
        reader = User.objects.create_user(f"reader{number}@readers.example")
        bought(reader, wall="meter-spent" if number else "sign-in", number=f"n{number}")
    client.force_login(admin_user)
    tables = {table.code: table for table in client.get("/admin/insight/").context["tables"]}
    assert [(bar.figure, bar.share) for bar in tables["walls"].bars] == [(2, 100), (1, 50)]
    assert str(tables["walls"].rows[1][0]) == wall_name("sign-in")
    assert [bar.share for bar in tables["months"].bars] == [0] * 12 + [100]
    assert [bar[:3] for bar in tables["revenue"].bars] == [("Bulanan, Transfer bank", "Rp87.000", 100)] and tables[
        "offers"
    ].bars == []


def test_bars_of_two_currencies_are_not_compared():
    rows = [["a", "x", Money(100, "IDR")], ["b", "x", Money(5, "USD")], ["c", "x", Money(50, "IDR")]]
    assert [bar.share for bar in bars(rows, 2, size=_size)] == [100, 100, 50]


@pytest.mark.django_db
def test_readers_do_not_see_it(client, reader):
    client.force_login(User.objects.get(pk=reader.pk))
    assert client.get("/admin/insight/").status_code in (302, 403)
    assert client.get("/admin/insight/walls.csv").status_code in (302, 403)


@pytest.mark.django_db
def test_a_gift_is_active_and_brings_nothing_again(client, admin_user, reader, bought):
    bought(admin_user, gift={"email": reader.email, "name": "", "message": ""})
    redeem(code=Voucher.objects.get().code, reader=reader, now=timezone.now())
    client.force_login(admin_user)
    page = client.get("/admin/insight/").context
    tables = {table.code: table for table in page["tables"]}
    assert (page["now"].active, tables["revenue"].rows) == (1, [])
    assert [str(cell) for cell in tables["months"].rows[-1]][-1] == "0%"
