"""QR codes as pictures in a page."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe

QUIET = 4  # modules of white around it: what readers of codes need (ISO/IEC 18004)


def code_svg(text: str, label: str) -> SafeString:
    """A QR code of `text` (an address of ours), with its quiet zone, dark on white in either colour scheme.

    label  what it is, for those who do not see it
    """
    code = segno.make(text, micro=False, error="m", boost_error=False)
    drawn = code.svg_inline(border=QUIET, dark="#000", light="#fff", title=label, svgclass="qr", omitsize=True)
    return mark_safe(drawn.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308 - segno escapes the title
