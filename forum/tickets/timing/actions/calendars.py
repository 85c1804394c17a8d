"""Making and changing calendars, and which team works by which."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete, select, update

from forum.accounts.actors import Actor
from forum.accounts.models import Team
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.races import in_turn, insert_new
from forum.ledger.actions import ADMINISTRATION, record
from forum.tickets.timing.holidays import region_of
from forum.tickets.timing.models import BusinessCalendar, CalendarDay, CalendarInterval, TeamCalendar, TimingVersion
from forum.tickets.timing.rules import CalendarDraft, check_calendar, text_of


def calendar_to_administer(calendar_id: int, *, by: Actor) -> BusinessCalendar:
    """The calendar for a change, as it stands now; nobody changes or removes any until the transaction ends.

    NotFound if there is none, or none any more.
    """
    by.check_may(Permission.ADMINISTER)
    _in_turn()
    calendar = session.get(BusinessCalendar, calendar_id, populate_existing=True)
    if calendar is None:
        raise NotFound
    return calendar


def make_calendar(draft: CalendarDraft, *, by: Actor, at: datetime) -> BusinessCalendar:
    """There is a new calendar; the first one is the default. Invalid without working hours."""
    _check(draft, None, by=by)
    first = session.scalar(select(BusinessCalendar.id).limit(1)) is None
    calendar = BusinessCalendar(name=draft.name, zone=draft.zone, is_default=first)
    session.add(calendar)
    session.flush()
    _write(calendar, draft, by=by, at=at)
    return calendar


def change_calendar(calendar: BusinessCalendar, draft: CalendarDraft, *, by: Actor, at: datetime) -> None:
    """The calendar is as drafted, its days from a file stay, and the clocks of open tickets are set anew."""
    _check(draft, calendar.id, by=by)
    calendar.name, calendar.zone = draft.name, draft.zone
    _write(calendar, draft, by=by, at=at)


def make_default(calendar: BusinessCalendar, *, by: Actor, at: datetime) -> None:
    """Teams without a calendar of their own, and tickets without a team, are counted by this one."""
    by.check_may(Permission.ADMINISTER)
    session.execute(update(BusinessCalendar).values(is_default=BusinessCalendar.id == calendar.id))
    session.expire(calendar)
    _changed("calendar is the default", {"calendar": calendar.name}, by=by, at=at)


def remove_calendar(calendar: BusinessCalendar, *, by: Actor, at: datetime) -> None:
    """The calendar is gone. Conflict while a team works by it or while it is the default."""
    by.check_may(Permission.ADMINISTER)
    if calendar.is_default:
        raise Conflict("This is the default calendar. Make another one the default first.")
    if session.scalar(select(TeamCalendar.team_id).where(TeamCalendar.calendar_id == calendar.id).limit(1)):
        raise Conflict("A team works by this calendar. Give the team another one first.")
    for part in (CalendarInterval, CalendarDay):
        session.execute(delete(part).where(part.calendar_id == calendar.id))
    session.delete(calendar)
    _changed("calendar removed", {"calendar": calendar.name}, by=by, at=at)


def take_days(calendar: BusinessCalendar, days: Mapping[date, str], *, by: Actor, at: datetime) -> None:
    """The days of a file are off, in place of those of the file before; the team's own days stay as they are."""
    by.check_may(Permission.ADMINISTER)
    of_file = CalendarDay.calendar_id == calendar.id, CalendarDay.from_file.is_(True)
    session.execute(delete(CalendarDay).where(*of_file))
    for day, name in days.items():
        insert_new(CalendarDay, calendar_id=calendar.id, day=day, name=name, works=False, from_file=True)
    _changed("calendar days read", {"calendar": calendar.name, "days": len(days)}, by=by, at=at)


def choose_calendar(team: Team, calendar_id: int | None, *, by: Actor, at: datetime) -> None:
    """The team works by this calendar; by the default without one."""
    by.check_may(Permission.ADMINISTER)
    _in_turn()
    calendar = session.get(BusinessCalendar, calendar_id) if calendar_id is not None else None
    if calendar_id is not None and calendar is None:
        raise Invalid("Choose one of the listed values.", field="calendar")
    session.execute(delete(TeamCalendar).where(TeamCalendar.team_id == team.id))
    if calendar:
        session.add(TeamCalendar(team_id=team.id, calendar_id=calendar.id))
    _changed("calendar of a team", {"team": team.name, "calendar": calendar.name if calendar else ""}, by=by, at=at)


def raise_timing_version() -> None:
    """Open tickets will have their clocks set anew by the worker."""
    insert_new(TimingVersion, id=1, version=0)
    session.execute(update(TimingVersion).where(TimingVersion.id == 1).values(version=TimingVersion.version + 1))


def _in_turn() -> None:
    """Calendars are changed one after the other: one is the default, and a team's is there."""
    in_turn("business calendars")


def _check(draft: CalendarDraft, own_id: int | None, *, by: Actor) -> None:
    by.check_may(Permission.ADMINISTER)
    check_calendar(draft)
    region_of(draft.country, draft.region)
    _in_turn()
    taken = session.scalar(select(BusinessCalendar.id).where(BusinessCalendar.name == draft.name))
    if taken not in (None, own_id):
        raise Invalid("There is a calendar of this name.", field="name")


def _write(calendar: BusinessCalendar, draft: CalendarDraft, *, by: Actor, at: datetime) -> None:
    calendar.country, calendar.region = draft.country, region_of(draft.country, draft.region)
    session.execute(delete(CalendarInterval).where(CalendarInterval.calendar_id == calendar.id))
    mine = {own.day for own in draft.own_days}
    replaced = CalendarDay.from_file.is_(False) | CalendarDay.day.in_(mine)
    session.execute(delete(CalendarDay).where(CalendarDay.calendar_id == calendar.id, replaced))
    for weekday, intervals in enumerate(draft.week):
        for begins, ends in intervals:
            session.add(CalendarInterval(calendar_id=calendar.id, weekday=weekday, begins=begins, ends=ends))
    for own in draft.own_days:
        session.add(CalendarDay(calendar_id=calendar.id, day=own.day, name=own.name, works=own.works))
    week = [text_of(intervals) for intervals in draft.week]
    _changed("calendar changed", {"calendar": draft.name, "zone": draft.zone, "week": week}, by=by, at=at)


def _changed(act: str, content: dict[str, object], *, by: Actor, at: datetime) -> None:
    session.flush()
    raise_timing_version()
    record(ADMINISTRATION, act, content, by=by, at=at)
