"""Photo: a picture with everything its maker said of it."""

from __future__ import annotations

import secrets
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition

from warta.stories import metadata
from warta.stories.rules import compose_alt, compose_credit


def unguessable() -> str:
    """16 characters of a file's name that nobody can guess: what only drafts show is not public, however the folder is
    served."""
    return secrets.token_urlsafe(12)


class Photo(AbstractImage):
    """A picture. On upload its IPTC and XMP fill the fields that are still empty (`metadata.py`); the place from a
    GPS receiver is never kept."""

    KINDS: ClassVar = [("photograph", _("Photograph")), ("illustration", _("Illustration"))]

    kind = models.CharField(_("kind"), max_length=12, choices=KINDS, default="photograph")
    headline = models.CharField(_("headline"), max_length=255, blank=True)
    caption = models.TextField(_("caption"), blank=True)
    photographer = models.CharField(_("photographer"), max_length=255, blank=True)
    photographer_title = models.CharField(_("photographer's title"), max_length=255, blank=True)
    agency = models.CharField(_("agency"), max_length=255, blank=True)
    pool = models.CharField(_("pool"), max_length=255, blank=True)
    distributor = models.CharField(_("distributor"), max_length=255, blank=True)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    sublocation = models.CharField(_("place"), max_length=255, blank=True)
    city = models.CharField(_("city"), max_length=255, blank=True)
    region = models.CharField(_("province or state"), max_length=255, blank=True)
    country = models.CharField(_("country"), max_length=255, blank=True)
    country_code = models.CharField(_("country code"), max_length=3, blank=True)
    rights = models.TextField(_("copyright notice"), blank=True)
    usage_terms = models.TextField(_("usage terms"), blank=True)
    licence = models.CharField(_("licence"), max_length=255, blank=True)
    instructions = models.TextField(_("instructions"), blank=True)
    job = models.CharField(_("job identifier"), max_length=255, blank=True)
    caption_writer = models.CharField(_("caption written by"), max_length=255, blank=True)

    admin_form_fields = (
        "title", "file", "collection", "kind", "headline", "caption", "description", "photographer",
        "photographer_title", "agency", "pool", "distributor", "taken_on", "sublocation", "city", "region", "country",
        "country_code", "rights", "usage_terms", "licence", "instructions", "job", "caption_writer", "tags",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip

    class Meta(AbstractImage.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    @property
    def credit(self) -> str:
        """Who made it and through whom it came, in one line."""
        return compose_credit(
            photographer=self.photographer, agency=self.agency, pool=self.pool, distributor=self.distributor
        )

    @property
    def alt(self) -> str:
        """What a reader who does not see the picture is told."""
        return compose_alt(description=self.description, caption=self.caption, headline=self.headline)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """On upload, take in what the file says of itself, and keep the file without it; a replaced file too is kept
        without what it says."""
        file: Any = getattr(self, "file", None)
        keywords: tuple[str, ...] = ()
        if file and not file._committed:
            if self._state.adding:
                keywords = self._take_in(file)
            self._strip(file)
        super().save(*args, **kwargs)
        if keywords:
            self.tags.add(*keywords)

    def _take_in(self, file: Any) -> tuple[str, ...]:
        """Fill the fields that are still empty from the file's metadata.

        Returns the keywords, which become tags once the photo has been saved.
        """
        said = metadata.read(file.file)
        for name, value in said.items():
            if name in ("keywords", "title") or getattr(self, name):
                continue
            longest = getattr(self._meta.get_field(name), "max_length", None)
            setattr(self, name, value[:longest] if longest else value)
        title: str = getattr(self, "title", "")
        if said.title and title in ("", Path(file.name).stem):
            self.title = said.title[:255]
        return said.keywords

    def _strip(self, file: Any) -> None:
        """Take the metadata out of a file that is about to be kept."""
        file.file.seek(0)
        data = metadata.without_private_data(file.file.read())
        self.file = ContentFile(data, name=file.name)
        self.file_size = len(data)

    def generate_rendition_file(self, filter: Any, *, source: Any = None) -> Any:
        """A size's file. Wagtail hands on what the original's Exif says; nothing of that is served."""
        made = super().generate_rendition_file(filter, source=source)
        made.seek(0)
        return ContentFile(metadata.without_private_data(made.read()), name=made.name)

    def get_upload_to(self, filename: str) -> str:
        """Where the original is kept. Sizes are named after it, from its first 30 characters at least."""
        path = PurePosixPath(super().get_upload_to(filename))
        return str(path.with_name(f"{path.stem[:12]}-{unguessable()}{path.suffix}"))

    @property
    def default_alt_text(self) -> str:
        """Wagtail's name for `alt`."""
        return self.alt


class PhotoRendition(AbstractRendition):
    """A finished size and format of a photo."""

    image = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together: ClassVar = [("image", "filter_spec", "focal_point_key")]
