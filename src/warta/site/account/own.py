"""A reader's own pages: profile, newsletters, what they follow and saved, history, devices, their data."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from warta.readers import services
from warta.readers.devices import device_name
from warta.readers.errors import WorksHere
from warta.readers.forms import ProfileForm
from warta.readers.holdings import everything_of
from warta.readers.models import Newsletter
from warta.site.account.back import back_of
from warta.site.middleware import remember_language
from warta.stories import queries as stories
from warta.stories.models import Person, Section, Topic
from warta.subscriptions.models import Seller
from warta.subscriptions.providers.base import ProviderError
from warta.subscriptions.rules.machine import State
from warta.subscriptions.services import changes, orders

KINDS: dict[str, Any] = {"topic": Topic, "author": Person, "section": Section}
SHOWN = 50
FOLLOWED_READ = 40  # followed things of which stories are listed
both = require_http_methods(["GET", "HEAD", "POST"])


def _show(request: HttpRequest, page: str, title: str, **context: Any) -> HttpResponse:
    return TemplateResponse(request, f"account/{page}.html", {"title": title, **context})


@both
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name, country, language; the ways to the rest."""
    form = ProfileForm(request.POST or None, instance=request.user, home=Seller.load().country)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        answer = redirect("profile")
        if form.cleaned_data["language"]:
            remember_language(answer, form.cleaned_data["language"])
        return answer
    return _show(request, "profile", _("Profile"), form=form)


@both
@login_required
def newsletters(request: HttpRequest) -> HttpResponse:
    """Which newsletters a reader wants."""
    user: Any = request.user
    if request.method == "POST":
        chosen = [int(text) for text in request.POST.getlist("newsletter") if text.isascii() and text.isdigit()]
        services.choose_newsletters(user=user, chosen=[pk for pk in chosen if pk <= stories.ID_MAX])
        messages.success(request, _("Saved."))
        return redirect("newsletters")
    mine = set(user.newsletters.values_list("newsletter", flat=True))
    rows = [(letter, letter.pk in mine) for letter in Newsletter.objects.filter(is_open=True)]
    return _show(request, "newsletters", _("Newsletters"), rows=rows)


@require_safe
@login_required
def following(request: HttpRequest) -> HttpResponse:
    """What a reader follows, and the newest of it. Two queries a followed thing, at most `FOLLOWED_READ`."""
    user: Any = request.user
    follows, ids = [], set()
    language = get_language() or ""
    for row in user.follows.order_by("-since", "-pk")[:FOLLOWED_READ]:
        found = KINDS[row.kind].objects.filter(pk=row.about).first()
        if found is None:
            continue
        follows.append((row, found))
        if row.kind == "topic":
            ids |= set(stories.of_topic(found, 10, 0))
        elif row.kind == "section":
            ids |= set(stories.of_section(found, 10, 0))
        else:
            ids |= set(stories.of_author(found, language, 10, 0))
    cards = sorted(stories.cards(ids).values(), key=lambda card: card.published_at, reverse=True)[:20]
    return _show(request, "following", _("Following"), follows=follows, cards=cards)


