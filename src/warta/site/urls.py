"""The public addresses. The language stands first, and not at all for the newspaper's own."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.urls import path, register_converter

from warta.site import colors
from warta.site.views import epaper, epaper_files, front, lists, live, machine, search, story


class LanguageConverter:
    """`en/` for a language that is not the newspaper's own; nothing for that one."""

    regex = "(?:(?:{})/)?".format("|".join(code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE))

    def to_python(self, value: str) -> str:
        """The language's code."""
        return value.rstrip("/") or settings.LANGUAGE_CODE

    def to_url(self, value: str) -> str:
        """The first part of the address."""
        return "" if value == settings.LANGUAGE_CODE else f"{value}/"


class WordsConverter:
    """The words of a headline in an address."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


class DayConverter:
    """A day of the calendar: 2026-11-27."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """The day. raises ValueError for one that is in no calendar: the address is none of ours"""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """As it is written everywhere."""
        return value.isoformat()


register_converter(LanguageConverter, "lang")
register_converter(DayConverter, "day")
register_converter(WordsConverter, "words")

urlpatterns = [
    path("healthz", machine.healthz, name="healthz"),
    path("colors-<words:key>.css", colors.sheet, name="colors"),
    path("media/<path:path>", machine.media, name="media"),
    path("<lang:language>", front.front, name="front"),
    path("<lang:language>search/", search.search, name="search"),
    path("<lang:language>latest/", lists.latest, name="latest"),
    path("<lang:language>photos/", lists.photos, name="photos"),
    path("<lang:language>archive/", lists.archive, name="archive"),
    path("<lang:language>archive/<int:year>/<int:month>/<int:day>/", lists.archive_day, name="archive-day"),
    path("<lang:language>topic/", lists.topics, name="topics"),
    path("<lang:language>topic/<slug:slug>/", lists.topic, name="topic"),
    path("<lang:language>author/<slug:slug>/", lists.author, name="author"),
    path("<lang:language>info/<slug:slug>/", front.static_page, name="static-page"),
    path("<lang:language>epaper/", epaper.newest, name="epaper"),
    path("<lang:language>epaper/worker.js", epaper_files.worker, name="epaper-worker"),
    path("<lang:language>epaper/calendar/", epaper.calendar, name="epaper-calendar"),
    path("<lang:language>epaper/<day:day>/", epaper.edition, name="edition"),
    path("download/epaper/<lang:language><day:day>/<slug:form>", epaper_files.download, name="edition-download"),
    path("<lang:language>live/<int:pk>/", live.updates, name="live-updates"),
    path("<lang:language><slug:section>/", lists.section, name="section"),
    path("<lang:language><slug:section>/<words:words>-<int:pk>/", story.story, name="story"),
    path("<lang:language><slug:section>/<int:pk>/", story.story_without_words, name="story-short"),
]
