"""The files that came with a message, and what is left out: signatures that only programs read."""

from __future__ import annotations

from collections.abc import Iterable

from forum.files.names import clean_name
from forum.mailbox.letter import Enclosure
from forum.mailbox.reading.headers import file_name, line_of
from forum.mailbox.reading.parts import Part

MOST_ENCLOSURES = 100
_DROPPED = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
_ENDINGS = {
    "text/calendar": ".ics",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "text/vcard": ".vcf",
    "text/rtf": ".rtf",
    "application/rtf": ".rtf",
    "message/rfc822": ".eml",
    "message/delivery-status": ".txt",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/json": ".json",
    "application/ms-tnef": ".dat",
    "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-mime": ".p7m",
    "application/pgp-encrypted": ".asc",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
}
_STEMS = {"text/calendar": "invitation", "message/rfc822": "message", "application/ms-tnef": "winmail"}


def enclosures_of(parts: Iterable[Part], oddities: list[str]) -> tuple[Enclosure, ...]:
    """The parts as files with clean names, each name once; empty ones and programs' signatures are left out."""
    found: list[Enclosure] = []
    for part in parts:
        if part.content_type in _DROPPED:
            continue
        content = part.content()
        if not content:
            continue
        if len(found) == MOST_ENCLOSURES:
            oddities.append("This message has too many files; some were left out.")
            break
        found.append(_enclosure(part, content, {one.name for one in found}))
    return tuple(found)


def _enclosure(part: Part, content: bytes, taken: set[str]) -> Enclosure:
    return Enclosure(
        name=unused_name(name_of(part), taken),
        content_type=part.content_type,
        content=content,
        content_id=line_of(part.headers, "Content-ID").strip("<> "),
    )


def name_of(part: Part) -> str:
    """The name its sender gave, cleaned as an upload's is; else one made of its type."""
    ending = _ENDINGS.get(part.content_type, "")
    named = file_name(part.headers)
    if not named and part.content_type == "message/rfc822" and part.parts:
        named = line_of(part.parts[0].headers, "Subject")[:60]
    stem = named or _STEMS.get(part.content_type, part.content_type.partition("/")[0])
    return clean_file_name(stem, ending if not named or part.content_type == "message/rfc822" else "")


def clean_file_name(named: str, ending: str = "") -> str:
    """A name as uploads have it, with its own ending where it has one."""
    stem, dot, own = named.rpartition(".")
    if not ending and dot and stem and own.isalnum() and len(own) <= 10:
        return clean_name(named, f".{own.lower()}")
    return clean_name(named, ending)


def unused_name(name: str, taken: set[str]) -> str:
    """The name, numbered when a file before it has the same."""
    stem, dot, ending = name.rpartition(".")
    number = 1
    unused = name
    while unused in taken:
        number += 1
        unused = f"{stem}-{number}.{ending}" if dot and stem else f"{name}-{number}"
    return unused
