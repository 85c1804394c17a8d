"""The hours that hold for a team: from its calendar, else from the default one, else office hours."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from forum.accounts.models import Team
from forum.accounts.settings import COMPANY_ZONE
from forum.kernel.db import BigId, read, session
from forum.kernel.errors import NotFound
from forum.kernel.moments import zone_named
from forum.tickets.sla import Hours
from forum.tickets.timing.holidays import public_holidays
from forum.tickets.timing.models import BusinessCalendar, CalendarDay, CalendarInterval, TeamCalendar, TimingVersion
from forum.tickets.timing.rules import Interval

OFFICE_WEEK: tuple[tuple[Interval, ...], ...] = (((540, 780), (840, 1080)),) * 5 + ((), ())
_OF_TEAM = (
    select(BusinessCalendar)
    .outerjoin(TeamCalendar, TeamCalendar.calendar_id == BusinessCalendar.id)
    .where((TeamCalendar.team_id == bindparam("team_id", type_=BigId)) | BusinessCalendar.is_default.is_(True))
    .order_by(BusinessCalendar.is_default, BusinessCalendar.id)
)
_CALENDARS = (
    select(BusinessCalendar.id, BusinessCalendar.name, BusinessCalendar.zone, BusinessCalendar.is_default,
           BusinessCalendar.country, BusinessCalendar.region,
           func.count(TeamCalendar.team_id).label("teams"))
    .outerjoin(TeamCalendar, TeamCalendar.calendar_id == BusinessCalendar.id)
    .group_by(BusinessCalendar.id)
    .order_by(BusinessCalendar.name)
)  # fmt: skip
_TEAMS = (
    select(Team.id, Team.name, TeamCalendar.calendar_id)
    .outerjoin(TeamCalendar, TeamCalendar.team_id == Team.id)
    .order_by(Team.name)
)


class Holidays(Mapping[date, str]):
    """A calendar's days off, each year's public holidays worked out when it is asked for."""

    def __init__(self, country: str, region: str, own: Mapping[date, str], worked: frozenset[date]) -> None:
        self._country, self._region, self._own, self._worked = country, region, own, worked

    def __getitem__(self, day: date) -> str:
        if day in self._worked:
            raise KeyError(day)
        own = self._own.get(day)
        return own if own is not None else public_holidays(self._country, self._region, day.year)[day]

    def __iter__(self) -> Iterator[date]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)


def hours_of_team(team_id: int | None) -> Hours:
    """The hours by which this team's time is counted; those of the default calendar for no team."""
    calendar = session.scalars(_OF_TEAM, {"team_id": team_id or 0}).first()
    return hours_in(calendar) if calendar else Hours(zone_named(COMPANY_ZONE()), OFFICE_WEEK)


def hours_in(calendar: BusinessCalendar) -> Hours:
    """The calendar as pure functions take it."""
    days = session.scalars(select(CalendarDay).where(CalendarDay.calendar_id == calendar.id)).all()
    own = {day.day: day.name for day in days if not day.works}
    worked = frozenset(day.day for day in days if day.works)
    off = Holidays(calendar.country, calendar.region, own, worked)
    return Hours(zone_named(calendar.zone), week_of(calendar.id), off)


def week_of(calendar_id: int) -> tuple[tuple[Interval, ...], ...]:
    """The intervals of seven days from Monday."""
    rows = session.scalars(
        select(CalendarInterval).where(CalendarInterval.calendar_id == calendar_id).order_by(CalendarInterval.begins)
    ).all()
    return tuple(tuple((row.begins, row.ends) for row in rows if row.weekday == weekday) for weekday in range(7))


def calendar_numbered(calendar_id: int) -> BusinessCalendar:
    """The calendar; NotFound if there is none."""
    calendar = session.get(BusinessCalendar, calendar_id)
    if calendar is None:
        raise NotFound
    return calendar


def all_calendars() -> Sequence[Row[Any]]:
    """Every calendar with how many teams work by it."""
    return read(_CALENDARS).all()


def teams_with_calendars() -> Sequence[Row[Any]]:
    """Every team with the id of its calendar, None where it works by the default."""
    return read(_TEAMS).all()


def own_days(calendar_id: int) -> Sequence[CalendarDay]:
    """The calendar's own days and those from a file, by date."""
    return session.scalars(
        select(CalendarDay).where(CalendarDay.calendar_id == calendar_id).order_by(CalendarDay.day)
    ).all()


def coming_holidays(calendar: BusinessCalendar, *, at: datetime) -> list[tuple[date, str]]:
    """The public holidays of this and the next year that are still to come."""
    today = at.astimezone(zone_named(calendar.zone)).date()
    years = (today.year, today.year + 1)
    found = {
        day: name for year in years for day, name in public_holidays(calendar.country, calendar.region, year).items()
    }
    return [(day, found[day]) for day in sorted(found) if day >= today]


def version_now() -> int:
    """The version of all calendars and targets together."""
    return session.scalar(select(TimingVersion.version).where(TimingVersion.id == 1)) or 0