@both
@login_required
def follow(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Follow a topic, an author or a section, or follow it no more."""
    user: Any = request.user
    if kind not in KINDS or pk > stories.ID_MAX:
        raise Http404
    found = get_object_or_404(KINDS[kind], pk=pk)
    if request.method == "POST":
        services.follow(user=user, kind=kind, about=pk, on="on" in request.POST)
        return redirect(back_of(request, "following"))
    is_on = user.follows.filter(kind=kind, about=pk).exists()
    return _show(request, "turn", _("Follow"), name=str(found), is_on=is_on, back=back_of(request, ""), verb="follow")


@require_safe
@login_required
def saved(request: HttpRequest) -> HttpResponse:
    """The stories a reader put aside, newest first."""
    user: Any = request.user
    rows = _cards(user.saved.order_by("-at", "-pk"))
    return _show(request, "saved", _("Saved stories"), cards=rows)


@both
@login_required
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a story aside, or forget it."""
    user: Any = request.user
    story = stories.cards([pk]).get(pk) if pk <= stories.ID_MAX else None
    if story is None:
        raise Http404
    if request.method == "POST":
        services.save_story_for(user=user, story=pk, on="on" in request.POST)
        return redirect(back_of(request, "saved"))
    is_on = user.saved.filter(story=pk).exists()
    return _show(request, "turn", _("Save this story"), name=story.headline, is_on=is_on,
                 back=back_of(request, "") or story.url, verb="save")  # fmt: skip


@both
@login_required
def history(request: HttpRequest) -> HttpResponse:
    """What a reader read; clear it, turn it off."""
    user: Any = request.user
    if request.method == "POST":
        if "clear" in request.POST:
            user.history.all().delete()
        else:
            services.turn_history(user=user, on="on" in request.POST)
        return redirect("history")
    return _show(request, "history", _("Reading history"), cards=_cards(user.history.order_by("-at", "-pk")))


@both
@login_required
def devices(request: HttpRequest) -> HttpResponse:
    """Where a reader is signed in; sign out there, or everywhere."""
    user: Any = request.user
    if request.method == "POST":
        if "all" in request.POST:
            services.end_sessions(user=user)
            logout(request)
            return redirect("account_login")
        number = request.POST.get("one", "")
        one = number if number.isascii() and number.isdigit() and int(number) <= stories.ID_MAX else "0"
        get_object_or_404(UserSession, user=user, pk=int(one)).end()
        services.void_tokens(user.pk)
        return redirect("devices")
    rows = [(row, device_name(row.user_agent)) for row in UserSession.objects.purge_and_list(user)]
    return _show(request, "devices", _("Devices"), rows=rows)


@require_safe
@login_required
def my_data(request: HttpRequest) -> HttpResponse:
    """Take all of it along, or delete the account."""
    return _show(request, "my_data", _("My data"))


@require_safe
@login_required
@reauthentication_required
def export(request: HttpRequest) -> HttpResponse:
    """Everything held about the account, as one file."""
    answer = JsonResponse(everything_of(request.user.pk or 0), json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer.headers["Content-Disposition"] = 'attachment; filename="account.json"'
    return answer


@both
@login_required
@reauthentication_required
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the account, after saying what that means."""
    user: Any = request.user
    if request.method == "POST" and "sure" in request.POST:
        try:
            _end_subscription(user)
            services.delete_account(user=user)
        except WorksHere:
            return redirect("account-delete")
        except ProviderError:
            messages.error(request, _("The payment provider does not answer, so nothing was changed. Try again."))
            return redirect("account-delete")
        logout(request)
        return redirect("/")
    return _show(request, "delete", _("Delete the account"))


def _end_subscription(user: Any) -> None:
    """Whoever goes is charged no more. raises ProviderError, WorksHere"""
    if user.works_here:
        raise WorksHere
    row = orders.living_of(user.pk)
    if row is not None and row.state != State.CANCELLED:
        changes.cancel(subscription=row, now=timezone.now(), by=user, why="The account was deleted.")


def _cards(rows: Any) -> list[Any]:
    """The stories of rows that name them, in their order; those no longer public left out."""
    ids = list(rows.values_list("story", flat=True)[:SHOWN])
    found = stories.cards(ids)
    return [found[pk] for pk in ids if pk in found]


urlpatterns = [
    path("profile/", profile, name="profile"),
    path("newsletters/", newsletters, name="newsletters"),
    path("following/", following, name="following"),
    path("follow/<slug:kind>/<int:pk>/", follow, name="follow"),
    path("saved/", saved, name="saved"),
    path("save/<int:pk>/", save, name="save"),
    path("history/", history, name="history"),
    path("devices/", devices, name="devices"),
    path("data/", my_data, name="my-data"),
    path("data/export/", export, name="account-export"),
    path("data/delete/", delete, name="account-delete"),
]
