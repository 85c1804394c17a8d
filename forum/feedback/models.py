"""One question "Did it work?" and what was said to it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, choice, primary_key


class Verdict(StrEnum):
    """What somebody says of a fix."""

    WORKED = "worked"
    NOT_YET = "not_yet"


_RUNS = text("ended_at IS NULL")


def _one_running(column: str) -> Index:
    """At most one question a ticket or answer that has not ended, held by the database."""
    name = f"uq_feedback_running_{column}"
    return Index(name, column, unique=True, sqlite_where=_RUNS, postgresql_where=_RUNS)


class Feedback(Model):
    """Somebody is asked whether a fix works: a ticket's, once a resolution, or an accepted answer's.

    `person_id` None: the ticket's requester solved it himself, so nobody is asked. `staff_id` is whose work it is.
    `closes_at`: when no answer closes the ticket, or ends the question; None when it never does or has done so.
    `ended_at`: what was asked about is not so any more (reopened, another answer accepted, solved anew).
    """

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint("(ticket_id IS NULL) <> (answer_id IS NULL)", name="one_thing"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
        _one_running("ticket_id"),
        _one_running("answer_id"),
        Index("ix_feedback_ticket", "ticket_id"),
        Index("ix_feedback_person", "person_id", "ended_at"),
        Index("ix_feedback_staff", "staff_id", "answered_at"),
        Index("ix_feedback_closes", "closes_at"),
        Index("ix_feedback_asked", "asked_at"),
    )

    id: Mapped[int] = primary_key()
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    secret: Mapped[str] = mapped_column(String(32))  # in the mailed link, which needs no sign-in
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verdict: Mapped[Verdict | None] = mapped_column(choice(Verdict, "verdict"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rating: Mapped[int | None]
    comment: Mapped[str] = mapped_column(Text, default="")

    @property
    def token(self) -> str:
        """What the link carries: which question, and 128 random bits that nobody else knows."""
        return f"{self.id}-{self.secret}"
