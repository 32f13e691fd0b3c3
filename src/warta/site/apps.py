"""The room as a Django app."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Site."""

    name = "warta.site"
    label = "publicsite"
    default_auto_field = "django.db.models.BigAutoField"
