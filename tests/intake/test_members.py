# ruff: noqa: E501 - cases read better whole
"""Lists of members as values: CSV of any origin, and Ghost's tables."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake.samples import ghost, post
from warta.intake.errors import IntakeError, UnknownKind, Unreadable
from warta.intake.items import Counted, Doubt, IncomingMember, LeftOut, Skipped
from warta.intake.members import rows, values
from warta.intake.members.columns import FIELDS, plain
from warta.intake.options import Options
from warta.intake.sources import Source, read, sources

JAKARTA = ZoneInfo("Asia/Jakarta")
GHOST = (
    "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers\n"
)


@pytest.fixture
def records(tmp_path):
    """The records of a text under a name."""

    def take(text, file="members.csv", **columns):
        path = tmp_path / file
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        (source,) = sources(path, "members")
        if isinstance(source, IntakeError):
            raise source
        return list(read(source, Options(zone=JAKARTA, columns=tuple(columns.items()))))

    return take


@pytest.fixture
def members(records):
    def take(text, file="members.csv", **columns):
        return [record for record in records(text, file, **columns) if isinstance(record, IncomingMember)]

    return take


def of(kind, found):
    return [record for record in found if isinstance(record, kind)]


def whys(found):
    return {record.where.partition(" ")[2]: record.why for record in of(Skipped, found)}


def details(found):
    return [record.detail for record in of(Doubt, found)]


def test_a_list_as_ghost_exports_it(members):
    text = GHOST + (
        '1,Nilam@Readers.Example,Nilam Sekarjati,,true,false,,2021-10-02T20:30:31.000Z,,"Setia, Muara",\n'
        '2,galih@readers.example,Galih,"Dua\nbaris",false,true,,2021-10-02 08:00:00,,,Langganan\n'
        "3,wangsa@readers.example,,,true,false,cus_1,,,,Langganan\n"
        "4,rahayu@readers.example,,,true,false,cus_2,,,,\n"
    )
    one, two, three, four = members(text)
    assert one == IncomingMember(
        where="members.csv line 2", email="nilam@readers.example", name="Nilam Sekarjati", labels=("Setia", "Muara"),
        joined=datetime(2021, 10, 2, 20, 30, 31, tzinfo=UTC), subscribed=True,
    )  # fmt: skip
    assert (two.status, two.note, two.subscribed, two.joined) == (
        "comped",
        "Dua\nbaris",
        False,
        datetime(2021, 10, 2, 1, tzinfo=UTC),
    )
    assert (three.where, three.status, three.stripe_customer) == ("members.csv line 5", "paid", "cus_1")
    assert (four.status, four.stripe_customer) == ("free", "cus_2")  # paid once: no tier is theirs now


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_encoding_separator_and_line_end(members, code, mark, end):
    lines = [
        "Alamat E-mail|Nama Lengkap|Catatan",
        'jose@readers.example|José Ibáñez|"satu, dua; tiga"',
        "ayu@readers.example|Ayu|",
    ]
    text = end.join(lines).replace("|", mark) + end
    found = members(text.encode(code))
    assert [(member.email, member.name) for member in found] == [
        ("jose@readers.example", "José Ibáñez"),
        ("ayu@readers.example", "Ayu"),
    ]
    assert found[0].note == "satu, dua; tiga" and found[1].where.endswith("line 3")


def test_what_excel_says_first_is_no_row(members):
    assert [member.email for member in members("sep=;\nemail;nama\na@b.example;A\n")] == ["a@b.example"]


def test_addresses_alone_one_a_line(members):
    assert [member.email for member in members("a@b.example\n\nc@d.example\n")] == ["a@b.example", "c@d.example"]


def test_an_unknown_heading_is_told_by_what_stands_under_it(records):
    found = records("correo_electrpnico,nombre,note\na@b.example,Hannah,catat\n")
    (member,) = of(IncomingMember, found)
    assert (member.email, member.name, member.note) == ("a@b.example", "Hannah", "catat")
    assert any('"correo_electrpnico"' in detail for detail in details(found))


def test_of_two_columns_of_addresses_none_is_guessed(records, members):
    text = "kode,utama,lain\n1,a@b.example,c@d.example\n2,e@f.example,g@h.example\n"
    with pytest.raises(Unreadable, match="more than one column holds e-mail addresses: utama, lain"):
        records(text)
    assert [member.email for member in members(text, email="Lain")] == ["c@d.example", "g@h.example"]
    assert [member.email for member in members(text, email="2")] == ["a@b.example", "e@f.example"]
    with pytest.raises(Unreadable, match=r'no column "surel" for email.*\n.*There is: kode, utama, lain'):
        records(text, email="surel")


def test_a_column_named_by_hand_is_taken_before_the_known_one(members):
    (member,) = members("email,name,panggilan\na@b.example,Resmi,Akrab\n", name="panggilan")
    assert member.name == "Akrab"


def test_first_and_last_name_make_the_name(members):
    (member,) = members("Surel,Nama depan,Nama belakang\na@b.example,Siti Nur,Haliza\n")
    assert member.name == "Siti Nur Haliza"


def test_what_is_left_out_is_named_with_its_number(records):
    found = records("email,uuid,telepon\na@b.example,1,0811\nc@d.example,2,\n")
    assert [(record.what, record.number) for record in of(Counted, found)] == [
        ('column "uuid"', 2),
        ('column "telepon"', 1),
    ]


@pytest.mark.parametrize(
    ("text", "subscribed"),
    [
        ("email,subscribed\na@b.example,{}\n", {"true": True, "TRUE": True, "1": True, "ya": True, "false": False, "0": False, "tidak": False, "": False, "mungkin": False}),
        ("email,Status,newsletter\na@b.example,active,{}\n", {"yes": True, "no": False}),
        ("email,subscribed,email_disabled\na@b.example,true,{}\n", {"": True, "false": True, "0": True, "true": False, "2024-01-01": False}),
        ("email,status,langganan\na@b.example,active,{}\n", {"ya": False}),  # it may mean what is paid for
        ("email,nama\na@b.example,{}\n", {"A": False}),
    ],
)  # fmt: skip
def test_nobody_is_subscribed_who_did_not_say_yes(members, text, subscribed):
    assert {word: members(text.format(word))[0].subscribed for word in subscribed} == subscribed


def test_where_nobody_says_who_wants_newsletters_or_says_it_oddly_it_is_told(records):
    assert any("no column says who wants newsletters" in detail for detail in details(records("email\na@b.example\n")))
    (member,) = of(IncomingMember, records("email,subscribed\na@b.example,mungkin\n"))
    assert "neither yes nor no" in member.doubts[0].detail


def test_an_address_counts_once_and_a_no_in_any_of_its_rows_holds(records):
    found = records("email,subscribed\nA@b.example,true\nc@d.example,true\na@B.example,false\n")
    assert [(member.email, member.subscribed) for member in of(IncomingMember, found)] == [
        ("a@b.example", False),
        ("c@d.example", True),
    ]
    assert whys(found) == {"line 4": "the same address as in line 2"}


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", "no address"),
        ("bukan alamat", "not one"),
        ("a@b", "not one"),
        ('"a@b.example\nBcc: c@d.example"', "line break"),
        ('"a@b.example\r\n"', "line break"),
        ("a\0@b.example", "control character"),
        ("a" * 250 + "@b.example", "longer than 254"),
        ("Joe <a@b.example>", "not one"),
    ],
)
def test_a_bad_address_is_named_by_its_line_and_not_repeated(records, address, why):
    found = records(f"email,name\n{address},A\ngood@b.example,B\n")
    assert [member.email for member in of(IncomingMember, found)] == ["good@b.example"]
    (skipped,) = of(Skipped, found)
    assert skipped.where == "members.csv line 2" and why in skipped.why and "@" not in skipped.why
    assert (skipped.type, skipped.status) == ("member", "free")


def test_a_row_of_another_shape_is_named(records):
    found = records("email,name\na@b.example,A,,\nc@d.example,C,lebih\ne@f.example\n")
    assert [member.email for member in of(IncomingMember, found)] == ["a@b.example", "e@f.example"]
    assert whys(found) == {"line 3": "it has 3 cells, the first row 2"}


def test_one_quote_too_many_does_not_eat_the_rows_after_it(records):
    text = 'name,email,note\n"Wangsa,w@b.example,x\nNilam,n@b.example,"dua\nbaris"\n"Galih" Rananta,g@b.example,\nAyu,a@b.example,\n'
    found = records(text)
    assert [(member.email, member.note) for member in of(IncomingMember, found)] == [
        ("n@b.example", "dua\nbaris"),
        ("a@b.example", ""),
    ]
    assert whys(found) == {"line 2": "its quotes do not match", "line 5": "its quotes do not match"}


def test_the_inside_of_a_broken_note_makes_nobody_a_reader(records):
    found = records('email,name,note\na@b.example,A,"dia bilang "hai"\nlain@b.example\nakhir"\nz@b.example,Z,\n')
    assert [member.email for member in of(IncomingMember, found)] == ["z@b.example"]
    assert sorted(whys(found)) == ["line 2", "line 3", "line 4"]


def test_a_cell_of_ten_megabytes_is_one_bad_row(records):
    found = records(f'email,note\na@b.example,"{"x" * 10_000_000}"\nb@b.example,"{"y " * 5_000_000}"\nc@b.example,z\n')
    assert [member.email for member in of(IncomingMember, found)] == ["c@b.example"]
    assert set(whys(found).values()) == {"a cell is longer than 65536 characters"}


def test_a_quote_that_never_ends_in_a_huge_file_is_refused_before_anybody_is_taken(records, monkeypatch):
    monkeypatch.setattr(rows, "MAX_ROW", 20_000)
    with pytest.raises(Unreadable, match="line 3: a row without end"):
        records('email,note\na@b.example,x\nb@b.example,"' + "teks\n" * 10_000)


def test_who_was_deleted_there_is_left_out(records):
    found = records("email,deleted_at\na@b.example,2024-01-01\nA@b.example,\n")
    assert [record.why for record in of(LeftOut, found)] == ["deleted there"]
    assert [member.email for member in of(IncomingMember, found)] == ["a@b.example"]


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("1991-10-02T20:30:31.000Z", datetime(1991, 10, 2, 20, 30, 31, tzinfo=UTC)),
        ("2024-03-05 08:00:00", datetime(2024, 3, 5, 1, tzinfo=UTC)),
        ("2024-03-05", datetime(2024, 3, 4, 17, tzinfo=UTC)),
        ("1709600400", datetime(2024, 3, 5, 1, tzinfo=UTC)),
        ("1709600400000", datetime(2024, 3, 5, 1, tzinfo=UTC)),
        ("25/12/2023", datetime(2023, 12, 24, 17, tzinfo=UTC)),
        ("12/25/2023 08:00", datetime(2023, 12, 25, 1, tzinfo=UTC)),
        ("05/03/2024", None),
        ("kemarin", None),
        ("32/12/2023", None),
    ],
)
def test_dates(said, moment):
    assert values.moment(said, JAKARTA) == moment


def test_one_date_of_a_list_shows_the_order_of_the_others(members):
    found = members("email,created_at\na@b.example,05/03/2024\nc@d.example,25/03/2024\n")
    assert [member.joined.month for member in found] == [3, 3]
    found = members("email,created_at\na@b.example,05/03/2024\nc@d.example,kapan\n")
    assert [member.joined for member in found] == [None, None]
    assert all("is not a date" in member.doubts[0].detail for member in found)


def test_a_name_with_line_breaks_is_mended_and_told(members):
    (member,) = members('email,name\na@b.example,"Ayu\nBcc: x@y.example"\n')
    assert member.name == "Ayu Bcc: x@y.example" and "line breaks" in member.doubts[0].detail


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty"),
        (b"\n \n", "nothing but white space"),
        (b"\xef\xbb\xbf", "white space"),
        (b"<html><body>a@b.example</body></html>", "HTML or XML"),
        (b"%PDF-1.7 \0\0\0", "a PDF"),
        (bytes(range(256)) * 20, "binary"),
        (b"Kapal berhenti dua hari.\nWarga menunggu.\n", "no list of members"),
        (b"email,name\na@b.example,\xc3\xa9\nc@d.example,\xe9\n", "line 3: two encodings"),
        (b'{"members": [{"email": "a@b.exa', "breaks off"),
        (b'{"posts": []}', "holds no members"),
        (b'{"db": [{"data": {"members": [], "posts": []}}]}', "holds no members"),
    ],
)
def test_what_is_no_list_is_refused(records, content, says):
    with pytest.raises(IntakeError, match=says):
        records(content)


def test_a_list_is_never_taken_unasked(tmp_path):
    for name, text in (("a.csv", "email,name\na@b.example,A\n"), ("a.txt", "nama,email,kota\nA,a@b.example,X\n")):
        path = tmp_path / name
        path.write_text(text)
        (refused,) = sources(path)
        assert isinstance(refused, UnknownKind) and "--kind members" in str(refused)


def export(**tables):
    return ghost(post(1), **tables)


def test_members_of_a_ghost_export(records):
    text = export(
        labels=[{"id": "l1", "name": "Setia"}, {"id": "l2", "name": "Muara"}],
        newsletters=[{"id": "n1", "name": "Pagi"}, {"id": "n2", "name": "Pekan"}],
        members=[
            {"id": "m1", "email": "Nilam@b.example", "name": "Nilam", "status": "free", "note": None, "created_at": "2021-10-02 20:30:31"},
            {"id": "m2", "email": "galih@b.example", "status": "comped", "note": "Dua\nbaris", "created_at": 1633206631000},
            {"id": "m3", "email": "ayu@b.example", "email_disabled": 1, "status": "paid"},
            {"id": "m4", "email": "lama@b.example", "subscribed": True},
            {"id": "m5", "email": "bukan"},
            {"id": "m6", "email": "LAMA@b.example", "subscribed": False},
            {"id": "m7", "email": 7},
        ],
        members_labels=[{"member_id": "m1", "label_id": "l2"}, {"member_id": "m1", "label_id": "l1"}],
        members_newsletters=[{"member_id": "m1", "newsletter_id": "n2"}, {"member_id": "m3", "newsletter_id": "n1"}],
        members_products=[{"member_id": "m2", "product_id": "p", "expiry_at": "2030-01-01 00:00:00"}],
        members_stripe_customers=[{"member_id": "m4", "customer_id": "cus_4"}],
        members_stripe_customers_subscriptions=[{"customer_id": "cus_4", "status": "active"}],
    )  # fmt: skip
    found = records(text, "export.json")
    one, two, three, four = of(IncomingMember, found)
    assert one == IncomingMember(
        where="export.json member 1", email="nilam@b.example", name="Nilam", labels=("Setia", "Muara"), subscribed=True,
        newsletters=("Pekan",), joined=datetime(2021, 10, 2, 20, 30, 31, tzinfo=UTC),
    )  # fmt: skip
    assert (two.status, two.until, two.joined, two.note) == (
        "comped",
        datetime(2030, 1, 1, tzinfo=UTC),
        one.joined,
        "Dua\nbaris",
    )
    assert (three.status, three.subscribed) == ("paid", False)  # no letter reaches them
    assert (four.status, four.stripe_customer, four.subscribed) == ("paid", "cus_4", False)  # member 6 says no
    assert whys(found) == {
        "member 5": "its address is not one",
        "member 6": "the same address as member 4",
        "member 7": "it has no address",
    }


def test_members_as_ghosts_api_gives_them(records):
    text = json.dumps({"members": [{
        "id": "m1", "email": "a@b.example", "subscribed": True, "comped": False, "labels": [{"name": "Setia"}],
        "newsletters": [{"id": "n", "name": "Pagi"}], "subscriptions": [{"status": "active", "customer": {"id": "cus_9"}}],
    }], "meta": {"pagination": {"page": 1}}})  # fmt: skip
    (member,) = of(IncomingMember, records(text, "members.json"))
    assert (member.status, member.labels, member.newsletters) == ("paid", ("Setia",), ("Pagi",))
    assert (member.stripe_customer, member.subscribed) == ("cus_9", True)


ODD = st.sampled_from(
    ["email", "a@b.example", '"', '""', ",", ";", "\n", "\r", "\t", "\0", "x", "true", "sep=;", "\ud800", " ", "é"]
)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(
    data=st.binary(max_size=300)
    | st.lists(ODD, max_size=40).map(lambda parts: "".join(parts).encode("utf-8", "surrogatepass"))
)
def test_any_bytes_give_clean_members_or_an_error_that_names_the_file(tmp_path, data):
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    for source in sources(path, "members"):
        try:
            found = list(read(source)) if isinstance(source, Source) else []
        except IntakeError as error:
            assert str(error).startswith("a.csv")
            continue
        addresses = [record.email for record in of(IncomingMember, found)]
        assert len(addresses) == len(set(addresses))
        assert all(address == address.lower() and address.isprintable() for address in addresses)


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["a@b.example", "free", "cus_1"]),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name", "status", "customer"]), inner), max_leaves=6)  # fmt: skip
MEMBER = st.fixed_dictionaries({}, optional={name: JSON for name in ("id", "email", "name", "note", "status", "subscribed", "comped", "labels", "newsletters", "subscriptions", "created_at", "email_disabled")})  # fmt: skip


@QUICK
@given(
    rows=st.lists(MEMBER, min_size=1, max_size=4),
    ties=st.lists(st.dictionaries(st.sampled_from(["member_id", "label_id"]), JSON), max_size=3),
)
def test_any_member_of_json_is_read_or_named(tmp_path, rows, ties):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"members": rows, "members_labels": ties, "labels": ties}))
    (source,) = sources(path, "members")
    try:
        found = list(read(source))
    except IntakeError as error:
        assert str(error).startswith("a.json")
    else:
        assert len(found) == len(rows)


def test_headings_are_compared_without_case_accents_and_signs():
    assert plain(" E-Mail  Address ") == "e_mail_address" and plain("Correo electrónico") == "correo_electronico"
    assert "email" in FIELDS and len(FIELDS) == len(set(FIELDS))
