"""Business hours: calendars with their days, and which team works by which."""

from datetime import date

from sqlalchemy import Boolean, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, primary_key


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
