"""The room as a Django app."""

from django.apps import AppConfig


class AudienceConfig(AppConfig):
    """Audience."""

    name = "warta.audience"
    label = "audience"
    default_auto_field = "django.db.models.BigAutoField"
