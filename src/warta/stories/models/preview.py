"""How pages of ours are addressed and previewed: by the public site, not by Wagtail's page tree."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string


class PublicPageMixin:
    """A Wagtail page whose address and look come from the public site.

    `public_path()` gives the address; `preview_renderer` names a function of the module in the setting
    ``WARTA_PREVIEW`` that draws an unpublished version.
    """

    preview_renderer: ClassVar[str]
    private_page_options: ClassVar[list[str]] = []  # one lock on one door: access is decided by `warta.access`
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = []

    def public_path(self) -> str:
        """The path of this page on the public site."""
        raise NotImplementedError

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Wagtail's way to ask for an address: site, origin, path."""
        sites = self._get_relevant_site_root_paths(request)  # type: ignore[attr-defined]
        if not sites:
            return None
        site = sites[0]
        return site.site_id, settings.WARTA.site_url or site.root_url, self.public_path()

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Draw this version as the public site would."""
        renderer = import_string(f"{settings.WARTA_PREVIEW}.{self.preview_renderer}")
        response: HttpResponse = renderer(request, self)
        return response
