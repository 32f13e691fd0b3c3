"""What accounts refuse."""


class WorksHere(Exception):
    """A colleague's account is closed by an administrator, not by its owner."""


class HandoverEnded(Exception):
    """A code that hands a session over was used, refused, or is too old; a new one is needed."""


class TooOften(Exception):
    """It was tried too often within a time; later it may be tried again."""
