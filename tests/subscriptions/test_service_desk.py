"""The service desk in the newsroom."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from warta.access import Right
from warta.desk.roles import ROLES
from warta.readers.models import User
from warta.subscriptions.models import LedgerEvent, Order
from warta.subscriptions.names import source_name
from warta.subscriptions.queries import standing_of
from warta.subscriptions.services.complimentary import grant_complimentary


@pytest.fixture
def reader(newspaper):
    return User.objects.create_user("rahayu@readers.example", first_name="Rahayu", last_name="Wening")


@pytest.fixture
def service(newspaper, client):
    user = newspaper.colleague("service")
    client.force_login(user)
    return user


def rights(reader):
    return standing_of(reader.pk, timezone.now()).rights


def page(reader):
    return reverse("service:reader", args=[reader.pk])


def grant(**fields):
    return {"rights": ["premium", "ad_free"], "until": "", "why": "Pemenang lomba", **fields}


@pytest.mark.parametrize("role", [role.code for role in ROLES])
def test_only_the_service_and_administrators_reach_it(newspaper, client, reader, role):
    client.force_login(newspaper.colleague(role))
    event = grant_complimentary(reader=reader, rights=[Right.EPAPER], by=None, why="Contoh")
    addresses = [reverse("service:find"), page(reader), reverse("service:revoke", args=[reader.pk, event.pk])]
    may = role in ("service", "administrator")
    assert [client.get(address).status_code for address in addresses] == [200 if may else 302] * 3
    assert (reverse("service:find").encode() in client.get("/admin/").content) == may
    client.post(page(reader), grant())
    client.post(addresses[2], {"why": "Salah"})
    assert rights(reader) == ({Right.PREMIUM, Right.AD_FREE} if may else {Right.EPAPER})


def test_readers_and_strangers_do_not(newspaper, client, reader):
    assert client.get(page(reader)).status_code == 302
    client.force_login(reader)
    assert client.get(page(reader)).status_code == 403
    assert client.post(page(reader), grant()).status_code == 403
    assert rights(reader) == frozenset()


@pytest.mark.parametrize("words", ["rahayu@readers.example", "RAHAYU@", "wening", "rahayu wening"])
def test_a_reader_is_found_by_address_or_name(client, service, reader, words):
    User.objects.create_user("lain@readers.example", first_name="Lain")
    answer = client.get(reverse("service:find"), {"q": words})
    assert [user.pk for user in answer.context["found"]] == [reader.pk]


def test_a_search_is_bounded(client, service):
    User.objects.bulk_create([User(email=f"r{n}@readers.example") for n in range(60)])
    answer = client.get(reverse("service:find"), {"q": "readers.example"})
    assert (len(answer.context["found"]), answer.context["is_cut"]) == (50, True)
    for words in ("", "r", "r" * 300):
        assert client.get(reverse("service:find"), {"q": words}).context["found"] == []


def test_granting_and_revoking_are_told_as_a_story(client, service, reader):
    assert client.post(page(reader), grant(until="2099-01-01 08:00")).status_code == 200  # too far away
    answer = client.post(page(reader), grant(), follow=True)
    assert rights(reader) == {Right.PREMIUM, Right.AD_FREE}
    for words in ("Pemenang lomba", "service Colleague"):
        assert words in answer.content.decode()
    (event,) = LedgerEvent.objects.all()
    answer = client.post(reverse("service:revoke", args=[reader.pk, event.pk]), {"why": "Salah orang"}, follow=True)
    assert rights(reader) == frozenset() and "Salah orang" in answer.content.decode()
    again = client.post(reverse("service:revoke", args=[reader.pk, event.pk]), {"why": "Lagi"}, follow=True)
    assert again.status_code == 200 and LedgerEvent.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [{"why": " "}, {"why": "x" * 601}, {"rights": []}, {"rights": ["everything"]}, {"until": "2020-01-01 10:00"},
     {"until": "soon"}],
)  # fmt: skip
def test_a_wrong_form_grants_nothing_and_says_so(client, service, reader, wrong):
    answer = client.post(page(reader), grant(**wrong))
    assert answer.status_code == 200 and answer.context["form"].errors.keys() == wrong.keys()
    assert not LedgerEvent.objects.exists()


def test_a_grant_is_revoked_only_at_its_own_reader_and_with_a_reason(client, service, reader):
    other = User.objects.create_user("lain@readers.example")
    event = grant_complimentary(reader=reader, rights=[Right.PREMIUM], by=None, why="Contoh")
    elsewhere = reverse("service:revoke", args=[other.pk, event.pk])
    assert client.post(elsewhere, {"why": "Salah"}).status_code == 404
    assert client.post(reverse("service:revoke", args=[reader.pk, event.pk]), {"why": ""}).status_code == 200
    assert rights(reader) == {Right.PREMIUM}


def test_its_forms_are_guarded(newspaper, service, reader):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(service)
    assert strict.post(page(reader), grant()).status_code == 403
    form = strict.get(page(reader)).content.decode()
    guard = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
    assert strict.post(page(reader), grant(csrfmiddlewaretoken=guard)).status_code == 302
    assert rights(reader) == {Right.PREMIUM, Right.AD_FREE}


def test_codes_are_told_in_words(newspaper, service, client, reader, bought):
    bought(reader)
    told = client.get(page(reader)).text
    assert "Bulanan: " in told and "Transfer bank" in told and "monthly: " not in told
    order = Order.objects.get()
    assert f"pesanan {order.reference}" in told and f"order:{order.reference}" not in told
    assert "<td>Transfer bank</td>" in client.get(reverse("orders:orders")).text


@pytest.mark.parametrize("source", ["order:A", "voucher:1", "notice:1", "statement:1", "desk:A", "clock", "comparison",
                                    "trial", "import: members", "stripe:sub_1"])  # fmt: skip
def test_whatever_an_event_came_from_has_words(source):
    assert source_name(source) and source_name(source) != source
