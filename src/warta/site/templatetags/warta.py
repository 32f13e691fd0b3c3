"""What the templates of the public site print with: pictures, times, cards. No query, no rule."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from warta.stories.shown import ShownPhoto, shown_photo

register = template.Library()
ICONS = Path(__file__).parent.parent / "static/warta/icons"
_icons: dict[str, SafeString] = {}


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of our line icons, drawn in the text's colour; says nothing to a screen reader."""
    if name not in _icons:
        _icons[name] = mark_safe((ICONS / f"{name}.svg").read_text().strip())  # noqa: S308 - our own file
    return _icons[name]


@register.inclusion_tag("warta/parts/picture.html")
def picture(photo: ShownPhoto | None, sizes: str, lead: bool = False, ratio: str = "", alt: str | None = None) -> Any:
    """A photo in all its finished sizes.

    sizes  the `sizes` attribute: how wide it stands
    lead   the first picture of the page: loaded at once
    ratio  a class of the theme that crops: wide, tall, square, band
    """
    return {
        "photo": photo if photo and photo.picture else None,
        "sizes": sizes,
        "lead": lead,
        "ratio": ratio,
        "alt": photo.alt if photo and alt is None else alt or "",
    }


@register.simple_tag
def clock(moment: datetime | None) -> SafeString:
    """A moment as a reader says it: the time of day for today, else the day; exact in `datetime`."""
    if moment is None:
        return mark_safe("")
    local, now = timezone.localtime(moment), timezone.localtime()
    if local.date() == now.date():
        text = date_format(local, "H:i" if _has_colon() else "H.i")
    elif local.year == now.year:
        text = date_format(local, "j M")
    else:
        text = date_format(local, "M Y")
    return _time(moment, text)


@register.simple_tag
def exact(moment: datetime | None) -> SafeString:
    """Day, time and zone, as under a headline."""
    if moment is None:
        return mark_safe("")
    local = timezone.localtime(moment)
    hour = date_format(local, "H:i" if _has_colon() else "H.i")
    return _time(moment, f"{date_format(local, 'j F Y')}, {hour} {zone_name(local)}")


def zone_name(local: datetime) -> str:
    """The zone's short name as readers know it."""
    name = local.tzname() or ""
    return name if name.isalpha() else f"UTC{name}"


def _has_colon() -> bool:
    """English writes 14:05, Indonesian 14.05."""
    return (get_language() or "").partition("-")[0] != "id"


def _time(moment: datetime, text: str) -> SafeString:
    stamp = timezone.localtime(moment).isoformat(timespec="seconds")
    return format_html('<time datetime="{}">{}</time>', stamp, text)


@register.simple_tag(takes_context=True)
def home(context: Context) -> str:
    """The front page in the language of the page."""
    return reverse("front", kwargs={"language": context["language"]})


@register.simple_tag(takes_context=True)
def local_url(context: Context, name: str, **kwargs: Any) -> str:
    """An address of the public site in the language of the page."""
    return reverse(name, kwargs={"language": context["language"], **kwargs})


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """An entry of a mapping."""
    return mapping.get(key) if mapping else None


@register.filter
def plain_input(field: Any) -> SafeString:
    """A form field's input without a placeholder: its label stands above it."""
    return mark_safe(field.as_widget(attrs={"placeholder": False}))  # noqa: S308 - Django's own widget


@register.inclusion_tag("warta/parts/picture.html")
def portrait(person: Any, sizes: str = "96px") -> Any:
    """A person's portrait, cropped to a square; the name beside it says who."""
    return picture(shown_photo(person.portrait), sizes=sizes, ratio="square", alt="")
