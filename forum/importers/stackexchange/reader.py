"""Turns a dump's rows into records: original dates and authors, Markdown where the history has it, else safe HTML."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from forum.importers.records import (
    AcceptanceRecord,
    AnswerRecord,
    BadRow,
    CommentRecord,
    DuplicateRecord,
    PersonRecord,
    QuestionRecord,
    Read,
    Record,
    whole_number,
    why_not,
)
from forum.importers.stackexchange import dump
from forum.importers.stackexchange.dump import Row
from forum.importers.stackexchange.history import History, moment, staged, tags_of
from forum.kernel.text.clean import clean_line, clean_text
from forum.kernel.text.html import safe_html
from forum.kernel.text.markdown import render
from forum.questions.models import SourceFormat

_QUESTION, _ANSWER, _DUPLICATE = "1", "2", "3"
_LONGEST = 200_000  # characters of one post; more is a broken row


def size(folder: Path) -> int:
    """How many bytes `records` will read: posts are read for questions, for answers, and for what was accepted."""
    return sum(dump.size(folder, name) * (3 if name == "Posts" else 1) for name in dump.FILES)


def records(folder: Path, *, read: Read = lambda _bytes: None) -> Iterator[Record]:
    """All of the dump that the forum has a place for: people first, then posts in order, then what links them."""
    source = dump.Dump(folder, read)
    yield from _converted(source.rows("Users"), "Users", _person)
    with staged(source) as history:
        questions, answers = source.rows("Posts", kind=_QUESTION), source.rows("Posts", kind=_ANSWER)
        yield from _converted(questions, "Posts", lambda row: _question(row, history))
        yield from _converted(answers, "Posts", lambda row: _answer(row, history))
    yield from _converted(source.rows("Comments"), "Comments", _comment)
    yield from _converted(source.rows("Posts", kind=_QUESTION), "Posts", _acceptance)
    yield from _converted(source.rows("PostLinks"), "PostLinks", _duplicate)
    yield from source.damage()


def _converted(rows: Iterable[Row], name: str, convert: Callable[[Row], Record | None]) -> Iterator[Record]:
    for row in rows:
        try:
            record = convert(row)
        except (KeyError, ValueError, OverflowError) as fault:
            yield BadRow(f"{name}.xml row {row.get('Id', '?')}", why_not(fault))
            continue
        if record is not None:
            yield record


def _person(row: Row) -> PersonRecord | None:
    if row["Id"] == "-1":
        return None
    name = clean_line(row.get("DisplayName", "")) or f"user {row['Id']}"
    return PersonRecord(
        f"u{row['Id']}", name[:80], moment(row["CreationDate"]), location=clean_line(row.get("Location", ""))
    )


def _question(row: Row, history: History) -> QuestionRecord:
    title = clean_line(row["Title"])
    if not title:
        raise ValueError("no title")
    return QuestionRecord(
        key=f"p{int(row['Id'])}",
        title=title[:200],
        tags=tags_of(row.get("Tags", "")),
        views=whole_number(row.get("ViewCount", 0)),
        locked_at=moment(row["ClosedDate"]) if "ClosedDate" in row else None,
        **_words(row, history),
    )


def _answer(row: Row, history: History) -> AnswerRecord:
    return AnswerRecord(key=f"p{int(row['Id'])}", question=f"p{int(row['ParentId'])}", **_words(row, history))


def _words(row: Row, history: History) -> dict[str, Any]:
    body = row["Body"]
    if not body.strip() or len(body) > _LONGEST:
        raise ValueError("an empty or endless body")
    html, revisions = safe_html(body), history.revisions(row["Id"], edited=row.get("LastEditDate"))
    return {
        "source": revisions[-1].source if revisions else html,
        "source_format": SourceFormat.MARKDOWN if revisions else SourceFormat.HTML,
        "html": html,
        "created_at": moment(row["CreationDate"]),
        "author": f"u{row['OwnerUserId']}" if "OwnerUserId" in row else None,
        "score": whole_number(row.get("Score", 0)),
        "revisions": revisions,
    }


def _comment(row: Row) -> CommentRecord:
    source = clean_text(row["Text"])
    if not source:
        raise ValueError("an empty comment")
    return CommentRecord(
        key=f"c{int(row['Id'])}",
        post=f"p{int(row['PostId'])}",
        source=source,
        html=render(source),
        created_at=moment(row["CreationDate"]),
        author=f"u{row['UserId']}" if "UserId" in row else None,
        score=whole_number(row.get("Score", 0)),
    )


def _acceptance(row: Row) -> AcceptanceRecord | None:
    if "AcceptedAnswerId" not in row:
        return None
    return AcceptanceRecord(f"p{int(row['Id'])}", f"p{int(row['AcceptedAnswerId'])}")


def _duplicate(row: Row) -> DuplicateRecord | None:
    if row["LinkTypeId"] != _DUPLICATE:
        return None
    return DuplicateRecord(f"p{int(row['PostId'])}", f"p{int(row['RelatedPostId'])}")
