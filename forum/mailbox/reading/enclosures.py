"""The files that came with a message, and what is left out: signatures that only programs read."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable
from dataclasses import replace

from forum.files.names import clean_name
from forum.mailbox.letter import Enclosure
from forum.mailbox.reading import oddities as oddity
from forum.mailbox.reading.headers import file_name, line_of
from forum.mailbox.reading.parts import Part
from forum.mailbox.reading.tnef import TnefFile, files_of_tnef

MOST_ENCLOSURES = 100
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_ENCRYPTED = frozenset({"application/pgp-encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
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
        files = [] if part.content_type in _DROPPED else _files(part, oddities)
        if len(found) + len(files) > MOST_ENCLOSURES:
            oddities.append(oddity.TOO_MANY_FILES)
            break
        for file in files:
            found.append(replace(file, name=unused_name(file.name, {one.name for one in found})))
    return tuple(found)


def _files(part: Part, oddities: list[str]) -> list[Enclosure]:
    """The part as a file, or the files that are packed in it."""
    content = part.content()
    if not content:
        return []
    if part.content_type in _ENCRYPTED:
        oddities.append(oddity.ENCRYPTED)
    if part.content_type in _TNEF or file_name(part.headers).lower() == "winmail.dat":
        if packed := files_of_tnef(content):
            return [_packed(file) for file in packed]
        oddities.append(oddity.ONLY_OUTLOOK)
    content_id = line_of(part.headers, "Content-ID").strip("<> ")
    return [Enclosure(name=name_of(part), content_type=part.content_type, content=content, content_id=content_id)]


def _packed(file: TnefFile) -> Enclosure:
    guessed = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Enclosure(name=clean_file_name(file.name), content_type=guessed, content=file.content)


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
    return clean_name(named, ending) if ending else clean_name(f"{named}.x", ".x").removesuffix(".x")


def unused_name(name: str, taken: set[str]) -> str:
    """The name, numbered when a file before it has the same."""
    stem, dot, ending = name.rpartition(".")
    number = 1
    unused = name
    while unused in taken:
        number += 1
        unused = f"{stem}-{number}.{ending}" if dot and stem else f"{name}-{number}"
    return unused
