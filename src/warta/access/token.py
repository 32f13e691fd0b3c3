"""Signed values that readers carry: the reader token, the meter cookie, the gift link.

Each is text of letters, digits, ``.``, ``-`` and ``_``: fields joined by ``.``, numbers in hexadecimal, and at the end
the first 16 bytes of HMAC-SHA256 over all before the last ``.``, in hexadecimal. Each kind has its own key, made of
the newspaper's secret, so that none can stand for another. ``tests/access/vectors.json`` holds examples that any other
implementation must read and write alike.

    token  1.id.generation.expires.rights.flags.month.stories.name.signature
    meter  1.month.stories.signature
    gift   1.gift.story.expires.signature

`expires` in whole seconds since 1970; `rights` letters of a (ad-free), p (premium), e (e-paper); `flags` letters of s
(staff), n (there are notices), h (keeps a list of what they read); `stories` ids joined by ``-``; `name` UTF-8 in
base64url without padding.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace

from warta.access.meter import EMPTY, METER_MAX, Meter
from warta.access.values import Reader, Right

LIFETIME_S = 600  # of a reader token
VERSION = "1"
SIGNATURE = 32  # hexadecimal digits
TEXT_MAX = 3000  # characters; nothing of ours is longer
NAME_MAX = 80
LETTERS = {"a": Right.AD_FREE, "p": Right.PREMIUM, "e": Right.EPAPER}
RIGHTS = {right: letter for letter, right in LETTERS.items()}
_SETS: dict[str, frozenset[Right]] = {}  # the few sets of rights there are, so that each is made once


class Key:
    """A key of HMAC-SHA256, its two hashes begun: each signature then costs a third of one begun anew."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes) -> None:
        """source  RFC 2104; `key` of at most 64 bytes"""
        block = key.ljust(64, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))

    def sign(self, text: str) -> str:
        """The first 16 bytes of the signature of `text` in hexadecimal."""
        inner = self._inner.copy()
        inner.update(text.encode())
        outer = self._outer.copy()
        outer.update(inner.digest())
        return outer.hexdigest()[:SIGNATURE]


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys, one a kind."""

    token: Key
    meter: Key
    gift: Key
    receipt: Key

    @classmethod
    def of(cls, secret: str) -> Keys:
        """The keys of a newspaper's secret."""
        raw = secret.encode()
        uses = ("token", "meter", "gift", "receipt")
        return cls(*(Key(hmac.digest(raw, f"warta {use} 1".encode(), "sha256")) for use in uses))


@dataclass(frozen=True, slots=True)
class Token:
    """A reader as their cookie says.

    generation  raised when rights change or the reader signs out; one below the newest is void
    expires     whole seconds since 1970
    notices     is there something to tell the reader?
    history     do they keep a list of what they read?
    """

    reader: Reader
    generation: int
    expires: int
    meter: Meter = EMPTY
    notices: bool = False
    history: bool = False


@dataclass(frozen=True, slots=True)
class Gift:
    """A gift link: it opens one story to whoever holds it, until it expires."""

    id: int
    story: int
    expires: int


def write_token(token: Token, keys: Keys) -> str:
    """The token as a cookie's value."""
    reader = token.reader
    rights = "".join(letter for letter, right in LETTERS.items() if right in reader.rights)
    flags = ("s" if reader.is_staff else "") + ("n" if token.notices else "") + ("h" if token.history else "")
    name = urlsafe_b64encode(reader.name[:NAME_MAX].encode()).rstrip(b"=").decode()
    numbers = f"{reader.id:x}.{token.generation:x}.{token.expires:x}"
    return signed(f"{VERSION}.{numbers}.{rights}.{flags}.{_meter(token.meter)}.{name}", keys.token)


def read_token(text: str, keys: Keys, now: float) -> Token | None:
    """The token in a cookie; None if it is forged, malformed or expired at `now` (seconds since 1970)."""
    fields = fields_of(text, keys.token, 9)
    if fields is None:
        return None
    try:
        expires = int(fields[3], 16)
        if expires <= now:
            return None
        name = fields[8]
        reader = Reader(
            id=int(fields[1], 16),
            name=urlsafe_b64decode(name + "=" * (-len(name) % 4)).decode() if name else "",
            rights=_rights(fields[4]),
            is_staff="s" in fields[5],
        )
        meter = _read_meter(fields[6], fields[7])
        return Token(reader, int(fields[2], 16), expires, meter, "n" in fields[5], "h" in fields[5])
    except ValueError:
        return None


def write_meter(meter: Meter, keys: Keys) -> str:
    """An anonymous reader's meter as a cookie's value."""
    return signed(f"{VERSION}.{_meter(meter)}", keys.meter)


def read_meter(text: str, keys: Keys) -> Meter:
    """The meter in a cookie; an empty one if it is forged or malformed."""
    fields = fields_of(text, keys.meter, 3)
    try:
        return _read_meter(fields[1], fields[2]) if fields is not None else Meter()
    except ValueError:
        return Meter()


def write_gift(gift: Gift, keys: Keys) -> str:
    """The gift as the value of a link's ``gift``."""
    return signed(f"{VERSION}.{gift.id:x}.{gift.story:x}.{gift.expires:x}", keys.gift)


def read_gift(text: str, keys: Keys, now: float) -> Gift | None:
    """The gift of a link; None if it is forged, malformed or expired at `now` (seconds since 1970)."""
    fields = fields_of(text, keys.gift, 4)
    if fields is None:
        return None
    try:
        gift = Gift(int(fields[1], 16), int(fields[2], 16), int(fields[3], 16))
    except ValueError:
        return None
    return gift if gift.expires > now else None


def with_meter(token: Token, meter: Meter) -> Token:
    """The same token with another meter."""
    return replace(token, meter=meter)


def signed(text: str, key: Key) -> str:
    """A text with its signature."""
    return f"{text}.{key.sign(text)}"


def fields_of(text: str, key: Key, number: int) -> list[str] | None:
    """The fields of a signed text without its signature; None unless it is one of ours."""
    body, _, signature = text.rpartition(".")
    if len(text) > TEXT_MAX or not text.isascii():
        return None
    if not hmac.compare_digest(key.sign(body), signature):
        return None
    fields = body.split(".")
    return fields if len(fields) == number and fields[0] == VERSION else None


def _meter(meter: Meter) -> str:
    return f"{meter.month:x}.{'-'.join([f'{story:x}' for story in meter.stories[-METER_MAX:]])}"


def _read_meter(month: str, stories: str) -> Meter:
    ids = tuple([int(story, 16) for story in stories.split("-")]) if stories else ()
    return Meter(int(month, 16), ids[-METER_MAX:])


def _rights(letters: str) -> frozenset[Right]:
    found = _SETS.get(letters)
    if found is None:
        found = frozenset(LETTERS[letter] for letter in letters if letter in LETTERS)
        if len(_SETS) < 64:
            _SETS[letters] = found
    return found
