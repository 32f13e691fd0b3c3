"""How allauth behaves here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from warta.readers import mails, own_code
from warta.readers.queries import owner_of
from warta.readers.rules import printable
from warta.stories.models import Publication


class AccountAdapter(DefaultAccountAdapter):
    """The reader's address is the request's (the edge says which)."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that limits count for."""
        return str(request.META.get("REMOTE_ADDR") or "127.0.0.1")

    def format_email_subject(self, subject: str) -> str:
        """The newspaper's name before it."""
        return f"{Publication.load().name}: {subject}"

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: Any = None
    ) -> EmailMultiAlternatives:  # fmt: skip
        """A letter in our layout, as text and HTML."""
        told = mails.told(template_prefix, context)
        message: EmailMultiAlternatives = super().render_mail(template_prefix, email, told, headers)
        subject = told.get("subject") or render_to_string(f"{template_prefix}_subject.txt", told).strip()
        message.subject = self.format_email_subject(subject)
        message.body, html = mails.parts(template_prefix, subject, str(message.body), told)
        message.attach_alternative(html, "text/html")
        message.extra_headers |= {"Auto-Submitted": "auto-generated", "Content-Language": get_language() or ""}
        return message

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The newsroom goes to its desk, a reader back to the front page (or to the page they came from)."""
        user: Any = request.user
        return "/admin/" if user.works_here else str(super().get_login_redirect_url(request))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """How somebody shows again that the account is theirs; by a letter if they have neither password nor factor."""
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if not found and user.is_authenticated:
            way = {"id": "own-code", "description": _("Use a code by e-mail"), "url": reverse("reauthenticate-code")}
            found.append(way)
        return found

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Is it asked for before what `app` is about to do?

        allauth asks nothing of who has neither password nor factor, so they are sent from here.
        raises ReauthenticationRequired
        """
        is_required: bool = super().is_reauthentication_required(app=app, **kwargs)
        user: Any = self.request.user
        is_by_code = is_required and user.is_authenticated and not super().get_reauthentication_methods(user)
        if is_by_code and not own_code.is_shown(self.request):
            raise ReauthenticationRequired
        return is_required


class SocialAdapter(DefaultSocialAccountAdapter):
    """Who signs in with another's account is a reader: a colleague's account is never reached or linked that way."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse a colleague. raises ImmediateHttpResponse back to the sign-in page"""
        is_connecting = sociallogin.state.get("process") == "connect"
        user: Any = request.user if is_connecting else sociallogin.user if sociallogin.is_existing else None
        if user is not None and user.is_authenticated and user.works_here:
            messages.error(request, _("This account cannot be reached that way. Sign in another way."))
            raise ImmediateHttpResponse(redirect("account_login"))

    def authenticate_by_email(self, sociallogin: Any) -> Any:
        """The reader who owns the address that the provider vouches for; never a colleague.

        Some providers write what they have not confirmed as the text "false", which Python takes for true.
        """
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True or str(address.verified).lower() == "true"
        found = super().authenticate_by_email(sociallogin)
        owner = owner_of(found[1]) if found is not None else None
        return None if owner is None or owner.works_here else (owner, found[1])

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """The names a provider tells, without what could break a line of a letter."""
        told = {name: printable(value) if isinstance(value, str) else value for name, value in data.items()}
        return super().populate_user(request, sociallogin, told)
