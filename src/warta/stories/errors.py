"""What can go wrong in this room.

StoryError
├── OwnStory          four eyes: nobody publishes their own story
├── NotPublished      only what is public can be withdrawn
└── ReasonMissing     a withdrawal or an override needs a reason
"""

from django.core.exceptions import PermissionDenied


class StoryError(Exception):
    """Any error of this room."""


class OwnStory(StoryError, PermissionDenied):
    """Somebody tried to publish their own story while four eyes are required."""


class NotPublished(StoryError):
    """Only a published story can be withdrawn."""


class ReasonMissing(StoryError):
    """A withdrawal or an override needs a reason in words."""
