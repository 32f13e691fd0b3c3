"""What a front page shows by rule."""

import json

from django.utils import timezone

from tests.newspaper import block
from warta.site.zones import LATEST, LATEST_YOUNG, front_zones, with_cards


def page(newspaper):
    return with_cards(front_zones(newspaper.front, timezone.now()))


def column(newspaper):
    """The cards of the latest."""
    return page(newspaper)["latest"]


def shown(newspaper):
    """The number of stories in the column of the latest, and the kinds of the zones that have any."""
    return len(column(newspaper)), [zone["kind"] for zone in page(newspaper)["zones"]]


def test_the_column_of_a_young_paper_leaves_stories_to_its_zones(newspaper):
    front = newspaper.front
    front.zones = json.dumps([block("river", {"section": newspaper.section.pk, "shape": "photo", "pinned": []})])
    front.save()
    for number in range(9):
        newspaper.story(hours_ago=number + 1)
    assert shown(newspaper) == (LATEST_YOUNG, ["river"])
    for number in range(40):
        newspaper.story(hours_ago=number + 20)
    assert shown(newspaper) == (LATEST, ["river"])


def test_a_photo_story_is_kept_for_the_zone_of_photo_stories(newspaper):
    front, photo = newspaper.front, newspaper.photo()
    front.zones = "[]"
    front.save()
    newspaper.story("Pasar sebelum fajar", kind="photo_story", lead_photo=photo)
    newspaper.story("Pasar buka", hours_ago=2)
    assert [card.headline for card in column(newspaper)] == ["Pasar sebelum fajar", "Pasar buka"]
    river = block("river", {"section": newspaper.section.pk, "shape": "photo", "pinned": []})
    front.zones = json.dumps([river, block("photos", {"pinned": []})])
    front.save()
    assert [card.headline for card in column(newspaper)] == ["Pasar buka"]
    assert shown(newspaper) == (1, ["photos"])
