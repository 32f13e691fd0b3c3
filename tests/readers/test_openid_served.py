"""The whole sign-in with an account elsewhere, over HTTP on both sides: a newspaper as publishers serve it."""

import re
from urllib.parse import urlencode, urlsplit

import pytest

from tests.edge.served import served
from tests.fakes.openid_server import CLIENT, SECRET, FakeOpenID, follow, going


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with FakeOpenID() as provider:
        told = {"mode": "production", "allowed_hosts": "127.0.0.1", "openid_name": "Kartu", "openid_url": provider.url,
                "openid_client": CLIENT, "openid_secret": SECRET}  # fmt: skip
        with served(tmp_path_factory.mktemp("openid") / "news", **told) as site:
            yield site, provider


def write(site):
    return site.desk(
        "from warta.stories.models import *\n"
        "from tests.newspaper import Newspaper\n"
        "sections = [Section.objects.get(slug=slug) for slug in ('daerah', 'region')]\n"
        "body = [tools.rich('<p>Terbuka.</p>' * 9), tools.block('wall', None), tools.rich('<p>TERKUNCI</p>')]\n"
        "story = Newspaper(*sections, Topic.objects.get()).story('Untuk yang masuk', body=body, level='registered')\n"
        "result = story.public_path()"
    )  # fmt: skip


def as_form(reader):
    return {"Content_Type": "application/x-www-form-urlencoded", "Referer": f"http://127.0.0.1:{reader.port}/"}


def from_the_wall(reader, path):
    """Press the wall's link and the provider's button; follow the provider back."""
    page = reader.get(reader.get(f"{path}?sign-in").headers["location"])
    assert "Kartu" in page.text
    action, token = (re.search(pattern, page.text)[1].replace("&amp;", "&") for pattern in (
        r'action="(/accounts/oidc/openid/login/[^"]*)"', r'name="csrfmiddlewaretoken" value="([^"]+)"'))  # fmt: skip
    start = reader.get(action, "POST", urlencode({"csrfmiddlewaretoken": token}),
                       **as_form(reader))  # fmt: skip
    back = urlsplit(follow(going(start.text)))
    return reader.get(f"{back.path}?{back.query}")


def test_from_the_wall_to_the_provider_and_back_to_the_whole_story(site):
    site, _provider = site
    path = write(site)
    for _first_and_again in range(2):
        reader = site.reader()
        assert "TERKUNCI" not in reader.get(path).text
        planted = reader.cookies.get("sessionid")
        answer = from_the_wall(reader, path)
        assert (answer.status, answer.headers["location"]) == (302, path)
        assert reader.cookies["sessionid"] != planted
        assert "TERKUNCI" in reader.get(path).text
    assert (
        site.desk(
            "from warta.readers.models import User\nresult = User.objects.filter(email__startswith='ayu').count()"
        )
        == 1
    )


def test_an_unconfirmed_address_is_confirmed_by_a_letter_first(site):
    site, provider = site
    path = write(site)
    provider.claims = {"sub": "2", "email": "budi@mail.example", "email_verified": False}
    reader = site.reader()
    answer = from_the_wall(reader, path)
    assert answer.headers["location"].startswith("/accounts/confirm-email/") and "TERKUNCI" not in reader.get(path).text
    letters = [file.read_text() for file in (site.data / "outbox").iterdir()]
    (code,) = [found[0] for text in letters if (found := re.search(r"^[A-Z0-9]{3,4}-[A-Z0-9]{3,4}$", text, re.M))]
    page = reader.get("/accounts/confirm-email/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    answer = reader.get("/accounts/confirm-email/", "POST", urlencode({"csrfmiddlewaretoken": token, "code": code}),
                        **as_form(reader))  # fmt: skip
    assert answer.headers["location"] == path and "TERKUNCI" in reader.get(path).text
