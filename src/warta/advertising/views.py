"""The newsroom's own pages of advertising: looking at a creative and deciding."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from warta.access.frames import frame_policy
from warta.advertising import services
from warta.advertising.forms import RefuseForm
from warta.advertising.models import APPROVE, Creative, Decided, SlotTag
from warta.advertising.plan import creative_html, document, frame_document
from warta.advertising.slots import SLOTS

CHANGE = {Creative: "advertising.change_creative", SlotTag: "advertising.change_slottag"}
KINDS = {"creative": Creative, "tag": SlotTag}


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """A creative or tag as readers would see it, and what this colleague may decide about it."""
    subject = _subject(request, kind, pk)
    may_approve, may_submit = request.user.has_perm(APPROVE), request.user.has_perm(CHANGE[type(subject)])
    form = RefuseForm(request.POST if request.POST.get("do") == "refuse" else None)
    if request.method == "POST" and (request.POST.get("do") != "refuse" or form.is_valid()):
        _decide(request, subject, form)
        return redirect(request.path)
    context = {
        "subject": subject, "kind": kind, "form": form, "seen": subject.content(),
        "can_submit": may_submit and subject.state in (Decided.State.DRAFT, Decided.State.REFUSED),
        "can_approve": may_approve and subject.state == Decided.State.SUBMITTED,
        "can_refuse": may_approve and subject.state in (Decided.State.SUBMITTED, Decided.State.APPROVED),
        "shown": _preview(subject) if isinstance(subject, Creative) and not subject.is_framed else "",
        "is_framed": isinstance(subject, SlotTag) or subject.is_framed,
        "is_third": isinstance(subject, SlotTag) or subject.kind == Creative.Kind.TAG,
        "shape": SLOTS[subject.slot].shape if isinstance(subject, SlotTag) else subject.shape,
        "edit_url": subject.snippet_viewset.get_url_name("edit"),
    }  # fmt: skip
    return TemplateResponse(request, "advertising/review.html", context)


def _subject(request: HttpRequest, kind: str, pk: int) -> Any:
    model: Any = KINDS.get(kind)
    if model is None:
        raise Http404
    if not (request.user.has_perm(CHANGE[model]) or request.user.has_perm(APPROVE)):
        raise PermissionDenied
    return get_object_or_404(model, pk=pk)


def _preview(creative: Creative) -> SafeString:
    return mark_safe(creative_html(creative) or "")  # noqa: S308 - drawn by our own template


def _decide(request: HttpRequest, subject: Decided, form: RefuseForm) -> None:
    """Do what was chosen, and say what now stands."""
    what = request.POST.get("do")
    try:
        if what == "submit":
            if not request.user.has_perm(CHANGE[type(subject)]):
                raise PermissionDenied
            services.submit(subject, by=request.user)
            messages.success(request, _("“%s” waits for approval.") % subject)
        elif what == "approve":
            services.approve(subject, by=request.user, seen=request.POST.get("seen", ""))
            messages.success(request, _("“%s” is approved, and runs as its campaign says.") % subject)
        elif what == "refuse":
            services.refuse(subject, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("“%s” does not run.") % subject)
    except services.NotNow:
        messages.error(request, _("It has changed meanwhile, and nothing was decided. Look at it again."))


@require_safe
def frame(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The document of an HTML creative or a tag, under the policy that it runs under for readers."""
    subject = _subject(request, kind, pk)
    if isinstance(subject, Creative) and not subject.is_framed:
        raise Http404
    is_third = isinstance(subject, SlotTag) or subject.kind == Creative.Kind.TAG
    body = document(subject.html, "") if isinstance(subject, SlotTag) else frame_document(subject)
    answer = HttpResponse(body)
    answer["Content-Security-Policy"] = frame_policy(third_party=is_third)
    return answer
