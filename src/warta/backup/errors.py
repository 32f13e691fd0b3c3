"""What can go wrong with a copy of the newspaper.

BackupError       it cannot be taken or restored; says why, what stands, and what to do
├── Damaged       the file is cut short, changed, hostile, or no backup
└── Stopped       Ctrl-C or SIGTERM
"""


class BackupError(Exception):
    """A backup cannot be taken or restored. The message says why, what stands, and what to do."""


class Damaged(BackupError):
    """The file is no whole backup of ours. Nothing of it was used."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} Nothing was changed. Take another backup of yours.")


class Stopped(BackupError):
    """Somebody stopped us. The message says what stands."""
