"""What grows with the archive: memory after a crawl, the cold start, the newsroom's own pages."""

from __future__ import annotations

import gzip
import itertools
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.rows import Rows
from bench.servers import Newspaper, children, environment, get, memory_mb, served
from warta import config

CRAWLED = 0.1  # of the largest archive
THREADS = 6
FORMS = 20
# The newsroom's forms, as a signed-in administrator sends them; milliseconds each.
NEWSROOM = """
import json, os, sys, time, statistics
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warta.settings")
import django; django.setup()
from django.test.utils import setup_test_environment; setup_test_environment()  # forms can be read from answers
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from tests.desk.forms import edit_url, shown_form
PUBLISH = {"action-publish": "action-publish"}
from warta.stories.models import Section, Story
from warta.stories.services import save_story
client = Client(HTTP_HOST="127.0.0.1")
client.force_login(get_user_model().objects.get(email__startswith="administrator@"))
section = Section.objects.filter(locale__language_code="id").select_related("locale").first()
times = {"save": [], "publish": [], "list": [], "desk": []}
def timed(name, job):
    began = time.perf_counter(); answer = job(); times[name].append((time.perf_counter() - began) * 1000)
    assert answer.status_code in (200, 302), (name, answer.status_code)
for number in range(int(sys.argv[1])):
    story = Story(title=f"Ukuran {time.time_ns()}", section=section, locale=section.locale,
                  body=json.dumps([{"type": "text", "value": "<p>Kalimat.</p>"}]))
    save_story(story)
    draft, final = shown_form(client, story), shown_form(client, story, **PUBLISH)
    timed("save", lambda: client.post(edit_url(story), draft))
    timed("publish", lambda: client.post(edit_url(story), final))
    timed("list", lambda: client.get("/admin/stories/"))
    timed("desk", lambda: client.get("/admin/"))
print("TIMES " + json.dumps({name: statistics.median(found) for name, found in times.items()}))
"""
TARGETS = {"save": ("save a draft", "<= 150"), "publish": ("publish", "<= 300"), "list": ("list of stories", ""),
           "desk": ("desk", "")}  # fmt: skip


def measure(rows: Rows, archives: dict[int, Path]) -> None:
    """Each size of the archive; ratios against the smallest."""
    smallest: dict[str, float] = {}
    for size, data in archives.items():
        for name, milliseconds in _newsroom(data).items():
            words, target = TARGETS[name]
            ratio = milliseconds / smallest[name] if name in smallest else None
            smallest.setdefault(name, milliseconds)
            rows.add(f"newsroom: {words}, {size:,}", milliseconds, "ms (p50)", ratio=ratio,
                     against="the smallest archive" if ratio else "", target=f"{target}, <= 1.5 x".lstrip(", "),
                     note="through the form, signed in")  # fmt: skip
    size, data = max(archives.items())
    with served(data) as newspaper:
        rows.add(f"cold start, {size:,}", newspaper.seconds, "s", target="<= 4", note="to a served front page")
        number = _crawl(newspaper, int(CRAWLED * size))
        workers = children(newspaper.edge)
        store = config.load(data, {}).store_bytes / 1024 / 1024
        most = max(memory_mb([pid]) for pid in workers)
        rows.add(f"memory of an edge worker, {size:,}", most, "MB", against="store + 150 MB",
                 ratio=most / (store + 150), target="<= 1", note=f"after a crawl of {number:,} stories")  # fmt: skip
        rows.add(f"memory of all processes, {size:,}", memory_mb(newspaper.tree()), "MB", target="<= 900")


def _newsroom(data: Path) -> dict[str, float]:
    env = environment() | {"WARTA_DATA": str(data)}
    out = subprocess.run(
        [sys.executable, "-c", NEWSROOM, str(FORMS)], env=env, capture_output=True, text=True, check=True
    )
    line = next(line for line in out.stdout.splitlines() if line.startswith("TIMES "))
    found: dict[str, float] = json.loads(line.removeprefix("TIMES "))
    return found


def _crawl(newspaper: Newspaper, most: int) -> int:
    """Visit stories along the sitemaps; returns how many."""
    index = _text(newspaper, "/sitemap.xml")
    maps = [address for address in _addresses(index) if "sitemap-pages" not in address]
    paths = itertools.islice((path for address in maps for path in _addresses(_text(newspaper, address))), most)
    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(lambda path: get(newspaper.port, path)[0] == 200, paths, chunksize=50))


def _text(newspaper: Newspaper, path: str) -> str:

    _status, body, headers = get(newspaper.port, path)
    return (gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body).decode()


def _addresses(xml: str) -> list[str]:
    found = xml.split("<loc>")[1:]
    return ["/" + text.partition("</loc>")[0].partition("://")[2].partition("/")[2] for text in found]
