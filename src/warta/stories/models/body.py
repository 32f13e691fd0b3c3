"""The blocks a story's body, its sources and a front page are made of."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul", "code", "superscript", "subscript"]

SOURCE_KINDS = [
    ("witness", _("Witness")),
    ("official", _("Official")),
    ("document", _("Document")),
    ("company", _("Company")),
    ("agency", _("News agency")),
    ("broadcaster", _("Broadcaster")),
    ("publication", _("Publication")),
]


class PhotoBlock(blocks.StructBlock):
    """A photo in the text. Caption and alt text are the photo's own unless written here."""

    photo = ImageChooserBlock(label=_("Photo"))
    caption = blocks.CharBlock(label=_("Caption of its own"), required=False)
    alt = blocks.CharBlock(label=_("Alt text of its own"), required=False)

    class Meta:
        icon = "image"
        label = _("Photo")


class QuoteBlock(blocks.StructBlock):
    """What somebody said."""

    text = blocks.TextBlock(label=_("Quotation"))
    name = blocks.CharBlock(label=_("Who said it"), required=False)
    role = blocks.CharBlock(label=_("What they do"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")


class EmbedBlock(blocks.StructBlock):
    """Something from elsewhere; it loads when a reader clicks, not before."""

    url = blocks.URLBlock(label=_("Address"))
    caption = blocks.CharBlock(label=_("What it shows"))

    class Meta:
        icon = "media"
        label = _("Embed")

    def clean(self, value: Any) -> Any:
        """Only addresses of the web."""
        value = super().clean(value)
        if not value["url"].startswith(("https://", "http://")):
            raise blocks.StructBlockValidationError(
                {"url": ValidationError(_("An address that begins with https://."))}
            )
        return value


class RelatedBlock(blocks.StructBlock):
    """A link to a story of ours, or to a page elsewhere."""

    story = blocks.PageChooserBlock(label=_("Story"), page_type="stories.Story", required=False)
    url = blocks.URLBlock(label=_("Or an address elsewhere"), required=False)
    title = blocks.CharBlock(label=_("Title of that page"), required=False)

    class Meta:
        icon = "link"
        label = _("Related link")

    def clean(self, value: Any) -> Any:
        """A story, or an address with its title."""
        value = super().clean(value)
        if not value["story"] and not (value["url"] and value["title"]):
            raise ValidationError(_("Choose a story, or give an address and its title."))
        return value


class FactboxBlock(blocks.StructBlock):
    """What a reader should know to understand the story."""

    title = blocks.CharBlock(label=_("Title"))
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    class Meta:
        icon = "list-ul"
        label = _("Factbox")


class UpdateBlock(blocks.StructBlock):
    """One update of a live story."""

    time = blocks.DateTimeBlock(label=_("Time"))
    title = blocks.CharBlock(label=_("Headline"), required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    class Meta:
        icon = "time"
        label = _("Update")


BODY_BLOCKS: list[tuple[str, Any]] = [
    ("text", blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Text"), icon="pilcrow")),
    ("subheading", blocks.CharBlock(label=_("Subheading"), icon="title")),
    ("quote", QuoteBlock()),
    ("photo", PhotoBlock()),
    ("gallery", blocks.ListBlock(PhotoBlock(), label=_("Gallery"), icon="image", min_num=2)),
    ("embed", EmbedBlock()),
    ("table", TableBlock(label=_("Table"))),
    ("related", RelatedBlock()),
    ("factbox", FactboxBlock()),
    ("update", UpdateBlock()),
    ("wall", blocks.StaticBlock(label=_("The wall stands here"), icon="lock",
                                admin_text=_("Of a locked story, whatever follows is for who may read it."))),
]  # fmt: skip


class SourceBlock(blocks.StructBlock):
    """One link of a chain."""

    name = blocks.CharBlock(label=_("Name"))
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=SOURCE_KINDS, default="official")
    state = blocks.BooleanBlock(label=_("Belongs to a state"), required=False)


class SourceChainBlock(blocks.StructBlock):
    """The way a report took to us, from who said it to who carried it last."""

    links = blocks.ListBlock(SourceBlock(), label=_("From who said it to who carried it last"), min_num=1)
    claim = blocks.ChoiceBlock(
        label=_("What it says"), required=False,
        choices=[("accusation", _("An accusation")), ("denial", _("A denial"))],
    )  # fmt: skip
    about = blocks.CharBlock(
        label=_("About"), required=False, max_length=80,
        help_text=_("A word that ties an accusation to its denial: write the same word at both."),
    )  # fmt: skip

    class Meta:
        icon = "link"
        label = _("Source chain")


class PinBlock(blocks.StructBlock):
    """A story that an editor holds in its place."""

    story = blocks.PageChooserBlock(label=_("Story"), page_type="stories.Story")
    until = blocks.DateTimeBlock(label=_("Until"), required=False, help_text=_("Empty: until it is taken out."))

    class Meta:
        icon = "thumbtack"
        label = _("Pinned story")


class ZoneBlock(blocks.StructBlock):
    """A zone of a front page: pinned stories first, the rest by rule."""

    pinned = blocks.ListBlock(PinBlock(), label=_("Pinned stories"), required=False, default=[])


class RiverBlock(ZoneBlock):
    """The newest of a section, in one of three shapes."""

    SHAPES: ClassVar = [
        ("photo", _("One photo, a list beside it")),
        ("columns", _("Columns of type")),
        ("large", _("One large, four small")),
    ]
    section = SnippetChooserBlock("stories.Section", label=_("Section"))
    shape = blocks.ChoiceBlock(label=_("Shape"), choices=SHAPES, default="photo")


class PicksBlock(ZoneBlock):
    """Chosen by editors, with a word on why."""

    word = blocks.TextBlock(label=_("A word from the editor"), required=False)


ZONE_BLOCKS: list[tuple[str, Any]] = [
    ("lead", ZoneBlock(label=_("Lead"), icon="title")),
    ("secondary", ZoneBlock(label=_("Second stories"), icon="title")),
    ("opinion", ZoneBlock(label=_("Opinion"), icon="openquote")),
    ("river", RiverBlock(label=_("Section"), icon="list-ul")),
    ("photos", ZoneBlock(label=_("Photo stories"), icon="image")),
    ("most_read", blocks.StaticBlock(label=_("Most read"), icon="order")),
    ("picks", PicksBlock(label=_("Picks"), icon="pick")),
    ("epaper", blocks.StaticBlock(label=_("E-paper"), icon="doc-full")),
    ("newsletter", blocks.StaticBlock(label=_("Newsletter"), icon="mail")),
]
