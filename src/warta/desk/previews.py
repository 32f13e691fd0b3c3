"""Preview links: made and revoked in the newsroom, opened by whoever holds one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from warta.access import Meter, Reader, Right, Shows, decide
from warta.desk.errors import TooManyPreviews
from warta.desk.forms import PreviewLinkForm
from warta.desk.models import PreviewLink
from warta.desk.services import PREVIEWS_MAX, make_preview_link, revoke_preview_link
from warta.stories.models import Story
from warta.stories.policy import current_policy

SHOWN = 100  # links listed of one story


def _editable(request: HttpRequest, pk: int) -> Story:
    story = get_object_or_404(Story, pk=pk)
    if not story.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return story


@require_http_methods(["GET", "HEAD", "POST"])
def preview_links(request: HttpRequest, pk: int) -> HttpResponse:
    """The links to a story, and the form of a new one; for who may edit the story."""
    story = _editable(request, pk)
    form = PreviewLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            make_preview_link(story=story, user=request.user, **form.cleaned_data)
            return redirect("preview-links", story.pk)
        except TooManyPreviews:
            text = _("%(most)s links to this story work already. Revoke one first.")
            form.add_error(None, text % {"most": PREVIEWS_MAX})
    links = list(PreviewLink.objects.filter(story=story).select_related("by")[:SHOWN])
    rows = [(link, request.build_absolute_uri(reverse("preview", args=[link.token]))) for link in links]
    return TemplateResponse(request, "desk/preview_links.html", {"story": story, "form": form, "rows": rows})


@require_POST
def revoke_preview(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """Close a link; for who may edit its story."""
    story = _editable(request, pk)
    revoke_preview_link(get_object_or_404(PreviewLink, pk=link, story=story))
    messages.success(request, _("The link shows nothing any more."))
    return redirect("preview-links", story.pk)


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The newest version of the story that the link is for, drawn by the public site. raises Http404"""
    link = PreviewLink.of_token(token)
    if link is None:
        raise Http404
    # Without advertising, whoever holds it: they may have paid for none, and nothing is sold beside what is not public.
    story, reader = link.story, Reader(preview=link.story_id, rights=frozenset({Right.AD_FREE}))
    decision = decide(story.gate, reader, Meter(), current_policy(), timezone.now())
    if decision.shows is not Shows.FULL:
        raise Http404
    draw: Any = import_string(f"{settings.WARTA_PREVIEW}.shared_story")
    version = story.get_latest_revision_as_object()
    response: HttpResponse = draw(
        request, version, reader=reader, decision=decision, note=link.note, until=link.expires
    )
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"  # the address is the key
    return response


admin_urls = [
    path("stories/<int:pk>/previews/", preview_links, name="preview-links"),
    path("stories/<int:pk>/previews/<int:link>/revoke/", revoke_preview, name="preview-revoke"),
]
urlpatterns = [path("<str:token>/", preview, name="preview")]
