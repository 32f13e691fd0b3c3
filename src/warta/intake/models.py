"""What was taken from where, for things that cannot remember it themselves. A story's own memory is `Story.origin`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ImportedMedia(models.Model):
    """A picture under one of the names that a source gives it; several names may mean one photo.

    key     the source's key, or `url:` and the address; hashed when longer than the column
    sha256  of the bytes as they came, in hex
    """

    key = models.CharField(max_length=255, unique=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    photo = models.ForeignKey("stories.Photo", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.key


class ImportedPage(models.Model):
    """A page of the paper that came from a source."""

    key = models.CharField(max_length=255, unique=True)
    page = models.ForeignKey("stories.StaticPage", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.key
