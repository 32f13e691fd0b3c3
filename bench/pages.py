"""Measure how well saved pages are read, on pages of your own whose text you have written down.

Usage: .venv/bin/python bench/pages.py FOLDER

FOLDER holds pairs: `NAME.html`, a page as a browser saved it, and `NAME.txt`, the story's text as a reader would copy
it, a paragraph a line, without headline, byline and captions. Each page is compared by its runs of four words:
precision is the share of runs read that stand in the story, recall the share of the story's runs that were read. The
table shows the mean over all pages for the importer, with and without the standfirst it keeps apart, and for the
library it asks, in each of its modes; then the pages that the importer read worst.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import trafilatura

from warta.intake.errors import IntakeError
from warta.intake.options import Options
from warta.intake.page.read import read_html

RUN = 4  # words
WORST = 10  # pages shown
MODES: dict[str, dict[str, bool]] = {
    "library, plain": {},
    "library, generous": {"favor_recall": True},
    "library, strict": {"favor_precision": True},
}
Score = tuple[float, float]


def main(folder: Path) -> int:
    """Print the table; 1 if there is nothing to measure."""
    pages = [page for page in sorted(folder.glob("*.html")) if page.with_suffix(".txt").exists()]
    if not pages:
        print(f"{folder}: no pair of NAME.html and NAME.txt.", file=sys.stderr)
        return 1
    scores: dict[str, list[Score]] = {}
    for page in pages:
        gold = page.with_suffix(".txt").read_text("utf-8")
        for name, text in readings(page):
            scores.setdefault(name, []).append(score(gold, text))
    print(f"{len(pages)} pages\n{'':26}precision  recall     F1")
    for name, found in scores.items():
        means = tuple(sum(one[n] for one in found) / len(found) for n in (0, 1))
        print(f"{name:26}{means[0]:9.3f}{means[1]:8.3f}{f1(means):7.3f}")
    ours = zip(pages, scores["importer"], strict=True)
    print("\nworst pages")
    for page, (precision, recall) in sorted(ours, key=lambda one: f1(one[1]))[:WORST]:
        print(f"{page.name:26}{precision:9.3f}{recall:8.3f}{f1((precision, recall)):7.3f}")
    return 0


def readings(page: Path) -> Iterator[tuple[str, str]]:
    """The text of a page by each reader; a page refused by the importer counts as empty."""
    try:
        found = next(iter(read_html(page, Options())))
        text, standfirst = "\n".join(found.paragraphs), found.standfirst or ""
    except IntakeError:
        text = standfirst = ""
    yield "importer", text
    yield "importer, with standfirst", text if standfirst in text else f"{standfirst}\n{text}"
    for name, mode in MODES.items():
        yield name, trafilatura.extract(page.read_bytes(), include_comments=False, include_tables=True, **mode) or ""


def runs(text: str) -> Counter[tuple[str, ...]]:
    """How often each run of words stands in a text; a shorter text is one run."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[n : n + RUN]) for n in range(max(1, len(words) - RUN + 1)) if words)


def score(gold: str, text: str) -> Score:
    """Precision and recall of a text read, 0 to 1."""
    wanted, found = runs(gold), runs(text)
    both = (wanted & found).total()
    return (both / found.total() if found else 0.0), (both / wanted.total() if wanted else 0.0)


def f1(found: tuple[float, ...]) -> float:
    """The harmonic mean of precision and recall."""
    precision, recall = found
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage: {sys.argv[0]} FOLDER")
    sys.exit(main(Path(sys.argv[1])))
