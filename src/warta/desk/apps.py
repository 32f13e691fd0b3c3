"""The room as a Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Desk."""

    name = "warta.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to who shows a second factor."""
        from warta.desk import second_factor  # noqa: PLC0415 - models exist only now

        second_factor.connect()
