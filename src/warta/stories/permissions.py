"""Who may publish what: Wagtail's page permissions, with four eyes and without what a newspaper does not need."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from wagtail.models.pages import PagePermissionTester

from warta.stories.rules import four_eyes_required, is_own_story

ARRANGE_FRONT = "stories.arrange_frontpage"
ADMINISTRATORS = "Administrator"  # the group whose members may override four eyes (desk/roles.py makes it)


def publishers() -> int:
    """How many people may publish stories, counted up to 2. One query."""
    may = Q(is_superuser=True) | Q(groups__page_permissions__permission__codename="publish_page")
    users = get_user_model()._default_manager.filter(may, is_active=True).distinct()
    return len(users.values_list("pk", flat=True)[:2])


def four_eyes() -> bool:
    """Is nobody to publish their own story, as things stand?"""
    setting = settings.WARTA.four_eyes
    return four_eyes_required(setting=setting, publishers=publishers() if setting == "auto" else 0)


def is_administrator(user: Any) -> bool:
    """May this account override four eyes?"""
    return bool(user.is_superuser or user.groups.filter(name=ADMINISTRATORS).exists())


def is_barred_by_four_eyes(user: Any, story: Any) -> bool:
    """Is it this account's own story, while somebody else has to publish it?"""
    authors = frozenset(byline.person.user_id for byline in story.bylines.all() if byline.person.user_id)
    authors = frozenset(byline.person.user_id for byline in story.bylines.all() if byline.person.user_id)
    own = is_own_story(user_id=user.pk, owner_id=story.owner_id, author_user_ids=authors)
    return (own or _was_author(user, story)) and four_eyes()


def _was_author(user: Any, story: Any) -> bool:
    """Did this account stand in the byline of an older version? One cannot take oneself off and publish.

    One query, and one more for who is an author.
    """
    person = getattr(user, "person", None)
    if person is None or story.pk is None:
        return False
    versions = story.revisions.values_list("content__bylines", flat=True)
    return any(row.get("person") == person.pk for rows in versions for row in rows or ())


class InItsPlace(PagePermissionTester):
    """No moving and no copying in the page tree, which means nothing to readers.

    A copy would be a second address of the same, public without its row in the change log and past four eyes.
    """

    def can_move(self) -> bool:
        """Its place says its year and language."""
        return False

    def can_copy(self) -> bool:
        """Nothing is there twice."""
        return False


class StoryPermissions(InItsPlace):
    """What an account may do with a story."""

    def can_publish(self) -> bool:
        """As Wagtail says, but no story that a colleague has locked, nor one's own while four eyes are required."""
        if not super().can_publish() or (self.page.locked and self.page_locked()):
            return False
        return not is_barred_by_four_eyes(self.user, self.page)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """A story that was ever public is withdrawn, not deleted: its address answers 410, not 404."""
        return self.page.first_published_at is None and bool(super().can_delete(ignore_bulk=ignore_bulk))

    def can_set_view_restrictions(self) -> bool:
        """Access is decided by the story's level alone."""
        return False


class FrontPagePermissions(InItsPlace):
    """Who may arrange a front page: who publishes stories, and curators, who publish nothing else."""

    def _may_arrange(self) -> bool:
        return bool(self.user.is_active and self.user.has_perm(ARRANGE_FRONT))

    def can_edit(self) -> bool:
        """As Wagtail says, or as a curator."""
        return bool(super().can_edit()) or self._may_arrange()

    def can_publish(self) -> bool:
        """As Wagtail says, or as a curator."""
        return bool(super().can_publish()) or self._may_arrange()

    def can_unpublish(self) -> bool:
        """A newspaper always has its front page."""
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """All stories hang below it."""
        return False

    def can_set_view_restrictions(self) -> bool:
        """A front page is public."""
        return False


class StoryIndexPermissions(InItsPlace):
    """What an account may do with a year of stories."""

    def can_publish_subpage(self) -> bool:
        """Writing and publishing in one go is publishing one's own story."""
        return bool(super().can_publish_subpage()) and not four_eyes()

    def can_set_view_restrictions(self) -> bool:
        """Readers never see it."""
        return False

    def can_unpublish(self) -> bool:
        """It would take all stories of the year with it, and give readers no reason."""
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Only while it is empty."""
        return self.page.numchild == 0 and bool(super().can_delete(ignore_bulk=ignore_bulk))
