"""Indonesian or English, by the commonest words; empty if neither is clear."""

import re

_ID = set(
    [
        "yang",
        "dan",
        "di",
        "dari",
        "untuk",
        "dengan",
        "pada",
        "ini",
        "itu",
        "akan",
        "tidak",
        "dalam",
        "ke",
        "oleh",
        "juga",
        "sudah",
        "ada",
        "mereka",
        "setelah",
        "kata",
        "karena",
        "bisa",
        "lebih",
        "saat",
        "para",
    ]
)
_EN = set(
    [
        "the",
        "and",
        "of",
        "to",
        "in",
        "that",
        "is",
        "was",
        "for",
        "on",
        "with",
        "as",
        "it",
        "by",
        "at",
        "from",
        "be",
        "are",
        "has",
        "had",
        "not",
        "have",
        "this",
        "were",
        "will",
        "said",
        "an",
        "after",
        "who",
    ]
)


def language_of(text: str) -> str:
    """`id`, `en`, or an empty string."""
    words = re.findall(r"[a-z]+", text.lower())[:3000]
    indonesian, english = sum(w in _ID for w in words), sum(w in _EN for w in words)
    if max(indonesian, english) < max(2, len(words) * 0.05):
        return ""
    return "id" if indonesian > english else "en"
