"""What can go wrong when a newspaper is printed."""


class PressError(Exception):
    """The issue cannot be printed; the message says why, for the desk."""
