"""Wagtail's bulk actions, where a newspaper needs more of them."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.pages.bulk_actions import UnpublishBulkAction

from warta.desk.forms import BulkReasonForm
from warta.desk.services import withdraw
from warta.stories.models import Story


class WithdrawBulkAction(UnpublishBulkAction):
    """Unpublishing in bulk: one reason for all stories, which readers may read. Pages of the paper need none."""

    form_class = BulkReasonForm
    template_name = "desk/confirm_bulk_unpublish.html"

    def get_form(self, form_class: Any = None) -> Any:
        """Ask for a reason if a story is among the pages. One query."""
        form = super().get_form(form_class)
        chosen = self.request.GET.getlist("id")
        if "all" not in chosen and not Story.objects.filter(pk__in=chosen).exists():
            form.fields["reason"].required = False
        return form

    def get_execution_context(self) -> dict[str, Any]:
        """With the reason."""
        return {**super().get_execution_context(), "reason": self.cleaned_form.cleaned_data["reason"]}

    @classmethod
    def execute_action(
        cls, objects: list[Any], user: Any = None, reason: str = "", **kwargs: Any
    ) -> tuple[int, int]:  # fmt: skip
        """Withdraw the stories, unpublish the rest; nothing hangs below either."""
        for page in objects:
            if isinstance(page.specific, Story):
                withdraw(story=page.specific, user=user, reason=reason)
            else:
                page.specific.unpublish(user=user)
        return len(objects), 0
