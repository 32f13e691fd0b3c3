"""Pictures of a source become photos, each once: known by the source's key, by its address, and by its bytes.

Bytes are fetched before any transaction begins, so that no slow server holds the database; a photo is stored in a
transaction of its own and stays if the story that asked for it is left out.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DataError, IntegrityError, transaction

from warta.intake import media
from warta.intake.errors import MediaRefused
from warta.intake.items import IncomingMedia
from warta.intake.items import Photo as Wanted
from warta.intake.models import ImportedMedia
from warta.intake.store.desk import Desk, cut, short_key
from warta.stories.models import Photo

NOT_PICTURES = {".pdf", ".mp3", ".mp4", ".m4a", ".m4v", ".mov", ".avi", ".webm", ".ogg", ".ogv", ".wav", ".doc",
                ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".zip", ".txt", ".csv", ".svg", ".ico",
                ".json"}  # fmt: skip
GIVE_UP_AFTER = 3
REMEMBERED = 20_000
_RESIZED = re.compile(r"-\d{2,5}x\d{2,5}(?=\.[A-Za-z0-9]{3,5}$)")
_GHOST_SIZE = re.compile(r"(/content/images/)size/[wh]\d+(?:/format/\w+)?/")
_ROOT = re.compile(r".*?/(?:wp-content/uploads|content/images|uploads|images|files)/(?:sites/\d+/)?", re.I)


@dataclass(frozen=True, slots=True)
class Words:
    """What a source says of a picture."""

    title: str = ""
    caption: str = ""
    alt: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A photo of ours, or why there is none.

    new    it was stored just now
    tied   it was known by another name, and is now known by this one too
    would  with a dry run: there would be one
    """

    photo: Photo | None = None
    new: bool = False
    tied: bool = False
    would: bool = False
    why: str = ""


class Pictures:
    """The pictures of one source."""

    def __init__(self, desk: Desk, folders: tuple[Path, ...]) -> None:
        self.desk = desk
        self.folders = folders
        self._failed: dict[str, str] = {}
        self._hosts: dict[str, int] = {}
        self._planned: set[str] = set()

    def take(self, wanted: Wanted, base: str = "") -> Taken:
        """The photo of a picture in a text. `base` is the address that a relative one belongs to."""
        keys = [wanted.media] if wanted.media else []
        words = Words(caption=wanted.caption, alt=wanted.alt, credit=wanted.credit)
        return self._take(keys, wanted.src, base, (), words)

    def take_media(self, record: IncomingMedia) -> Taken:
        """The photo of an attachment."""
        words = Words(record.title, record.caption or record.about, record.alt)
        taken = self._take([record.key], record.url, "", (record.name,) if record.name else (), words)
        if taken.tied and taken.photo is not None:
            _fill(taken.photo, words)
        return taken

    def _take(self, keys: list[str], url: str, base: str, names: tuple[str, ...], words: Words) -> Taken:
        original = full_size(url)
        keys = [short_key(key) for key in (*keys, *([f"url:{_bare(original)}"] if url else []))]
        rows = {row.key: row for row in ImportedMedia.objects.filter(key__in=keys).select_related("photo")}
        known = next((rows[key] for key in keys if key in rows), None)
        if known is not None:
            self._tie([key for key in keys if key not in rows], known.sha256, known.photo)
            return Taken(known.photo, tied=keys[0] not in rows)
        if not keys:
            return Taken(why="it has no address")
        if keys[-1] in self._failed:
            return Taken(why=self._failed[keys[-1]])
        try:
            if self.desk.wishes.dry_run:
                return self._plan(keys, url, base, names)
            return self._store(keys, self._bytes(original, url, base, names), names, original, words)
        except MediaRefused as refused:
            if len(self._failed) < REMEMBERED:
                self._failed[keys[-1]] = str(refused)
            return Taken(why=str(refused))

    def _plan(self, keys: list[str], url: str, base: str, names: tuple[str, ...]) -> Taken:
        """What a real run would do; nothing is fetched. raises MediaRefused"""
        where = "photos"
        if self._local(full_size(url), url, names) is None:
            self._address(url, base, names)
            where = "photos to download"
        new = not self._planned.intersection(keys)
        if len(self._planned) < REMEMBERED:
            self._planned.update(keys)
        if new:
            self.desk.report.made[where] = self.desk.report.made.get(where, 0) + 1
        return Taken(would=True, new=new)

    def _bytes(self, original: str, url: str, base: str, names: tuple[str, ...]) -> media.Picture:
        """The picture from a folder, else from its address. raises MediaRefused"""
        path = self._local(original, url, names)
        if path is not None:
            return media.load(path)
        address = self._address(url, base, names)
        host = urlsplit(address).hostname or ""
        if self._hosts.get(host, 0) >= GIVE_UP_AFTER:
            raise MediaRefused(f"{host} did not answer {GIVE_UP_AFTER} times; not asked again in this run")
        refused = MediaRefused("it has no address")
        for candidate in dict.fromkeys((full_size(address), address)):
            try:
                found = media.fetch(candidate)
            except MediaRefused as error:
                refused = error
                continue
            self._hosts[host] = 0
            return found
        if "answered" not in str(refused) and "no picture" not in str(refused):
            self._hosts[host] = self._hosts.get(host, 0) + 1
        raise refused

    def _local(self, original: str, url: str, names: tuple[str, ...]) -> Path | None:
        """The file that holds the picture, if a folder has it. raises MediaRefused for a name that climbs out."""
        wanted = [*names, *(n for address in dict.fromkeys((original, url)) for n in local_names(address))]
        for name in dict.fromkeys(wanted):
            if PurePosixPath(name).suffix.lower() in NOT_PICTURES:
                raise MediaRefused(f"{PurePosixPath(name).name[:80]} is no picture")
            try:
                return media.find(name, (*self.desk.wishes.folders, *self.folders))
            except MediaRefused as refused:
                if "unsafe" in str(refused):
                    raise
        return None

    def _address(self, url: str, base: str, names: tuple[str, ...]) -> str:
        """The address to fetch. raises MediaRefused if there is none or downloads are not wished"""
        address = urljoin(base, url) if base else url
        if not address.startswith(("http://", "https://")):
            raise MediaRefused(f"no file {(names[0] if names else url)[:80]!r} in the media folder")
        if not self.desk.wishes.downloads:
            raise MediaRefused("not in the media folder, and downloads are off")
        return address

    def _store(
        self, keys: list[str], picture: media.Picture, names: tuple[str, ...], url: str, words: Words
    ) -> Taken:  # fmt: skip
        """A photo of the bytes: the one that has them already, or a new one. raises MediaRefused"""
        sha = hashlib.sha256(picture.data).hexdigest()
        same = ImportedMedia.objects.filter(sha256=sha).select_related("photo").first()
        if same is not None:
            self._tie(keys, sha, same.photo)
            return Taken(same.photo, tied=True)
        name = names[0] if names else unquote(urlsplit(url).path)
        photo = _photo(picture, media.safe_name(name, keys[0], picture.extension), name, words)
        try:
            with transaction.atomic():
                photo.save()
                self._tie(keys, sha, photo)
        except (ValidationError, DataError, IntegrityError, OSError, ValueError) as error:
            _remove(photo.file)
            raise MediaRefused(f"it could not be stored ({type(error).__name__})") from None
        self.desk.report.made["photos"] = self.desk.report.made.get("photos", 0) + 1
        return Taken(photo, new=True)

    def _tie(self, keys: list[str], sha: str, photo: Photo) -> None:
        if keys and not self.desk.wishes.dry_run:
            ImportedMedia.objects.bulk_create(
                [ImportedMedia(key=key, sha256=sha, photo=photo) for key in dict.fromkeys(keys)], ignore_conflicts=True
            )


