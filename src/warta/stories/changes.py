"""The kinds of change that the change log announces, as values."""

from __future__ import annotations

from enum import StrEnum


class ChangeKind(StrEnum):
    """What a reader could notice.

    STORY_CHANGED   a story was published, edited, withdrawn or deleted; its level, a correction or a picture changed
    POLICY_CHANGED  what readers may read, or the newspaper's own settings
    RIGHTS_CHANGED  a reader's rights
    PASSES_CHANGED  what opens stories beside levels and rights: a gift was revoked, an institution's networks changed.
                    No page looks different, so none is drawn anew, and the search index looks into none
    ADS_CHANGED     what may run as advertising, and where
    EDITION_CHANGED an edition of the e-paper was published, made anew or withdrawn
    LIST_CHANGED    a front page, picks, hot topics, a section, a topic, a person or a page of the paper itself
    """

    STORY_CHANGED = "story_changed"
    POLICY_CHANGED = "policy_changed"
    RIGHTS_CHANGED = "rights_changed"
    PASSES_CHANGED = "passes_changed"
    ADS_CHANGED = "ads_changed"
    EDITION_CHANGED = "edition_changed"
    LIST_CHANGED = "list_changed"
