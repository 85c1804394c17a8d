"""FAQ entries and what hangs on them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, choice, primary_key


class FaqState(StrEnum):
    """How an entry stands; `rules.STEPS` says what leads from one to another."""

    DRAFT = "draft"
    REVIEW = "under review"
    PUBLISHED = "published"
    OBSOLETE = "obsolete"


class Doubt(StrEnum):
    """Why an entry is suspect."""

    NONE = ""
    READERS = "readers"  # it did not help three in a row
    DUPLICATE = "duplicate"  # somebody asked anew because the fix had failed


class FaqEntry(Model):
    """A question as a reader would ask it, and its answer.

    `credited_id` is whose words the answer began as; `owner_id` who is asked whether it is still true, next at
    `review_due_at`. Counters are those of `faq_vote` and `faq_opening`.
    """

    __tablename__ = "faq_entry"
    __table_args__ = (
        Index("ix_faq_entry_used", "state", "category_id", "opened_count", "id"),
        Index("ix_faq_entry_review", "state", "review_due_at", "id"),
        UniqueConstraint("source_answer_id", "language"),
        UniqueConstraint("translation_of_id", "language"),
    )

    id: Mapped[int] = primary_key()
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    question: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(80))
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    tags: Mapped[str] = mapped_column(String(220), default="")
    language: Mapped[str] = mapped_column(String(5))
    state: Mapped[FaqState] = mapped_column(choice(FaqState, "state"), default=FaqState.DRAFT)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    credited_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    source_question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)
    source_answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"))
    translation_of_id: Mapped[int | None] = mapped_column(ForeignKey("faq_entry.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    review_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    doubt: Mapped[Doubt] = mapped_column(choice(Doubt, "doubt"), default=Doubt.NONE)
    revision: Mapped[int] = mapped_column(default=1)
    opened_count: Mapped[int] = mapped_column(default=0)
    helped_count: Mapped[int] = mapped_column(default=0)
    failed_count: Mapped[int] = mapped_column(default=0)
    failed_in_a_row: Mapped[int] = mapped_column(default=0)


class FaqRevision(Model):
    """One state of an entry's words; number 1 is how it was first written."""

    __tablename__ = "faq_revision"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    id: Mapped[int] = primary_key()
    entry_id: Mapped[int] = mapped_column(ForeignKey("faq_entry.id"))
    number: Mapped[int]
    question: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(Text)
    tags: Mapped[str] = mapped_column(String(220), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(200), default="")


class FaqStep(Model):
    """What somebody did with an entry: published it, checked it, gave it an owner. `alone` where nobody else could."""

    __tablename__ = "faq_step"

    id: Mapped[int] = primary_key()
    entry_id: Mapped[int] = mapped_column(ForeignKey("faq_entry.id"), index=True)
    act: Mapped[str] = mapped_column(String(24))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(300), default="")
    alone: Mapped[bool] = mapped_column(Boolean, default=False)


class FaqVote(Model):
    """Whether an entry helped somebody, and what he says to its owner."""

    __tablename__ = "faq_vote"

    entry_id: Mapped[int] = mapped_column(ForeignKey("faq_entry.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    helped: Mapped[bool] = mapped_column(Boolean)
    comment: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class FaqOpening(Model):
    """A person has read an entry on a day; kept for eight days: who reads it twice a day counts once."""

    __tablename__ = "faq_opening"

    entry_id: Mapped[int] = mapped_column(ForeignKey("faq_entry.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True, index=True)


class FaqFile(Model):
    """A file that an entry shows or carries."""

    __tablename__ = "faq_file"

    entry_id: Mapped[int] = mapped_column(ForeignKey("faq_entry.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True, index=True)
