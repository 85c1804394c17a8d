"""Business hours, what is aimed at within them, when a ticket's clocks stood still, promises and warnings."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, choice, primary_key
from forum.tickets.models import Level, Priority
from forum.tickets.sla import Reason


class Clock(StrEnum):
    """What somebody waits for."""

    RESPONSE = "response"
    UPDATE = "update"
    RESOLUTION = "resolution"
    PROMISE = "promise"


class Outcome(StrEnum):
    """How a promise ended. Lapsed: its ticket was void, so there was nothing left to keep."""

    KEPT = "kept"
    MOVED = "moved"
    MISSED = "missed"
    LAPSED = "lapsed"


class Stage(StrEnum):
    """Who is told of a deadline: the owner before and when it has passed, then the team's lead."""

    NEAR = "near"
    LATE = "late"
    LEAD = "lead"


class BusinessCalendar(Model):
    """When a team works: time zone, hours by weekday, and whose public holidays it keeps (ISO 3166 codes)."""

    __tablename__ = "business_calendar"

    id: Mapped[int] = primary_key()
    name: Mapped[str] = mapped_column(String(60), unique=True)
    zone: Mapped[str] = mapped_column(String(60))
    country: Mapped[str] = mapped_column(String(2), default="")
    region: Mapped[str] = mapped_column(String(24), default="")
    is_default: Mapped[bool] = mapped_column(Boolean, default=False)


class CalendarInterval(Model):
    """One stretch of hours of a weekday (0 is Monday), from minute to minute of the local day."""

    __tablename__ = "calendar_interval"

    calendar_id: Mapped[int] = mapped_column(ForeignKey("business_calendar.id"), primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True)
    begins: Mapped[int] = mapped_column(primary_key=True)
    ends: Mapped[int]


class CalendarDay(Model):
    """A day of the team's own: off, or worked although it is a public holiday. `from_file`: read from iCalendar."""

    __tablename__ = "calendar_day"

    calendar_id: Mapped[int] = mapped_column(ForeignKey("business_calendar.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    works: Mapped[bool] = mapped_column(Boolean, default=False)
    from_file: Mapped[bool] = mapped_column(Boolean, default=False)


class TeamCalendar(Model):
    """The calendar a team works by; teams without one work by the default."""

    __tablename__ = "team_calendar"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    calendar_id: Mapped[int] = mapped_column(ForeignKey("business_calendar.id"), index=True)


class TimingVersion(Model):
    """One row: raised whenever a calendar or a target changes, so that the worker sets the clocks of open tickets."""

    __tablename__ = "timing_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)


class PriorityCell(Model):
    """A cell of the matrix that differs from the default one: what impact and urgency together mean."""

    __tablename__ = "priority_cell"

    impact: Mapped[Level] = mapped_column(choice(Level, "impact"), primary_key=True)
    urgency: Mapped[Level] = mapped_column(choice(Level, "urgency"), primary_key=True)
    priority: Mapped[Priority] = mapped_column(choice(Priority, "priority"))


class SlaTarget(Model):
    """Business minutes within which tickets of a category and priority are answered, told more, and solved.

    `category_id` null: of every category without a row of its own. A null of minutes: nothing is aimed at.
    """

    __tablename__ = "sla_target"
    __table_args__ = (
        Index("uq_sla_target_category", "category_id", "priority", unique=True),
        Index("uq_sla_target_default", "priority", unique=True,
              sqlite_where=text("category_id IS NULL"), postgresql_where=text("category_id IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = primary_key()
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    priority: Mapped[Priority] = mapped_column(choice(Priority, "priority"))
    response: Mapped[int | None]
    update: Mapped[int | None]
    resolution: Mapped[int | None]


class TicketPause(Model):
    """When the clocks of a ticket stood still: it waited for its requester, or was solved. One is open at most."""

    __tablename__ = "ticket_pause"
    __table_args__ = (
        Index("ix_ticket_pause_ticket", "ticket_id", "since"),
        Index("uq_ticket_pause_open", "ticket_id", unique=True,
              sqlite_where=text("until IS NULL"), postgresql_where=text("until IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = primary_key()
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[Reason] = mapped_column(choice(Reason, "reason"))


class Promise(Model):
    """The word that the ticket is solved by `due_at`: whose, and what became of it. Null: it stands; one at most does.

    `reason` says why it took the place of the one before.
    """

    __tablename__ = "ticket_promise"
    __table_args__ = (
        Index("ix_ticket_promise_ticket", "ticket_id", "id"),
        Index("ix_ticket_promise_due", "outcome", "due_at"),
        Index("uq_ticket_promise_standing", "ticket_id", unique=True,
              sqlite_where=text("outcome IS NULL"), postgresql_where=text("outcome IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = primary_key()
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(300), default="")
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome, "outcome"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TicketWarning(Model):
    """What was told of a run of a clock, begun at `since`, and to whom; null: nobody, or more was told at once."""

    __tablename__ = "ticket_warning"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    clock: Mapped[Clock] = mapped_column(choice(Clock, "clock"), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    stage: Mapped[Stage] = mapped_column(choice(Stage, "stage"), primary_key=True)
    told_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
