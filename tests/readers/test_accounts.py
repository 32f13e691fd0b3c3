"""Readers' accounts: signing up and in by password, and what stays closed."""

import pytest
from django.core import mail
from django.urls import reverse

from warta.site.middleware import EdgeSays


@pytest.fixture
def reader(newspaper, django_user_model):
    return django_user_model.objects.create_user("Pembaca@Readers.example", "kata-sandi-panjang-9")


def test_an_address_is_one_account_whatever_its_letters(reader, django_user_model):
    assert django_user_model.objects.get_by_natural_key("PEMBACA@readers.EXAMPLE") == reader
    assert str(reader) == reader.display_name == "pembaca"


def test_signing_up_in_and_out(newspaper, client, django_user_model):
    answer = client.post("/accounts/signup/", {"email": "baru@readers.example", "password1": "kata-sandi-panjang-9"})
    assert answer.status_code == 302
    user = django_user_model.objects.get(email="baru@readers.example")
    assert not user.is_staff
    assert len(mail.outbox) == 1 and "baru@readers.example" in mail.outbox[0].to
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session
    answer = client.post("/accounts/login/", {"login": "baru@readers.example", "password": "kata-sandi-panjang-9"})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_reader_comes_back_to_the_page_they_left(reader, client):
    data = {"login": reader.email, "password": "kata-sandi-panjang-9", "next": "/daerah/"}
    assert client.post("/accounts/login/", data).url == "/daerah/"


def test_nobody_is_sent_elsewhere(reader, client):
    for evil in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        data = {"login": reader.email, "password": "kata-sandi-panjang-9", "next": evil}
        assert "evil" not in client.post("/accounts/login/", data).url


def test_a_wrong_password_and_an_unknown_address_sound_the_same(reader, client):
    wrong = client.post("/accounts/login/", {"login": reader.email, "password": "x"})
    unknown = client.post("/accounts/login/", {"login": "nobody@readers.example", "password": "x"})
    errors = [answer.context["form"].non_field_errors() for answer in (wrong, unknown)]
    assert list(errors[0]) == list(errors[1])
    assert len(errors[0]) == 1


def test_guessing_is_slowed_down(reader, client):
    for _ in range(12):
        answer = client.post("/accounts/login/", {"login": reader.email, "password": "wrong"})
    answer = client.post("/accounts/login/", {"login": reader.email, "password": "kata-sandi-panjang-9"})
    assert "_auth_user_id" not in client.session
    assert answer.status_code in (200, 429)


def test_pages_of_accounts_are_never_stored(newspaper, client):
    for name in ("account_login", "account_signup", "account_reset_password"):
        assert "no-store" in client.get(reverse(name)).headers["Cache-Control"]


def test_pages_of_accounts_speak_the_language_the_reader_came_from(newspaper, client):
    assert b'lang="id"' in client.get("/accounts/login/").content
    assert b'lang="en"' in client.get("/accounts/login/?next=/en/region/").content
    client.cookies.clear()
    assert b'lang="en"' in client.get("/accounts/login/", HTTP_REFERER="http://testserver/en/").content


def language_of(client, path="/accounts/profile/", **headers):
    return client.get(path, **headers).headers["Content-Language"]


def test_a_readers_own_pages_keep_the_language(newspaper, client, django_user_model):
    user = django_user_model.objects.create_user("reader@readers.example")
    client.force_login(user)
    assert language_of(client) == "id"
    assert language_of(client, HTTP_REFERER="http://testserver/en/region/x-1/") == "en"
    own = {"HTTP_REFERER": "http://testserver/accounts/profile/"}
    assert language_of(client, "/accounts/subscribe/?next=%2F", **own) == "en"
    assert language_of(client, HTTP_REFERER="http://testserver/") == "id"
    assert language_of(client, **own) == "id"
    client.post("/accounts/profile/", {"first_name": "", "last_name": "", "country": "", "language": "en"})
    assert language_of(client, **own) == "en"
    client.cookies.pop("language")
    assert language_of(client) == "en", "the profile's, on a device that knows of none"
    client.cookies["language"] = "../en"
    assert language_of(client) == "en"


def test_the_language_is_told_to_own_pages_alone(newspaper, client):
    cookie = client.get("/accounts/login/?next=/en/").cookies["language"]
    assert (cookie.value, cookie["path"], cookie["httponly"], cookie["samesite"]) == ("en", "/accounts/", True, "Lax")
    assert "language" not in client.get("/en/").cookies


@pytest.mark.parametrize(
    ("peer", "address", "scheme"), [("", "1.2.3.4", "https"), ("203.0.113.5", "203.0.113.5", "http")]
)
def test_only_the_edge_says_who_asks(rf, peer, address, scheme):
    """On the socket the server gives no address; whoever has one is not the edge."""
    seen = {}
    middleware = EdgeSays(lambda request: seen.update(request.META))
    middleware(rf.get("/", REMOTE_ADDR=peer, HTTP_X_WARTA_ADDRESS="1.2.3.4", HTTP_X_WARTA_SCHEME="https",
                      HTTP_X_FORWARDED_FOR="9.9.9.9"))  # fmt: skip
    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]) == (address, scheme)
    assert not [name for name in seen if name.startswith(("HTTP_X_FORWARDED", "HTTP_X_WARTA"))]
