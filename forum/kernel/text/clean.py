"""Cleaning of what people type or send, once, at the edge of the application.

What is removed can neither be seen nor be stored safely: NUL and other controls (PostgreSQL refuses NUL), lone
surrogates (no database takes them), direction overrides and zero-width characters (they make one text look like
another, Unicode TR 36), and tag characters (they carry hidden text).
"""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u001f\u007f-\u0084\u0086-\u009f"  # controls that are not white space
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners and fillers without a shape
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"  # zero width, direction marks and overrides
    "\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ufdd0-\ufdef"  # byte order mark, annotations, non-characters
    "\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]+"
)
_JOINERS = re.compile("[\u200c\u200d]+")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def clean_line(text: str) -> str:
    """One line is returned: composed (NFC), nothing unseen in it, white space folded to single blanks, stripped.

    Zero-width joiners stay only where writing needs them, between two letters or pictures beyond ASCII. Cleaning a
    clean line changes nothing.
    """
    return " ".join(_visible(text).replace("\u2800", " ").split())


def clean_text(text: str) -> str:
    """Lines ended by LF are returned, cleaned as in `clean_line`, but with their inner blanks and indentation kept.

    Blanks at the end of lines and empty lines at both ends are removed. Cleaning a clean text changes nothing.
    """
    lines = [line.rstrip() for line in _LINE_ENDS.sub("\n", _visible(text)).split("\n")]
    return "\n".join(lines).strip("\n")


def _visible(text: str) -> str:
    if text.isascii():
        return _UNSEEN.sub("", text)
    composed = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    return _JOINERS.sub(_kept_joiner, composed)


def _kept_joiner(found: re.Match[str]) -> str:
    """The first of the joiners when it stands between what can be joined, else nothing."""
    text, start, end = found.string, found.start(), found.end()
    if start == 0 or end == len(text):
        return ""
    return found[0][0] if _can_be_joined(text[start - 1]) and _can_be_joined(text[end]) else ""


def _can_be_joined(character: str) -> bool:
    return not character.isascii() and unicodedata.category(character) in _JOINED


_JOINED = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "So", "Sk"})
