"""Is it you? Who has neither password nor second factor types a code; and who sets a password is asked as well."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.forms import BaseConfirmCodeForm
from allauth.account.views import BaseReauthenticateView, password_set
from allauth.core.ratelimit import respond_429
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator

from warta.readers import own_code


@method_decorator(login_required, name="dispatch")
class OwnCode(BaseReauthenticateView):
    """Sends the code when asked to, and takes it."""

    form_class = BaseConfirmCodeForm
    template_name = "account/reauthenticate_code.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send a code, or take one."""
        if "send" not in request.POST:
            return super().post(request, *args, **kwargs)
        if not own_code.send(request):
            return respond_429(request)
        return redirect(self.passthrough_next_url(reverse("reauthenticate-code")))

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form knows the code."""
        return {**super().get_form_kwargs(), "code": own_code.expected(self.request)}

    def form_valid(self, form: Any) -> HttpResponse:
        """Go on with what was to be done."""
        own_code.shown(self.request)
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say so; after some wrong ones a new code is needed."""
        own_code.missed(self.request)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Was a code sent that still holds?"""
        return {**super().get_context_data(**kwargs), "is_sent": bool(own_code.expected(self.request))}


urlpatterns = [
    path("reauthenticate/code/", OwnCode.as_view(), name="reauthenticate-code"),
    # allauth lets whoever has no password set one unasked.
    path(
        "password/set/",
        login_required(reauthentication_required(password_set, app="allauth.account")),
        name="account_set_password",
    ),
]
