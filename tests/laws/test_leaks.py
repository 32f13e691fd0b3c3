"""No public road tells anybody without the right of what is hidden or locked.

Every road of the public site and of machines is walked, by name: a new one fails the first test until it is added. What
the newsroom draws by itself is asked here; what the edge makes of it, the crawler asks
(`tests/cli/test_check_leaks.py`). The newspaper holds a story of every hidden kind and of every locked level, with the
mark in each field that may not leave.
"""

import itertools
import json
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from tests.epaper import editions
from tests.newspaper import block, rich
from warta.discovery.index import follow
from warta.leaks.roads import names
from warta.stories.models import Correction, Story

MARK = "PENANDA"
HOUR = timedelta(hours=1)
LOCKED_LEVELS = ("metered", "registered", "premium")


def all_fields(newspaper):
    """The fields of a story that nobody may know of, marked."""
    return {
        "standfirst": f"{MARK} ringkas", "kicker": MARK, "dateline_city": MARK, "lead_photo": newspaper.photo(),
        "lead_caption": MARK, "lead_alt": MARK, "authors": [newspaper.person(f"{MARK} penulis {next(numbers)}")],
        "body": [rich(f"<p>{MARK} isi.</p>")],
    }  # fmt: skip


numbers = itertools.count(1)


def hidden(newspaper):
    """A draft, an embargoed, a scheduled, a withdrawn, an expired story, and one embargoed after it came out."""
    later = timezone.now() + 24 * HOUR
    stories = {"draft": newspaper.draft(f"{MARK} konsep", **all_fields(newspaper))}
    for name, fields in {"embargoed": {"embargo_until": later}, "scheduled": {"go_live_at": later}}.items():
        stories[name] = newspaper.draft(f"{MARK} {name}", **all_fields(newspaper), **fields)
        stories[name].publish(stories[name].get_latest_revision())
    for name in ("withdrawn", "expired", "embargoed late"):
        stories[name] = newspaper.story(f"{MARK} {name}", **all_fields(newspaper))
    stories["withdrawn"].unpublish()
    stories["expired"].unpublish(set_expired=True)
    Story.objects.filter(pk=stories["embargoed late"].pk).update(embargo_until=later)
    topic = type(newspaper.topic).objects.create(name=f"{MARK} topik", slug="rahasia", locale=newspaper.topic.locale)
    for story in stories.values():
        story.topics.set([topic])
        Story.topics.through.objects.get_or_create(story_id=story.pk, topic_id=topic.pk)
    stories["draft"].save_revision()
    return stories


def behind(newspaper):
    """What may stand behind the wall, marked: every kind of block."""
    photo = {"photo": newspaper.photo().pk, "caption": MARK, "alt": MARK}
    return [
        rich(f"<p>Ini {MARK}.</p>"), block("subheading", MARK),
        block("quote", {"text": MARK, "name": MARK, "role": MARK}), block("photo", photo),
        block("gallery", [photo, photo]), block("embed", {"url": f"https://x.example/{MARK}", "caption": MARK}),
        block("table", {"data": [[MARK, MARK]], "table_caption": MARK}),
        block("related", {"story": None, "url": f"https://x.example/{MARK}", "title": MARK}),
        block("factbox", {"title": MARK, "text": f"<p>{MARK}</p>"}),
        block("update", {"time": timezone.now().isoformat(), "title": MARK, "text": f"<p>{MARK}</p>"}),
    ]  # fmt: skip


@pytest.fixture
def paper(newspaper):
    """The newspaper with all that must not be told, and an open story that points at it from everywhere."""
    stories = hidden(newspaper)
    open_part = [rich("<p>Kalimat terbuka.</p>"), block("wall", None)]
    locked = {
        (level, kind): newspaper.story(
            f"Terkunci {level} {kind}", level=level, kind=kind, topics=[newspaper.topic],
            body=[*open_part, *behind(newspaper)],
        )
        for level in LOCKED_LEVELS for kind in ("news", "live", "photo_story")
    }  # fmt: skip
    pointing = newspaper.draft(
        "Menunjuk", topics=[newspaper.topic], authors=[newspaper.person("Ratri")],
        body=[block("related", {"story": story.pk, "url": "", "title": "Lain"}) for story in stories.values()],
        published_at=timezone.now() - HOUR, replies_to=stories["draft"],
    )  # fmt: skip
    pointing.corrections = [Correction(text="Ralat.", reply=story) for story in stories.values()]
    pointing.publish(pointing.save_revision())
    Story.objects.filter(pk=stories["withdrawn"].pk).update(replies_to=pointing)
    english = newspaper.draft(f"{MARK} in English", language="en", standfirst=MARK)
    Story.objects.filter(pk=english.pk).update(translation_key=pointing.translation_key)
    front = newspaper.front
    pins = [{"story": story.pk, "until": None} for story in stories.values()]
    front.zones = json.dumps([block(zone, {"pinned": pins}) for zone in ("lead", "secondary", "opinion", "photos")])
    front.save_revision().publish()
    for number, story in enumerate(stories.values()):
        Redirect.objects.create(old_path=f"/lama/{number}", redirect_page=story, site=Site.objects.get())
    while follow():
        pass
    editions.make([*stories.values(), *locked.values()], pages=1)  # all on the first page, which is free
    newspaper.stories, newspaper.locked, newspaper.pointing = stories, locked, pointing
    return newspaper


