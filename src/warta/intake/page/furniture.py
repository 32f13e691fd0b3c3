"""Is a line furniture? Judged by what it says and by its form alone; its place in a page is `extract.py`'s matter."""

import re

from warta.intake.page.phrases import NOTICE_FORM, OFFER_FORM, OPENS_FORM, RELATED_HEADS, SECTIONS, WHOLE_FORM

OPENS_LIMIT = 140
NOTICE_LIMIT = 320
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_END = re.compile(r"[.!?…。！？؟।][\"'”’»)\]」』]*$")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_SECTIONS = set(SECTIONS)
_GAPS = re.compile(r"(?:\s{2,}|\s[|›»>•·]\s|\t)")
_SPEECH = re.compile(r"[“\"][^“”\"]{3,}[”\"],?\s+\S+.*[.!?…]$")
_LINKS_ONLY = re.compile(r"^(?:https?://|www\.)\S+$")


def says_furniture(text: str) -> bool:
    """Whether the words of a line are those of furniture."""
    bare = text.strip().strip("\"'“”")
    if not bare or not re.search(r"\w", bare):
        return True
    if _SPEECH.match(text.strip()):
        return False
    low = bare.replace("’", "'")
    if len(low) <= OPENS_LIMIT and (WHOLE_FORM.match(low) or OPENS_FORM.match(low)):
        return True
    if len(low) <= NOTICE_LIMIT and (OFFER_FORM.search(low) or (NOTICE_FORM.search(low) and len(low) <= 220)):
        return not re.match(r"[“\"]", text.strip()) and not re.search(r"[”\"],? (?:said|kata|ujar|he|she)", text)
    return bool(_LINKS_ONLY.match(low)) or is_menu(text)


def is_menu(text: str) -> bool:
    """Whether a line is a row of section names or a trail of them."""
    words = _WORD.findall(text.lower())
    if not words or len(words) > 12 or is_sentence(text):
        return False
    known = sum(w in _SECTIONS for w in words)
    if _GAPS.search(text.strip()) and (known >= 1 or len(_GAPS.findall(text.strip())) >= 2):
        return max(len(part.split()) for part in _GAPS.split(text.strip())) <= 3
    return known >= max(1, len(words) * 0.6) if len(words) > 2 else known == len(words)


def is_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(_END.search(text.strip()))


def is_related_head(text: str) -> bool:
    """Whether a line heads a list of other stories."""
    bare = text.strip()
    return len(bare) <= 60 and len(bare.split()) <= 7 and not is_sentence(bare) and bool(RELATED_HEADS.match(bare))


def is_title_like(text: str) -> bool:
    """Whether a line could be the title of another story: short, without a sentence's end."""
    return len(text) <= 150 and not is_sentence(text)


def is_prose(text: str) -> bool:
    """Whether a line is long enough, or ended well enough, to be a paragraph."""
    size = len(text) + 2 * len(_WIDE.findall(text))
    return size >= 120 or (size >= 45 and is_sentence(text))
