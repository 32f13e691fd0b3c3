"""A subscriber's gift links: give a story, see how often each was opened, revoke."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from warta.access.token import Gift as GiftLink
from warta.access.token import Keys, write_gift
from warta.distribution.structured import origin_of
from warta.site.account.mint import rights_here
from warta.stories import queries as stories
from warta.stories.queries import ID_MAX
from warta.subscriptions import queries
from warta.subscriptions.errors import GiftsSpent, NoGiftNeeded, NotASubscriber, NotPublic
from warta.subscriptions.models import Gift
from warta.subscriptions.services import gifts as services


class GiveForm(forms.Form):
    """Which story."""

    story = forms.IntegerField(min_value=1, max_value=ID_MAX, widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class Row:
    """A gift as its giver sees it; `link` is empty once it opens nothing."""

    gift: Gift
    headline: str
    link: str


@require_safe
@login_required
def gifts(request: HttpRequest) -> HttpResponse:
    """My gifts, newest first. Four queries, and eight for the headlines."""
    now, reader = timezone.now(), _me(request)
    found = queries.gifts_of(reader)
    cards = stories.cards(gift.story for gift in found)
    rows = []
    for gift in found:
        card = cards.get(gift.story)
        living = card is not None and gift.revoked_at is None and gift.expires > now
        rows.append(Row(gift, card.headline if card else "", _link(request, card.url, gift) if card and living else ""))
    context = {"rows": rows, "left": services.gifts_left(reader, now)}
    return TemplateResponse(request, "account/gifts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Give a story: what it means, then the link to copy. A story that cannot be given says why."""
    now, reader = timezone.now(), _me(request)
    form = GiveForm(request.POST if request.method == "POST" else request.GET)
    story = stories.story_by_id(form.cleaned_data["story"]) if form.is_valid() else None
    if story is None:
        raise Http404
    here = rights_here(request, now)
    gift, why_not = queries.living_gift(reader, story.pk, now), ""
    try:
        if request.method == "POST":
            services.give(reader=reader, story=story, now=now, here=here)
            return redirect(f"{reverse('gift-new')}?story={story.pk}&next={story.public_path()}")
        services.may_give(reader=reader, story=story, now=now, here=here)
    except NotPublic as error:
        raise Http404 from error
    except NoGiftNeeded:
        why_not = _("Everybody may read this story: send them its address.")
    except NotASubscriber:
        why_not = _("Only who may read the story with their subscription can give it.")
    except GiftsSpent:
        why_not = _("You have given all stories of this month.")
    context = {
        "story": story, "gift": gift, "link": _link(request, story.public_path(), gift) if gift else "",
        "why_not": why_not, "left": services.gifts_left(reader, now), "address": story.public_path(),
    }  # fmt: skip
    return TemplateResponse(request, "account/gift_new.html", context)


@require_POST
@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Close one of my links."""
    gift = get_object_or_404(Gift, pk=pk, reader=request.user.pk)
    services.revoke_gift(gift=gift, now=timezone.now())
    messages.success(request, _("The link opens nothing any more."))
    return redirect("gifts")


def _me(request: HttpRequest) -> int:
    """The account behind a request that `login_required` let through."""
    assert request.user.pk is not None
    return request.user.pk


def _link(request: HttpRequest, address: str, gift: Gift) -> str:
    """The whole address that opens the story."""
    value = GiftLink(gift.pk, gift.story, int(gift.expires.timestamp()))
    return f"{origin_of(request)}{address}?gift={write_gift(value, Keys.of(settings.SECRET_KEY))}"


urlpatterns = [
    path("", gifts, name="gifts"),
    path("new/", new, name="gift-new"),
    path("<int:pk>/revoke/", revoke, name="gift-revoke"),
]
