"""Moments of a source, held against the calendar: a thread of 2099 would stand first in the lists for ever.

Clocks that were wrong, and values for "no moment" as 9999-12-31 and 0001-01-01, write such; in another zone the last
two are none that there is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from forum.importers.records import (
    AnswerRecord,
    BadRow,
    CommentRecord,
    PersonRecord,
    QuestionRecord,
    Record,
    VoteRecord,
)

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_Dated = PersonRecord | QuestionRecord | AnswerRecord | CommentRecord | VoteRecord


def in_time(records: Iterable[Record], *, at: datetime) -> Iterator[Record]:
    """The records with moments between 1970 and `at`; where one was not, that is told as a BadRow before its record."""
    for record in records:
        if isinstance(record, _Dated):
            wrong = next((moment for moment in _moments(record) if moment != _within(moment, at)), None)
            if wrong is not None:
                yield BadRow(_where(record), _why(wrong, at))
                yield _settled(record, at)
                continue
        yield record


def _moments(record: _Dated) -> Iterator[datetime]:
    yield record.at if isinstance(record, VoteRecord) else record.created_at
    if isinstance(record, QuestionRecord | AnswerRecord):
        yield from (revision.at for revision in record.revisions)
    if isinstance(record, QuestionRecord) and record.locked_at is not None:
        yield record.locked_at


def _within(moment: datetime, at: datetime) -> datetime:
    return min(max(moment, EARLIEST), at)


def _settled(record: _Dated, at: datetime) -> _Dated:
    if isinstance(record, VoteRecord):
        return replace(record, at=_within(record.at, at))
    created_at = _within(record.created_at, at)
    if isinstance(record, PersonRecord | CommentRecord):
        return replace(record, created_at=created_at)
    revisions = tuple(replace(revision, at=_within(revision.at, at)) for revision in record.revisions)
    if isinstance(record, QuestionRecord):
        locked_at = record.locked_at and _within(record.locked_at, at)
        return replace(record, created_at=created_at, revisions=revisions, locked_at=locked_at)
    return replace(record, created_at=created_at, revisions=revisions)


def _where(record: _Dated) -> str:
    kind = type(record).__name__.removesuffix("Record").lower()
    return f"vote of {record.person}" if isinstance(record, VoteRecord) else f"{kind} {record.key}"


def _why(wrong: datetime, at: datetime) -> str:
    said = f"{wrong.year:04}-{wrong:%m-%d %H:%M} UTC"
    if wrong > at:
        return f"{said} has not come yet: it has the moment of the import now"
    return f"{said} is before 1970: it has the beginning of that year now"
