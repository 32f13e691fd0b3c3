"""Input of the desk made clean."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput
from wagtail.images.widgets import AdminImageChooser

from warta.epaper.models import KINDS, LENGTHS, EditionItem
from warta.epaper.rules import UPLOAD_MAX

TEXT_WORDS_MAX = 300
PAGE_MAX = 64


class NewEditionForm(forms.Form):
    """The day of an edition that is to be made."""

    day = forms.DateField(label=_("Day"), initial=timezone.localdate, widget=AdminDateInput)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = settings.LANGUAGE_CODE

    def clean_day(self) -> Any:
        """A day that a newspaper may have."""
        day = self.cleaned_data["day"]
        if not 1900 <= day.year <= 2200:
            raise ValidationError(_("A newspaper of that day cannot be made."))
        return day


class PieceForm(forms.Form):
    """What the desk wishes of a piece, and what it saw."""

    item = forms.IntegerField(min_value=1)
    page = forms.IntegerField(min_value=0, max_value=PAGE_MAX, required=False)
    length = forms.ChoiceField(choices=LENGTHS, required=False)
    order = forms.CharField(required=False, max_length=4000)

    def clean_order(self) -> list[int]:
        """The pieces of a page, by number."""
        return [int(word) for word in self.cleaned_data["order"].split() if word.isdecimal()][:200]


class InsertForm(WagtailAdminModelForm):
    """A notice or an advertisement."""

    page = forms.IntegerField(label=_("Page"), min_value=0, max_value=PAGE_MAX, required=False, initial=0,
                              help_text=_("0: where it fits."))  # fmt: skip

    class Meta:
        model = EditionItem
        fields = ("kind", "headline", "text", "link", "picture", "size", "page")
        widgets: ClassVar = {"picture": AdminImageChooser, "text": forms.Textarea(attrs={"rows": 6})}
        help_texts: ClassVar = {
            "headline": _("Stands above a notice. Of an advertisement with a picture it is read to who cannot see it."),
            "text": _("Paragraphs are parted by an empty line."),
            "size": _("1 to 5; 0: as its picture or its text asks for."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [pair for pair in KINDS if pair[0] != "story"]
        self.fields["headline"].required = True
        self.fields["size"].required = False

    def clean_size(self) -> int:
        """No width is as it fits."""
        return self.cleaned_data["size"] or 0

    def clean_page(self) -> int:
        """No page is any page."""
        return self.cleaned_data["page"] or 0

    def clean(self) -> dict[str, Any]:
        """Refuse what has nothing to print."""
        found: dict[str, Any] = super().clean()
        if not found.get("text", "").strip() and not found.get("picture"):
            raise ValidationError(_("Give it a text or a picture."))
        if len(found.get("text", "").split()) > TEXT_WORDS_MAX:
            self.add_error("text", _("At most %d words; longer is a story.") % TEXT_WORDS_MAX)
        return found


class UploadForm(forms.Form):
    """A PDF from a print system."""

    file = forms.FileField(
        label=_("PDF"), widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text=_("At most 200 pages and 100 MB, without a password."),
    )  # fmt: skip

    def clean_file(self) -> Any:
        """Not larger than is taken."""
        file = self.cleaned_data["file"]
        if file.size > UPLOAD_MAX:
            raise ValidationError(_("The PDF is larger than 100 MB. Export it with smaller pictures."))
        return file
