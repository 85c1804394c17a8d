"""Which parts of a message are its text, which are files, and the lines of the text."""

from __future__ import annotations

from dataclasses import dataclass, field

from forum.mailbox.reading import oddities as oddity
from forum.mailbox.reading.charsets import text_of
from forum.mailbox.reading.flowed import unwrapped
from forum.mailbox.reading.headers import file_name
from forum.mailbox.reading.html import HISTORY, LONGEST_HTML, lines_of_html
from forum.mailbox.reading.parts import Part

LONGEST_TEXT = 500_000
"""Characters of a text; a longer one is kept as a file."""

_TEXTS = frozenset({"text/plain", "text/html"})
_STUB = 4
"""A plain text that is so many times shorter than the HTML beside it is no text, but a word about the HTML."""


@dataclass(slots=True)
class Body:
    """The lines of a message, the charset of the first text, and the parts that are files."""

    lines: list[str] = field(default_factory=list)
    charset: str = ""
    files: list[Part] = field(default_factory=list)


def body_of(message: Part) -> Body:
    """The message's text, its alternatives weighed, and everything else as files."""
    body = Body()
    _add(message, body)
    body.charset = body.charset or "utf-8"
    return body


def _add(part: Part, body: Body) -> None:
    match part.content_type:
        case "multipart/alternative" if part.parts:
            _add_alternative(part, body)
        case "multipart/related" if part.parts:
            _add(part.parts[0], body)
            body.files += [leaf for other in part.parts[1:] for leaf in leaves(other)]
        case kind if kind.startswith("multipart/"):
            for inner in part.parts:
                _add(inner, body)
        case kind if kind in _TEXTS and not part.is_attached and not file_name(part.headers):
            _add_text(part, body)
        case _:
            body.files.append(part)


def _add_alternative(part: Part, body: Body) -> None:
    """Of several forms of the same the plain one, unless it says next to nothing beside the HTML."""
    found = []
    for inner in part.parts:
        one = Body()
        _add(inner, one)
        found.append(one)
    best = max(found, key=_weight)
    plain = next(
        (one for inner, one in zip(part.parts, found, strict=True) if inner.content_type == "text/plain"), best
    )
    chosen = plain if _weight(plain) * _STUB >= min(_weight(best), 400) and _weight(plain) else best
    if any(chosen.lines):
        body.lines += [*([""] if body.lines else []), *chosen.lines]
    body.charset = body.charset or chosen.charset
    for one in found:
        body.files += one.files


def _weight(body: Body) -> int:
    return sum(len(line.strip()) for line in body.lines[:2000])


def leaves(part: Part) -> list[Part]:
    """The parts without parts, forwarded messages whole."""
    if part.content_type.startswith("multipart/"):
        return [leaf for inner in part.parts for leaf in leaves(inner)]
    return [part]


def _add_text(part: Part, body: Body) -> None:
    content = part.content()
    text, charset = text_of(content, str(part.headers.get_param("charset", "") or ""))
    if len(text) > (LONGEST_HTML if part.content_type == "text/html" else LONGEST_TEXT):
        part.oddities.append(oddity.TOO_LONG)
        body.files.append(part)
        text = text[:LONGEST_TEXT]
    lines = lines_of_html(text) if part.content_type == "text/html" else _plain_lines(part, text)
    if any(lines):
        body.charset = body.charset or charset
        body.lines += [*([""] if body.lines else []), *lines]


def _plain_lines(part: Part, text: str) -> list[str]:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace(HISTORY, "")
    if _parameter(part, "format") == "flowed":
        text = unwrapped(text, delete_space=_parameter(part, "delsp") == "yes")
    return text.split("\n")


def _parameter(part: Part, name: str) -> str:
    return str(part.headers.get_param(name, "") or "").strip().lower()
