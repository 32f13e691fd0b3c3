"""The list of stories: flat, newest first, and never counted (a million rows take a second to count)."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth import get_user_model
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelMultipleChoiceFilter, MultipleChoiceFilter
from wagtail.admin.filters import MultipleUserFilter
from wagtail.admin.ui.tables import Column, DateColumn, UserColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import EditedByFilter, IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet

from warta.stories.models import Section, Story
from warta.stories.models.section import LEVELS
from warta.stories.models.story import STORY_KINDS

PAGE_SIZE = 50
PAGES_MAX = 200
MANY = 2000  # stories that are not gathered and sorted any more


class UncountedPaginator(Paginator):
    """Pages without a count: there is a next one if one more row is found than shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reached = 0

    @cached_property
    def count(self) -> int:
        """As many rows as have been reached, and one if there are more."""
        return self.reached or self.per_page

    @cached_property
    def num_pages(self) -> int:
        """As many pages as may be asked for."""
        return PAGES_MAX

    def page(self, number: Any) -> Page[Any]:
        """One page, one query."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        rows = list(self.object_list[start : start + self.per_page + 1])
        self.reached = start + len(rows)
        self.num_pages = number + (1 if len(rows) > self.per_page else 0)
        return Page(rows[: self.per_page], number, self)


def colleagues(request: Any) -> QuerySet[Any]:
    """Who may have written or changed a story. Wagtail would look through all pages and all that was ever done."""
    is_colleague = Q(is_superuser=True) | Q(groups__isnull=False)
    return get_user_model().objects.filter(pk__in=get_user_model().objects.filter(is_colleague).values("pk"))


def sections(request: Any) -> QuerySet[Section]:
    """All of them, those of a language together."""
    return Section.objects.select_related("locale").order_by("locale", "name")


class InOrder:
    """A filter by a column with an index, for a list that another index keeps in order and of which a page is shown.

    Few stories are found by the column's index and put in order. Of many the newest changes are looked through, which
    soon meets a page of them; SQLite would gather and sort them all: seconds for a large archive.
    """

    field_name: str

    def filter(self, found: QuerySet[Story], value: Any) -> QuerySet[Story]:
        """Stories with one of these values. One query."""
        if not value:
            return found
        wanted = [getattr(one, "pk", one) for one in value]
        name = f"{self.field_name}__in"
        if Story.objects.order_by().filter(**{name: wanted}).values("pk")[:MANY].count() < MANY:
            return found.filter(**{name: wanted})
        return found.alias(unindexed=Coalesce(self.field_name, self.field_name)).filter(unindexed__in=wanted)


class SectionField(ModelMultipleChoiceFilter.field_class):
    """Sections of two languages may have one name."""

    def label_from_instance(self, obj: Section) -> str:
        """Name and language."""
        return f"{obj.name} ({obj.locale.language_code})"


class SectionFilter(InOrder, ModelMultipleChoiceFilter):
    """Stories of some sections."""

    field_class = SectionField


class KindFilter(InOrder, MultipleChoiceFilter):
    """Stories of some kinds."""


class StoryFilters(PageFilterSet):
    """What the list can be narrowed to: where it stands, what it is, who may read it, when it was changed, by whom."""

    section = SectionFilter(label=_("Section"), queryset=sections, widget=CheckboxSelectMultiple)
    kind = KindFilter(label=_("Kind"), choices=STORY_KINDS, widget=CheckboxSelectMultiple)
    level = MultipleChoiceFilter(
        label=_("Access level"), choices=LEVELS, widget=CheckboxSelectMultiple, method="of_level"
    )  # fmt: skip
    live = ChoiceFilter(
        label=_("Status"), choices=[("true", _("Published")), ("false", _("Not published"))], widget=RadioSelect,
        empty_label=_("All"), method="of_status",
    )  # fmt: skip
    owner = MultipleUserFilter(label=_("Written by"), queryset=colleagues, widget=CheckboxSelectMultiple)
    edited_by = EditedByFilter(label=_("Changed by"), queryset=colleagues, widget=CheckboxSelectMultiple)
    site = None
    has_child_pages = None

    class Meta:
        model = Story
        fields = ()

    def of_level(self, found: QuerySet[Story], name: str, values: list[str]) -> QuerySet[Story]:
        """A story's own level, or that of its section where it has none."""
        return found.filter(Q(level__in=values) | Q(level="", section__default_level__in=values)) if values else found

    def of_status(self, found: QuerySet[Story], name: str, value: str) -> QuerySet[Story]:
        """Published or not."""
        return found.filter(live=value == "true")


class StoryList(IndexView):
    """The list itself."""

    paginator_class = UncountedPaginator
    paginate_by = PAGE_SIZE
    columns = (
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Headline"), classname="title"),
        Column("section", label=_("Section")),
        Column("kind", label=_("Kind"), accessor="get_kind_display"),
        UserColumn("owner", label=_("Written by")),
        DateColumn("latest_revision_created_at", label=_("Changed"), sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
    )

    def get_base_queryset(self) -> Any:
        """Stories that this colleague may see, with what the columns show.

        Wagtail asks for pages among all pages that one may see, which gathers them all first; asked for directly, the
        newest changes are read from an index. What the columns show is fetched by queries of its own for that reason.
        """
        roots = self.permission_policy.instances_with_direct_explore_permission(self.request.user)
        seen = Story.objects.all()
        if not any(root.depth == 1 for root in roots):
            below = [Q(path__startswith=root.path) for root in roots]
            seen = seen.filter(reduce(or_, below, Q(pk__in=[])))
        return self.annotate_queryset(seen).prefetch_related("section", "owner")


class StoriesViewSet(PageListingViewSet):
    """Stories in the menu."""

    model = Story
    index_view_class = StoryList
    filterset_class = StoryFilters
    icon = "doc-full"
    menu_label = _("Stories")
    menu_order = 10
    add_to_admin_menu = True
    name = "stories"


stories_viewset = StoriesViewSet("stories")
