"""The sample's stories, put into the newspaper by the same services as anybody's."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Locale

from warta.demo.files import CONTENT, Piece, SampleFile, html, pieces, quote, read_folder, read_table, table
from warta.stories.models import (
    Correction,
    FrontPage,
    Person,
    Photo,
    Section,
    StaticPage,
    Story,
    StoryAuthor,
    Topic,
)
from warta.stories.rules import address_words
from warta.stories.services import index_of, place_under

SUBMITTED = "demo:submitted:"  # marks the origin of stories that wait for the sample's reporter


def load_pages(language: str, locale: Locale) -> None:
    """The pages of the paper about itself."""
    front = FrontPage.objects.get(locale=locale)
    for file in read_folder("pages", f".{language}.md"):
        blocks = [
            f"<h2>{piece.rest}</h2>" if piece.kind == "subheading" else html(piece.source, lambda address: None)
            for piece in pieces(file.body)
        ]
        page = StaticPage(title=file.head["title"], slug=file.head["slug"], body="".join(blocks), locale=locale)
        place_under(front, page)
        page.save_revision().publish()


class StoryLoader:
    """Loads all stories: first their places, so that they can link to each other, then their text."""

    def __init__(
        self, *, locales: dict[str, Locale], sections: dict[tuple[str, str], Section],
        topics: dict[tuple[str, str], Topic], people: dict[str, Person], photos: dict[str, Photo],
    ) -> None:  # fmt: skip
        self.locales, self.sections, self.topics = locales, sections, topics
        self.people, self.photos = people, photos
        self.pictures = read_table("pictures.toml")
        self.placed: dict[str, Story] = {}
        self.now = timezone.now()

    def load(self) -> None:
        """Every story of every language, oldest first, so that ids and times agree."""
        files = [
            (language, file)
            for language in self.locales
            if (CONTENT / language).is_dir()
            for file in read_folder(language)
        ]
        files.sort(key=lambda pair: pair[1].head["hours_ago"], reverse=True)
        files.sort(key=lambda pair: "translation_of" in pair[1].head)  # a translation needs its original
        for language, file in files:
            self._place(language, file)
        for language, file in files:
            self._write(language, file)

    @staticmethod
    def submit_as_reporter() -> None:
        """Have the sample's reporter submit what the sample says is submitted."""
        reporter = get_user_model().objects.get(email__startswith="reporter@")
        for story in Story.objects.filter(origin__startswith=SUBMITTED):
            story.owner = reporter
            story.save(update_fields=["owner"])
            story.save_revision(user=reporter, log_action=True)
            story.get_workflow().start(story, reporter)

    def _ago(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)

    def _place(self, language: str, file: SampleFile) -> None:
        head = file.head
        published = self._ago(head["hours_ago"])
        state = head.get("state", "published")
        story = Story(
            title=head["headline"],
            slug=f"{address_words(head['headline'])[:200]}-{uuid.uuid4().hex[:6]}",
            draft_title=head["headline"],
            kind=head.get("kind", "news"),
            kicker=head.get("kicker", ""),
            standfirst=head.get("standfirst", ""),
            section=self.sections[head["section"], language],
            level=head.get("level", ""),
            dateline_city=head.get("dateline", ""),
            locale=self.locales[language],
            live=False,
            published_at=published if state in ("published", "withdrawn") else None,
            origin=f"{SUBMITTED if state == 'submitted' else 'demo:'}{language}/{file.key}",
        )
        original = self.placed.get(head.get("translation_of", ""))
        if original is not None:
            story.translation_key = original.translation_key
        place_under(index_of(story.locale, timezone.localtime(published).year), story)
        self.placed[file.key] = story

    def _write(self, language: str, file: SampleFile) -> None:
        story, head = self.placed[file.key], file.head
        story.editor = self.people.get(head.get("editor", ""))
        story.bylines.set(
            [StoryAuthor(person=self.people[key], sort_order=order) for order, key in enumerate(head["authors"])]
        )
        story.topics.set([self.topics[key, language] for key in head.get("topics", [])])
        story.people.set(
            [person for person in self.people.values() if not person.is_author and person.name in file.body]
        )
        self._lead_photo(story, head, language)
        story.body = json.dumps(self._body(file, language))
        story.sources = json.dumps([self._chain(chain) for chain in head.get("sources", [])])
        story.corrections.set([self._correction(row) for row in head.get("corrections", [])])
        self._bring_out(story, head)

    def _lead_photo(self, story: Story, head: dict[str, Any], language: str) -> None:
        key = head.get("photo")
        if key is None:
            return
        story.lead_photo = self.photos[key]
        words = self._words(key, language, head.get("photo_caption", ""))
        story.lead_caption, story.lead_alt = words["caption"], words["alt"]

    def _words(self, key: str, language: str, caption: str) -> dict[str, str]:
        """Caption and alt text of a picture for a story: only what differs from the picture's own."""
        picture = self.pictures[key]
        if language == "id":
            return {"caption": caption, "alt": ""}
        return {"caption": caption or picture["caption"][language], "alt": picture["alt"][language]}

    def _bring_out(self, story: Story, head: dict[str, Any]) -> None:
        """Publish, schedule, withdraw or leave the story, as its head says."""
        published, state = story.published_at, head.get("state", "published")
        if state == "scheduled":
            story.go_live_at = self.now + timedelta(hours=9)
        elif state == "embargoed":
            story.embargo_until = self.now + timedelta(hours=20)
        story.first_published_at = published
        story.has_unpublished_changes = state != "published"
        story.save()
        revision = story.save_revision(log_action=False)
        if state not in ("draft", "submitted"):
            story.publish(revision, log_action=False)
        updated = self._ago(head["updated_hours_ago"]) if "updated_hours_ago" in head else None
        times = {"updated_at": updated, "latest_revision_created_at": updated or published or self.now}
        if published:
            times["last_published_at"] = updated or published
        if state == "withdrawn":
            story.refresh_from_db()
            story.withdrawn_reason, story.withdrawn_at = head["withdrawn_reason"], updated or self.now
            story.unpublish(log_action=False)
        Story.objects.filter(pk=story.pk).update(**times)

    def _chain(self, row: dict[str, Any]) -> dict[str, Any]:
        links = [
            {"name": link["name"], "kind": link["kind"], "state": bool(link.get("state"))} for link in row["chain"]
        ]
        about = row.get("name") or row.get("answers") or ""
        return {"type": "chain", "value": {"links": links, "claim": row.get("claim", ""), "about": about}}

    def _correction(self, row: dict[str, Any]) -> Correction:
        return Correction(kind=row["kind"], at=self._ago(row["hours_ago"]), text=row["text"], by=row.get("by", ""))

    def _link(self, address: str) -> str | None:
        """The attributes of a link to another story of the sample."""
        key = address.removeprefix("story:")
        if key == address or key not in self.placed:
            return None
        return f'linktype="page" id="{self.placed[key].pk}"'

    def _body(self, file: SampleFile, language: str) -> list[dict[str, Any]]:
        blocks: list[dict[str, Any]] = []
        for piece in pieces(file.body):
            blocks.append(self._block(piece, language))
            blocks += [self._block(inner, language) for inner in piece.inside]
        return [{**block, "id": str(uuid.uuid4())} for block in blocks]

    def _block(self, piece: Piece, language: str) -> dict[str, Any]:
        value: Any
        match piece.kind:
            case "text":
                value = html(piece.source, self._link)
            case "subheading":
                value = piece.rest
            case "quote":
                value = quote(piece.source)
            case "photo":
                value = self._photo(piece.rest, piece.source, language)
            case "gallery":
                rows = [line.partition(":") for line in piece.lines if line.strip()]
                photos = [self._photo(key.strip(), caption.strip(), language) for key, _, caption in rows]
                value = photos
            case "embed":
                value = {"url": piece.rest, "caption": piece.source}
            case "table":
                value = {**table(piece.source), "table_caption": piece.rest}
            case "related":
                value = {"story": self.placed[piece.rest].pk, "url": "", "title": ""}
            case "factbox":
                value = {"title": piece.rest, "text": html(piece.source, self._link)}
            case "update":
                hours, _, title = piece.rest.partition(" ")
                time = self._ago(float(hours)).isoformat()
                value = {"time": time, "title": title, "text": html(piece.source, self._link)}
            case _:
                raise ValueError(f"unknown block {piece.kind}")
        return {"type": piece.kind, "value": value}

    def _photo(self, key: str, caption: str, language: str) -> dict[str, Any]:
        return {"photo": self.photos[key].pk, **self._words(key, language, caption)}
