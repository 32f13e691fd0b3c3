"""The block editor's comments: taken off; blocks that only the old server could fill are named."""

import json
import re
from dataclasses import dataclass, field

from warta.intake.wxr.autop import autop, player

TOKEN = re.compile(
    r"<!--\s+(?P<close>/)?wp:(?P<name>(?:[a-z][a-z0-9_-]*/)?[a-z][a-z0-9_-]*)\s+(?P<attrs>\{.*?\}\s+)?(?P<void>/)?-->",
    re.S,
)
SILENT = {"more", "nextpage", "spacer", "separator", "post-title", "post-featured-image", "post-content", "post-date"}
_PLAIN = re.compile(r"<!--\s*(?:more|nextpage|noteaser)\b.*?-->", re.S)


@dataclass(slots=True)
class Reader:
    """Reads one body; `lost` names the blocks that left nothing behind."""

    lost: list[str] = field(default_factory=list)

    def read(self, text: str) -> str:
        """HTML without block comments; what stood outside blocks gets its paragraphs."""
        out: list[str] = []
        depth = 0
        at = 0
        for token in TOKEN.finditer(text):
            out.append(self._between(text[at : token.start()], depth))
            at = token.end()
            if token["void"]:
                out.append(self._void(token["name"], token["attrs"]))
            elif token["close"]:
                depth = max(0, depth - 1)
            else:
                depth += 1
        out.append(self._between(text[at:], depth))
        return "".join(out)

    def _between(self, text: str, depth: int) -> str:
        text = _PLAIN.sub("", text)
        return autop(text) if depth == 0 and text.strip() else text

    def _void(self, name: str, attrs: str | None) -> str:
        if "embed" in name and attrs:
            try:
                url = json.loads(attrs).get("url")
            except (ValueError, RecursionError, AttributeError):
                url = None
            if isinstance(url, str) and re.match(r"https?://[^\s<>\"']+$", url):
                return player(url)
        if name not in SILENT:
            self.lost.append(f"block wp:{name}")
        return ""


def is_blocks(text: str) -> bool:
    """Whether the body was written with the block editor."""
    return "<!-- wp:" in text
