"""JSON lines: one object a line, as `docs/importing.md` describes. The format for everything that has no importer."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from forum.accounts.actions.addresses import is_address
from forum.importers.records import (
    AcceptanceRecord,
    AnswerRecord,
    BadRow,
    CommentRecord,
    CutOff,
    DuplicateRecord,
    PersonRecord,
    QuestionRecord,
    Read,
    Record,
    VoteRecord,
    whole_number,
    why_not,
)
from forum.kernel.errors import Invalid
from forum.kernel.text.clean import clean_line, clean_text
from forum.kernel.text.html import safe_html
from forum.kernel.text.markdown import render
from forum.questions.models import SourceFormat

_LONGEST_LINE = 2_000_000  # characters
_MOST_BYTES = 4 * _LONGEST_LINE + 1  # of UTF-8: more than the longest line can have

Facts = dict[str, Any]


def size(path: Path) -> int:
    """How many bytes `records` will read. Invalid if it is a folder."""
    if path.is_dir():
        raise Invalid("%(file)s is a folder. Name a file of JSON lines in it.", file=str(path))
    return path.stat().st_size


def records(path: Path, *, read: Read = lambda _bytes: None) -> Iterator[Record]:
    """The records of a file, in its order; a line that cannot be taken is told as a BadRow, a last
    one that is half as a CutOff."""
    with path.open("rb") as file:
        for number, line in enumerate(_lines(file, read), start=1):
            if words := line.decode("utf-8-sig" if number == 1 else "utf-8", errors="replace").strip():
                record = _record(words, f"line {number}")
                if isinstance(record, BadRow) and _is_half(line):
                    record = CutOff(path.name, f"the file ends in the midst of line {number}: {record.reason}")
                if isinstance(record, PersonRecord) and record.email and not is_address(record.email):
                    yield BadRow(f"line {number}", f"{record.email[:80]} is no mail address: its person has none now")
                    record = replace(record, email="")
                yield record


def _lines(file: BinaryIO, read: Read) -> Iterator[bytes]:
    """The lines; of an endless one only so much is kept that it is known to be one."""
    while line := file.readline(_MOST_BYTES):
        read(len(line))
        rest = line
        while not rest.endswith(b"\n") and (rest := file.readline(_MOST_BYTES)):
            read(len(rest))
        yield line


def _is_half(line: bytes) -> bool:
    """Whether a line that cannot be taken is the beginning of one: only the last has no end."""
    return line.lstrip().startswith(b"{") and not line.endswith((b"\n", b"}")) and len(line) < _MOST_BYTES


def _record(line: str, where: str) -> Record:
    try:
        if len(line) > _LONGEST_LINE:
            raise ValueError("the line is endless")
        facts = json.loads(line)
        if not isinstance(facts, dict):
            raise ValueError("this is no JSON object")
        facts = {name: value for name, value in facts.items() if value is not None}
        kind = str(facts["type"])
        if kind not in _KINDS:
            raise ValueError(f"{kind!r:.80} is no type that can be imported")
        return _KINDS[kind](facts)
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError, RecursionError) as fault:
        return BadRow(where, why_not(fault))


def _person(facts: Facts) -> PersonRecord:
    name = clean_line(str(facts["name"]))[:80]
    if not name:
        raise ValueError("no name")
    email, location = clean_line(facts.get("email") or ""), clean_line(facts.get("location") or "")
    return PersonRecord(_key(facts["id"]), name, _moment(facts["created"]), email, location)


def _question(facts: Facts) -> QuestionRecord:
    title = clean_line(str(facts["title"]))[:200]
    if not title:
        raise ValueError("no title")
    tags, views = facts.get("tags") or [], whole_number(facts.get("views", 0))
    if not isinstance(tags, list):
        raise ValueError("tags are a list")
    return QuestionRecord(_key(facts["id"]), title, tags=tuple(map(str, tags[:5])), views=views, **_words(facts))


def _answer(facts: Facts) -> AnswerRecord:
    return AnswerRecord(_key(facts["id"]), _key(facts["question"]), **_words(facts))


def _words(facts: Facts) -> Facts:
    markdown = clean_text(facts.get("markdown") or "")
    html = render(markdown) if markdown else safe_html(str(facts.get("html") or ""))
    if not html.strip():
        raise ValueError("an empty body")
    return {
        "source": markdown or html,
        "source_format": SourceFormat.MARKDOWN if markdown else SourceFormat.HTML,
        "html": html,
        "created_at": _moment(facts["created"]),
        "author": _key(facts["author"]) if facts.get("author") else None,
        "score": whole_number(facts.get("score", 0)),
    }


def _comment(facts: Facts) -> CommentRecord:
    source = clean_text(str(facts["markdown"]))
    if not source:
        raise ValueError("an empty comment")
    author = _key(facts["author"]) if facts.get("author") else None
    return CommentRecord(
        _key(facts["id"]), _key(facts["post"]), source, render(source), _moment(facts["created"]), author
    )


def _vote(facts: Facts) -> VoteRecord:
    value = whole_number(facts["value"])
    if value not in (1, -1):
        raise ValueError("a vote is 1 or -1")
    return VoteRecord(_key(facts["post"]), _key(facts["person"]), value, _moment(facts["created"]))


_KINDS: dict[str, Callable[[Facts], Record]] = {
    "person": _person,
    "question": _question,
    "answer": _answer,
    "comment": _comment,
    "vote": _vote,
    "accepted": lambda facts: AcceptanceRecord(_key(facts["question"]), _key(facts["answer"])),
    "duplicate": lambda facts: DuplicateRecord(_key(facts["question"]), _key(facts["original"])),
}


def _key(value: object) -> str:
    key = clean_line(str(value))
    if not key or len(key) > 40:
        raise ValueError("an id has 1 to 40 characters")
    return key


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        raise ValueError(f"{text!r:.80} is no moment of ISO 8601") from None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
