"""Which tickets were changed together, who is writing where, and who is away."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, primary_key


class BulkChange(Model):
    """One change of many tickets. `tickets` holds by ticket id what each was before and after, for undo."""

    __tablename__ = "bulk_change"

    id: Mapped[int] = primary_key()
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    act: Mapped[str] = mapped_column(String(24))
    tickets: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TicketPresence(Model):
    """Somebody of IT is writing in the ticket, as far as is known until `until`."""

    __tablename__ = "ticket_presence"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class Absence(Model):
    """Somebody of IT is away from `begins_at` to `ends_at`, and `stand_in_id` gets what would be given to him."""

    __tablename__ = "absence"
    __table_args__ = (Index("ix_absence_person", "person_id", "ends_at"),)

    id: Mapped[int] = primary_key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    stand_in_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    begins_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
