"""What is recognised in plain text by its shape alone, without asking the database.

A handle is `@ana.lim`, a tag `#vpn`, a ticket `IT-000123` with the letters that the administrator chose, and addresses
of the web and of mail speak for themselves. Whether the person, tag or ticket exists is for others to say. Every
repetition has an upper bound, so that hostile text is scanned in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from forum.kernel.text.settings import TICKET_PREFIX

_URL = r"(?<!\w)(?P<url>(?:https?://|www\.)(?=[^\W_]|\[)[^\s<>\"]{1,2000})"
_MAIL = (
    r"(?<![\w.+-])(?P<mail>[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}"
    r"@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})(?![\w@-])"
)
_HANDLE = r"(?<![\w@/.+-])@(?P<handle>[A-Za-z](?:[A-Za-z0-9]|[._-](?=[A-Za-z0-9])){0,39})(?![\w@])"
_TAG = r"(?<![\w/#&.-])\#(?P<tag>[A-Za-z](?:[A-Za-z0-9]|[.-](?=[A-Za-z0-9])){0,39}(?:\+{1,2}|\#)?)(?![\w#+])"
_TICKET = r"(?<![\w/#-])(?P<ticket>[A-Z]{1,8}-[0-9]{6,9})(?![\w-])"
_MARKS = re.compile("|".join((_URL, _HANDLE, _TAG, _TICKET)))
_MARKS_AND_MAIL = re.compile("|".join((_URL, _MAIL, _HANDLE, _TAG, _TICKET)))
_SIGN_OF_A_MARK = re.compile(r"[@#]|[A-Z]-[0-9]|://|www\.")
_AFTER_A_URL = ".,;:!?'\"*_~"
_CLOSING = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One recognised thing: its kind, where it stands in the text, and the address it stands for."""

    kind: str
    start: int
    end: int
    href: str


def marks(text: str) -> Iterator[Mark]:
    """Every mark in plain text is yielded in order; its kind is `mention`, `tag`, `ticket`, `url` or `mail`."""
    if not _SIGN_OF_A_MARK.search(text):
        return
    pattern = _MARKS_AND_MAIL if "@" in text else _MARKS
    for found in pattern.finditer(text):
        if found.lastgroup != "ticket" or found["ticket"].partition("-")[0] == TICKET_PREFIX():
            yield _mark(found)


def _mark(found: re.Match[str]) -> Mark:
    start, end = found.span()
    match found.lastgroup:
        case "handle":
            return Mark("mention", start, end, "/people/" + found["handle"].lower())
        case "tag":
            return Mark("tag", start, end, "/tags/" + _quoted(found["tag"].lower()))
        case "ticket":
            return Mark("ticket", start, end, "/tickets/" + found["ticket"])
        case "mail":
            return Mark("mail", start, end, "mailto:" + found["mail"])
    url = _without_punctuation(found["url"])
    return Mark("url", start, start + len(url), url if "://" in url else "http://" + url)


def _quoted(tag: str) -> str:
    return tag.replace("#", "%23").replace("+", "%2B")


def _without_punctuation(url: str) -> str:
    """The address without the end of the sentence around it; a closing bracket stays when its partner is inside."""
    while url:
        opening = _CLOSING.get(url[-1])
        if url[-1] in _AFTER_A_URL:
            url = url.rstrip(_AFTER_A_URL)
        elif opening and url.count(url[-1]) > url.count(opening):
            url = url[:-1]
        else:
            break
    return url
