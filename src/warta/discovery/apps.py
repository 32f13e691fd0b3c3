"""The room as a Django app."""

from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    """Discovery."""

    name = "warta.discovery"
    label = "discovery"
    default_auto_field = "django.db.models.BigAutoField"
