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


def refusal(code: str) -> str:
    """Why an uploaded file cannot be taken."""
    return {
        "no-pdf": _("This is not a PDF. Upload the file that your print system exports."),
        "too-large": _("The PDF is larger than 100 MB. Export it with smaller pictures."),
        "encrypted": _("The PDF is protected by a password. Export it without one."),
        "empty": _("The PDF has no pages."),
        "too-many-pages": _("The PDF has more than 200 pages."),
        "page-size": _("A page of the PDF is smaller than 7 cm or larger than about one metre."),
        "damaged": _("The PDF is damaged, and cannot be opened. Export it again."),
        "slow": _("The PDF took more than five minutes to draw. Export it with smaller pictures or fewer pages."),
        "bounds": _("The PDF needs too much memory to be opened. Export it with smaller pictures."),
    }.get(code, _("The PDF cannot be opened."))
