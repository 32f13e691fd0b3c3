"""Input made clean: campaigns, creatives, tags. What is refused is refused with words."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from warta.advertising import rules
from warta.advertising.models import Creative
from warta.advertising.rules import Fault
from warta.advertising.slots import RATIOS, SLOT_CHOICES, SLOTS, Shape, slots_in

SAID = {
    Fault.NOT_HTTPS: _("This link does not begin with https://."),
    Fault.NO_HOST: _("This is no whole address: it should look like https://shop.example/page."),
    Fault.WITH_PASSWORD: _("This link carries a name or password."),
    Fault.LEADS_ELSEWHERE: _(
        "This link leads on to another address and counts readers on the way. Give the address where it ends."
    ),
    Fault.TOO_LONG: _("This is too long."),
    Fault.EMPTY: _("There is nothing in it to show."),
    Fault.FORBIDDEN_ELEMENT: _("This element has no place in a creative."),
    Fault.FROM_ELSEWHERE: _(
        "This would be loaded from elsewhere, which the frame does not allow: put it into the HTML itself."
    ),
    Fault.NOT_LOCKED: _("A tag loads by https alone."),
}
REASON_MAX = 300


def said(fault: tuple[Fault, str]) -> str:
    """A fault in words, with what it was found in."""
    words = str(SAID[fault[0]])
    return f"{words} ({fault[1]})" if fault[1] else words


class CampaignForm(WagtailAdminModelForm):
    """A campaign; its slots are chosen one by one and kept as a line."""

    slots = forms.MultipleChoiceField(label=_("Slots"), choices=SLOT_CHOICES, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slots" in self.fields:
            self.initial["slots"] = list(slots_in(self.instance.slots))

    def clean_slots(self) -> str:
        """In the order of the page."""
        return " ".join(name for name in SLOTS if name in self.cleaned_data["slots"])


class CreativeForm(WagtailAdminModelForm):
    """A creative: each kind needs its own fields, and gets no others."""

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot run, saying why at the field it is about."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        kind = data.get("kind")
        if kind in (Creative.Kind.IMAGE, Creative.Kind.NATIVE):
            data["html"] = ""
            self._needs(data, "link")
            if kind == Creative.Kind.IMAGE:
                data["headline"] = data["text"] = ""
                self._needs(data, "picture", "alt")
            else:
                self._needs(data, "headline")
        elif kind:
            data["headline"] = data["text"] = data["alt"] = ""
            data["picture"] = None
            self._check_html(kind, data)
        if data.get("link") and (fault := rules.link_fault(data["link"], is_house=_is_house(data))):
            self.add_error("link", said((fault, "")))
        if data.get("picture"):
            self._check_picture(data)
        self._check_shape(data)
        return data

    def _needs(self, data: dict[str, Any], *names: str) -> None:
        for name in names:
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("This kind of creative needs it."))

    def _check_html(self, kind: str, data: dict[str, Any]) -> None:
        html = data.get("html") or ""
        if kind == Creative.Kind.TAG:
            data["link"] = ""
        fault = rules.tag_fault(html) if kind == Creative.Kind.TAG else rules.html_fault(html)
        if fault:
            self.add_error("html", said(fault))

    def _check_picture(self, data: dict[str, Any]) -> None:
        picture = data["picture"]
        if PurePath(picture.file.name).suffix.lower().lstrip(".") not in rules.PICTURE_TYPES:
            self.add_error("picture", _("Take a JPEG, PNG, WebP or AVIF: nothing that moves."))
        size = picture.get_file_size()
        if size > rules.PICTURE_MAX:
            figures = {"size": filesizeformat(size), "most": filesizeformat(rules.PICTURE_MAX)}
            self.add_error("picture", ValidationError(
                _("This picture has %(size)s; one for advertising may have %(most)s. Make it smaller and upload it "
                  "again."), params=figures,
            ))  # fmt: skip
        if picture.width < rules.PICTURE_WIDTH_MIN:
            narrow = {"width": picture.width, "least": rules.PICTURE_WIDTH_MIN}
            self.add_error("picture", ValidationError(
                _("This picture is %(width)s pixels wide; it needs %(least)s."), params=narrow
            ))  # fmt: skip
        if data.get("kind") == Creative.Kind.IMAGE and data.get("shape") in RATIOS:
            wanted = RATIOS[Shape(data["shape"])]
            if abs(picture.width / picture.height / wanted - 1) > rules.RATIO_TOLERANCE:
                figures = {"width": picture.width, "height": picture.height, "right": round(picture.width / wanted)}
                self.add_error("picture", ValidationError(
                    _("This picture is %(width)s × %(height)s; for this shape it should be %(width)s × %(right)s."),
                    params=figures,
                ))  # fmt: skip

    def _check_shape(self, data: dict[str, Any]) -> None:
        campaign, shape = data.get("campaign"), data.get("shape")
        if campaign and shape and not any(SLOTS[name].shape == shape for name in campaign.slot_names):
            self.add_error("shape", _("No slot of this campaign has this shape."))


def _is_house(data: dict[str, Any]) -> bool:
    """Is it of a campaign of the newspaper's own?"""
    campaign = data.get("campaign")
    return campaign is not None and campaign.kind == "house"


class SlotTagForm(WagtailAdminModelForm):
    """A slot's tag."""

    def clean_html(self) -> str:
        """By https alone, and short."""
        html: str = self.cleaned_data["html"]
        if fault := rules.tag_fault(html):
            raise ValidationError(said(fault))
        return html


class RefuseForm(forms.Form):
    """Why it does not run: who made it reads this."""

    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_MAX, strip=True, widget=forms.Textarea(attrs={"rows": 3})
    )
