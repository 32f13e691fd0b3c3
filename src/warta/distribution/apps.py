"""The room as a Django app."""

from django.apps import AppConfig


class DistributionConfig(AppConfig):
    """Distribution."""

    name = "warta.distribution"
    label = "distribution"
    default_auto_field = "django.db.models.BigAutoField"
