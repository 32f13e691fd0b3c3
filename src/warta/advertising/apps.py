"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdvertisingConfig(AppConfig):
    """Advertising."""

    name = "warta.advertising"
    label = "advertising"
    verbose_name = _("Advertising")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what changes campaigns and creatives."""
        from warta.advertising import receivers  # noqa: PLC0415 - models exist only now

        receivers.connect()
