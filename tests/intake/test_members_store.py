# ruff: noqa: E501 - cases read better whole
"""What an import of members leaves in the newspaper, and what it never does."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from click.testing import CliRunner
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.intake.samples import ghost, post
from warta.access import Right
from warta.cli import import_
from warta.intake import services
from warta.intake.options import Wishes
from warta.intake.store import members as store
from warta.readers.models import Imported, Newsletter, NewsletterChoice, User
from warta.subscriptions.models import LedgerEvent, Letter
from warta.subscriptions.queries import standing_of
from warta.subscriptions.services.complimentary import revoke

GHOST = "email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,labels\n"
ALL = GHOST + (
    'Nilam@Readers.example,Nilam Sekarjati,"Suka puisi",true,false,,2021-10-02T20:30:31.000Z,"Setia, Muara"\n'
    "galih@readers.example,Galih,,false,true,,,\n"
    "wangsa@readers.example,,,true,false,cus_1,,\n"
)


@pytest.fixture
def run(newspaper, tmp_path):
    """Imports a text as a list of members; whatever it is, nobody gets a mail by it."""

    def take(text, name="members.csv", **wishes):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        (done,) = services.import_path(path, Wishes(**wishes), kind="members")
        return done.report

    waiting = DBTaskResult.objects.count()
    yield take
    assert mail.outbox == [] and not Letter.objects.exists() and DBTaskResult.objects.count() == waiting


def counts():
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def reader(name):
    return User.objects.get(email=f"{name}@readers.example")


def rights(name):
    return standing_of(reader(name).pk, timezone.now()).rights


def test_a_member_becomes_a_reader_without_a_password(run):
    report = run(ALL)
    nilam = reader("nilam")
    assert (nilam.first_name, nilam.last_name, nilam.display_name) == ("Nilam", "Sekarjati", "Nilam Sekarjati")
    assert nilam.date_joined == datetime(2021, 10, 2, 20, 30, 31, tzinfo=UTC)
    assert (nilam.has_usable_password(), nilam.is_active, nilam.is_staff, nilam.works_here) == (
        False,
        True,
        False,
        False,
    )
    assert list(EmailAddress.objects.filter(user=nilam).values_list("email", "verified", "primary")) == [
        ("nilam@readers.example", False, True)
    ]
    kept = nilam.imported
    assert (kept.note, kept.label_list, kept.source) == ("Suka puisi", ["Setia", "Muara"], "members.csv")
    assert reader("wangsa").imported.stripe_customer == "cus_1"
    assert (report.imported, report.already_there, report.exit_code) == (3, 0, 0)
    assert report.items == {"member": {"free": 1, "comped": 1, "paid": 1}}
    assert report.outcomes == {"reader": 3}
    assert report.made == {"newsletters": 1, "newsletter choices": 2}
    assert report.left_out == {store.PAID: 1, store.COMPED: 1}


def test_only_who_wanted_newsletters_has_one(run):
    run(ALL)
    (letter,) = Newsletter.objects.all()
    assert (letter.name, letter.is_open) == ("Buletin", True)
    assert {choice.user.email for choice in NewsletterChoice.objects.all()} == {
        "nilam@readers.example",
        "wangsa@readers.example",
    }


def test_the_publisher_names_the_newsletter_or_the_list_does(run):
    there = Newsletter.objects.create(name="Surat Pagi", is_open=False)
    report = run(ALL, newsletter="Surat Pagi")
    assert set(there.newsletterchoice_set.values_list("user__email", flat=True)) == {
        "nilam@readers.example",
        "wangsa@readers.example",
    }
    assert report.made == {"newsletter choices": 2} and not report.doubts
    tables = {
        "newsletters": [{"id": "n", "name": "Pekan"}],
        "members_newsletters": [{"member_id": "m", "newsletter_id": "n"}],
    }
    run(
        ghost(post(1), members=[{"id": "m", "email": "ayu@readers.example"}], **tables),
        "export.json",
        newsletter="Surat Pagi",
    )
    assert [choice.newsletter.name for choice in reader("ayu").newsletters.all()] == ["Pekan"]


def test_a_second_run_changes_nothing(run):
    run(ALL, complimentary=frozenset({Right.PREMIUM}))
    before = counts()
    report = run(ALL.replace("Nilam@", "NILAM@"), complimentary=frozenset({Right.PREMIUM}))
    assert counts() == before
    assert (report.imported, report.already_there, report.exit_code, report.made) == (0, 3, 0, {})
    assert report.left_out == {store.PAID: 1}


def test_a_dry_run_writes_nothing_and_tells_the_same(run):
    before = counts()
    planned = run(ALL, dry_run=True, complimentary=frozenset({Right.PREMIUM}))
    assert counts() == before
    done = run(ALL, complimentary=frozenset({Right.PREMIUM}))
    assert (planned.items, planned.outcomes, planned.made, planned.doubts) == (
        done.items,
        done.outcomes,
        done.made,
        done.doubts,
    )
    assert planned.as_dict()["dry_run"] is True


def test_a_reader_who_is_here_keeps_all_but_blanks(run):
    user = User.objects.create_user("galih@readers.example", "kata-sandi-panjang-9", first_name="Gal")
    blank = User.objects.create_user("nilam@readers.example")
    report = run(
        GHOST
        + "GALIH@readers.example,Lain,Catatan,true,false,,1999-01-01,Setia\nnilam@readers.example,Nilam Sekarjati,,true,false,,,\n"
    )
    joined = user.date_joined
    user.refresh_from_db()
    blank.refresh_from_db()
    assert (user.first_name, user.last_name, user.date_joined, user.check_password("kata-sandi-panjang-9")) == (
        "Gal",
        "",
        joined,
        True,
    )
    assert (user.imported.note, user.imported.labels) == ("Catatan", "Setia")
    assert blank.display_name == "Nilam Sekarjati" and blank.generation > 0  # the token that greets is void
    assert not NewsletterChoice.objects.exists()  # they may have left it
    assert not Newsletter.objects.exists()
    assert (report.imported, report.already_there, report.made) == (0, 2, {"blanks filled": 3})
    assert report.left_out == {store.UNCHOSEN: 2}
    run(GHOST + "galih@readers.example,,Lain lagi,,,cus_7,,Baru\n")
    user.imported.refresh_from_db()
    assert (user.imported.note, user.imported.labels, user.imported.stripe_customer) == ("Catatan", "Setia", "cus_7")


def test_an_unsubscribed_reader_stays_so_whatever_a_later_list_says(run):
    run(ALL)
    reader("nilam").newsletters.all().delete()
    run(ALL)
    run(ALL.replace("galih@readers.example,Galih,,false", "galih@readers.example,Galih,,true"))
    assert not reader("nilam").newsletters.exists() and not reader("galih").newsletters.exists()


@pytest.mark.parametrize("role", ["editor", "service", "administrator"])
def test_a_colleague_is_left_alone(newspaper, run, role):
    user = newspaper.colleague(role)
    before, row = counts(), User.objects.filter(pk=user.pk).values().get()
    report = run(
        GHOST + f"{user.email.upper()},Lain,Catatan,true,true,cus_1,1999-01-01,Setia\n", complimentary=frozenset(Right)
    )
    assert counts() == before and User.objects.filter(pk=user.pk).values().get() == row
    assert (report.imported, report.already_there) == (0, 0)
    assert report.left_out == {f"member: {store.COLLEAGUE}": 1}
    assert report.doubts == [{"kind": "not-whole", "detail": store.COLLEAGUE, "where": "members.csv line 2"}]


def test_a_further_address_is_its_readers_only_if_confirmed(run):
    user = User.objects.create_user("galih@readers.example", first_name="Galih")
    EmailAddress.objects.create(user=user, email="kedua@readers.example", verified=True)
    EmailAddress.objects.create(user=user, email="orang@readers.example", verified=False)
    report = run("email,name\nkedua@readers.example,Lain\norang@readers.example,Orang Lain\n")
    assert (report.imported, report.already_there) == (1, 1)
    assert (
        reader("orang").display_name == "Orang Lain" and not User.objects.filter(email="kedua@readers.example").exists()
    )


def test_a_complimentary_plan_opens_what_was_asked_for_once(run):
    run(ALL)
    assert rights("galih") == frozenset() and not LedgerEvent.objects.exists()
    report = run(ALL, complimentary=frozenset({Right.PREMIUM, Right.AD_FREE}))
    assert rights("galih") == {Right.PREMIUM, Right.AD_FREE} and rights("nilam") == frozenset()
    assert (report.made, report.left_out) == ({"complimentary grants": 1}, {store.PAID: 1})
    (event,) = LedgerEvent.objects.all()
    assert (event.by, event.why) == (None, "Complimentary plan of the system before (members.csv line 3)")
    revoke(grant=event, by=None, why="Salah")
    run(ALL, complimentary=frozenset({Right.PREMIUM}))
    assert rights("galih") == frozenset()  # what was revoked does not come back


def test_a_complimentary_plan_keeps_its_end(run):
    soon, past = timezone.now() + timedelta(days=9), timezone.now() - timedelta(days=9)
    people = [
        {"id": "a", "email": "ayu@readers.example", "status": "comped"},
        {"id": "b", "email": "budi@readers.example", "status": "comped"},
    ]
    ends = [{"member_id": "a", "expiry_at": soon.isoformat()}, {"member_id": "b", "expiry_at": past.isoformat()}]
    run(ghost(post(1), members=people, members_products=ends), "export.json", complimentary=frozenset({Right.EPAPER}))
    (event,) = LedgerEvent.objects.all()
    assert (event.reader, event.until) == (reader("ayu").pk, soon) and rights("budi") == frozenset()


def test_a_member_that_the_database_refuses_takes_nobody_along(run, monkeypatch):
    real = store.welcome

    def refuse(arrivals):
        if any(arrival.email == "galih@readers.example" for arrival in arrivals):
            Imported.objects.create(user_id=None)
        return real(arrivals)

    monkeypatch.setattr(store, "welcome", refuse)
    report = run(ALL)
    assert (report.imported, report.exit_code) == (2, 3)
    assert [row["where"] for row in report.skipped] == ["members.csv line 3"] and "@" not in report.skipped[0]["why"]
    assert report.items == {"member": {"free": 1, "comped": 1, "paid": 1}}
    monkeypatch.undo()
    assert run(ALL).outcomes == {"reader": 1, "already there": 2}


def test_names_too_long_and_days_to_come_are_mended_and_told(run):
    report = run(GHOST + f"ayu@readers.example,{'Ayu ' * 90},,,,,2999-01-01,\n")
    user = reader("ayu")
    assert len(user.first_name) <= 150 and user.date_joined <= timezone.now()
    assert [row["detail"] for row in report.doubts][:2] == [
        "the name was cut",
        "joined on 2999-01-01, which is to come: joined today",
    ]


def many(number):
    return GHOST + "".join(
        f"r{n}@readers.example,Nama {n},,{'true' if n % 2 else 'false'},,,,a\n" for n in range(number)
    )


def test_stopped_and_given_again_it_is_whole_and_nobody_is_there_twice(run, tmp_path, newspaper):
    path = tmp_path / "members.csv"
    path.write_text(many(203))

    def stop(name, report):
        if report.imported >= 80:
            raise KeyboardInterrupt

    (done,) = services.import_path(path, Wishes(), kind="members", tell=stop)
    assert (done.report.stopped, done.report.exit_code) == (True, 3)
    stood = User.objects.filter(email__contains="@readers.example").count()
    assert (
        stood == done.report.imported == EmailAddress.objects.filter(email__contains="@readers.example").count() < 203
    )
    report = run(many(203))
    assert (report.imported, report.already_there) == (203 - stood, stood)
    assert Imported.objects.count() == EmailAddress.objects.filter(email__contains="@readers.example").count() == 203
    assert NewsletterChoice.objects.count() == 101


def test_some_dozens_are_one_transaction_of_few_queries(run):
    with CaptureQueriesContext(
        connection,
    ) as first:
        run(many(store.AT_ONCE * 5))
    assert len(first) < 5 * 20
    with CaptureQueriesContext(connection) as again:
        run(many(store.AT_ONCE * 5))
    assert len(again) < 5 * 20


@pytest.fixture
def warta(newspaper, monkeypatch, tmp_path):
    """Runs the command on the tests' own newspaper."""
    monkeypatch.setattr(import_, "prepare", lambda config: False)
    stamp = settings.WARTA.data / import_.STAMP
    stamp.touch()
    report = tmp_path / "report.json"

    def take(*args):
        result = CliRunner().invoke(import_.command, ["--kind", "members", *map(str, args), "--report", str(report)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result, json.loads(report.read_text()) if report.exists() else None

    yield take
    stamp.unlink()


def test_the_command_says_what_it_did_and_names_no_address(warta, tmp_path):
    path = tmp_path / "anggota.csv"
    path.write_text(ALL + "rusak,Rusak,,,,,,\n")
    result, report = warta(path, "--column", "note=2", "--newsletter", "Surat", "--complimentary", "premium")
    assert (result.exit_code, report["kind"], report["imported"]) == (3, "members", 3)
    assert report["skipped"] == [{"where": "anggota.csv line 5", "why": "its address is not one"}]
    for words in (
        "1  member (paid)",
        "3  reader",
        "1  complimentary grants made",
        "Nobody got a mail",
        "Stripe goes on charging",
    ):
        assert words in result.stdout
    assert "@" not in result.output and "authors" not in result.output
    assert Imported.objects.get(user=reader("nilam")).note == "Nilam Sekarjati"
    assert Newsletter.objects.get().name == "Surat"


def test_several_files_give_a_report_for_each(warta, tmp_path):
    (tmp_path / "a.csv").write_text("email\nayu@readers.example\n")
    (tmp_path / "b.csv").write_text("kapal\n")
    result, report = warta(tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "c.csv")
    assert result.exit_code == 3 and [row["imported"] for row in report.values()] == [1, 0, 0]
    assert list(report) == [str(tmp_path / name) for name in ("a.csv", "b.csv", "c.csv")]
    assert "no list of members" in result.stderr and "no such file" in result.stderr


def test_a_folder_and_an_archive_of_lists(warta, tmp_path):
    import zipfile

    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.csv").write_text("email\nayu@readers.example\n")
    (folder / "b.tsv").write_text("surel\tnama\nbudi@readers.example\tBudi\n")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
    assert {name: row["imported"] for name, row in warta(folder)[1].items()} == {"a.csv": 1, "b.tsv": 1}
    assert {name: row["already_there"] for name, row in warta(tmp_path / "all.zip")[1].items()} == {
        "a.csv": 1,
        "b.tsv": 1,
    }


def test_a_spreadsheet_is_named(warta, tmp_path):
    import zipfile

    path = tmp_path / "anggota.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    result, report = warta(path)
    assert (result.exit_code, report["imported"]) == (1, 0) and "Save it as CSV" in result.stderr


@pytest.mark.parametrize("args", [("--column", "umur=3"), ("--column", "email"), ("--complimentary", "semua")])
def test_what_the_command_does_not_know(warta, tmp_path, args):
    assert warta(tmp_path, *args)[0].exit_code == 2


def test_options_of_members_go_with_members(warta, tmp_path):
    result = CliRunner().invoke(import_.command, [str(tmp_path), "--newsletter", "x"])
    assert result.exit_code == 2 and "go with --kind members" in result.stderr


def test_a_list_without_members_says_so(warta, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("email,name\n")
    result, report = warta(path)
    assert (result.exit_code, report["items"]) == (1, {}) and "there is no member in it" in result.stdout
