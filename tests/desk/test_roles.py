"""What each role may do, as the newsroom meets it."""

import lxml.html
import pytest
from django.urls import reverse

from warta.desk.roles import ROLES, make_roles
from warta.stories.models import Publication, ReadingPolicy


def may(user, story):
    tester = story.permissions_for_user(user)
    return {
        name
        for name in ("edit", "publish", "unpublish", "delete", "copy", "move", "set_view_restrictions")
        if getattr(tester, f"can_{name}")()
    }


@pytest.mark.parametrize(
    ("role", "draft_of_others", "public_story"),
    [
        ("reporter", set(), set()),
        ("editor", {"edit", "publish", "delete"}, {"edit", "publish", "unpublish"}),
        ("photo_editor", {"edit", "delete"}, {"edit"}),
        ("curator", set(), set()),
        ("advertising", set(), set()),
        ("service", set(), set()),
        ("administrator", {"edit", "publish", "delete"}, {"edit", "publish", "unpublish"}),
    ],
)
def test_stories(newspaper, role, draft_of_others, public_story):
    for other in ("editor", "administrator"):
        newspaper.colleague(other)
    user = newspaper.colleague(role)
    assert may(user, newspaper.draft(owner=newspaper.colleague("reporter") if role != "reporter" else None)) == (
        draft_of_others
    )
    assert may(user, newspaper.story()) == public_story


def test_a_reporter_edits_and_deletes_their_own_draft(newspaper):
    reporter = newspaper.colleague("reporter")
    assert may(reporter, newspaper.draft(owner=reporter)) == {"edit", "delete"}


def is_open(client, address):
    return client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        ("reporter", {"photos"}),
        ("editor", {"photos", "topics", "people", "front", "policy"}),
        ("photo_editor", {"photos", "front"}),
        ("curator", {"topics", "front"}),
        ("advertising", {"photos", "publication"}),
        ("service", {"accounts"}),
        (
            "administrator",
            {"photos", "sections", "topics", "people", "publication", "policy", "accounts", "groups", "front"},
        ),
    ],
)
def test_pages_of_the_newsroom(newspaper, client, role, pages):
    addresses = {
        "photos": reverse("wagtailimages:add"),
        "sections": reverse("wagtailsnippets_stories_section:add"),
        "topics": reverse("wagtailsnippets_stories_topic:add"),
        "people": reverse("wagtailsnippets_stories_person:add"),
        "publication": reverse("wagtailsettings:edit", args=["stories", "publication", Publication.load().pk]),
        "policy": reverse("wagtailsettings:edit", args=["stories", "readingpolicy", ReadingPolicy.load().pk]),
        "accounts": reverse("wagtailusers_users:index"),
        "groups": reverse("wagtailusers_groups:index"),
        "front": reverse("wagtailadmin_pages:edit", args=[newspaper.front.pk]),
    }
    client.force_login(newspaper.colleague(role))
    open_to = {name for name, address in addresses.items() if is_open(client, address)}
    expected = pages | ({"topics"} if role == "reporter" else set())
    assert open_to == expected


@pytest.mark.parametrize("role", [role.code for role in ROLES])
def test_every_colleague_reaches_the_desk(newspaper, client, role):
    client.force_login(newspaper.colleague(role))
    answer = client.get("/admin/")
    assert answer.status_code == 200
    assert b"desk-board" in answer.content


def test_readers_never_reach_the_admin(newspaper, client, django_user_model):
    client.force_login(django_user_model.objects.create_user("reader@readers.example", "x"))
    for address in ("/admin/", "/admin/pages/", "/admin/images/"):
        assert client.get(address).status_code == 403


def test_strangers_are_sent_to_sign_in(newspaper, client):
    answer = client.get("/admin/")
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/admin/")
    assert client.get("/admin/login/").url == "/accounts/login/"


def test_making_roles_again_sets_them_right(newspaper):
    user = newspaper.colleague("reporter")
    before = {(p.permission.codename) for p in user.groups.get().page_permissions.all()}
    make_roles()
    assert {(p.permission.codename) for p in user.groups.get().page_permissions.all()} == before == {"add_page"}


def test_the_list_of_stories_is_never_counted(newspaper, client, django_assert_max_num_queries):
    for _ in range(3):
        newspaper.story()
    client.force_login(newspaper.colleague("editor"))
    client.get(reverse("stories:index"))
    with django_assert_max_num_queries(60) as queries:
        answer = client.get(reverse("stories:index"))
    assert answer.content.count(b"Berita nomor") >= 3
    assert not [
        query for query in queries.captured_queries if "COUNT(" in query["sql"] and "stories_story" in query["sql"]
    ]


def test_the_new_story_button_leads_to_the_form_of_this_year(newspaper, client):
    client.force_login(newspaper.colleague("reporter"))
    answer = client.get(reverse("new-story", args=["id"]), follow=True)
    assert answer.status_code == 200
    assert b'name="standfirst"' in answer.content
    assert b'name="slug"' not in answer.content


def test_a_colleague_added_in_the_newsroom_can_work(newspaper, client, django_user_model):
    client.force_login(newspaper.colleague("administrator"))
    group = newspaper.colleague("reporter").groups.get()
    data = {"email": "new@news.example", "first_name": "N", "last_name": "W", "password1": "a-long-password-77",
            "password2": "a-long-password-77", "groups": [group.pk], "is_active": "on"}  # fmt: skip
    assert client.post(reverse("wagtailusers_users:add"), data).status_code == 302
    made = django_user_model.objects.get(email="new@news.example")
    client.force_login(made)
    assert client.get("/admin/").status_code == 200


def test_nobody_but_administrators_changes_accounts(newspaper, client):
    target = newspaper.colleague("reporter")
    for role in ("editor", "curator", "service", "advertising"):
        client.force_login(newspaper.colleague(role))
        assert client.get(reverse("wagtailusers_users:edit", args=[target.pk])).status_code == 302


def test_a_section_or_author_in_use_is_not_deleted(newspaper, client):
    client.force_login(newspaper.colleague("administrator"))
    person = newspaper.person("Ratri Maheswara")
    newspaper.draft(authors=[person])
    for name, used in (("section", newspaper.section), ("person", person)):
        address = reverse(f"wagtailsnippets_stories_{name}:delete", args=[used.pk])
        assert client.post(address).status_code == 302
        assert type(used).objects.filter(pk=used.pk).exists()
        assert client.get(address, follow=True).status_code == 200


@pytest.mark.parametrize("role", [role.code for role in ROLES])
def test_the_desk_offers_a_colleague_what_they_may_do(newspaper, client, role):
    """Every link of the board opens what it says; none leads to a refusal."""
    reporter = newspaper.colleague("reporter")
    newspaper.story("Jembatan dibuka", hours_ago=0, owner=reporter)
    draft = newspaper.draft("Pasar pindah", owner=reporter)
    draft.get_workflow().start(draft, reporter)
    client.force_login(newspaper.colleague(role))
    board = lxml.html.fromstring(client.get("/admin/").content).cssselect(".desk")[0]
    links = [link.get("href") for link in board.cssselect("a")]
    assert links and "Pasar pindah" in board.text_content()
    for link in links:
        answer = client.get(link)
        if answer.status_code == 302:  # a new story's form stands under this year's index
            answer = client.get(answer.url)
        assert answer.status_code == 200, link
    writes = role in ("administrator", "editor", "reporter", "photo_editor")
    assert any("/stories/new/" in link for link in links) is writes
