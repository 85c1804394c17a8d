"""Answers and comments, which answer was accepted, who is writing one."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, choice, primary_key
from forum.questions.models import SourceFormat, Visibility


class Answer(Model):
    """An answer. `revision` is raised by edits; the thread's `version` by everything."""

    __tablename__ = "answer"
    __table_args__ = (
        Index("ix_answer_thread", "question_id", "visibility", "id"),
        Index("ix_answer_author", "author_id", "created_at", "id"),
    )

    id: Mapped[int] = primary_key()
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    source: Mapped[str] = mapped_column(Text)
    source_format: Mapped[SourceFormat] = mapped_column(
        choice(SourceFormat, "source_format"), default=SourceFormat.MARKDOWN
    )
    html: Mapped[str] = mapped_column(Text)
    visibility: Mapped[Visibility] = mapped_column(choice(Visibility, "visibility"), default=Visibility.PUBLIC)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)
    score: Mapped[int] = mapped_column(default=0)
    imported_score: Mapped[int] = mapped_column(default=0)
    failed_count: Mapped[int] = mapped_column(default=0)  # "did not work for me"
    by_staff: Mapped[bool] = mapped_column(Boolean, default=False)  # the author wore the badge when answering
    fix_label: Mapped[str] = mapped_column(String(24), default="")  # the ticket whose fix this is
    imported_from: Mapped[str | None] = mapped_column(String(80), unique=True)


class AnswerRevision(Model):
    """One state of an answer's words."""

    __tablename__ = "answer_revision"
    __table_args__ = (UniqueConstraint("answer_id", "number"),)

    id: Mapped[int] = primary_key()
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"))
    number: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    source_format: Mapped[SourceFormat] = mapped_column(
        choice(SourceFormat, "source_format"), default=SourceFormat.MARKDOWN
    )
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(200), default="")
    restored_number: Mapped[int | None]


class AnswerRemoval(Model):
    """Who took an answer out of sight, why, and who brought it back."""

    __tablename__ = "answer_removal"

    id: Mapped[int] = primary_key()
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), index=True)
    visibility: Mapped[Visibility] = mapped_column(choice(Visibility, "visibility"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(300), default="")
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AnswerFile(Model):
    """A file that an answer shows or carries."""

    __tablename__ = "answer_file"

    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True, index=True)


class Comment(Model):
    """A short remark on a question or an answer; `thread_id` is the question it is read with."""

    __tablename__ = "comment"
    __table_args__ = (
        CheckConstraint("(question_id IS NULL) <> (answer_id IS NULL)", name="one_post"),
        Index("ix_comment_thread", "thread_id", "visibility", "id"),
        Index("ix_comment_author", "author_id", "created_at", "id"),
    )

    id: Mapped[int] = primary_key()
    thread_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    visibility: Mapped[Visibility] = mapped_column(choice(Visibility, "visibility"), default=Visibility.PUBLIC)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)
    imported_score: Mapped[int] = mapped_column(default=0)
    imported_from: Mapped[str | None] = mapped_column(String(80), unique=True)


class CommentRemoval(Model):
    """Who took a comment out of sight, why, and who brought it back."""

    __tablename__ = "comment_removal"

    id: Mapped[int] = primary_key()
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    visibility: Mapped[Visibility] = mapped_column(choice(Visibility, "visibility"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(300), default="")
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Acceptance(Model):
    """The answer that solved the question, who said so and when; `as_staff` when IT staff said it for the asker."""

    __tablename__ = "acceptance"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # null: imported
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    as_staff: Mapped[bool] = mapped_column(Boolean, default=False)


class Claim(Model):
    """Who says "I am on it", and is writing an answer until when. One a question, one a person."""

    __tablename__ = "claim"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
