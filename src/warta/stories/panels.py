"""The form in which a story is written."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.panels.publishing_panel import PublishingPanel
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page


class StoryForm(WagtailAdminPageForm):
    """A story made clean: sections and topics of its own language; an embargo only before it is public."""

    translation_of = forms.ModelChoiceField(
        label=_("Is a translation of"), queryset=Page.objects.all(), required=False,
        help_text=_("The same story in another language; the two are linked to each other."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.embargo_until and self.instance.go_live_at == self.instance.embargo_until:
            self.initial["go_live_at"] = None  # the embargo's own schedule: it follows the embargo, and goes with it
        translations = self.fields["translation_of"]
        translations.widget = AdminPageChooser(target_models=[type(self.instance)])
        if self.instance.pk:
            translations.initial = self.instance.get_translations().first()
        locale = self.instance.locale_id or getattr(self.parent_page, "locale_id", None)
        for name in ("section", "topics"):
            if name in self.fields and locale:
                self.fields[name].queryset = self.fields[name].queryset.filter(locale=locale)

    def clean(self) -> dict[str, Any]:
        """Check what spans several fields."""
        cleaned: dict[str, Any] = super().clean()
        embargo = cleaned.get("embargo_until")
        if embargo and embargo > timezone.now() and self.instance.live:
            self.add_error("embargo_until", _("The story is public already. Withdraw it first, then set an embargo."))
        self._clean_translation(cleaned.get("translation_of"))
        return cleaned

    def _clean_translation(self, original: Any) -> None:
        """Two stories are translations of each other by a key that they share, one story a language."""
        story = self.instance
        if "translation_of" not in self.changed_data:
            return
        if original is None:
            story.translation_key = uuid.uuid4()
            return
        locale = story.locale_id or self.parent_page.locale_id
        taken = Page.objects.filter(translation_key=original.translation_key, locale_id=locale).exclude(pk=story.pk)
        if original.locale_id == locale:
            self.add_error("translation_of", _("That story is in the same language."))
        elif taken.exists():
            self.add_error("translation_of", _("That story has a translation into this language already."))
        else:
            story.translation_key = original.translation_key


STORY_PANELS = TabbedInterface(
    [
        ObjectList(
            [
                FieldPanel("kicker"),
                FieldPanel("title", heading=_("Headline")),
                FieldPanel("standfirst"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("section", widget=forms.Select), FieldPanel("level")]),
                InlinePanel("bylines", heading=_("Authors"), label=_("Author")),
                FieldPanel("dateline_city"),
                MultiFieldPanel(
                    [FieldPanel("lead_photo"), FieldPanel("lead_caption"), FieldPanel("lead_alt")],
                    heading=_("Lead photo"),
                ),
                FieldPanel("body"),
            ],
            heading=_("Story"),
        ),
        ObjectList(
            [
                FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
                FieldPanel("people", widget=forms.CheckboxSelectMultiple),
                FieldPanel("editor"),
                FieldPanel("sources"),
                FieldPanel("translation_of"),
            ],
            heading=_("Sources and topics"),
        ),
        ObjectList(
            [
                InlinePanel("corrections", heading=_("Corrections and rights of reply"), label=_("Correction")),
                FieldPanel("replies_to"),
                FieldPanel("minor_change"),
            ],
            heading=_("Corrections"),
        ),
        ObjectList([PublishingPanel(), FieldPanel("embargo_until")], heading=_("Publication")),
    ],
    base_form_class=StoryForm,
)
