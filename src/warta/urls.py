"""Every address, in one place: newsroom, accounts, machines, and the public site last."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtail_admin
from wagtail.documents import urls as wagtail_documents

from warta.distribution import urls as distribution
from warta.site import urls as site

urlpatterns = [
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(wagtail_admin)),
    path("documents/", include(wagtail_documents)),
    path("accounts/gifts/", include("warta.site.account.gifts")),
    path("accounts/", include("warta.site.account.subscribe")),
    path("accounts/", include("warta.site.account.subscription")),
    path("accounts/", include("warta.site.account.group")),
    path("accounts/", include("warta.site.account.papers")),
    path("accounts/", include("warta.site.account.own")),
    path("accounts/", include("warta.site.account.handover")),
    path("accounts/", include("warta.site.account.again")),
    path("accounts/", include("warta.site.account.ways_in")),
    path("accounts/", include("allauth.urls")),
    path("preview/", include("warta.desk.previews")),
    path("pay/", include("warta.subscriptions.notices")),
    path("_edge/", include("warta.site.contract")),  # the edge refuses it to everybody else
    path("", include(distribution)),
    path("", include(site)),
]

handler404 = "warta.site.views.errors.not_found"
handler500 = "warta.site.views.errors.server_error"
handler403 = "warta.site.views.errors.forbidden"
handler400 = "warta.site.views.errors.bad_request"
handler429 = "warta.site.views.errors.too_many"  # allauth asks for it
