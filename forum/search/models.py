"""Threads whose place in the index is out of date; searches that were made, those somebody keeps; attempts to ask."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, primary_key
from forum.kernel.pending import Pending

LONGEST_TYPED = 200  # characters of a search that are kept
LONGEST_KEY = 40  # characters of an ask form's key
LONGEST_NAMES = 400  # characters: what was suggested, or opened


class SearchPending(Pending, Model):
    """This thread has to be indexed again."""

    __tablename__ = "search_pending"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)


class SearchLogged(Model):
    """One search: what was shown for it, what was opened of that, and whether this was the end of the matter.

    `person_id` is gone after eight days, when `was_solved` is known; the row after ninety.
    """

    __tablename__ = "search_logged"
    __table_args__ = (Index("ix_search_logged_person", "person_id", "at"),)

    id: Mapped[int] = primary_key()
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    typed: Mapped[str] = mapped_column(String(LONGEST_TYPED))
    found: Mapped[int]  # how many threads
    shown: Mapped[str] = mapped_column(String(120))  # the first threads, by number
    opened_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    was_solved: Mapped[bool | None] = mapped_column(Boolean)


class SavedSearch(Model):
    """A search that somebody keeps. With `tells` he hears of threads that are asked after `looked_at`."""

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("person_id", "typed", name="uq_saved_search_typed"),)

    id: Mapped[int] = primary_key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    typed: Mapped[str] = mapped_column(String(LONGEST_TYPED))
    tells: Mapped[bool] = mapped_column(Boolean, default=False)
    looked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AskAttempt(Model):
    """Somebody stood at an ask form. What was suggested beside it, what he opened of that, and what came of it.

    Suggestions are named as `attempts.Suggestion` writes them, with blanks between; nothing that was typed is kept.
    `category_id` is the one he chose, else that of what he opened first. `question_id` was posted from this form.
    `ticket_followed` and `came_back` are known after seven days, `person_id` is gone after eight, the row after ninety.
    """

    __tablename__ = "ask_attempt"
    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        Index("ix_ask_attempt_person", "person_id", "at"),
    )

    id: Mapped[int] = primary_key()
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    key: Mapped[str] = mapped_column(String(LONGEST_KEY))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    shown: Mapped[str] = mapped_column(String(LONGEST_NAMES), default="")
    shown_count: Mapped[int] = mapped_column(default=0)
    opened: Mapped[str] = mapped_column(String(LONGEST_NAMES), default="")
    solved_by: Mapped[str] = mapped_column(String(30), default="")
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    ticket_followed: Mapped[bool | None] = mapped_column(Boolean)
    came_back: Mapped[bool | None] = mapped_column(Boolean)
