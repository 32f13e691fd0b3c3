"""The newsroom's hand during a run: publishes and corrects in a process that stays."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.servers import environment

# What the process can do. `published` is the moment after the commit.
CODE = """
import os, sys, json, time, random
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warta.settings")
import django; django.setup()
from warta.stories.models import Section, Story
from warta.stories.services import save_story
section = Section.objects.filter(locale__language_code="id", slug="daerah").select_related("locale").get()
made = []
def publish(headline=None):
    story = Story(title=headline or f"Kabar ukur {time.time_ns()}", section=section, locale=section.locale,
                  body=json.dumps([{"type": "text", "value": "<p>" + "Kalimat untuk mengukur. " * 60 + "</p>"}]))
    save_story(story)
    story.publish(story.get_latest_revision())
    story = Story.objects.get(pk=story.pk)
    made.append(story.pk)
    return {"path": story.public_path(), "at": time.time(), "pk": story.pk}
def correct():
    story = Story.objects.get(pk=random.choice(made)).get_latest_revision_as_object()
    story.standfirst = f"Diperbarui {time.time_ns()}"
    story.save_revision().publish()
print("READY", flush=True)
for line in sys.stdin:
    print("ANSWER " + json.dumps(eval(json.loads(line))), flush=True)
"""


class Desk:
    """The process; call it with an expression."""

    def __init__(self, data: Path, more: str = "") -> None:
        """more: what it can do besides."""
        self.process = subprocess.Popen(
            [sys.executable, "-c", CODE.replace("print(", more + "\nprint(", 1)], text=True,
            env=environment() | {"WARTA_DATA": str(data)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._read("READY")

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *error: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)

    def __call__(self, expression: str) -> Any:
        """What an expression gives there."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(expression) + "\n")
        self.process.stdin.flush()
        return json.loads(self._read("ANSWER ").removeprefix("ANSWER "))

    def _read(self, begin: str) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith(begin):
                return line
        raise SystemExit("the newsroom's hand ended")
