"""A bank's list: read as banks write it, matched, confirmed once."""

import pytest
from django.utils import timezone

from warta.readers.models import User
from warta.subscriptions.models import Order, Payment, Subscription
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.rules.money import Money
from warta.subscriptions.rules.statement import Match, NotAStatement, Transfer, Waiting, match, read_statement
from warta.subscriptions.services import orders, transfers

LIST = (
    "Rekening 000-123;;\n"
    "Tanggal;Keterangan;Jumlah\n"
    "26/11/2026;TRSF E-BANKING CR ABCDEFGH23 BUDI;29.857,00 CR\n"
    "26/11/2026;BIAYA ADM;15.000,00 DB\n"
    "26/11/2026;SETORAN;77.000,00 CR\n"
    "26/11/2026;SETORAN;77.000,00 CR\n"
)


@pytest.mark.parametrize("encode", ["utf-8", "utf-8-sig", "cp1252"])
def test_what_came_in_is_read_and_what_went_out_is_not(encode):
    rows = read_statement(LIST.encode(encode), "IDR")
    assert [(row.line, row.amount) for row in rows] == [(3, 29_857), (5, 77_000), (6, 77_000)]
    assert len({row.key for row in rows}) == 3


def test_columns_of_credit_and_debit_apart():
    rows = read_statement(b"Date,Description,Debit,Credit\n1 Nov,Fee,5.00,\n2 Nov,Ann,,4.90\n", "USD")
    assert [(row.amount, row.text) for row in rows] == [(490, "Ann")]


@pytest.mark.parametrize("raw", [b"", b"\x00\x01", b"a;b\n1;2\n", b"x;jumlah\n" + b"1;2\n" * 20_001])
def test_what_is_no_list_is_refused(raw):
    with pytest.raises(NotAStatement):
        read_statement(raw, "IDR")


def test_a_reference_beats_an_amount_and_nobody_is_paid_for_twice():
    waiting = [Waiting(1, "ABCDEFGH23", 100, is_open=True), Waiting(2, "ZZZZZZZZ99", 200, is_open=True),
               Waiting(3, "YYYYYYYY88", 300, is_open=False)]  # fmt: skip
    rows = [
        Transfer(1, 100, "from abcdefgh23", "a"), Transfer(2, 100, "again", "b"), Transfer(3, 200, "no name", "c"),
        Transfer(4, 150, "ZZZZZZZZ99", "d"), Transfer(5, 300, "", "e"), Transfer(6, 999, "", "f"),
    ]  # fmt: skip
    assert [(one.match, one.order) for one in match(rows, waiting)] == [
        (Match.REFERENCE, 1), (Match.KNOWN, 1), (Match.AMOUNT, 2), (Match.KNOWN, 2), (Match.KNOWN, 3), (Match.NONE, 0),
    ]  # fmt: skip


def test_too_little_with_a_reference_is_for_a_person_to_look_at():
    waiting = [Waiting(1, "ABCDEFGH23", 100, is_open=True)]
    assert match([Transfer(1, 99, "ABCDEFGH23", "a")], waiting)[0].match is Match.SHORT


@pytest.mark.django_db
def test_a_list_read_in_twice_confirms_once(reader, plan):
    order = orders.open_order(reader=reader, plan=plan, provider=by_code("bank"), now=timezone.now())
    rows = [Transfer(3, order.amount, "BUDI", "line-3")]
    for _time in range(2):
        found = transfers.matched(transfers=rows, now=timezone.now())
        for one in found:
            if one.match in (Match.REFERENCE, Match.AMOUNT):
                transfers.confirm_transfer(order=one.order, transfer=one.transfer, now=timezone.now(), by=reader)
    assert Payment.objects.count() == 1 and Subscription.objects.get().state == "active"
    assert found[0].match is Match.KNOWN


@pytest.mark.django_db
def test_confirming_by_hand_twice_counts_once(reader, plan):
    order = orders.open_order(reader=reader, plan=plan, provider=by_code("bank"), now=timezone.now())
    for _time in range(2):
        transfers.confirm_by_hand(
            order=order.pk, amount=Money(order.amount, "IDR"), now=timezone.now(), by=reader, why="Seen in the app"
        )
    assert Payment.objects.count() == 1 and Order.objects.get().state == "paid"


@pytest.mark.django_db
def test_the_desk_reads_a_list_sees_it_and_confirms(client, admin_user, reader, plan):
    order = orders.open_order(reader=reader, plan=plan, provider=by_code("bank"), now=timezone.now())
    client.force_login(admin_user)
    from django.core.files.uploadedfile import SimpleUploadedFile

    text = f"Tanggal;Keterangan;Jumlah\n26/11;{order.reference};{order.amount}\n"
    page = client.post("/admin/orders/statement/", {"file": SimpleUploadedFile("bank.csv", text.encode())})
    assert Order.objects.get().state == "open"
    payload = page.context["payload"]
    for _time in range(2):
        client.post("/admin/orders/statement/take/", {"payload": payload})
    assert Order.objects.get().state == "paid" and Payment.objects.count() == 1
    client.post("/admin/orders/statement/take/", {"payload": payload[:-2]})
    assert Payment.objects.count() == 1


@pytest.mark.django_db
def test_readers_and_other_colleagues_do_not_reach_orders(client, reader, plan):
    order = orders.open_order(reader=reader, plan=plan, provider=by_code("bank"), now=timezone.now())
    client.force_login(User.objects.create_user("other@readers.example"))
    for address in ("/admin/orders/", f"/admin/orders/{order.pk}/confirm/", "/admin/vouchers/"):
        assert client.get(address).status_code in (302, 403)


@pytest.mark.django_db
def test_money_that_bought_nothing_stays_in_sight_when_its_order_expired(client, admin_user, reader, plan):
    order = orders.open_order(reader=reader, plan=plan, provider=by_code("bank"), now=timezone.now())
    transfers.confirm_by_hand(order=order.pk, amount=Money(1, "IDR"), now=timezone.now(), by=reader, why="Terlihat")
    orders.let_go(order=order)
    client.force_login(admin_user)
    assert [payment.amount for payment in client.get("/admin/orders/").context["short"]] == [1]
