"""A message taken apart into its parts, in time that grows with its length, whatever it is made of.

The standard library's parser asks for every line whether it ends one of all the parts that are open, and calls itself
for each: a thousand nested parts stop it, and many lines inside fifty of them take minutes. Here each level looks for
its own boundary only, levels are bounded, and no bytes are copied. What headers mean is the library's.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.policy import compat32

from forum.mailbox.reading import oddities as oddity
from forum.mailbox.reading.transfer import decoded_body

DEEPEST = 20
"""Levels of parts; what is nested deeper is kept as one file."""

MOST_PARTS = 500
_LONGEST_HEADERS = 500_000
_LONGEST_VALUE = 20_000
_MOST_HEADERS = 2_000
_HEADER = re.compile(r"([!-9;-~]{1,200}[ \t]{0,10}):")
_ENVELOPE = ("From ", ">From ")
_GUESSED_WITHIN = 200_000
_GUESSED_BOUNDARY = re.compile(rb"^--([^\s-][^\r\n]{0,70}?)[ \t]*\r?\ncontent-", re.IGNORECASE | re.MULTILINE)

Headers = Message


@dataclass(slots=True)
class Part:
    """One part: its headers, where its body stands in `raw`, and the parts inside it."""

    headers: Headers
    raw: bytes
    start: int
    end: int
    parts: list[Part] = field(default_factory=list)
    oddities: list[str] = field(default_factory=list)

    @property
    def content_type(self) -> str:
        return self.headers.get_content_type()

    @property
    def is_attached(self) -> bool:
        """Whether its sender wants it to be a file and not a piece of the text."""
        return self.headers.get_content_disposition() == "attachment"

    def content(self) -> bytes:
        """Its bytes, freed from base64 or quoted-printable."""
        encoding = str(self.headers.get("Content-Transfer-Encoding", ""))
        content, broken = decoded_body(self.raw[self.start : self.end], encoding)
        if broken:
            self.oddities.append(oddity.DAMAGED)
        return content

    def walk(self) -> Iterator[Part]:
        """This part and all inside it, in the order of the message."""
        yield self
        for part in self.parts:
            yield from part.walk()


class _Splitter:
    """Takes one message apart, and counts its parts."""

    def __init__(self, oddities: list[str]) -> None:
        self.oddities = oddities
        self.count = 0

    def part(self, raw: bytes, start: int, end: int, depth: int, default_type: str = "text/plain") -> Part:
        """The part that stands there, with all parts inside it."""
        self.count += 1
        headers, start = _headers(raw, start, end)
        headers.set_default_type(default_type)
        part = Part(headers, raw, start, end, oddities=self.oddities)
        if part.content_type.startswith("multipart/"):
            self._split(part, depth)
        elif part.content_type == "message/rfc822" and self._may_go_on(depth):
            inner = part.content()
            part.parts = [self.part(inner, 0, len(inner), depth + 1)]
        return part

    def _may_go_on(self, depth: int) -> bool:
        if depth < DEEPEST and self.count < MOST_PARTS:
            return True
        self.oddities.append(oddity.TOO_MANY_PARTS)
        return False

    def _split(self, part: Part, depth: int) -> None:
        kind = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        spans = _spans(part.raw, part.start, part.end, _boundary(part))
        if not spans:
            self.oddities.append(oddity.NOT_APART)
            part.headers.replace_header("Content-Type", "text/plain")
        for start, end in spans:
            if not self._may_go_on(depth):
                part.parts.append(Part(_file_headers(), part.raw, start, part.end, oddities=self.oddities))
                break
            part.parts.append(self.part(part.raw, start, end, depth + 1, kind))


def taken_apart(raw: bytes, oddities: list[str]) -> Part:
    """The message as a tree of parts; what had to be mended is added to `oddities`."""
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    return _Splitter(oddities).part(raw, 0, len(raw), 0)


def _headers(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The headers that begin at `start`, and where the body begins: also where a line is no header.

    Lines end at a line feed only, and a name with a blank behind it is another name: what a mail server took for a part
    of the subject must not become a header here that it would have removed, such as its own word about the sender.
    """
    stop = _end_of_headers(raw, start, min(end, start + _LONGEST_HEADERS))
    found: list[tuple[str, list[str]]] = []
    at = start
    for line in io.BytesIO(raw[start:stop]):
        words = line.decode("ascii", "surrogateescape")
        header = _HEADER.match(words)
        if header:
            found.append((header[1], [words[header.end() :]]))
        elif found and words[0] in " \t" and words.strip():
            found[-1][1].append(words)
        elif at > start or not words.startswith(_ENVELOPE):
            break
        at += len(line)
    headers = Headers(policy=compat32)
    for name, pieces in found[:_MOST_HEADERS]:
        headers[name] = "".join(pieces).strip()[:_LONGEST_VALUE]
    return headers, stop if not raw[at:stop].strip() else at


def _end_of_headers(raw: bytes, start: int, end: int) -> int:
    """Behind the first empty line; or the last line that fits, where none comes."""
    for line_end in (b"\n", b"\r\n"):
        if raw.startswith(line_end, start, end):
            return start + len(line_end)
    found = [(at, at + len(gap)) for gap in (b"\n\n", b"\n\r\n") if (at := raw.find(gap, start, end)) >= 0]
    if found:
        return min(found)[1]
    return end if end == len(raw) else max(raw.rfind(b"\n", start, end) + 1, start)


def _boundary(part: Part) -> bytes:
    """The boundary that the headers name, else one that looks like it."""
    named = part.headers.get_boundary("")
    if named:
        return named.encode("utf-8", "surrogateescape")
    guessed = _GUESSED_BOUNDARY.search(part.raw, part.start, min(part.end, part.start + _GUESSED_WITHIN))
    if guessed:
        part.oddities.append(oddity.NOT_MARKED)
    return guessed[1] if guessed else b""


def _spans(raw: bytes, start: int, end: int, boundary: bytes) -> list[tuple[int, int]]:
    """Where each part begins and ends; the last one also ends where the message breaks off."""
    if not boundary:
        return []
    spans: list[tuple[int, int]] = []
    begun = -1
    for at, behind, closing in _lines_of_boundary(raw, start, end, boundary):
        if begun >= 0:
            spans.append((begun, max(begun, _without_line_end(raw, at))))
        begun = -1 if closing else behind
        if closing or len(spans) > MOST_PARTS:
            break
    if begun >= 0 and begun < end:
        spans.append((begun, end))
    return spans


def _lines_of_boundary(raw: bytes, start: int, end: int, boundary: bytes) -> Iterator[tuple[int, int, bool]]:
    """Where each line of the boundary begins, where the next line begins, and whether it is the closing one."""
    line = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]{0,100}\r?(?:\n|\Z)", re.MULTILINE)
    for found in line.finditer(raw, start, end):
        yield found.start(), found.end(), found[1] is not None


def _without_line_end(raw: bytes, at: int) -> int:
    """The line end before a boundary belongs to the boundary (RFC 2046, 5.1.1)."""
    return at - 2 if raw[at - 2 : at] == b"\r\n" else at - 1


def _file_headers() -> Headers:
    headers = Headers(policy=compat32)
    headers["Content-Type"] = "application/octet-stream"
    headers["Content-Disposition"] = "attachment"
    return headers
