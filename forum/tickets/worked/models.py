"""How long somebody of IT has worked on a ticket."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, primary_key


class WorkedTime(Model):
    """Minutes that a person says he has worked on a ticket, noted at `at`, by themselves or with a note of his."""

    __tablename__ = "worked_time"
    __table_args__ = (CheckConstraint("minutes > 0", name="some_time"), Index("ix_worked_time_at", "at"))

    id: Mapped[int] = primary_key()
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    note_id: Mapped[int | None] = mapped_column(ForeignKey("ticket_note.id"))
    minutes: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
