"""Who is at a ticket now, who is away, and which tickets were changed together."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, primary_key


class TicketPresence(Model):
    """Somebody is writing a reply in a ticket; it lapses by itself at `until`."""

    __tablename__ = "ticket_presence"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class Absence(Model):
    """A time away: until its last day is over, whatever would go to the person goes to the stand-in."""

    __tablename__ = "absence"
    __table_args__ = (Index("ix_absence_person", "person_id", "ends_at"),)

    id: Mapped[int] = primary_key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    stand_in_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    last_day: Mapped[date] = mapped_column(Date)
    begins_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)  # the end of the last day, or when the person came back
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class BulkChange(Model):
    """One change of many tickets. `tickets` holds by ticket id what each was before and after, for undo."""

    __tablename__ = "bulk_change"

    id: Mapped[int] = primary_key()
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    act: Mapped[str] = mapped_column(String(24))
    tickets: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
