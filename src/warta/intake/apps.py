"""The room as a Django app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Intake."""

    name = "warta.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
