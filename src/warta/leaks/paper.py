"""The newspaper that is crawled: stories of every kind and state with a mark in every place, and how they change."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image
from wagtail.documents import get_document_model

from warta.access import Level, Right
from warta.advertising.models import Campaign, Creative
from warta.advertising.slots import SLOTS
from warta.desk.roles import make_roles
from warta.leaks.marks import AD_MARK, mark
from warta.stories.models import (
    Correction,
    Person,
    Photo,
    Publication,
    ReadingPolicy,
    Section,
    Story,
    StoryAuthor,
    Topic,
)
from warta.stories.renditions import filter_spec
from warta.stories.services import make_newspaper, save_story
from warta.subscriptions.models import Gift, Institution
from warta.subscriptions.rules.rights import rights_text

if TYPE_CHECKING:
    from warta.leaks.edition import Printed

LATER = timedelta(days=2)
OPEN = ("headline", "standfirst", "kicker", "leadcaption", "leadalt", "openword")
KINDS = {"news": "news", "live": "live", "photos": "photo_story"}
LOCKED = (Level.METERED, Level.REGISTERED, Level.PREMIUM)
HIDDEN = ("draft", "embargoed", "scheduled", "withdrawn", "expired")
CHANGING = ("closing", "narrowing", "leaving", "delayed", "erased")
LEDGER = "ledger"  # what the newsroom notes of readers, marked like a story that nobody may know of
LEDGER_PLACES = ("why", "note")
CAMPUS = "198.51.100.7"  # an address in the network of an institution whose readers have all rights
FREE_STORIES = 1  # a month, for strangers as for registered readers


@dataclass
class Told:
    """A story of the newspaper, and who may have what of it now.

    level   None: nobody may know of it
    hidden  its marks that only who may read it whole may have
    """

    name: str
    level: Level | None
    pk: int
    path: str
    kind: str = "news"
    hidden: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)


@dataclass
class Link:
    """A preview link: its address shows one story to whoever holds it, as long as it lives."""

    story: str
    pk: int
    path: str
    lives: bool


@dataclass
class Paper:
    """The newspaper: its stories by name, and where else to look."""

    stories: dict[str, Told] = field(default_factory=dict)
    ledger: Told = field(default_factory=lambda: Told(LEDGER, None, 0, "", hidden=set(map(ledger_mark, LEDGER_PLACES))))
    links: list[Link] = field(default_factory=list)
    documents: dict[str, str] = field(default_factory=dict)  # locked, open: their addresses
    originals: list[str] = field(default_factory=list)
    banner: str = ""
    frames: list[str] = field(default_factory=list)
    editions: list[Printed] = field(default_factory=list)
    editions_told: dict[str, Told] = field(default_factory=dict)
    _owners: dict[str, Told] = field(default_factory=dict)

    def open_gift(self) -> int:
        """The gift that opens a locked story."""
        return Gift.objects.get(story=self.stories["premiumnews"].pk, revoked_at=None).pk

    def owner(self, found: str) -> Told | None:
        """Whose mark it is."""
        if found not in self._owners:
            everything = (*self.stories.values(), *self.editions_told.values(), self.ledger)
            self._owners = {known: told for told in everything for known in (*told.hidden, *told.open)}
        return self._owners.get(found)


def ledger_mark(place: str) -> str:
    """The mark of a note on readers."""
    return mark(LEDGER, place)


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


class Maker:
    """Makes the newspaper in an empty database."""

    def __init__(self) -> None:
        self.paper = Paper()
        self.documents: dict[str, Any] = {}
        fronts = make_newspaper(name="Uji Kebocoran", languages=["id", "en"])
        make_roles()
        self.locale = fronts[0].locale
        self.section = Section.objects.create(name="Daerah", slug="daerah", locale=self.locale)
        english = Section(name="Region", slug="region", locale=fronts[1].locale)
        english.translation_key = self.section.translation_key
        english.save()
        self.english = english
        self.topic = Topic.objects.create(name="Banjir", slug="banjir", locale=self.locale)
        self.author = Person.objects.create(name="Ratri", slug="ratri")
        self.photo = self._photo()
        self.front = fronts[0]

    def make(self) -> Paper:
        """All of it."""
        self._settings()
        self._documents()
        for level in (Level.FREE, *LOCKED):
            for name, kind in KINDS.items():
                self.story(f"{level.value}{name}", level, kind=kind)
        for name in ("fodderone", "foddertwo"):
            self.story(name, Level.METERED)
            self.paper.stories[name].hidden.clear()  # readers spend their meter on it, and may read it again
        for name in HIDDEN:
            self._hidden(name)
        for name in CHANGING:
            level = Level.REGISTERED if name == "narrowing" else Level.FREE
            self.story(name, level, kind="live" if name == "closing" else "news")
        self._english()
        self._pointing()
        self._pins()
        return self.paper

    def story(self, name: str, level: Level, *, kind: str = "news", live: bool = True, **fields: Any) -> Story:
        """A story with a mark in each place; what stands behind its wall is hidden if it is locked."""
        told = Told(name, level, 0, "", kind)

        def of(place: str) -> str:
            told.hidden.add(mark(name, place))
            return mark(name, place)

        told.open = {mark(name, place) for place in OPEN}
        headline = f"Berita {mark(name, 'headline')}"
        body = [
            _block("text", f"<p>Kalimat terbuka {mark(name, 'openword')} untuk semua orang yang membaca koran.</p>"),
            _block("wall", None), *self._behind(of, self.documents["locked" if level is Level.PREMIUM else "open"]),
        ]  # fmt: skip
        story = Story(
            title=headline, section=self.section, locale=self.locale, level=level.value, kind=kind,
            standfirst=f"Ringkasan {mark(name, 'standfirst')} berita.", kicker=mark(name, "kicker"),
            lead_photo=self.photo, lead_caption=mark(name, "leadcaption"), lead_alt=mark(name, "leadalt"),
            body=json.dumps(body), **fields,
        )  # fmt: skip
        story.bylines = [StoryAuthor(person=self.author)]
        save_story(story)
        story.topics.set([self.topic])
        story.save()
        story.save_revision()
        told.pk, told.path = story.pk, story.public_path()
        if live:
            story.publish(story.get_latest_revision())
            story.refresh_from_db()
        self.paper.stories[name] = told
        return story

    def _behind(self, of: Callable[[str], str], document: Any) -> list[dict[str, Any]]:
        """What stands behind the wall: every kind of block."""
        photos = [
            {"photo": self.photo.pk, "caption": of(f"{place}caption"), "alt": of(f"{place}alt")}
            for place in ("photo", "galleryone", "gallerytwo")
        ]
        link = f'<a linktype="document" id="{document.pk}">{of("document")}</a>'
        return [
            _block("text", f"<p>Ini {of('text')} yang <b>terkunci</b>, {link}.</p><ul><li>{of('list')}</li></ul>"),
            _block("subheading", of("subheading")),
            _block("quote", {"text": of("quote"), "name": of("quotename"), "role": of("quoterole")}),
            _block("photo", photos[0]),
            _block("gallery", photos[1:]),
            _block("embed", {"url": f"https://x.example/{of('embedurl')}", "caption": of("embedcaption")}),
            _block("table", {"data": [[of("tablehead"), "1"], [of("tablecell"), "2"]],
                             "table_caption": of("tablecaption"), "first_row_is_table_header": True}),
            _block("related", {"story": None, "url": f"https://x.example/{of('relatedurl')}",
                               "title": of("relatedtitle")}),
            _block("factbox", {"title": of("factboxtitle"), "text": f"<p>{of('factboxtext')}</p>"}),
            *[_block("update", {"time": timezone.now().isoformat(), "title": of(f"update{n}title"),
                                "text": f"<p>{of(f'update{n}text')}</p>"}) for n in ("one", "two")],
        ]  # fmt: skip

    def _hidden(self, name: str) -> None:
        """A story that nobody may know of, by the road that makes it so."""
        fields: dict[str, dict[str, Any]] = {
            "embargoed": {"embargo_until": timezone.now() + LATER},
            "scheduled": {"go_live_at": timezone.now() + LATER},
        }
        story = self.story(name, Level.FREE, live=name != "draft", **fields.get(name, {}))
        if name == "withdrawn":
            story.unpublish()
        elif name == "expired":
            story.unpublish(set_expired=True)
        self.paper.stories[name].level = None

    def _english(self) -> None:
        """An open story in English, and one that is locked."""
        for name, level in (("englishopen", Level.FREE), ("englishlocked", Level.PREMIUM)):
            before = self.section, self.locale
            self.section, self.locale = self.english, self.english.locale
            self.story(name, level)
            self.section, self.locale = before

    def _pointing(self) -> None:
        """An open story that points at all others from everywhere it can."""
        story = self.story("pointing", Level.FREE, replies_to_id=self.paper.stories["leaving"].pk)
        rows = list(story.body.raw_data)
        rows[1:] = [
            _block("related", {"story": told.pk, "url": "", "title": ""}) for told in self.paper.stories.values()
        ]
        links = [f'<a linktype="page" id="{told.pk}">lihat</a>' for told in self.paper.stories.values()]
        links.append(f'<a linktype="document" id="{self.documents["open"].pk}">Dokumen</a>')
        open_link = f"<p>{' '.join(links)}</p>"
        story.body = json.dumps([dict(row) for row in rows] + [_block("text", open_link)])
        told = self.paper.stories["pointing"]
        told.hidden.clear()
        told.open.add(mark("pointing", "file"))
        self.paper.stories["premiumnews"].hidden.add(mark("premiumnews", "file"))
        story.corrections = [
            Correction(text="Ralat.", reply_id=self.paper.stories[name].pk) for name in (*CHANGING, *HIDDEN)
        ]
        story.publish(story.save_revision())

    def _pins(self) -> None:
        pins = [{"story": self.paper.stories[name].pk, "until": None} for name in (*CHANGING, *HIDDEN, "premiumnews")]
        self.front.refresh_from_db()
        self.front.zones = json.dumps([_block(zone, {"pinned": pins}) for zone in ("lead", "secondary", "picks")])
        self.front.save_revision().publish()

    def _settings(self) -> None:
        policy = ReadingPolicy.load()
        policy.free_anonymous = policy.free_registered = FREE_STORIES
        policy.teaser_words = 20
        policy.save()
        publication = Publication.load()
        publication.subscription_brand = "Langganan Uji"
        publication.banner = self._photo(1200, 300)
        publication.save()
        Institution.objects.create(
            name="Kampus Uji", networks=f"{CAMPUS}/32", rights=rights_text(Right), note=ledger_mark("note")
        )
        self._advertise()
        self.paper.banner = str(publication.banner.get_rendition(filter_spec(320, "jpeg")).file.name)

    def _advertise(self) -> None:
        """A campaign in every slot, as native text and in a frame; both approved."""
        for kind, shape in (("native", "banner"), ("html", "rectangle")):
            campaign = Campaign.objects.create(advertiser=AD_MARK, name=kind, slots=" ".join(SLOTS))
            html = f"<p>{AD_MARK}</p>" if kind == "html" else ""
            shown = Creative(campaign=campaign, name=kind, kind=kind, shape=shape, headline=AD_MARK, html=html,
                             link="https://toko.example/")  # fmt: skip
            shown.state, shown.approved_of = Creative.State.APPROVED, shown.content()
            shown.save()
            if shown.is_framed:
                self.paper.frames.append(str(shown.pk))

    def _photo(self, width: int = 900, height: int = 600) -> Photo:
        """A photo with one finished size."""
        data = BytesIO()
        Image.new("RGB", (width, height), (120, 90, 60)).save(data, "JPEG")
        data.seek(0)
        photo = Photo(title="Foto", file=ImageFile(data, "foto.jpg"))
        photo.width, photo.height = width, height
        photo.save()
        photo.get_rendition(filter_spec(320, "jpeg"))
        self.paper.originals.append(str(photo.file.name))
        return photo

    def _documents(self) -> None:
        """One that only locked text links to, and one that open text links to; the files hold marks too."""
        for name in ("locked", "open"):
            document = get_document_model()(title=name)
            words = mark("premiumnews" if name == "locked" else "pointing", "file")
            document.file = ContentFile(words.encode(), f"{name}.txt")
            document._set_document_file_metadata()
            document.save()
            self.documents[name] = document
            self.paper.documents[name] = document.url


def change(paper: Paper, name: str, step: str) -> None:
    """Change a story as the newsroom does; `paper` then says who may have what.

    step  level=…, withdraw, embargo, delete
    """
    told = paper.stories[name]
    story = Story.objects.get(pk=told.pk)
    if step.startswith("level="):
        told.level = Level(step.partition("=")[2])
        story.level = told.level.value
        story.publish(story.save_revision())
        return
    told.level = None
    if step == "withdraw":
        story.unpublish()
    elif step == "embargo":
        story.embargo_until = timezone.now() + LATER
        story.publish(story.save_revision())
    elif step == "delete":
        story.delete()
