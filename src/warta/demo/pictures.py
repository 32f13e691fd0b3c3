"""The sample's pictures: photos with all their words, and the JPEG sizes that come with the package."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.images.models import Filter
from wagtail.models import Collection

from warta.demo.files import CONTENT, read_table
from warta.stories.models import Photo, PhotoRendition
from warta.stories.renditions import filter_spec

PICTURES = CONTENT / "pictures"
SIZES = PICTURES / "sizes"  # made by scripts/make_sizes.py: WIDTH/KEY.jpg


def load_pictures() -> dict[str, Photo]:
    """Make a photo of every picture; returns them by key."""
    collection = Collection.get_first_root_node()
    return {key: _load(key, row, collection) for key, row in read_table("pictures.toml").items()}


def _load(key: str, row: dict[str, Any], collection: Collection) -> Photo:
    path = PICTURES / f"{key}.jpg"
    with Image.open(path) as image:
        width, height = image.size
    photo = Photo(
        title=key,
        width=width,
        height=height,
        collection=collection,
        kind=row.get("kind", "illustration"),
        caption=row["caption"]["id"],
        description=row["alt"]["id"],
        photographer=row.get("photographer", ""),
        agency=row.get("agency", ""),
        pool=row.get("pool", ""),
        distributor=row.get("distributor", ""),
        city=row.get("city", ""),
        licence=row.get("licence", ""),
        rights=row.get("origin", ""),
    )
    if "focal" in row:
        photo.focal_point_x, photo.focal_point_y = round(row["focal"][0] * width), round(row["focal"][1] * height)
        photo.focal_point_width = photo.focal_point_height = max(1, min(width, height) // 4)
    with path.open("rb") as file:
        stored: Any = photo.file
        stored.save(f"{key}.jpg", ImageFile(file), save=False)
        photo.file_size = path.stat().st_size
        photo.save()
    _sizes(key, photo, path)
    return photo


def _sizes(key: str, photo: Photo, original: Path) -> None:
    """Register the finished JPEGs as renditions; the original is the largest of them (it holds no metadata)."""
    finished = {photo.width: original}
    for folder in SIZES.iterdir() if SIZES.is_dir() else ():
        file = folder / f"{key}.jpg"
        if file.exists() and int(folder.name) < photo.width:
            finished[int(folder.name)] = file
    folder = Path(settings.MEDIA_ROOT) / "images"
    folder.mkdir(parents=True, exist_ok=True)
    for width, file in finished.items():
        spec = filter_spec(width, "jpeg")
        name = f"images/{key}.{width}.jpg"
        shutil.copyfile(file, Path(settings.MEDIA_ROOT) / name)
        PhotoRendition.objects.create(
            image=photo, filter_spec=spec, focal_point_key=Filter(spec=spec).get_cache_key(photo) or "", file=name,
            width=width, height=round(photo.height * width / photo.width),
        )  # fmt: skip
