"""The command line: one file a command. Each sets up what it needs, calls one service and prints."""

from warta.cli.main import main

__all__ = ["main"]
