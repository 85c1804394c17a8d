"""What every source is turned into: people, questions, answers, comments, votes, links, each with its source's key.

Keys are short texts that are stable between runs; a record names others by their keys, and those must come before it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from json import JSONDecodeError

from forum.questions.models import SourceFormat

Read = Callable[[int], None]  # is told how many bytes more of a source were read


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Somebody who wrote."""

    key: str
    name: str
    created_at: datetime
    email: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True)
class RevisionRecord:
    """One state of a post's words, the first included."""

    at: datetime
    author: str | None
    title: str
    source: str
    tags: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """A question. `html` is safe already; `source` is what an edit would begin with, in `source_format`."""

    key: str
    title: str
    source: str
    source_format: SourceFormat
    html: str
    created_at: datetime
    author: str | None = None
    tags: tuple[str, ...] = ()
    score: int = 0
    views: int = 0
    locked_at: datetime | None = None
    revisions: tuple[RevisionRecord, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """An answer to the question with the key `question`."""

    key: str
    question: str
    source: str
    source_format: SourceFormat
    html: str
    created_at: datetime
    author: str | None = None
    score: int = 0
    revisions: tuple[RevisionRecord, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class CommentRecord:
    """A comment on the question or answer with the key `post`."""

    key: str
    post: str
    source: str
    html: str
    created_at: datetime
    author: str | None = None
    score: int = 0


@dataclass(frozen=True, slots=True)
class VoteRecord:
    """A vote of a known person; votes of nobody in particular are part of a post's `score`."""

    post: str
    person: str
    value: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AcceptanceRecord:
    """The answer that solved the question."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class DuplicateRecord:
    """The question `question` was asked before, as `original`."""

    question: str
    original: str


@dataclass(frozen=True, slots=True)
class BadRow:
    """Something that could not be taken, where it stands, and why."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class CutOff(BadRow):
    """`where` is a file that ends in the midst: nobody knows how much of it is missing."""


Record = (
    PersonRecord
    | QuestionRecord
    | AnswerRecord
    | CommentRecord
    | VoteRecord
    | AcceptanceRecord
    | DuplicateRecord
    | BadRow
)


def whole_number(value: str | float) -> int:
    """The number that a source has for a score or a count; ValueError if it is none that a database keeps."""
    try:
        number = int(value)
    except (ValueError, TypeError):
        raise ValueError(f"{value!r:.80} is no whole number") from None
    if abs(number) >= 2**31:
        raise ValueError(f"{number:.3e} is too large a number")
    return number


def why_not(fault: Exception) -> str:
    """What is wrong with a row, in the words of the report."""
    if isinstance(fault, KeyError):
        return f"{fault.args[0]} is missing"
    if isinstance(fault, JSONDecodeError):
        return f"this is no JSON: {fault}"
    return str(fault) or type(fault).__name__
