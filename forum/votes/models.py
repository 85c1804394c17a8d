"""One vote of one person on one post, and notes of thanks."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, primary_key


class ThanksNote(Model):
    """A word of thanks to the author of an answer, who alone reads it; nameless from who asked without a name."""

    __tablename__ = "thanks_note"
    __table_args__ = (UniqueConstraint("answer_id", "by_id"), Index("ix_thanks_note_to", "to_id", "at"))

    id: Mapped[int] = primary_key()
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(String(500))
    is_nameless: Mapped[bool] = mapped_column(Boolean, default=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Vote(Model):
    """`value` is +1 "helpful", or, on answers only, -1 "did not work for me"."""

    __tablename__ = "vote"
    __table_args__ = (
        CheckConstraint("(question_id IS NULL) <> (answer_id IS NULL)", name="one_post"),
        CheckConstraint("value = 1 OR (value = -1 AND answer_id IS NOT NULL)", name="value"),
        UniqueConstraint("person_id", "question_id"),
        UniqueConstraint("person_id", "answer_id"),
    )

    id: Mapped[int] = primary_key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"), index=True)
    value: Mapped[int] = mapped_column(SmallInteger)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
