"""Writing one page of the paper: a `StaticPage` under the front page of its language."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from warta.intake import clean, items
from warta.intake.items import IncomingStory
from warta.intake.models import ImportedPage
from warta.intake.store.body import rich
from warta.intake.store.desk import Desk, ascii_slug, short_key
from warta.intake.store.names import Names
from warta.intake.store.redirects import keep_addresses
from warta.intake.store.story import bring_out, headline
from warta.intake.store.when import times
from warta.stories.models import FrontPage, StaticPage
from warta.stories.services import place_under

SLUG = 200


@dataclass(slots=True)
class PageWriter:
    """Writes the standing pages of one source."""

    desk: Desk
    names: Names

    def standing(self, item: IncomingStory) -> str | None:
        """The title under which an earlier run has taken it; None if none has. One query."""
        return ImportedPage.objects.filter(key=short_key(item.key)).values_list("page__title", flat=True).first()

    def write(self, item: IncomingStory) -> str:
        """Write a new page; returns what became of it. raises ValidationError, IntegrityError, DataError"""
        due = times(item, publish=self.desk.wishes.publish, now=timezone.now())
        if due.doubt:
            self.desk.doubt("inferred", due.doubt, item.where)
        locale = self.names.locale(item.language)
        title = headline(item, locale.language_code, self.desk)
        front = FrontPage.objects.get(locale=locale)
        page = StaticPage(
            title=title,
            slug=self._free_slug(front, ascii_slug(item.slug, title, limit=SLUG, fallback="page")),
            locale=locale,
            body=self._html(item),
            go_live_at=due.go_live_at,
            live=False,
        )
        if self.desk.wishes.dry_run:
            page.clean_fields(exclude={"path", "depth", "content_type", "owner"})
            keep_addresses(page, item.redirects, self.desk, item.where)
            return due.outcome
        with transaction.atomic():
            place_under(front, page)
            page.save_revision(log_action=True)
            ImportedPage.objects.create(key=short_key(item.key), page=page)
            keep_addresses(page, item.redirects, self.desk, item.where)
            if due.outcome != "draft":
                bring_out(page, due)
        return due.outcome

    def _free_slug(self, front: FrontPage, slug: str) -> str:
        """An address that no other page of the front page has. One query."""
        taken = set(front.get_children().filter(slug__startswith=slug).values_list("slug", flat=True))
        number = 2
        free = slug
        while free in taken:
            free, number = f"{slug}-{number}", number + 1
        return free

    def _html(self, item: IncomingStory) -> str:
        """The text of a page: words and links; what it cannot hold is named."""
        parts: list[str] = []
        if item.standfirst:
            parts.append(f"<p><b>{clean.escaped(item.standfirst)}</b></p>")
        photos = [item.lead] if item.lead else []
        for block in item.body:
            match block:
                case items.Photo():
                    photos.append(block)
                case items.Gallery():
                    photos.extend(block.photos)
                case _:
                    parts.append(_block(block))
        for photo in photos:
            said = f", “{photo.caption}”" if photo.caption else ""
            self.desk.doubt("not-whole", f"a page of the paper holds no pictures: {photo.src[:200]}{said}", item.where)
        return rich("".join(parts))


def _block(block: items.Block) -> str:
    """A block as HTML of words and links."""
    text = clean.escaped
    match block:
        case items.Text():
            return block.html
        case items.Subheading():
            return f"<h2>{text(block.text)}</h2>"
        case items.Quote():
            name = f" — {text(block.name)}" if block.name else ""
            return f"<p><i>{text(block.text).replace(chr(10), '<br>')}</i>{name}</p>"
        case items.Embed():
            return _link(block.url, block.caption)
        case items.RelatedLink():
            return _link(block.url, block.title)
        case items.Table():
            rows = "".join(f"<li>{' | '.join(map(text, row))}</li>" for row in block.rows)
            caption = f"<p><b>{text(block.caption)}</b></p>" if block.caption else ""
            return f"{caption}<ul>{rows}</ul>"
        case items.Factbox() | items.Update():
            title = f"<h3>{text(block.title)}</h3>" if block.title else ""
            return title + block.html
        case items.Code():
            return "".join(f"<p>{text(line)}</p>" for line in block.text.splitlines() if line.strip())
    return ""


def _link(url: str, title: str) -> str:
    return clean.rich(
        f'<p><a href="{clean.escaped(url).replace(chr(34), "%22")}">{clean.escaped(title or url)}</a></p>'
    )
