"""What can go wrong here.

DeskError
└── TooManyPreviews  a story has as many preview links as may work at the same time
"""


class DeskError(Exception):
    """The newsroom cannot do it."""


class TooManyPreviews(DeskError):
    """One must be revoked first."""
