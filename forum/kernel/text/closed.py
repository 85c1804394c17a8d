"""What stored HTML says of people and files by links, where readers may not know of them.

A page leaves such links out. Signed text keeps between signs what they say: "@ana.lim" of a person and nothing of a
file, the words, an end. The signs are noncharacters, which Unicode keeps for use inside of programs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from forum.kernel.text.html import plain_text

_OF_A_PERSON = re.compile(r'<a [^>]*href="/people/([^"/?#]*)[^>]*>(.*?)</a>', re.DOTALL)
_OF_A_FILE = re.compile(r'<a [^>]*href="/files/[^>]*>(.*?)</a>|<img [^>]*src="/files/[^>]*>', re.DOTALL)
_SIGN, _WORDS, _END = "\ufdd0", "\ufdd1", "\ufdd2"
_SIGNS = re.compile(f"[{_SIGN}-{_END}]")
_TOLD = re.compile(f"{_SIGN}([^{_WORDS}]*)(?:{_WORDS}([^{_END}]*){_END}?)?")  # the end of a text may be cut off


def closed_html(html: str, *, files: str) -> str:
    """The HTML with `@…` in the place of every person, and `files` in that of every file."""
    return _OF_A_FILE.sub(lambda _: files, _OF_A_PERSON.sub("@…", html))


def signed_text(html: str) -> str:
    """The visible text, as `plain_text` has it, with signs about what it says of people and files."""
    html = _SIGNS.sub("", html)
    if 'href="/people/' in html:
        html = _OF_A_PERSON.sub(rf"{_SIGN}@\1{_WORDS}\2{_END}", html)
    if 'href="/files/' in html:
        html = _OF_A_FILE.sub(lambda found: f"{_SIGN}{_WORDS}{found[1]}{_END}" if found[1] else "", html)
    return plain_text(html)


def open_text(signed: str) -> str:
    """The text, for whoever may know of everything."""
    return _TOLD.sub(lambda found: found[2] or "", signed) if _SIGN in signed else signed


def closed_text(signed: str) -> str:
    """The text with `@…` in the place of every person, and `…` in that of every file."""
    return _TOLD.sub(lambda found: "@…" if found[1] else "…", signed)


def people_apart(signed: str) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with the person ("@ana.lim") who is named behind it; nobody is behind the last."""
    before, at = "", 0
    for found in _TOLD.finditer(signed):
        before, at = before + signed[at : found.start()], found.end()
        if found[1]:
            yield before, found[1]
            before = ""
        else:
            before += found[2] or ""
    yield before + signed[at:], ""
