"""WordPress shortcodes → HTML that `warta.intake.html` reads; the unknown are named and their inside kept."""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from warta.intake.wxr.autop import player

_TOKEN = re.compile(r"\[(\[?)([a-zA-Z][\w-]{0,40})((?:\s[^\[\]<>]*(?:<[^\[\]<>]*>[^\[\]<>]*)*)?)\](\]?)")
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'/]+))|"([^"]*)"|(https?://\S+)""")
_IMAGE = re.compile(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", re.I)
_PRE = re.compile(r"<(pre|code|script|style)\b", re.I)

Gallery = Callable[[Mapping[str, str]], str]


@dataclass(slots=True)
class Reader:
    """Reads the shortcodes of one body. `gallery` makes the figure of `[gallery]` from its attributes."""

    gallery: Gallery
    lost: list[str] = field(default_factory=list)

    def read(self, text: str) -> str:
        """`text` with every shortcode replaced."""
        out: list[str] = []
        at = 0
        closes: dict[str, int] = {}
        for found in _TOKEN.finditer(text):
            if found.start() < at:
                continue
            name = found.group(2).lower()
            out.append(text[at : found.start()])
            at = found.end()
            if found.group(1) and found.group(4):
                out.append(found.group(0)[1:-1])
                continue
            out.append(found.group(1))
            mark = f"[/{found.group(2)}]"
            last = closes.setdefault(mark, text.rfind(mark))
            inner = None
            end = at
            if last >= at and not found.group(3).rstrip().endswith("/"):
                close = text.find(mark, at)
                inner, end = text[at:close], close + len(mark)
            made = self.one(name, attributes(found.group(3)), inner)
            if made is None:
                out.append(found.group(0)[len(found.group(1)) :])
            else:
                out.append(made)
                at = end
        out.append(text[at:])
        return "".join(out)

    def one(self, name: str, attrs: Mapping[str, str], inner: str | None) -> str | None:
        """One shortcode as HTML; None if it is only a word in brackets."""
        if name in {"caption", "wp_caption"}:
            return caption(attrs, inner or "")
        if name == "gallery":
            return self.gallery(attrs)
        if name == "embed":
            return player(html.escape((inner or attrs.get("src", "") or attrs.get("", "")).strip()))
        if name in {"audio", "video", "youtube", "vimeo", "soundcloud", "tweet", "instagram"}:
            return self.media(name, attrs, inner)
        if name in {"sourcecode", "code", "source", "php", "html", "css", "python", "javascript"} and inner is not None:
            language = html.escape(attrs.get("language") or attrs.get("lang") or name)
            return f'\n\n<pre><code class="language-{language}">{inner}</code></pre>\n\n'
        if inner is None and not attrs:
            return None
        self.lost.append(f"[{name}]")
        return self.read(inner) if inner else ""

    def media(self, name: str, attrs: Mapping[str, str], inner: str | None) -> str:
        """A film or sound by its first address."""
        keys = ("src", "url", "mp4", "mp3", "m4a", "m4v", "ogg", "webm", "ogv", "flv", "wmv", "wav", "")
        url = next((attrs[k] for k in keys if attrs.get(k)), (inner or "").strip())
        if re.match(r"https?://\S+$", url):
            return f'<figure class="wp-block-embed">{html.escape(url)}</figure>'
        self.lost.append(f"[{name}]")
        return ""


def attributes(text: str) -> dict[str, str]:
    """The attributes of a shortcode; one without a name stands under the empty name."""
    out: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(text[:4000]):
        name, *values = found.groups()
        out.setdefault((name or "").lower(), next((v for v in values if v is not None), ""))
    return out


def caption(attrs: Mapping[str, str], inner: str) -> str:
    """A captioned picture as a figure; older exports keep the caption in an attribute."""
    image = _IMAGE.search(inner)
    if not image:
        return inner
    text = (inner[: image.start()] + inner[image.end() :]).strip() or attrs.get("caption", "")
    return f"\n\n<figure>{image.group(0)}<figcaption>{text}</figcaption></figure>\n\n"


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """`change` applied to all of `text` but what stands in `pre`, `code`, `script` and `style`."""
    out: list[str] = []
    at = 0
    for found in _PRE.finditer(text):
        if found.start() < at:
            continue
        close = re.compile(rf"</{found.group(1)}\s*>", re.I).search(text, found.end())
        end = close.end() if close else len(text)
        out += [change(text[at : found.start()]), text[found.start() : end]]
        at = end
    out.append(change(text[at:]))
    return "".join(out)
