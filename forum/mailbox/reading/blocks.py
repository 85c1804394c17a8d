"""How programs begin what they quote: "On that day she wrote:", a block of headers, words between dashes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from forum.mailbox.reading.words import words

_LONGEST = 400
_WRAPPED_AT_MOST = 3
_LETTERS = r"\w.'\u0e00-\u0e7f\u0b80-\u0bff\u0900-\u097f -"  # with the vowel signs that Python takes for no letters
_LABEL = re.compile(rf"[>\s*_|]{{0,20}}([^\W\d_][{_LETTERS}]{{0,24}}?)[ \u00a0*_]{{0,3}}[:\uff1a][ \u00a0\t*_]{{0,5}}")
_BLOCK_LINES = 14
_LEAST_LABELS = 3
_DASHES = "-\u2010\u2011\u2012\u2013\u2014_=*>~ "
_JAPANESE = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日[^<]{0,100}<[^<>\s]{3,200}>[:：]?$")


@dataclass(slots=True)
class Block:
    """A block of headers inside a text: what each names, and the first line behind it."""

    values: dict[str, str] = field(default_factory=dict)
    behind: int = 0


def is_attribution(lines: list[str], index: int) -> int:
    """The first line behind a line such as "On 5 March 2026, Ana Lim wrote:", which may be wrapped; 0 if it is none."""
    first = lines[index].lstrip("> ")
    known = [one for one in words().wrote if first.startswith(one.starts)] if first else []
    if not known and not first[:4].isdecimal() and not _names_writer(first):
        return 0
    whole = ""
    for behind in range(index + 1, min(len(lines), index + _WRAPPED_AT_MOST) + 1):
        whole = f"{whole} {lines[behind - 1].lstrip('> ')}".strip()
        if len(whole) > _LONGEST or not lines[behind - 1]:
            return 0
        if _JAPANESE.match(whole):
            return behind
        if whole.endswith((":", "：")) and _has_a_date_or_address(whole):
            says = any(word in whole for one in known for word in one.says)
            return behind if says or _names_writer(whole) else 0
    return 0


def _names_writer(line: str) -> bool:
    """A line that begins with who wrote, and ends with the word for it: "Ana Lim <ana@kencana.example> wrote:"."""
    return "@" in line and len(line) <= _LONGEST and line.rstrip(":： ").endswith(words().wrote_ends)


def _has_a_date_or_address(line: str) -> bool:
    return "@" in line or any(character.isdecimal() for character in line)


def is_marked(line: str) -> bool:
    """Whether the line is "-----Original Message-----" in some language, or says that a message was sent on."""
    core = _core(line)
    return bool(core) and (core in words().original and line.strip("> *")[0] in _DASHES or is_forward_mark(line))


def is_forward_mark(line: str) -> bool:
    """Whether the line says that a message that was sent on follows."""
    core = _core(line)
    if not core or core not in words().forwarded:
        return False
    return line.strip("> *")[0] in _DASHES or line.rstrip(" *").endswith((":", "："))


def _core(line: str) -> str:
    return line.strip(_DASHES).rstrip(":： ").casefold() if len(line) < 150 else ""


def begins_block(lines: list[str], index: int) -> bool:
    """Whether a block of headers begins in this line: who, and at least two of when, to whom and about what."""
    return "from" in _kinds(lines[index]) and block_at(lines, index) is not None


def block_at(lines: list[str], index: int) -> Block | None:
    """The block of headers that begins in this line, wherever programs put empty lines between them."""
    block = Block()
    last = ""
    for at in range(index, min(len(lines), index + _BLOCK_LINES)):
        line = lines[at].lstrip("> ")
        kinds = _kinds(line) - block.values.keys()
        if kinds:
            last = next(kind for kind in ("from", "sent", "to", "cc", "subject") if kind in kinds)
            block.values[last] = _value(line)
            block.behind = at + 1
        elif line and (not block.values or last == "subject" or not _continues(lines, at)):
            break
        elif line and last:
            block.values[last] = f"{block.values[last]} {line}"
            block.behind = at + 1
    return block if _is_of_a_mail(block.values) else None


def _is_of_a_mail(values: dict[str, str]) -> bool:
    """Enough headers, and not those of a journey: "From: KL, To: Penang, Date: 5 March"."""
    enough = len(values) >= _LEAST_LABELS and "from" in values
    return enough and ("subject" in values or any("@" in value for value in values.values()))


def _kinds(line: str) -> frozenset[str]:
    found = _LABEL.match(line[:80])
    return words().labels.get(found[1].casefold(), frozenset()) if found else frozenset()


def _value(line: str) -> str:
    found = _LABEL.match(line[:80])
    return line[found.end() :].strip(" |*_") if found else ""


def _continues(lines: list[str], at: int) -> bool:
    """A line without a label that another header follows is the rest of a long one."""
    return any(_kinds(line.lstrip("> ")) for line in lines[at + 1 : at + 4])
