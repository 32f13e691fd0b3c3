"""The service desk in the newsroom."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from warta.access import Right
from warta.desk.roles import ROLES
from warta.readers.models import User
from warta.subscriptions.models import LedgerEvent, Letter, Order, Payment, Subscription
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


@pytest.fixture
def subscribed(reader, bought):
    bought(reader)
    return Subscription.objects.get()


def act(client, row, verb, why="Diminta lewat telepon"):
    return client.post(reverse("service:act", args=[row.reader, row.pk, verb]), {"why": why})


def test_the_desk_pauses_resumes_cancels_and_keeps_each_with_a_reason(service, client, subscribed):
    for verb, state in (("pause", "paused"), ("resume", "active"), ("cancel", "cancelled"), ("keep", "active")):
        assert act(client, subscribed, verb, why=" ").status_code == 200  # asked again
        assert Subscription.objects.get().state != state
        assert act(client, subscribed, verb).status_code == 302
        event = LedgerEvent.objects.latest("pk")
        assert (Subscription.objects.get().state, event.by, event.why) == (state, service.pk, "Diminta lewat telepon")
    act(client, subscribed, "keep")
    assert LedgerEvent.objects.latest("pk") == event  # nothing to keep
    assert act(client, subscribed, "delete").status_code == 404


def test_nobody_elses_is_reached_through_a_readers_address(newspaper, service, client, subscribed, bought):
    other = User.objects.create_user("lain@readers.example")
    payment, letter = Payment.objects.get(), Letter.objects.latest("pk")
    for name, args in (("act", [subscribed.pk, "pause"]), ("refund", [payment.pk]), ("resend", [letter.pk])):
        assert client.post(reverse(f"service:{name}", args=[other.pk, *args]), {"why": "Uji"}).status_code == 404
    assert Subscription.objects.get().state == "active"


def test_signing_out_everywhere_and_sending_again_need_a_reason_too(service, client, reader, subscribed):
    browser = Client()
    reader.set_password("password-of-tests")
    reader.save()
    browser.post("/accounts/login/", {"login": reader.email, "password": "password-of-tests"})
    address = reverse("service:sign-out", args=[reader.pk])
    assert client.post(address, {"why": ""}).status_code == 200
    assert browser.get("/accounts/profile/").status_code == 200
    client.post(address, {"why": "Ponsel hilang"})
    assert browser.get("/accounts/profile/").status_code == 302
    letter = Letter.objects.latest("pk")
    Letter.objects.update(state="sent")
    address = reverse("service:resend", args=[reader.pk, letter.pk])
    assert letter.subject in client.get(address).text and Letter.objects.get(pk=letter.pk).state == "sent"
    client.post(address, {"why": "Tidak sampai"})
    assert Letter.objects.get(pk=letter.pk).state == "waiting"
    told = [(event.kind, event.by, event.why) for event in LedgerEvent.objects.order_by("-pk")[:2]]
    assert told == [("resent", service.pk, "Tidak sampai"), ("signed_out", service.pk, "Ponsel hilang")]
    read = client.get(page(reader)).text
    assert "Ponsel hilang" in read and f"“{letter.subject}”" in read
    assert rights(reader) == {Right.AD_FREE, Right.PREMIUM}


def test_a_colleague_is_not_signed_out_by_the_desk(newspaper, service, client):
    editor = newspaper.colleague("editor")
    client.post(reverse("service:sign-out", args=[editor.pk]), {"why": "Uji"})
    assert not LedgerEvent.objects.exists()
