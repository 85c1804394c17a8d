"""Calendars as administrators write them, and the hours that come of them."""

import re
from dataclasses import replace
from datetime import date

import pytest

from forum.accounts.actors import Actor
from forum.accounts.models import Team
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.tickets.sla import minutes_between
from forum.tickets.timing.actions.calendars import (
    change_calendar,
    choose_calendar,
    make_calendar,
    make_default,
    remove_calendar,
    take_days,
)
from forum.tickets.timing.calendars import OFFICE_WEEK, hours_of_team, own_days, version_now
from forum.tickets.timing.holidays import days_in_file
from forum.tickets.timing.models import BusinessCalendar
from forum.tickets.timing.rules import CalendarDraft, hours_of, own_days_of, text_of
from tests.conftest import NOON
from tests.people import admin, iris
from tests.posts import actor, later

NIGHTS = (((0, 360), (1320, 1440)),) * 7
FILE = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Kencana//HR//EN\r
BEGIN:VEVENT\r
UID:1\r
SUMMARY:Shutdown\r
DTSTART;VALUE=DATE:20261224\r
DTEND;VALUE=DATE:20261227\r
END:VEVENT\r
END:VCALENDAR\r
"""


def _draft(name: str = "Penang", **facts: object) -> CalendarDraft:
    return CalendarDraft(name, "Asia/Kuala_Lumpur", **{"week": OFFICE_WEEK, **facts})  # type: ignore[arg-type]


def _made(name: str = "Penang", **facts: object) -> tuple[BusinessCalendar, Actor]:
    by = actor(admin())
    return make_calendar(_draft(name, **facts), by=by, at=NOON), by


def _day(day: date) -> int:
    """The business minutes of this day, for no team."""
    at = later(days=(day - date(2026, 3, 5)).days)
    return minutes_between(hours_of_team(None), at.replace(hour=0), at.replace(hour=23))


def test_office_hours_hold_until_there_is_a_calendar(app: Tanya) -> None:
    assert hours_of_team(None).week == OFFICE_WEEK


def test_the_first_calendar_is_the_default(app: Tanya) -> None:
    calendar, _ = _made(week=NIGHTS)
    assert calendar.is_default and hours_of_team(None).week == NIGHTS


def test_public_holidays_are_off(app: Tanya) -> None:
    _made(country="MY", region="png")
    assert (_day(date(2026, 8, 31)), _day(date(2026, 9, 1))) == (0, 480)


def test_own_days_are_off_or_worked(app: Tanya) -> None:
    _made(country="MY", own_days=own_days_of("2026-08-31 works\n2026-09-01 Stocktaking"))
    assert (_day(date(2026, 8, 31)), _day(date(2026, 9, 1))) == (480, 0)


def test_days_of_a_file_are_off_until_the_next_file(app: Tanya) -> None:
    calendar, by = _made(own_days=own_days_of("2026-12-25 Christmas"))
    take_days(calendar, days_in_file(FILE), by=by, at=NOON)
    assert [(day.day.day, day.name) for day in own_days(calendar.id)] == [
        (24, "Shutdown"), (25, "Christmas"), (26, "Shutdown"),
    ]  # fmt: skip
    take_days(calendar, {}, by=by, at=NOON)
    assert [day.day.day for day in own_days(calendar.id)] == [25]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", b"hello", FILE[:150]])
def test_a_file_that_is_no_calendar_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        days_in_file(data)


def test_a_day_after_which_there_is_none_is_refused() -> None:
    last = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:99991231\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    with pytest.raises(Invalid):
        days_in_file(last)


def test_the_names_of_a_file_are_cleaned_as_what_is_typed() -> None:
    days = days_in_file(FILE.replace(b"SUMMARY:Shutdown", "SUMMARY:Shut\0\u202e\u200bdown  now".encode()))
    assert set(days.values()) == {"Shutdown now"}


def test_an_event_can_say_how_long_it_lasts_instead_of_its_end() -> None:
    days = days_in_file(re.sub(rb"DTEND[^\r]*", b"DURATION:P2D", FILE))
    assert [day.day for day in days] == [24, 25]


def test_events_that_repeat_are_refused() -> None:
    with pytest.raises(Invalid, match="repeats"):
        days_in_file(FILE.replace(b"SUMMARY:Shutdown", b"SUMMARY:Shutdown\r\nRRULE:FREQ=YEARLY"))


def test_a_calendar_without_working_hours_is_refused(app: Tanya) -> None:
    with pytest.raises(Invalid, match="never let a deadline come"):
        _made(week=((),) * 7)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"zone": "Asia/Atlantis"}, "zone"),
        ({"country": "XX"}, "country"),
        ({"country": "MY", "region": "BW"}, "region"),
    ],
)
def test_unknown_places_are_refused(app: Tanya, facts: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        make_calendar(replace(_draft(), **facts), by=actor(admin()), at=NOON)
    assert refusal.value.field == field


def test_a_team_works_by_its_own(app: Tanya) -> None:
    _, by = _made()
    nights = make_calendar(_draft("Nights", week=NIGHTS), by=by, at=NOON)
    team = Team(name="Network")
    session.add(team)
    session.flush()
    choose_calendar(team, nights.id, by=by, at=NOON)
    assert hours_of_team(team.id).week == NIGHTS and hours_of_team(None).week == OFFICE_WEEK
    with pytest.raises(Conflict):
        remove_calendar(nights, by=by, at=NOON)


def test_there_is_one_default(app: Tanya) -> None:
    first, by = _made()
    second = make_calendar(_draft("Nights", week=NIGHTS), by=by, at=NOON)
    make_default(second, by=by, at=NOON)
    remove_calendar(first, by=by, at=NOON)
    assert session.query(BusinessCalendar.name).filter(BusinessCalendar.is_default.is_(True)).all() == [("Nights",)]


def test_every_change_raises_the_version(app: Tanya) -> None:
    calendar, by = _made()
    before = version_now()
    change_calendar(calendar, _draft(week=NIGHTS), by=by, at=NOON)
    assert version_now() == before + 1


def test_names_are_taken_once(app: Tanya) -> None:
    _, by = _made()
    with pytest.raises(Invalid):
        make_calendar(_draft(), by=by, at=NOON)


def test_it_staff_change_no_calendar(app: Tanya) -> None:
    with pytest.raises(NotAllowed):
        make_calendar(_draft(), by=actor(iris()), at=NOON)


@pytest.mark.parametrize("text", ["9", "25:00-26:00", "13:00-09:00", "09:00-13:00, 12:00-14:00", "09:70-10:00"])
def test_hours_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        hours_of(text)


def test_hours_are_written_as_they_are_read() -> None:
    assert text_of(hours_of("14-18, 9:00-13.00")) == "09:00-13:00, 14:00-18:00"


@pytest.mark.parametrize("text", ["tomorrow", "2026-02-30 Never"])
def test_days_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        own_days_of(text)
