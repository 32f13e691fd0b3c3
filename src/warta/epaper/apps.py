"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EpaperConfig(AppConfig):
    """The e-paper."""

    name = "warta.epaper"
    label = "epaper"
    verbose_name = _("E-paper")
    default_auto_field = "django.db.models.BigAutoField"
