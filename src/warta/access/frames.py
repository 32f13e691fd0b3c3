"""The policy under which an advertisement's own document runs, wherever it is served.

`sandbox` without `allow-same-origin` makes it nobody's document: it reads no cookie, no storage and nothing of the page
around it, and it cannot send that page elsewhere. What it may load is said besides: nothing at all, or for a third
party's tag what comes by https.
"""

from __future__ import annotations

SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
OWN = (
    "default-src 'none'", "script-src 'unsafe-inline'", "style-src 'unsafe-inline'", "img-src data:", "font-src data:",
    "media-src data:",
)  # fmt: skip
THIRD_PARTY = (
    "default-src 'none'", "script-src https: 'unsafe-inline' 'unsafe-eval'", "style-src https: 'unsafe-inline'",
    "img-src https: data:", "font-src https: data:", "media-src https:", "connect-src https:", "frame-src https:",
)  # fmt: skip
ALWAYS = ("form-action 'none'", "base-uri 'none'", "frame-ancestors 'self'", f"sandbox {SANDBOX}")


def frame_policy(*, third_party: bool) -> str:
    """The Content-Security-Policy of such a document."""
    return "; ".join((*(THIRD_PARTY if third_party else OWN), *ALWAYS))