def _remove(file: Any) -> None:
    """Take away the file of a photo whose row was undone."""
    if file and file._committed:
        file.storage.delete(file.name)


def _fill(photo: Photo, words: Words) -> None:
    """Give a photo that a story brought the words of its own entry in the source, where it has none."""
    told = {"caption": words.caption, "description": cut(words.alt, 255)}
    empty = {name: value for name, value in told.items() if value and not getattr(photo, name)}
    if empty:
        Photo.objects.filter(pk=photo.pk).update(**empty)


def _photo(picture: media.Picture, file_name: str, said: str, words: Words) -> Photo:
    """A photo that is not stored yet, with the words of its source."""
    photo = Photo(
        title=cut(words.title or words.alt or PurePosixPath(said).stem or file_name, 255),
        file=ContentFile(picture.data, name=file_name),
        caption=words.caption,
        description=cut(words.alt, 255),
        **credit_fields(words.credit),
    )
    photo.width, photo.height = picture.width, picture.height
    photo.file_size = len(picture.data)
    return photo


def credit_fields(credit: str) -> dict[str, str]:
    """A credit line as agency, photographer and distributor: `agency/photographer, via distributor`."""
    made, _, via = credit.partition(", via ")
    if not via:
        made, _, via = credit.partition(" via ")
    first, slash, second = made.partition("/")
    if not slash:
        institution = re.match(r"(?:dok|courtesy|handout|istimewa)\b", made, re.I)
        first, second = (made, "") if institution else ("", made)
    parts = {"agency": first, "photographer": second, "distributor": via}
    return {name: cut(value.strip(), 255) for name, value in parts.items() if value.strip()}


def full_size(url: str) -> str:
    """The address of the picture itself, where `url` is one of the sizes that WordPress or Ghost make of it."""
    head, mark, tail = url.partition("?")
    head = _GHOST_SIZE.sub(r"\1", _RESIZED.sub("", head))
    return f"{head}{mark}{tail}"


def local_names(url: str) -> list[str]:
    """The names under which a folder may hold the picture of an address."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return []
    below = _ROOT.sub("", path, count=1) if _ROOT.match(path) else ""
    whole = path.lstrip("/").removeprefix("./")
    return [name for name in dict.fromkeys((below, whole, PurePosixPath(path).name)) if name]


def _bare(url: str) -> str:
    """An address as a key: without scheme and query."""
    return re.sub(r"^https?:", "", url.partition("?")[0].partition("#")[0])
