"""Somebody else's mail, sent on by hand, in the forms of Outlook, Gmail, Apple Mail and Thunderbird, or attached."""

from __future__ import annotations

import re

from forum.kernel.text.clean import clean_line, clean_text
from forum.mailbox.letter import Forwarded
from forum.mailbox.reading import oddities as oddity
from forum.mailbox.reading.blocks import Block, begins_block, block_at, is_forward_mark
from forum.mailbox.reading.bodies import body_of
from forum.mailbox.reading.headers import bare_address, line_of, senders
from forum.mailbox.reading.html import HISTORY
from forum.mailbox.reading.markdown import markdown_safe
from forum.mailbox.reading.parts import Part
from forum.mailbox.reading.trimming import trimmed
from forum.mailbox.reading.words import words

_NEAR = 5
_NAMED = re.compile(r"[^\s@<>\[\]()\"',;:]{1,64}@[^\s@<>\[\]()\"',;:]{1,255}")
_PREFIX = re.compile(r"\s*([^\s:\uff1a][^:\uff1a]{0,15})[:\uff1a]")


def forwarded_in(lines: list[str], subject: str, files: list[Part], oddities: list[str]) -> Forwarded | None:
    """The mail that was sent on; None if none was, or if it does not say who wrote it."""
    found = _block(lines, is_forward=_says_forward(subject))
    if found is None:
        return _attached(files)
    address = next(iter(_NAMED.findall(found.values["from"])), "")
    if not bare_address(address):
        oddities.append(oddity.NAMELESS_FORWARD)
        return None
    return Forwarded(
        address=bare_address(address),
        name=_name(found.values["from"], address),
        subject=clean_line(found.values.get("subject", "")),
        text=_text(lines[found.behind :]),
    )


def _says_forward(subject: str) -> bool:
    prefix = _PREFIX.match(subject)
    return prefix is not None and prefix[1].strip().casefold() in words().forward_subjects


def _block(lines: list[str], *, is_forward: bool) -> Block | None:
    """The headers below a line that says "forwarded", or the first headers of all when the subject says it."""
    for index, line in enumerate(lines):
        if is_forward_mark(line):
            blocks = (block_at(lines, at) for at in range(index + 1, min(len(lines), index + _NEAR)))
            if block := next(filter(None, blocks), None):
                return block
        elif is_forward and begins_block(lines, index):
            return block_at(lines, index)
    return None


def _name(value: str, address: str) -> str:
    return clean_line(value.partition(address)[0].replace("mailto:", "").strip(" <>[]()\"'*"))


def _text(lines: list[str]) -> str:
    """What was sent on, out of the quotation that some programs put it into."""
    seen = [line for line in lines if line != HISTORY]
    while seen and not seen[0].strip("> "):
        seen = seen[1:]
    if all(line.startswith(">") for line in seen if line):
        seen = [line.removeprefix(">").removeprefix(" ") for line in seen]
    return markdown_safe(clean_text("\n".join(trimmed(seen).own)))


def _attached(files: list[Part]) -> Forwarded | None:
    """A message that came as a file, if it came alone."""
    messages = [part for part in files if part.content_type == "message/rfc822" and part.parts]
    if len(messages) != 1:
        return None
    inner = messages[0].parts[0]
    name, address = (senders(inner.headers) or [("", "")])[0]
    if not address:
        return None
    lines = clean_text("\n".join(body_of(inner).lines)).split("\n")
    return Forwarded(address=address, name=name, subject=line_of(inner.headers, "Subject"), text=_text(lines))
