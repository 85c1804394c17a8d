"""Questions and what hangs on them. Counters and marks that every list shows are columns of the question itself."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, choice, primary_key


class Visibility(StrEnum):
    """Who may see a post: kept in step with the dated rows that say who changed it, when and why."""

    PUBLIC = "public"
    HELD = "held"
    HIDDEN = "hidden"
    DELETED = "deleted"
    MERGED = "merged"


STANDING = (Visibility.PUBLIC, Visibility.HELD)
"""A post with one of these is there, or will be once a moderator has looked at it."""


class SourceFormat(StrEnum):
    """What `source` is written in; imported HTML becomes Markdown when somebody edits it."""

    MARKDOWN = "markdown"
    HTML = "html"


_IS_UNSOLVED = "solved_at IS NULL AND duplicate_of_id IS NULL"

# All that the filters' counts look at, so that they are counted in the index alone, without a way to any question. It
# stands after the id, so that no list takes the index for its order.
_COUNTED = ("category_id", "visibility", "id", "solved_at", "duplicate_of_id", "answer_count", "has_staff_answer")


def _some(name: str, condition: str, *columns: Any) -> Index:
    """Of these questions only: SQLite takes the nulls of a column that an index begins with for few, and reads all."""
    where = text(condition)
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


class Question(Model):
    """A question. `version` is raised by all that a reader of the thread sees, `revision` by edits only."""

    __tablename__ = "question"
    __table_args__ = (
        Index("ix_question_active", "visibility", "active_at", "id"),
        Index("ix_question_newest", "visibility", "created_at", "id"),
        Index("ix_question_affected", "visibility", "affected_count", "id"),
        Index("ix_question_score", "visibility", "score", "id"),
        Index("ix_question_category", "category_id", "visibility", "active_at", "id"),
        Index("ix_question_unanswered", "visibility", "answer_count", "created_at", "id"),
        _some("ix_question_unsolved", _IS_UNSOLVED, "visibility", "active_at", "id"),
        Index("ix_question_author", "author_id", "active_at", "id"),
        Index("ix_question_counted", *_COUNTED),
        _some("ix_question_duplicate_of_id", "duplicate_of_id IS NOT NULL", "duplicate_of_id"),
    )  # fmt: skip

    id: Mapped[int] = primary_key()
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # null: asked anonymously
    title: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(80))
    source: Mapped[str] = mapped_column(Text)
    source_format: Mapped[SourceFormat] = mapped_column(
        choice(SourceFormat, "source_format"), default=SourceFormat.MARKDOWN
    )
    html: Mapped[str] = mapped_column(Text)
    tags: Mapped[str] = mapped_column(String(220), default="")  # names, space-separated, as question_tag has them
    language: Mapped[str] = mapped_column(String(5), default="en")
    visibility: Mapped[Visibility] = mapped_column(choice(Visibility, "visibility"), default=Visibility.PUBLIC)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    active_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    solved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    locked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    protected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    version: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=1)
    score: Mapped[int] = mapped_column(default=0)
    imported_score: Mapped[int] = mapped_column(default=0)  # votes without a person, part of score
    answer_count: Mapped[int] = mapped_column(default=0)
    affected_count: Mapped[int] = mapped_column(default=0)
    view_count: Mapped[int] = mapped_column(default=0)
    has_staff_answer: Mapped[bool] = mapped_column(Boolean, default=False)
    last_answer_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    last_answer_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ticket_label: Mapped[str] = mapped_column(String(24), default="")  # "IT-000123" while it has a ticket
    imported_from: Mapped[str | None] = mapped_column(String(80), unique=True)


# In the worklist's order: most affected first, then oldest.
_IS_WAITED_FOR = f"{_IS_UNSOLVED} AND locked_at IS NULL AND (imported_from IS NULL OR affected_count > 0)"
_some("ix_question_waiting", f"{_IS_WAITED_FOR} AND ticket_label = ''",
      Question.visibility, Question.affected_count.desc(), Question.created_at, Question.id)  # fmt: skip


class QuestionOnBehalf(Model):
    """The real person behind an anonymous question: readable by staff, and keeps the asker's rights."""

    __tablename__ = "question_on_behalf"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)


class QuestionRevision(Model):
    """One state of a question's words; number 1 is how it was asked."""

    __tablename__ = "question_revision"
    __table_args__ = (UniqueConstraint("question_id", "number"),)

    id: Mapped[int] = primary_key()
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(Text)
    source_format: Mapped[SourceFormat] = mapped_column(
        choice(SourceFormat, "source_format"), default=SourceFormat.MARKDOWN
    )
    tags: Mapped[str] = mapped_column(String(220), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(200), default="")
    restored_number: Mapped[int | None]


class QuestionTag(Model):
    """A tag on a question."""

    __tablename__ = "question_tag"
    __table_args__ = (Index("ix_question_tag_by_tag", "tag_id", "question_id"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True)


class QuestionField(Model):
    """What the asker filled into one field of the category's form."""

    __tablename__ = "question_field"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("intake_field.id"), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class QuestionRemoval(Model):
    """Who took a question out of sight, to which visibility, why, and who brought it back."""

    __tablename__ = "question_removal"

    id: Mapped[int] = primary_key()
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    visibility: Mapped[Visibility] = mapped_column(choice(Visibility, "visibility"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(300), default="")
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class QuestionLock(Model):
    """When a question was closed to new answers, by whom and why."""

    __tablename__ = "question_lock"

    id: Mapped[int] = primary_key()
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(300), default="")
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class QuestionProtection(Model):
    """When a question was closed to what newcomers write, by whom and why."""

    __tablename__ = "question_protection"

    id: Mapped[int] = primary_key()
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(300))
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DuplicateMark(Model):
    """Who said that a question was asked before, and as which."""

    __tablename__ = "duplicate_mark"

    id: Mapped[int] = primary_key()
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    original_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    fix_failed: Mapped[bool] = mapped_column(Boolean, default=False)  # asked again since the answers there did not help
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Affected(Model):
    """A colleague who has the same problem, with the device it happens on."""

    __tablename__ = "affected"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    device: Mapped[str] = mapped_column(String(200), default="")


class Follow(Model):
    """Somebody who hears of what happens in a thread; `muted_at` when he no longer wants to."""

    __tablename__ = "follow"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    muted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Bookmark(Model):
    """A question somebody keeps for later."""

    __tablename__ = "bookmark"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class QuestionView(Model):
    """A person has read a thread on a day; kept for two days so that nobody counts twice."""

    __tablename__ = "question_view"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True, index=True)


class QuestionFile(Model):
    """A file that a question shows or carries."""

    __tablename__ = "question_file"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True, index=True)
