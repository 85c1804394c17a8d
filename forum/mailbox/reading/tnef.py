"""The files inside a `winmail.dat`, as Exchange sends them to the world by mistake (MS-OXTNEF).

The one library for it (tnefparse, last released in 2021) believes the counts that a file names: a hundred bytes keep it
busy for hours. Only names and contents of files are wanted here, and those are few lines.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from forum.kernel.text.clean import clean_line
from forum.mailbox.reading.charsets import text_of

_SIGNATURE = 0x223E9F78
_BEGINS_FILE, _TITLE, _CONTENT, _PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_ATTACHMENT_LEVEL = 2
_HEAD = struct.Struct("<BHHI")  # level, id, type, length
_LONG_NAME = {b"\x1f\x00\x07\x37": "utf-16-le", b"\x1e\x00\x07\x37": "cp1252"}
_TWO_NUMBERS = struct.Struct("<II")  # how many values, bytes of the first
_MOST_ATTRIBUTES = 5_000


@dataclass(slots=True)
class TnefFile:
    """A file of a winmail.dat."""

    name: str = ""
    content: bytes = b""


def files_of_tnef(data: bytes) -> list[TnefFile]:
    """The files inside; none when it is no TNEF, has none, or breaks off."""
    files: list[TnefFile] = []
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != _SIGNATURE:
        return files
    for name, content in _attributes(data):
        if name == _BEGINS_FILE:
            files.append(TnefFile())
        elif files and name == _TITLE:
            files[-1].name = files[-1].name or clean_line(text_of(content.rstrip(b"\0"))[0])
        elif files and name == _CONTENT:
            files[-1].content = content
        elif files and name == _PROPERTIES:
            files[-1].name = _long_name(content) or files[-1].name
    return [file for file in files if file.content]


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Id and content of each attribute of an attachment."""
    offset = 6
    for _ in range(_MOST_ATTRIBUTES):
        if offset + _HEAD.size > len(data):
            return
        level, name, _, length = _HEAD.unpack_from(data, offset)
        start = offset + _HEAD.size
        if start + length > len(data):
            return
        if level == _ATTACHMENT_LEVEL:
            yield name, data[start : start + length]
        offset = start + length + 2  # the checksum


def _long_name(properties: bytes) -> str:
    """PidTagAttachLongFilename; the other properties are of no use here."""
    for tag, charset in _LONG_NAME.items():
        at = properties.find(tag)
        if 0 <= at <= len(properties) - len(tag) - _TWO_NUMBERS.size:
            _, length = _TWO_NUMBERS.unpack_from(properties, at + len(tag))
            start = at + len(tag) + _TWO_NUMBERS.size
            return clean_line(properties[start : start + min(length, 1000)].decode(charset, "replace").rstrip("\0"))
    return ""
