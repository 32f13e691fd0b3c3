"""Pages of the newsroom that Wagtail does not have: new story, withdrawal, publishing one's own story."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Locale

from warta.desk.forms import ReasonForm
from warta.desk.services import publish_own_story, withdraw
from warta.stories.models import FrontPage, Story
from warta.stories.permissions import is_administrator, is_barred_by_four_eyes
from warta.stories.services import index_of


def new_story(request: HttpRequest, language: str) -> HttpResponse:
    """The form of a new story, under this year's index of the language."""
    locale = get_object_or_404(Locale, language_code=language)
    parent = index_of(locale)
    if not parent.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    return redirect(reverse("wagtailadmin_pages:add", args=("stories", "story", parent.pk)))


def arrange_front(request: HttpRequest) -> HttpResponse:
    """The form of the front page in the newspaper's own language; Wagtail's own checks follow."""
    front = get_object_or_404(FrontPage, locale__language_code=settings.LANGUAGE_CODE)
    return redirect("wagtailadmin_pages:edit", front.pk)


def withdraw_story(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, and take the story back."""
    story = get_object_or_404(Story, pk=pk)
    if not story.permissions_for_user(request.user).can_unpublish():
        raise PermissionDenied

    def act(reason: str) -> None:
        withdraw(story=story, user=request.user, reason=reason)
        messages.success(request, _("“%s” is withdrawn; its address answers with the reason.") % story.title)

    texts = {
        "page_title": _("Withdraw a story"),
        "explanation": _("The story disappears from the site at once. Its address will answer with this reason, for "
                         "everybody to read."),
        "button": _("Withdraw"),
    }  # fmt: skip
    return _ask_reason(request, story, act, texts)


def override_four_eyes(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask an administrator why they publish their own story, and do it."""
    story = get_object_or_404(Story, pk=pk)
    if not is_administrator(request.user) or not is_barred_by_four_eyes(request.user, story):
        raise PermissionDenied

    def act(reason: str) -> None:
        publish_own_story(story=story, user=request.user, reason=reason)
        messages.success(request, _("“%s” is published; the reason is kept in its history.") % story.title)

    texts = {
        "page_title": _("Publish your own story"),
        "explanation": _("Four eyes: somebody else should publish it. If it cannot wait, say why; the reason is kept "
                         "in the story's history."),
        "button": _("Publish all the same"),
    }  # fmt: skip
    return _ask_reason(request, story, act, texts)


def _ask_reason(request: HttpRequest, story: Story, act: Any, texts: dict[str, str]) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act(form.cleaned_data["reason"])
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[story.pk]))
    return TemplateResponse(request, "desk/reason.html", {"form": form, "story": story, **texts})
