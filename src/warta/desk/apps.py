"""The room as a Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Desk."""

    name = "warta.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
