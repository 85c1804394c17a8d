"""Bytes of a mail as text: in the charset that was declared, unless another is what they were really written in."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

_WIDER = {
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "iso2022_jp": "iso2022_jp_ext",
}
"""What programs say, and what they write: the declared name's larger relative (the WHATWG's encoding standard)."""

_ALIASES = {
    "x-unknown": "utf-8",
    "unknown-8bit": "utf-8",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "iso-8859-8-i": "iso8859-8",
    "windows-874": "cp874",
    "windows-31j": "cp932",
}
_NAMES = {
    "iso2022_jp_ext": "iso-2022-jp",
    "cp932": "shift_jis",
    "cp949": "euc-kr",
    "big5hkscs": "big5",
    "koi8-r": "koi8-r",
}
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
_BY_ESCAPES = frozenset({"iso2022_jp_ext", "iso2022_kr", "utf-7"})
_EASTERN = frozenset({"gb18030", "big5hkscs", "cp932", "cp949", "euc_jp"})
_LATIN = frozenset({"cp1250", "cp1254", "cp1257", "cp1258", "iso8859-2", "iso8859-15", "iso8859-16", "cp850", "cp437"})
"""Charsets that a few accents alone cannot tell from windows-1252, which is by far the commonest."""

_SHORT = 6
_GUESSED_FROM = 20_000


def text_of(content: bytes, declared: str = "") -> tuple[str, str]:
    """The text, and the charset it was written in by the name mails use. Nothing is ever refused."""
    for codec in _candidates(content, _codec(declared)):
        try:
            return content.decode(codec), _mail_name(codec)
        except (UnicodeError, ValueError):
            continue
    return content.decode("cp1252", "replace"), "windows-1252"


def _candidates(content: bytes, declared: str) -> Iterator[str]:
    """Codecs to try, the likeliest first.

    UTF-8 has so narrow a form that what can be read as it is it, whatever was declared; only few letters of an eastern
    charset can look like it.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "utf-16"
    if b"\x1b$" in content[:_GUESSED_FROM]:
        yield "iso2022_jp_ext"
    letters = sum(byte > 127 for byte in content[:_GUESSED_FROM])
    if declared in _BY_ESCAPES or (declared in _EASTERN and letters < _SHORT) or declared.startswith("utf-16"):
        yield declared
    if content.startswith(codecs.BOM_UTF8):
        yield "utf-8-sig"
    yield "utf-8"
    if declared:
        yield declared
    yield from _guessed(content)


def _guessed(content: bytes) -> Iterator[str]:
    """What the bytes look like, for texts whose charset is wrong or missing; few are, and the tables are large."""
    from charset_normalizer import from_bytes

    best = from_bytes(content[:_GUESSED_FROM]).best()
    if best is not None:
        codec = codecs.lookup(best.encoding).name
        if codec in _LATIN:
            yield "cp1252"
        yield _WIDER.get(codec, codec)


def _codec(declared: str) -> str:
    """Python's codec for a declared charset, by its wider relative; empty if there is none that makes text."""
    name = declared.strip().strip("\"'").lower().partition("*")[0]
    name = _ALIASES.get(name, name)
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return ""
    if found.name in _NO_CHARSETS or not found._is_text_encoding:
        return ""
    return _WIDER.get(found.name, found.name)


def _mail_name(codec: str) -> str:
    if codec.startswith("utf-8"):
        return "utf-8"
    return _NAMES.get(codec, codec.replace("cp125", "windows-125").replace("iso8859", "iso-8859"))
