"""What accounts refuse."""


class WorksHere(Exception):
    """A colleague's account is closed by an administrator, not by its owner."""
