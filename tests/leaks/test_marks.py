"""Marks are found however they are written, and nothing else is taken for one."""

import gzip
import json
import zlib
from base64 import b64encode, urlsafe_b64encode

import brotli
import pytest

from warta.leaks.marks import Unreadable, found_in, mark, unpacked

WORD = mark("premiumnews", "text")
SENTENCE = f"Kalimat dengan {WORD} di tengahnya."


@pytest.mark.parametrize(
    "written",
    [SENTENCE, "".join(f"&#{ord(letter)};" for letter in SENTENCE), "".join(f"&#x{ord(x):X};" for x in SENTENCE),
     "".join(f"\\u{ord(letter):04x}" for letter in SENTENCE), "".join(f"%{ord(letter):02X}" for letter in SENTENCE),
     "".join(f"%25{ord(letter):02x}" for letter in SENTENCE), "".join(f"%2525{ord(x):02X}" for x in SENTENCE),
     "<p>zq<b>premium</b>news<i class='x'>te</i>xtqz</p>", "zqpremium\n  newstext\n qz",
     json.dumps({"html": f"<p>{SENTENCE}</p>"})],
)  # fmt: skip
def test_a_mark_is_found_in_any_writing(written):
    assert WORD in found_in(written.encode())


@pytest.mark.parametrize("before", range(4))
@pytest.mark.parametrize("encode", [b64encode, urlsafe_b64encode])
def test_a_mark_is_found_in_base64_wherever_it_begins(before, encode):
    text = encode(b"x" * before + SENTENCE.encode() + "\xff\xfe\xfb?>".encode("latin-1")).decode()
    for stuck in ("", "A", "AB", "ABC"):
        assert WORD in found_in(f"src=data:{stuck}{text}\n".encode())


def test_other_words_are_no_marks():
    assert found_in(b"zq qz zqAqz a-zq1qz " + b64encode(b"nothing of the kind, really") * 20) == {}


def test_what_is_packed_is_unpacked_with_what_hangs_on_behind():
    raw = SENTENCE.encode()
    assert unpacked(gzip.compress(b"x") + raw, "gzip") == b"x" + raw
    assert unpacked(brotli.compress(raw), "br") == unpacked(zlib.compress(raw), "deflate") == unpacked(raw, "") == raw
    for encoding in ("gzip", "br", "zstd"):
        with pytest.raises(Unreadable):
            unpacked(raw, encoding)
