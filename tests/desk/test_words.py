"""Wagtail's messages that we translate: Wagtail still says them, and ours keep what it fills in."""

import re
from pathlib import Path

import polib
import wagtail
from django.utils.translation import gettext, override

from warta.desk.words import WORDS

PLACES = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?\w+>")


def said_by_wagtail():
    files = Path(wagtail.__file__).parent.rglob("locale/en/LC_MESSAGES/django.po")
    return {entry.msgid for file in files for entry in polib.pofile(str(file))}


def test_wagtail_still_says_them():
    assert sorted(set(WORDS) - said_by_wagtail()) == []


def test_ours_keep_what_wagtail_fills_in():
    with override("id-id"):
        wrong = [text for text in WORDS if sorted(PLACES.findall(text)) != sorted(PLACES.findall(gettext(text)))]
    assert wrong == []


def test_the_newsroom_reads_them(newspaper, editor, client):
    story = newspaper.draft(owner=newspaper.colleague("reporter"))
    history = client.get(f"/admin/pages/{story.pk}/history/", headers={"accept-language": "id"}).content.decode()
    assert "Riwayat" in history and "Draft saved" not in history
