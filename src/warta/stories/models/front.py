"""The front page, and the pages of the paper about itself."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from warta.stories.models.body import ZONE_BLOCKS
from warta.stories.models.preview import PublicPageMixin
from warta.stories.permissions import FrontPagePermissions, InItsPlace


class FrontPage(PublicPageMixin, Page):
    """The front page of one language: zones in an order, with stories pinned where an editor wants them."""

    zones = StreamField(ZONE_BLOCKS, verbose_name=_("zones"), blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("zones")]
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["stories.StoryIndex", "stories.StaticPage"]
    preview_renderer = "front"

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")
        permissions: ClassVar = [("arrange_frontpage", "Can arrange the front page")]

    def permissions_for_user(self, user: Any) -> FrontPagePermissions:
        """Wagtail's permissions, and the curators'."""
        return FrontPagePermissions(user, self)

    def public_path(self) -> str:
        """Its address."""
        return reverse("front", kwargs={"language": self.locale.language_code})


class StaticPage(PublicPageMixin, Page):
    """Imprint, guidelines, privacy: what the paper says about itself."""

    body = RichTextField(_("text"), features=["h2", "h3", "bold", "italic", "link", "ol", "ul", "hr"], blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar = ["stories.FrontPage"]
    subpage_types: ClassVar[list[str]] = []
    preview_renderer = "static_page"

    class Meta:
        verbose_name = _("page of the paper")
        verbose_name_plural = _("pages of the paper")

    def permissions_for_user(self, user: Any) -> InItsPlace:
        """Wagtail's permissions, where it stands."""
        return InItsPlace(user, self)

    def public_path(self) -> str:
        """Its address."""
        return reverse("static-page", kwargs={"language": self.locale.language_code, "slug": self.slug})
