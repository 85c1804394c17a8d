"""Writes records by batches, each in a transaction of its own; what is there already stays as it is.

Every record's key is stored, so an interrupted import is simply run again, and a second run changes nothing.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert, select

from forum.answers.models import Answer, AnswerRevision, Comment
from forum.importers import links
from forum.importers.people import insert_people
from forum.importers.records import (
    AcceptanceRecord,
    AnswerRecord,
    BadRow,
    CommentRecord,
    DuplicateRecord,
    PersonRecord,
    QuestionRecord,
    Record,
    VoteRecord,
)
from forum.importers.report import Report
from forum.kernel.db import Model, session, transaction
from forum.kernel.errors import Invalid
from forum.kernel.text.shapes import title_slug
from forum.questions.language import guess_language
from forum.questions.models import Question, QuestionRevision, QuestionTag
from forum.search.models import SearchPending
from forum.topics.actions import resolve_tags

BATCH = 500


class Writer:
    """Takes records in any order in which those that are named come before those that name them."""

    def __init__(self, source: str, category_id: int, report: Report, *, at: datetime) -> None:
        self._source = source
        self._category_id = category_id
        self._report = report
        self._at = at
        self._tags: dict[str, tuple[int, str] | None] = {}
        self._kinds: dict[type, tuple[str, Callable[[Sequence[Any]], int]]] = {
            PersonRecord: ("people", self._people),
            QuestionRecord: ("questions", self._questions),
            AnswerRecord: ("answers", self._answers),
            CommentRecord: ("comments", self._comments),
            VoteRecord: ("votes", self._votes),
            AcceptanceRecord: ("accepted", self._acceptances),
            DuplicateRecord: ("duplicates", self._duplicates),
        }

    def write(self, records: Iterable[Record], *, tell: Callable[[int], None] = lambda _count: None) -> None:
        """All records are in the database, or in the report with their reason.

        What a batch has of one kind is written together, each kind behind those it may name: a file where each question
        is followed by its answers takes no longer than one that is sorted.
        """
        good = (record for record in records if not self._is_left(record))
        while batch := list(islice(good, BATCH)):
            for kind, (name, write) in self._kinds.items():
                self._flush(name, write, [record for record in batch if type(record) is kind])
            tell(len(batch))

    def _is_left(self, record: Record) -> bool:
        if is_bad := isinstance(record, BadRow):
            self._report.leave(record)
        return is_bad

    def _flush(self, name: str, write: Callable[[Sequence[Any]], int], records: Sequence[Any]) -> None:
        if records:
            self._report.seen[name] += len(records)
            with transaction():
                self._report.written[name] += write(records)

    def _people(self, batch: Sequence[PersonRecord]) -> int:
        return insert_people(batch, self._source)

    def _questions(self, batch: Sequence[QuestionRecord]) -> int:
        new = self._new(Question, batch)
        if not new:
            return 0
        authors = self._authors([record.author for record in new] + _revisers(new))
        tags = {record.key: self._tags_of(record.tags) for record in new}
        rows = [self._question_row(record, authors, tags[record.key]) for record in new]
        _bulk(Question, rows)
        ids = self._ids(Question, [record.key for record in new])
        marks = [{"question_id": ids[r.key], "tag_id": tag_id} for r in new for tag_id, _name in tags[r.key]]
        _bulk(QuestionTag, marks)
        _bulk(QuestionRevision, [row for r in new for row in _question_revisions(r, ids[r.key], authors)])
        _bulk(SearchPending, [{"question_id": ids[r.key], "due_at": self._at, "attempts": 0} for r in new])
        return len(new)

    def _question_row(
        self, record: QuestionRecord, authors: dict[str, int], tags: list[tuple[int, str]]
    ) -> dict[str, Any]:
        return {
            "category_id": self._category_id,
            "author_id": authors.get(record.author or ""),
            "title": record.title,
            "slug": title_slug(record.title),
            "source": record.source,
            "source_format": record.source_format,
            "html": record.html,
            "tags": " ".join(name for _tag_id, name in tags),
            "language": guess_language(record.title),
            "created_at": record.created_at,
            "active_at": record.created_at,
            "edited_at": record.revisions[-1].at if len(record.revisions) > 1 else None,
            "locked_at": record.locked_at,
            "revision": max(1, len(record.revisions)),
            "score": record.score,
            "imported_score": record.score,
            "view_count": record.views,
            "imported_from": self._stored(record.key),
        }

    def _answers(self, batch: Sequence[AnswerRecord]) -> int:
        threads = self._ids(Question, [record.question for record in batch])
        known = [r for r in self._new(Answer, batch) if self._report.has(r.question, threads, f"answer {r.key}")]
        authors = self._authors([record.author for record in known] + _revisers(known))
        _bulk(Answer, [self._answer_row(record, threads, authors) for record in known])
        ids = self._ids(Answer, [record.key for record in known])
        _bulk(AnswerRevision, [row for r in known for row in _answer_revisions(r, ids[r.key], authors)])
        return len(known)

    def _answer_row(self, record: AnswerRecord, threads: dict[str, int], authors: dict[str, int]) -> dict[str, Any]:
        return {
            "question_id": threads[record.question],
            "author_id": authors.get(record.author or ""),
            "source": record.source,
            "source_format": record.source_format,
            "html": record.html,
            "created_at": record.created_at,
            "edited_at": record.revisions[-1].at if len(record.revisions) > 1 else None,
            "revision": max(1, len(record.revisions)),
            "score": record.score,
            "imported_score": record.score,
            "imported_from": self._stored(record.key),
        }

    def _comments(self, batch: Sequence[CommentRecord]) -> int:
        posts = [record.post for record in batch]
        questions, answers = self._ids(Question, posts), self._threads_of_answers(posts)
        new = self._new(Comment, batch)
        known = [r for r in new if self._is_one_post(r.post, questions, answers, f"comment {r.key}")]
        authors = self._authors([record.author for record in known])
        rows = [
            {
                **_where(record.post, questions, answers),
                "author_id": authors.get(record.author or ""),
                "source": record.source,
                "html": record.html,
                "created_at": record.created_at,
                "imported_score": record.score,
                "imported_from": self._stored(record.key),
            }
            for record in known
        ]
        _bulk(Comment, rows)
        return len(rows)

    def _votes(self, batch: Sequence[VoteRecord]) -> int:
        posts, people = [record.post for record in batch], self._authors([record.person for record in batch])
        questions, answers = self._ids(Question, posts), self._ids(Answer, posts)
        good = [
            r
            for r in batch
            if self._is_one_post(r.post, questions, answers, f"vote of {r.person}")
            and self._report.has(r.person, people, f"vote on {r.post}")
            and self._report.holds(
                r.value > 0 or r.post in answers, f"vote of {r.person}", "only answers have votes of -1"
            )
        ]
        return sum(links.add_vote(r, people[r.person], questions.get(r.post), answers.get(r.post)) for r in good)

    def _is_one_post(self, key: str, questions: Container[str], answers: Container[str], where: str) -> bool:
        if key in questions and key in answers:
            return self._report.holds(False, where, f"{key} is a question and an answer")
        return self._report.holds(key in questions or key in answers, where, f"{key} is not there")

    def _acceptances(self, batch: Sequence[AcceptanceRecord]) -> int:
        questions = self._ids(Question, [record.question for record in batch])
        answers = self._threads_of_answers([record.answer for record in batch])
        good = [
            r
            for r in batch
            if self._report.has(r.question, questions, f"accepted {r.answer}")
            and self._report.has(r.answer, answers, f"accepted of {r.question}")
        ]
        return links.accept(good, questions, answers, self._report)

    def _duplicates(self, batch: Sequence[DuplicateRecord]) -> int:
        ids = self._ids(Question, [key for record in batch for key in (record.question, record.original)])
        good = [
            r
            for r in batch
            if self._report.has(r.question, ids, f"duplicate of {r.original}")
            and self._report.has(r.original, ids, f"original of {r.question}")
        ]
        return sum(links.mark_duplicate(r, ids[r.question], ids[r.original], self._report, at=self._at) for r in good)

    def _new(self, kind: Any, batch: Sequence[Any]) -> list[Any]:
        """The records of the batch that no earlier run has written; a key that comes twice is taken once."""
        there = self._ids(kind, [record.key for record in batch])
        fresh: dict[str, Any] = {}
        for record in batch:
            if record.key not in there:
                fresh.setdefault(record.key, record)
        return list(fresh.values())

    def _ids(self, kind: Any, keys: Sequence[str]) -> dict[str, int]:
        stored = [self._stored(key) for key in keys]
        rows = session.execute(select(kind.imported_from, kind.id).where(kind.imported_from.in_(stored)))
        return {self._bare(row.imported_from): row.id for row in rows}

    def _threads_of_answers(self, keys: Sequence[str]) -> dict[str, tuple[int, int]]:
        stored = [self._stored(key) for key in keys]
        columns = select(Answer.imported_from, Answer.id, Answer.question_id)
        rows = session.execute(columns.where(Answer.imported_from.in_(stored)))
        return {self._bare(row.imported_from): (row.id, row.question_id) for row in rows}

    def _authors(self, keys: Sequence[str | None]) -> dict[str, int]:
        return links.people_with([key for key in keys if key], self._source)

    def _tags_of(self, names: Sequence[str]) -> list[tuple[int, str]]:
        return list(dict.fromkeys(filter(None, map(self._tag, names))))

    def _tag(self, name: str) -> tuple[int, str] | None:
        """The id and name of the tag; None, told once, where none can be called so."""
        if name not in self._tags:
            try:
                self._tags[name] = next(((tag.id, tag.name) for tag in resolve_tags([name], at=self._at)), None)
            except Invalid as refusal:
                self._report.leave(BadRow(f"tag {name[:80]}", str(refusal)))
                self._tags[name] = None
        return self._tags[name]

    def _stored(self, key: str) -> str:
        return f"{self._source}:{key}"

    def _bare(self, stored: str) -> str:
        return stored.removeprefix(f"{self._source}:")


def _bulk(kind: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.connection().execute(insert(kind), rows)


def _revisers(records: Sequence[QuestionRecord] | Sequence[AnswerRecord]) -> list[str | None]:
    return [revision.author for record in records for revision in record.revisions]


def _question_revisions(record: QuestionRecord, question_id: int, authors: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "question_id": question_id,
            "number": number,
            "title": revision.title,
            "source": revision.source,
            "tags": " ".join(revision.tags)[:220],
            "by_id": authors.get(revision.author or ""),
            "at": revision.at,
            "reason": revision.reason[:200],
        }
        for number, revision in enumerate(record.revisions, start=1)
    ]


def _answer_revisions(record: AnswerRecord, answer_id: int, authors: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "answer_id": answer_id,
            "number": number,
            "source": revision.source,
            "by_id": authors.get(revision.author or ""),
            "at": revision.at,
            "reason": revision.reason[:200],
        }
        for number, revision in enumerate(record.revisions, start=1)
    ]


def _where(post: str, questions: dict[str, int], answers: dict[str, tuple[int, int]]) -> dict[str, int | None]:
    if post in questions:
        return {"thread_id": questions[post], "question_id": questions[post], "answer_id": None}
    answer_id, thread_id = answers[post]
    return {"thread_id": thread_id, "question_id": None, "answer_id": answer_id}
