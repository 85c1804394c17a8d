"""Which addresses a text may lead to, and which of them are our own."""

from __future__ import annotations

import re

FOREIGN_REL = "nofollow ugc noopener"
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_OWN = re.compile(r"/(?![/\\])[^\s\\]*\Z")
_OWN_FILE = re.compile(r"/files(?!.*(?:\.\.|//))/[\w%.~/+()-]+\Z")


def is_allowed(address: str) -> bool:
    """True for http, https and mailto addresses, and for paths on this site that begin with one slash."""
    return bool(_WEB.match(address) or _OWN.match(address)) or address[:7].lower() == "mailto:"


def is_foreign(address: str) -> bool:
    """True for an address of the web that names its host: it gets `FOREIGN_REL`, since anybody may have written it."""
    return bool(_WEB.match(address))


def is_own_file(address: str) -> bool:
    """True for a file stored here: only these are shown as pictures, so that no page asks another server for one."""
    return bool(_OWN_FILE.match(address))


def name_of(address: str) -> str:
    """Words for a picture that has none: the last part of its address, else the address."""
    return address.partition("?")[0].rstrip("/").rpartition("/")[2] or address
