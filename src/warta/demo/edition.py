"""The sample's e-paper: its settings, and a place for yesterday's edition. The worker makes the pages once it runs."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from warta.epaper.models import Edition, EpaperSettings
from warta.epaper.services.desk import PAUSE
from warta.epaper.services.pointing import edition_for

FIRST_NUMBER = 4_211


def load_edition() -> None:
    """Say how editions are made, and ask for yesterday's, which is in the archive as soon as it is made.

    Today's is made at midnight, so that it is there whenever somebody looks at the sample.
    """
    chosen: Any = EpaperSettings.load()
    chosen.price, chosen.first_number, chosen.made_at, chosen.covers_from = "Rp 5.000", FIRST_NUMBER, time(0), time(0)
    chosen.save()
    now = timezone.now()
    edition = edition_for(timezone.localdate() - timedelta(days=1), settings.LANGUAGE_CODE)
    Edition.objects.filter(pk=edition.pk).update(published_at=now, wanted_at=now - PAUSE)
