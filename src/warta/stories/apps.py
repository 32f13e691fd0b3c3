"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    """Stories."""

    name = "warta.stories"
    label = "stories"
    verbose_name = _("Stories")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what changes snippets, pictures and pages."""
        from warta.stories import receivers  # noqa: PLC0415 - models exist only now

        receivers.connect()
