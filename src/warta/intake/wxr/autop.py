"""Classic WordPress text, where an empty line parts paragraphs and a line end is a break, as HTML."""

import re

_BLOCK = (
    "table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|address|"
    "style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption|details|menu|"
    "summary|iframe|video|audio|script|object|noscript|template"
)
_OPEN = re.compile(rf"(<(?:{_BLOCK})(?:\s[^<>]*)?/?>)", re.I)
_CLOSE = re.compile(rf"(</(?:{_BLOCK})\s*>)", re.I)
_STARTS = re.compile(rf"\s*(?:</?(?:{_BLOCK})(?=[\s/>])|<!--|\x00)", re.I)
_KEPT = re.compile(r"<(pre|script|style|textarea|figure|table|svg)(?=[\s>])(?:(?!<\1[\s>]).)*?</\1\s*>", re.I | re.S)
_EMPTY_LINE = re.compile(r"\n[ \t\u00a0]*\n\s*")
_URL_LINE = re.compile(r"^[ \t]*(https?://[^\s<>\"']+)[ \t]*$")
PLAYERS = re.compile(
    r"^https?://(?:[\w-]+\.)*(?:youtube\.com|youtu\.be|vimeo\.com|dailymotion\.com|twitter\.com|x\.com|instagram\.com|"
    r"facebook\.com|tiktok\.com|soundcloud\.com|spotify\.com|flickr\.com|wordpress\.tv|ted\.com|reddit\.com|"
    r"slideshare\.net|mixcloud\.com|imgur\.com|videopress\.com|bsky\.app|pinterest\.com|scribd\.com|issuu\.com)/",
    re.I,
)


def autop(text: str) -> str:
    """`text` with its paragraphs marked; what is marked already stays."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found.group(0))
        return f"\n\n\x00{len(kept) - 1}\x00\n\n"

    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    text = _KEPT.sub(keep, text)
    text = _OPEN.sub(r"\n\n\1", text)
    text = _CLOSE.sub(r"\1\n\n", text)
    out = [_paragraph(chunk) for chunk in _EMPTY_LINE.split(text) if chunk.strip()]
    return re.sub(r"\x00(\d+)\x00", lambda m: kept[int(m.group(1))], "\n".join(out))


def _paragraph(chunk: str) -> str:
    chunk = chunk.strip()
    if _STARTS.match(chunk):
        return chunk
    out: list[str] = []
    run: list[str] = []
    for line in chunk.split("\n"):
        found = _URL_LINE.match(line)
        if found:
            out.extend(_run(run))
            out.append(player(found.group(1)))
        else:
            run.append(line)
    out.extend(_run(run))
    return "\n".join(out)


def _run(lines: list[str]) -> list[str]:
    text = "<br>".join(lines)
    lines.clear()
    return [f"<p>{text}</p>"] if text.strip() else []


def player(url: str) -> str:
    """An address alone on its line: a player where WordPress shows one, else a link."""
    if PLAYERS.match(url):
        return f'<figure class="wp-block-embed">{url}</figure>'
    return f'<p><a href="{url}">{url}</a></p>'
