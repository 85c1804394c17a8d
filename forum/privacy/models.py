"""What is being taken out of the forum, and how far that has come; copies of a person's data."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, choice, primary_key
from forum.kernel.pending import Pending


class Stage(StrEnum):
    """What the worker does next with it."""

    TEXTS = "texts"
    INDEX = "index"
    STORAGE = "storage"
    FINISHED = "finished"


_ABOUT = " + ".join(
    f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in ("question_id", "ticket_id", "person_id")
)


class Removal(Pending, Model):
    """A secret that was found in a thread or ticket, or who somebody was: taken out of everything there is.

    `words` maps what goes to what stands there afterwards, `files` are tokens; both are empty once they are gone.
    `counts` says in how many rows of which table something stood.
    """

    __tablename__ = "removal"
    __table_args__ = (CheckConstraint(f"{_ABOUT} = 1", name="one_thing"),)

    id: Mapped[int] = primary_key()
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    words: Mapped[dict[str, str]] = mapped_column(JSON)
    files: Mapped[list[str]] = mapped_column(JSON)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    stage: Mapped[Stage] = mapped_column(choice(Stage, "stage"), default=Stage.TEXTS)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class DataCopy(Pending, Model):
    """Somebody asked for a copy of all his data. `path` is where he fetches it, for a day after `done_at`."""

    __tablename__ = "data_copy"

    id: Mapped[int] = primary_key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    path: Mapped[str] = mapped_column(String(120), default="")
