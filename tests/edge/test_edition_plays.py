"""Short plays with an edition of the e-paper, a real newspaper and real readers, under the other interface (ASGI): the
crawler and the browsers walk the usual one."""

import pytest

from tests.edge.served import served, until

PASSWORD = "kata-sandi-panjang-9"
DAY = "/epaper/2026-11-27/"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with served(tmp_path_factory.mktemp("editions") / "news", workers=1, interface="asgi") as site:
        site.desk(
            "from django.contrib.auth import get_user_model\n"
            "from allauth.account.models import EmailAddress\n"
            "from warta.access import Right\n"
            "from warta.stories.models import *\n"
            "from warta.subscriptions.services.complimentary import grant_complimentary, revoke\n"
            "from tests.epaper import editions\n"
            "from tests.newspaper import Newspaper\n"
            "from django.utils import timezone\n"
            "paper = Newspaper(Section.objects.get(slug='daerah'), Section.objects.get(slug='region'),"
            " Topic.objects.get())\n"
            "stories = [paper.story(f'Judul {n}', level='premium') for n in range(4)]\n"
            "for name in ('holder', 'other'):\n"
            f"    user = get_user_model().objects.create_user(name + '@readers.example', {PASSWORD!r})\n"
            "    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)\n"
            "    if name == 'holder':\n"
            "        grant = grant_complimentary(reader=user, rights=[Right.EPAPER], by=None, why='play')\n"
        )  # fmt: skip
        yield site


def signed_in(site, name):
    reader = site.reader()
    reader.sign_in(f"{name}@readers.example", PASSWORD)
    return reader


def publish(site, build):
    """Make the edition, with a story to each of its four pages, and announce it."""
    site.desk(f"edition = editions.make(stories, build={build!r}, announce=True)")


def test_an_edition_from_its_publication_to_its_withdrawal(site):
    holder, other, stranger = signed_in(site, "holder"), signed_in(site, "other"), site.reader()
    assert "Edisi pertama belum terbit" in stranger.get("/epaper/").text
    publish(site, "b1")
    until(lambda: "b1/page-1.webp" in stranger.get("/epaper/").text)
    assert "b1/page-4.webp" in holder.get(DAY).text and "page-2.webp" not in other.get(DAY).text
    picture = f"{DAY}b1/page-2.webp"
    whole = holder.get(picture)
    assert (whole.status, whole.headers["content-type"]) == (200, "image/webp") and whole.body[8:12] == b"WEBP"
    assert whole.headers["cache-control"] == "private, max-age=600"
    assert [reader.get(picture).status for reader in (other, stranger)] == [403, 403]
    assert stranger.get(f"{DAY}b1/page-1.webp").headers["cache-control"] == "public, max-age=300"

    part = holder.get(picture, Range="bytes=0-9")
    assert (part.status, part.body) == (200, whole.body)  # the whole is a right answer too
    assert stranger.get(picture, Range="bytes=0-9").body[:4] != whole.body[:4]
    head = holder.get(picture, "HEAD")
    assert (head.status, head.body, head.headers["etag"]) == (200, b"", whole.headers["etag"])
    assert holder.get(picture, If_None_Match=whole.headers["etag"]).status == 304
    assert stranger.get(picture, If_None_Match=whole.headers["etag"]).status == 403

    publish(site, "b2")
    until(lambda: holder.get(f"{DAY}b2/page-2.webp").status == 200)
    assert [holder.get(f"{DAY}b1/page-{n}.webp").status for n in (1, 2)] == [404, 404]

    site.desk("stories[1].unpublish()")
    until(lambda: "Judul 1" not in holder.get(DAY).text)
    assert "Judul 2" in holder.get(DAY).text

    file = "/download/epaper/2026-11-27/pdf"
    given = holder.get(file)
    assert (
        given.status == 200 and given.body.startswith(b"%PDF") and given.headers["cache-control"] == "private, no-store"
    )
    asked = holder.get(file, Range="bytes=5-9")
    assert (asked.status, asked.body) == (206, given.body[5:10])
    assert [reader.get(file).status for reader in (other, stranger)] == [302, 302]

    site.desk("revoke(grant=grant, by=None, why='play')")
    until(lambda: holder.get(f"{DAY}b2/page-2.webp").status == 403)
    assert "page-2.webp" not in holder.get(DAY).text and holder.get(file).status == 302

    site.desk("edition.withdrawn_at = timezone.now(); edition.save(); editions.tell(edition)")
    until(lambda: stranger.get(DAY).status == 410)
    assert "Edisi ini telah ditarik" in stranger.get(DAY).text
    assert stranger.get(f"{DAY}b2/page-1.webp").status == 404
    assert "Edisi pertama belum terbit" in until(lambda: (page := stranger.get("/epaper/")).status == 200 and page).text
