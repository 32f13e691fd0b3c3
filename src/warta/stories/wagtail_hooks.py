"""Links to pages in rich text: none to what is not public, as its address holds its headline."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.html import escape
from wagtail import hooks
from wagtail.rich_text.pages import PageLinkHandler


class PublicPageLinks(PageLinkHandler):
    """A link becomes one again as soon as its page is public."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """The opening tags."""
        return [
            f'<a href="{escape(page.localized.url)}">' if is_open(page) else "<a>" for page in cls.get_many(attrs_list)
        ]


def is_open(page: Any) -> bool:
    """May any reader know of this page, in the language that a link to it leads to?"""
    found = page.localized if page else None
    gate = getattr(found, "gate", None)
    return bool(found and found.live and (gate is None or gate.is_live(timezone.now())))


@hooks.register("register_rich_text_features", order=10)
def replace_page_links(features: Any) -> None:
    """Ours instead of Wagtail's."""
    features.register_link_type(PublicPageLinks)
