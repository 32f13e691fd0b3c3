"""Names spelt two ways: neighbours in capitals that differ by a letter or two in one word."""

import re
from itertools import pairwise

_RUN = re.compile(r"[A-Z][^\W\d_’'-]*(?:[’'-][^\W\d_]+)*(?:\s+[A-Z][^\W\d_’'-]*(?:[’'-][^\W\d_]+)*)+")
_SMALL = 4


def distance(one: str, other: str, limit: int = 3) -> int:
    """How many letters must change to make one word the other; `limit` if that or more."""
    if abs(len(one) - len(other)) >= limit:
        return limit
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return min(row[-1], limit)


def two_ways(paragraphs: tuple[str, ...]) -> list[tuple[str, str]]:
    """Pairs of spellings, the first met first."""
    pairs: dict[tuple[str, str], None] = {}
    for paragraph in paragraphs:
        for run in _RUN.findall(paragraph):
            words = [re.sub(r"['’]s?$", "", w) for w in run.split()]
            for left, right in pairwise(words):
                if not (left.isupper() and right.isupper()) and len(pairs) < 1500:
                    pairs.setdefault((left, right))
    out: dict[tuple[str, str], None] = {}
    known = list(pairs)
    by_left: dict[str, list[tuple[str, str]]] = {}
    by_right: dict[str, list[tuple[str, str]]] = {}
    for pair in known:
        for other in by_left.get(pair[0], []) + by_right.get(pair[1], []):
            if _alike(pair, other):
                out.setdefault((" ".join(other), " ".join(pair)))
        by_left.setdefault(pair[0], []).append(pair)
        by_right.setdefault(pair[1], []).append(pair)
    return list(out)


def _alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    a, b = (one[1], other[1]) if one[0] == other[0] else (one[0], other[0])
    if (one[0] == other[0] and one[1] == other[1]) or min(len(a), len(b)) < _SMALL or a.lower() == b.lower():
        return False
    steps = distance(a.lower(), b.lower())
    longer, shorter = sorted((a, b), key=len, reverse=True)
    if longer.lower().startswith(shorter.lower()) and longer[len(shorter) :] in {
        "s",
        "nya",
        "an",
        "ans",
        "n",
        "es",
        "ese",
        "er",
        "ers",
    }:
        return False
    return steps == 1 or (steps == 2 and min(len(a), len(b)) >= 7)
