"""Headers as people meant them: decoded, on one line, addresses and ids as plain values (RFC 5322, 2047, 2231)."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import collapse_rfc2231_value, getaddresses

from forum.kernel.text.clean import clean_line
from forum.mailbox.reading.charsets import text_of
from forum.mailbox.reading.parts import Headers

MOST_RECIPIENTS = 500
MOST_REFERENCES = 100
LONGEST_ID = 250
_LONGEST_LINE = 2_000
_RECIPIENTS = ("To", "Cc", "Delivered-To", "X-Original-To")
_ADDRESS = re.compile(r"[^\s@<>\"(),:;]{1,64}@[^\s@<>\"(),:;]{1,255}")
_ID = re.compile(r"<([^<>\s]{1,998})>")
_FOLDED = re.compile(r"[\r\n]+[ \t]*")


def line_of(headers: Headers, name: str) -> str:
    """The first header of this name, decoded and clean; empty where there is none."""
    return decoded(str(headers.get(name, "")))


def decoded(value: str) -> str:
    """One clean line: unfolded, its encoded words and raw bytes read, whatever charset they are in."""
    value = _FOLDED.sub(" ", value[:_LONGEST_LINE])
    if "=?" not in value:
        return clean_line(_raw(value))
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return clean_line(_raw(value))
    return clean_line("".join(_piece(words, charset) for words, charset in pieces))


def _piece(words: bytes | str, charset: str | None) -> str:
    if isinstance(words, str):
        return _raw(words)
    return text_of(words, charset)[0] if charset else _raw(words.decode("ascii", "surrogateescape"))


def _raw(value: str) -> str:
    """Bytes beyond ASCII that stand in a header without being declared."""
    if value.isascii():
        return value
    return text_of(value.encode("utf-8", "surrogateescape"))[0]


def addresses_in(values: list[str]) -> list[tuple[str, str]]:
    """(name, address) of each person named, also inside groups; what is no address is left out."""
    try:
        pairs = getaddresses([_FOLDED.sub(" ", value) for value in values])
    except (RecursionError, ValueError, IndexError):
        pairs = [("", found) for value in values for found in _ADDRESS.findall(value)]
    return [(decoded(name), bare) for name, address in pairs if (bare := bare_address(address))]


def bare_address(address: str) -> str:
    """The address alone, in small letters; empty if it is none."""
    clean = clean_line(_raw(address)).strip("<> ").lower()
    return clean if _ADDRESS.fullmatch(clean) else ""


def senders(headers: Headers) -> list[tuple[str, str]]:
    """Everybody named in From, in order; more than one is a message that nobody can answer for."""
    return addresses_in([str(value) for value in headers.get_all("From", [])])


def recipients(headers: Headers, envelope: tuple[str, ...]) -> tuple[str, ...]:
    """Every address the message was for, each once."""
    named = [str(value) for name in _RECIPIENTS for value in headers.get_all(name, [])]
    found = [address for _, address in addresses_in(named)] + [bare_address(address) for address in envelope]
    return tuple(dict.fromkeys(filter(None, found)))[:MOST_RECIPIENTS]


def ids_in(headers: Headers, name: str) -> tuple[str, ...]:
    """The message ids of a header without brackets, the oldest first, each once; of very many the newest."""
    found = [_raw(one) for value in headers.get_all(name, []) for one in _ID.findall(str(value))]
    clean = (clean_line(one) for one in found if len(one) <= LONGEST_ID)
    return tuple(dict.fromkeys(filter(None, clean)))[-MOST_REFERENCES:]


def message_id(headers: Headers) -> str:
    """The id of the message itself, without brackets; empty where there is none that can be kept."""
    if found := ids_in(headers, "Message-ID"):
        return found[0]
    bare = clean_line(_raw(str(headers.get("Message-ID", "")))).strip("<> ")
    return bare if 0 < len(bare) <= LONGEST_ID and " " not in bare else ""


def file_name(headers: Headers) -> str:
    """The name a part says it has, in any of the ways programs write it; empty where it says none."""
    value = headers.get_param("filename", None, "content-disposition")
    if value is None:
        value = headers.get_param("name", "")
    if isinstance(value, tuple):
        charset, _, words = value
        return clean_line(text_of(words.encode("latin-1", "replace"), charset or "")[0])
    return decoded(collapse_rfc2231_value(value or ""))
