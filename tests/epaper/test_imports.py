"""The newsroom's own process never loads what makes pages: memory, and time of each start."""

import subprocess
import sys

HEAVY = ("pypdfium2", "pyphen", "warta.epaper.press", "warta.epaper.compose", "warta.epaper.services.making")
CODE = f"""
import sys, django
django.setup()
import warta.urls, warta.cli.schedule
print([name for name in {HEAVY!r} if name in sys.modules])
"""


def test_newsroom_and_worker_know_nothing_of_the_press():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stdout
