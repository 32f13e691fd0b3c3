"""What can go wrong here, each with words for the desk.

EpaperError
├── NothingToPrint   no story came out in the time that an edition holds
├── Busy             the same edition is being made already
├── NotMade          there are no pages to publish yet
├── Changed          somebody else changed the edition meanwhile
├── Closed           the edition is closed: it is made anew no more
├── NotAPdf          an uploaded file cannot be taken, and why
└── BuildFailed      an edition could not be made, and why; what was there stands
"""

from __future__ import annotations

import errno
import re

from django.utils.translation import gettext as _

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NO_LEAVE = {errno.EACCES, errno.EPERM, errno.EROFS}
PATH = re.compile(r"(?:/[\w.\-]+){2,}/?")
SAID_MAX = 500


class EpaperError(Exception):
    """Any error of this room; its text may be shown to the desk."""


class NothingToPrint(EpaperError):
    """No story came out in the time that an edition holds."""


class Busy(EpaperError):
    """The same edition is being made already."""


class NotMade(EpaperError):
    """There are no pages to publish yet."""


class Changed(EpaperError):
    """Somebody else changed the edition meanwhile."""


class Closed(EpaperError):
    """The edition is closed."""


class NotAPdf(EpaperError):
    """An uploaded file cannot be taken."""


class BuildFailed(EpaperError):
    """An edition could not be made."""


def in_words(error: BaseException) -> str:
    """Why an edition could not be made, for the desk: without paths of the machine."""
    if isinstance(error, EpaperError):
        return str(error)
    if isinstance(error, MemoryError):
        return _("The machine ran out of memory. End what else runs on it, or print fewer pages.")
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return _("No room is left on the disk. Free some space; it is tried again by itself.")
    if isinstance(error, OSError) and error.errno in NO_LEAVE:
        return _("The folder of the editions may not be written. Make it belong to the user who runs Warta.")
    said = PATH.sub("…", str(error)).strip()[:SAID_MAX]
    return _("The pages could not be made: %s") % (said or type(error).__name__)