def roads(paper):
    """Addresses by the name of their road."""
    everything = [*paper.stories.values(), *paper.locked.values(), paper.pointing]
    today = timezone.localdate()
    feeds = {
        f"{road}-{kind}-{code}": [f"{'' if code == 'id' else '/en'}{part}/{file}"]
        for kind, file in (("rss", "feed.xml"), ("atom", "atom.xml"), ("json", "feed.json"))
        for code, section in (("id", "daerah"), ("en", "region"))
        for road, part in (("feed", ""), ("section", f"/{section}"))
    }
    return feeds | {
        "healthz": ["/healthz"], "robots": ["/robots.txt"], "ads": ["/ads.txt"], "colors": ["/colors-x.css"],
        "media": ["/media/images/x.jpg"], "front": ["/", "/en/"], "static-page": ["/info/x/"],
        "search": [f"/search/?q={words}" for words in (MARK.lower(), "isi", "konsep", "kalimat", "terkunci")],
        "latest": ["/latest/", "/en/latest/", "/latest/?page=2"], "photos": ["/photos/"], "topics": ["/topic/"],
        "topic": ["/topic/banjir/"], "section": ["/daerah/", "/en/region/"],
        "archive": ["/archive/", f"/archive/?month={today:%Y-%m}"],
        "archive-day": [f"/archive/{day.year}/{day.month}/{day.day}/" for day in (today, today - 24 * HOUR)],
        "author": ["/author/ratri/"],
        "live-updates": [f"/live/{story.pk}/" for story in everything],
        "story": [f"/daerah/x-{story.pk}/" for story in everything]
        + [story.public_path() for story in (*paper.locked.values(), paper.pointing)],
        "story-short": [f"/daerah/{story.pk}/" for story in everything],
        "epaper": ["/epaper/", "/en/epaper/"], "edition": ["/epaper/2026-11-27/"],
        "epaper-worker": ["/epaper/worker.js"], "epaper-calendar": ["/epaper/calendar/"],
        "edition-download": [f"/download/epaper/2026-11-27/{form}" for form in ("pdf", "epub")],
        "sitemap": ["/sitemap.xml"], "sitemap-pages": ["/sitemap-pages.xml"], "news-sitemap": ["/news-sitemap.xml"],
        "sitemap-month": [f"/sitemap-id-{today:%Y}-{today.month}.xml"],
        "sitemap-part": [f"/sitemap-id-{today:%Y}-{today.month}-{part}.xml" for part in (1, 2)],
        "old addresses": [f"/lama/{number}/" for number in range(len(paper.stories))],
        "nothing": ["/nowhere/", "/daerah/x-999999/"],
    }  # fmt: skip


def readers(django_user_model):
    """A stranger, and accounts without a right: to the newsroom itself, what is for registered readers is theirs."""
    yield "stranger", None
    yield "registered", django_user_model.objects.create_user("registered@readers.example", "kata-sandi-panjang-9")


def test_every_public_road_is_walked(paper):
    assert names() <= set(roads(paper))  # the crawler's list, which tests/leaks/test_roads.py holds to the addresses


def test_no_road_tells_anybody(paper, client, django_user_model):
    addresses = [address for found in roads(paper).values() for address in found]
    for name, user in readers(django_user_model):
        theirs: set[int] = set()
        if user is not None:
            client.force_login(user)
            theirs = {story.pk for (level, _kind), story in paper.locked.items() if level == "registered"}
        for address in addresses:
            if any(address.rstrip("/").endswith((f"-{pk}", f"/{pk}")) for pk in theirs):
                continue
            answer = client.get(address)
            told = b"".join(answer).decode() + str(answer.headers)
            assert MARK not in told, f"{address} tells a {name}"
            assert answer.status_code < 500
            for kind, story in paper.stories.items():
                assert f"-{story.pk}/" not in told.replace(address, ""), f"{address} names the {kind} story to a {name}"


def test_the_answers_of_hidden_stories(paper, client):
    codes = {name: client.get(f"/daerah/x-{story.pk}/").status_code for name, story in paper.stories.items()}
    gone = {"withdrawn": 410, "expired": 410}
    assert codes == dict.fromkeys(paper.stories, 404) | gone
    for method in (client.get, client.head):
        assert {method(f"/lama/{number}/").status_code for number in range(len(paper.stories))} == {404}
        live = [paper.locked[level, "live"].pk for level in LOCKED_LEVELS]
        assert {method(f"/live/{pk}/").status_code for pk in live} == {404}


def test_what_is_hidden_could_have_been_told(paper, client):
    """The same marks show as soon as the stories may be read."""
    for story in paper.locked.values():
        story.level = "free"
        story.publish(story.save_revision())
    paper.stories["draft"].publish(paper.stories["draft"].get_latest_revision())
    while follow():
        pass
    found = {name for name, addresses in roads(paper).items() for address in addresses
             if MARK in client.get(address, follow=True).content.decode()}  # fmt: skip
    assert found >= {
        "front", "latest", "section", "topics", "topic", "archive-day", "search", "live-updates", "story",
        "feed-rss-id", "feed-atom-id", "feed-json-id", "section-rss-id", "news-sitemap", "old addresses",
    }  # fmt: skip
