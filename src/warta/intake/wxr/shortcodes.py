"""WordPress shortcodes → HTML that `warta.intake.html` reads; the unknown are named and their inside kept."""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from warta.intake.wxr.autop import player

_TOKEN = re.compile(r"\[(\[?)([a-zA-Z][\w-]{0,40})((?:[\s=][^\[\]<>]*(?:<[^\[\]<>]*>[^\[\]<>]*)*)?)\](\]?)")
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|((?:[^\s"'/]|/(?=\S))+))|"([^"]*)"|(https?://\S+)""")
_IMAGE = re.compile(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", re.I)
_CLOSE = re.compile(r"\[/[a-zA-Z][\w-]{0,40}\]")
_PICTURE = re.compile(r"https?://[^\s\"'<>]+\.(?:jpe?g|png|gif|webp|avif)(?:\?[^\s\"'<>]*)?$", re.I)
_PLAYER = re.compile(r"youtube|vimeo|video|embed|tweet|twitter|instagram|facebook|fb|tiktok|spotify|soundcloud|player")
_SHOWS = re.compile(r"image|gallery|slide|photo")
_ALONE = re.compile(r"[a-z][a-z0-9_-]+$")
RAW = {"vc_raw_html", "vc_raw_js"}  # their inside is encoded
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
            if made is None and _stands_alone(found, text):
                self.lost.append(f"[{name}]")
                made = ""
            if made is None:
                out.append(found.group(0)[len(found.group(1)) :])
            else:
                out.append(made)
                at = end
        out.append(text[at:])
        return _CLOSE.sub("", "".join(out))

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
        kept = self.picture(name, attrs) or self.watched(name, attrs)
        if name == "vc_custom_heading" and attrs.get("text"):
            kept = f"\n\n<h3>{html.escape(attrs['text'])}</h3>\n\n"
        if not kept:
            self.lost.append(f"[{name}]")
        return kept + (self.read(inner) if inner and name not in RAW else "")

    def picture(self, name: str, attrs: Mapping[str, str]) -> str:
        """What an unknown code shows by the address of a picture, or by the numbers of pictures in the file."""
        if not _SHOWS.search(name):
            return ""
        src = next((attrs[k] for k in ("src", "url", "image", "image_url", "") if _PICTURE.match(attrs.get(k, ""))), "")
        if src:
            alt = html.escape(attrs.get("alt") or attrs.get("title_text") or "")
            return f'\n\n<figure><img src="{html.escape(src)}" alt="{alt}"></figure>\n\n'
        ids = next((attrs[k] for k in ("image", "images", "ids", "include", "gallery_ids") if attrs.get(k)), "")
        return self.gallery({"ids": ids}) if re.match(r"\d+(?:\s*,\s*\d+)*$", ids) else ""

    def watched(self, name: str, attrs: Mapping[str, str]) -> str:
        """What an unknown code plays, by its address."""
        said = next((attrs[k] for k in ("src", "url", "link", "id", "") if "://" in attrs.get(k, "")), "")
        return player(html.escape(said)) if _PLAYER.search(name) and re.match(r"https?://\S+$", said) else ""

    def media(self, name: str, attrs: Mapping[str, str], inner: str | None) -> str:
        """A film or sound by its first address."""
        keys = ("src", "url", "mp4", "mp3", "m4a", "m4v", "ogg", "webm", "ogv", "flv", "wmv", "wav", "")
        url = next((attrs[k] for k in keys if attrs.get(k)), (inner or "").strip())
        number = attrs.get("id", "") or url
        if name == "youtube" and re.match(r"[\w-]{11}$", number):
            url = f"https://www.youtube.com/watch?v={number}"
        if name == "vimeo" and re.match(r"\d+$", number):
            url = f"https://vimeo.com/{number}"
        if re.match(r"https?://\S+$", url):
            return f'<figure class="wp-block-embed">{html.escape(url)}</figure>'
        self.lost.append(f"[{name}]")
        return ""


def _stands_alone(found: re.Match[str], text: str) -> bool:
    """Whether a bare word in brackets is a code, not an editor's `[sic]`: small letters, and a line of its own."""
    start, end = found.span()
    before, after = text[max(0, start - 20) : start].rstrip(" \t"), text[end : end + 20].lstrip(" \t")
    opens = not before or before.endswith(("\n", "<p>", "<br>", "<br />", "-->"))
    ends = not after or after.startswith(("\n", "\r", "</p>", "<br", "<!--"))
    return bool(_ALONE.match(found.group(2))) and opens and ends


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
