"""Collect, compile or check the translations of the interface.

Usage: python scripts/messages.py           collect new messages (needs GNU gettext) and compile
       python scripts/messages.py --check   fail if the compiled file is not current or a message has no translation
"""

import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src/warta"
PO = PACKAGE / "locale/id/LC_MESSAGES/django.po"


def compiled() -> bytes:
    """The .mo that belongs to the .po."""
    return polib.pofile(str(PO)).to_binary()


def collect() -> None:
    """Bring the .po up to date with the code and write the .mo."""
    command = [sys.executable, "-m", "django", "makemessages", "-l", "id", "--no-wrap", "--add-location", "file"]
    subprocess.run(command, cwd=PACKAGE, check=True)
    PO.with_suffix(".mo").write_bytes(compiled())


def check() -> int:
    """0 if everything is translated and compiled."""
    entries = polib.pofile(str(PO))
    faults = [f"no translation: {entry.msgid!r}" for entry in entries.untranslated_entries()]
    faults += [f"translation is a guess: {entry.msgid!r}" for entry in entries.fuzzy_entries()]
    if PO.with_suffix(".mo").read_bytes() != compiled():
        faults.append("django.mo is not made from django.po: run make messages")
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(entries)} messages, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(check())
    collect()
