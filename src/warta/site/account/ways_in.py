"""Where allauth's own views fall short: a passkey that fails, a code asked for again, a provider that is silent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.utils import passthrough_next_redirect_url
from allauth.account.views import ConfirmEmailVerificationCodeView, email_verification_sent
from allauth.core.internal import ratelimit
from allauth.mfa.webauthn.views import LoginWebAuthnView
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, re_path, reverse
from django.utils.decorators import method_decorator
from requests import RequestException


# The asking begins a session, which is a row in the database; allauth counts the answers alone.
@method_decorator(ratelimit.decorator(app="allauth.mfa", action="webauthn_login", limit_get=True), name="get")
class PasskeyLogin(LoginWebAuthnView):
    """Sign in, and go back to the story."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What the device is asked to sign; for pages of ours, which ask for JSON."""
        return super().get(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say so where one signs in, on the way to the same story."""
        super().form_invalid(form)
        where = reverse("account_login")
        return redirect(passthrough_next_redirect_url(self.request, where, REDIRECT_FIELD_NAME))


class ConfirmAddress(ConfirmEmailVerificationCodeView):
    """Takes the code of a new address; whoever asks again gets a letter again, whether the address is known or not."""

    def form_valid(self, form: Any) -> HttpResponse:
        """allauth sends none where the address has an account already, and an answer without a letter is quicker."""
        is_again = self.request.POST.get("action") == "resend" and self._process.can_resend
        answer = super().form_valid(form)
        if is_again and "user_id" not in self._process.state:
            get_account_adapter().send_account_already_exists_mail(self._process.email)
        return answer


def address_sent(request: HttpRequest) -> HttpResponse:
    """The page after a letter went to a new address."""
    if settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED:
        return ConfirmAddress.as_view()(request)
    return email_verification_sent(request)


def careful(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that asks an OpenID provider; one that does not answer, or not as it should, is named to the reader."""

    def careful_view(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except (RequestException, KeyError, ValueError) as error:
            try:
                provider = get_adapter().get_provider(request, provider_id)
            except SocialApp.DoesNotExist:
                raise Http404 from error
            return render_authentication_error(request, provider, exception=error)

    return careful_view


urlpatterns = [
    path("2fa/webauthn/login/", PasskeyLogin.as_view(), name="mfa_login_webauthn"),
    path("confirm-email/", address_sent, name="account_email_verification_sent"),
]
if "openid_connect" in settings.SOCIALACCOUNT_PROVIDERS:
    urlpatterns += [
        re_path(r"^oidc/(?P<provider_id>[^/]+)/login/$", careful(openid.login), name="openid_connect_login"),
        re_path(
            r"^oidc/(?P<provider_id>[^/]+)/login/callback/$", careful(openid.callback), name="openid_connect_callback"
        ),
    ]
