"""Which variant of a page somebody gets, as a set of words. Pieces of a page name the words they stand under."""

from __future__ import annotations

from warta.access.decide import Decision, Shows
from warta.access.values import NO_RIGHTS, Reader, Right

_KNOWN: dict[tuple[bool, bool, bool, str], frozenset[str]] = {}  # at most some dozens


def variant_of(reader: Reader, decision: Decision | None = None) -> frozenset[str]:
    """The words that are true for this reader of this page.

    stranger, known    without an account, with one (the newsroom's own among them)
    ads, no-ads        is there advertising?
    premium, no-premium  does a right open premium stories?
    full, teaser       how much of the story is shown; with a teaser ``wall-`` and the reason, which chooses the wall

    decision  None on pages without a story of their own
    """
    rights = reader.rights or NO_RIGHTS
    cut = ""
    if decision is not None:
        cut = "full" if decision.shows is Shows.FULL else f"wall-{decision.reason.value}"
    known = (reader.id != 0, Right.AD_FREE not in rights, Right.PREMIUM in rights, cut)
    words = _KNOWN.get(known)
    if words is None:
        words = _KNOWN[known] = frozenset(_words(*known))
    return words


def _words(is_known: bool, has_ads: bool, is_premium: bool, cut: str) -> list[str]:
    words = [
        "known" if is_known else "stranger",
        "ads" if has_ads else "no-ads",
        "premium" if is_premium else "no-premium",
    ]
    if cut:
        words += [cut] if cut == "full" else ["teaser", cut]
    return words
