"""Institutions: by network for whoever reads there, by confirmed address for their members."""

from datetime import timedelta
from ipaddress import ip_network

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from warta.access import Right
from warta.desk.roles import ROLES
from warta.readers.models import User
from warta.site.account.mint import whole_policy
from warta.stories.models import Change
from warta.subscriptions import tasks
from warta.subscriptions.models import Institution
from warta.subscriptions.queries import standing_of
from warta.subscriptions.services import voiding

ADD = "wagtailsnippets_subscriptions_institution:add"


def institution(**fields):
    given = {"name": "Kampus", "domains": "campus.example", "rights": "premium", **fields}
    return Institution.objects.create(**given)


def member(email, *, verified=True):
    user = User.objects.create_user(email)
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    return user


def rights(user):
    return standing_of(user.pk, timezone.now()).rights


def kinds_since(before):
    return list(Change.objects.filter(pk__gt=before).order_by("pk").values_list("kind", "reader"))


def newest():
    return Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


@pytest.mark.parametrize(
    ("email", "verified", "reads"),
    [
        ("a@campus.example", True, True), ("A@Campus.Example", True, True), ("a@campus.example", False, False),
        ("a@cs.campus.example", True, False), ("a@notcampus.example", True, False),
        ("a@campus.example.net", True, False),
        ('"x@campus.example"@evil.example', True, False), ("campus.example@evil.example", True, False),
    ],
)  # fmt: skip
def test_only_a_confirmed_address_at_exactly_the_domain(db, email, verified, reads):
    institution(domains="other.example\n campus.EXAMPLE \n\nlast.example")
    assert (rights(member(email, verified=verified)) == {Right.PREMIUM}) == reads


def test_until_the_contract_ends(db):
    user = member("a@campus.example")
    end = timezone.now() + timedelta(minutes=1)
    institution(until=end)
    assert standing_of(user.pk, end - timedelta(seconds=1)).until == end
    assert standing_of(user.pk, end).rights == frozenset()


def test_its_networks_are_in_the_policy(db):
    institution(networks="203.0.113.0/24\n2001:db8::/32", until=None)
    places = whole_policy().networks
    assert [place.network for place in places] == [ip_network("203.0.113.0/24"), ip_network("2001:db8::/32")]
    now = timezone.now()
    assert whole_policy().rights_at("203.0.113.9", now) == {Right.PREMIUM}
    assert whole_policy().rights_at("203.0.114.9", now) == frozenset()


def test_a_change_voids_the_tokens_of_its_members_alone_and_tells_the_edge(db):
    user, other = member("a@campus.example"), member("b@elsewhere.example")
    before = newest()
    saved = institution()
    assert kinds_since(before) == [("rights_changed", user.pk), ("passes_changed", None)]
    before = newest()
    saved.domains = "elsewhere.example"
    saved.save()  # one lost them, one has them now
    assert kinds_since(before) == [
        ("rights_changed", user.pk), ("rights_changed", other.pk), ("passes_changed", None)
    ]  # fmt: skip
    before = newest()
    saved.delete()
    assert kinds_since(before) == [("rights_changed", other.pk), ("passes_changed", None)]
    user.refresh_from_db()
    assert user.generation == 2


def test_many_members_are_voided_in_batches(db, monkeypatch):
    monkeypatch.setattr(voiding, "VOIDED_AT_ONCE", 2)
    monkeypatch.setattr(tasks, "VOIDED_AT_ONCE", 2)
    asked = []
    monkeypatch.setattr(voiding, "void_readers", type("Task", (), {"enqueue": staticmethod(asked.append)}))
    users = [member(f"{n}@campus.example").pk for n in range(5)]
    before = newest()
    institution()
    assert [reader for kind, reader in kinds_since(before) if reader] == users[:2]
    assert asked == [users[2:]]
    tasks.void_readers.func(asked[0])
    assert [reader for kind, reader in kinds_since(before) if reader] == users


def test_confirming_or_giving_up_an_address_counts_at_once(db):
    institution()
    user = member("a@campus.example", verified=False)
    elsewhere = member("b@elsewhere.example")
    address = EmailAddress.objects.get(user=user)
    before = newest()
    address.verified = True
    address.save()
    address.delete()
    EmailAddress.objects.get(user=elsewhere).delete()
    assert kinds_since(before) == [("rights_changed", user.pk)] * 2


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("networks", "203.0.113.9/24"), ("networks", "kampus"), ("networks", "10.0.0.0/8"), ("networks", "0.0.0.0/0"),
        ("networks", "2001::/16"), ("networks", "127.0.0.0/24"), ("networks", "::1"), ("networks", "224.0.0.0/24"),
        ("networks", "\n".join(f"203.0.113.{n}" for n in range(201))),
        ("domains", "campus"), ("domains", "a@campus.example"), ("domains", "campus..example"),
        ("domains", "-a.example"),
        ("domains", "*.example"), ("domains", "10.0.0.1"),
    ],
)  # fmt: skip
def test_lines_that_are_none_are_refused(db, field, wrong):
    made = Institution(**{"name": "Kampus", "rights": "premium", "domains": "campus.example", field: wrong})
    with pytest.raises(ValidationError) as refused:
        made.full_clean()
    assert list(refused.value.message_dict) == [field]


def test_neither_network_nor_domain_is_refused(db):
    with pytest.raises(ValidationError):
        Institution(name="Kampus", rights="premium").full_clean()


@pytest.mark.parametrize("role", [role.code for role in ROLES])
def test_the_service_and_administrators_keep_them(newspaper, client, role):
    client.force_login(newspaper.colleague(role))
    data = {"name": "Perpustakaan", "networks": "203.0.113.0/24\r\n198.51.100.7", "domains": "", "note": "",
            "rights": ["premium", "ad_free"], "until": ""}  # fmt: skip
    client.post(reverse(ADD), data)
    if role not in ("service", "administrator"):
        assert not Institution.objects.exists()
        return
    kept = Institution.objects.get()
    assert (kept.rights, len(kept.places)) == ("ad_free premium", 2)
    edit = reverse("wagtailsnippets_subscriptions_institution:edit", args=[kept.pk])
    form = client.get(edit).content.decode()
    assert form.count("checked") == 2
    assert client.post(edit, {**data, "rights": []}).status_code == 200
    client.post(edit, {**data, "rights": ["epaper"], "networks": "", "domains": "perpus.example"})
    kept.refresh_from_db()
    assert (kept.rights, kept.networks) == ("epaper", "")
