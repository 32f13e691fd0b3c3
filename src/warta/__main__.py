"""``python -m warta`` is the command line."""

from warta.cli import main

main()
