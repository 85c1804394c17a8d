"""Business time against a slow reference that looks at every minute: clock changes, holidays, pauses."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.tickets.sla import (
    HORIZON,
    Hours,
    Pause,
    Reason,
    add_days,
    add_minutes,
    is_open,
    minutes_between,
    opens_at,
    spans,
)

KL, BERLIN = ZoneInfo("Asia/Kuala_Lumpur"), ZoneInfo("Europe/Berlin")
OFFICE = ((540, 780), (840, 1080))  # 9 to 13, 14 to 18
WEEK = (OFFICE,) * 5 + ((), ())
# Zones whose clocks change at 2, at midnight, by half an hour; and one that never changes.
ZONES = [BERLIN, ZoneInfo("America/Santiago"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Africa/Casablanca"), KL]


def slow_minutes(hours: Hours, since: datetime, until: datetime, pauses: list[Pause]) -> int:
    """Every minute by itself, as a person with a calendar on the wall would count."""
    counted, minute = 0, since
    while minute < until:
        local = minute.astimezone(hours.zone)
        now = local.hour * 60 + local.minute
        works = local.date() not in hours.holidays and any(a <= now < b for a, b in hours.week[local.weekday()])
        paused = any(p.since <= minute and (p.until is None or minute < p.until) for p in pauses)
        counted += works and not paused
        minute += timedelta(minutes=1)
    return counted


@st.composite
def day_hours(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    edges = sorted(draw(st.sets(st.integers(0, 1440), min_size=0, max_size=6)))
    return tuple(zip(edges[0::2], edges[1::2], strict=False))


# A week around both clock changes of 2026 in each zone, and any other week of that year.
MOMENTS = st.one_of(
    st.datetimes(datetime(2026, 3, 27), datetime(2026, 4, 6)),
    st.datetimes(datetime(2026, 9, 4), datetime(2026, 9, 8)),
    st.datetimes(datetime(2026, 10, 3), datetime(2026, 10, 27)),
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 20)),
).map(lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC))
LENGTHS = st.integers(0, 3 * 1440).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Hours, datetime, datetime, list[Pause]]:
    week = tuple(draw(st.lists(day_hours(), min_size=7, max_size=7)))
    since = draw(MOMENTS)
    until = since + draw(LENGTHS)
    days = draw(st.sets(st.integers(0, 3), max_size=2))
    holidays = {since.date() + timedelta(days=n): "Holiday" for n in days}
    pauses, now = [], since
    for gap, length in draw(st.lists(st.tuples(LENGTHS, LENGTHS), max_size=3)):
        pauses.append(Pause(now + gap, now + gap + length))
        now += gap + length
    return Hours(draw(st.sampled_from(ZONES)), week, holidays), since, until, pauses


@settings(max_examples=150, deadline=None)
@given(cases())
def test_minutes_equal_those_counted_one_by_one(case: tuple[Hours, datetime, datetime, list[Pause]]) -> None:
    hours, since, until, pauses = case
    assert minutes_between(hours, since, until, pauses) == slow_minutes(hours, since, until, pauses)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_spans_leave_no_gap_and_never_overlap(case: tuple[Hours, datetime, datetime, list[Pause]]) -> None:
    hours, since, until, pauses = case
    found = list(spans(hours, since, until, pauses))
    edges = [since] + [span.until for span in found]
    assert [span.since for span in found] == edges[:-1]
    assert edges[-1] == until if since < until else found == []


@settings(max_examples=150, deadline=None)
@given(cases(), st.integers(0, 600))
def test_adding_minutes_ends_when_the_last_has_passed(
    case: tuple[Hours, datetime, datetime, list[Pause]], minutes: int
) -> None:
    hours, since, _, pauses = case
    due = add_minutes(hours, since, minutes, pauses)
    if due is None:
        assert minutes == 0 or minutes_between(hours, since, since + HORIZON, pauses) < minutes
    elif minutes:
        assert minutes_between(hours, since, due, pauses) == minutes
        assert minutes_between(hours, since, due - timedelta(minutes=1), pauses) == minutes - 1


@settings(max_examples=60, deadline=None)
@given(cases())
def test_a_pause_moves_the_deadline_by_what_it_took(case: tuple[Hours, datetime, datetime, list[Pause]]) -> None:
    """Counting to the moved deadline without the pause gives the minutes plus those of the pause itself."""
    hours, since, _, pauses = case
    due = add_minutes(hours, since, 120, pauses)
    if due is not None:
        lost = minutes_between(hours, since, due) - 120
        assert lost == sum(minutes_between(hours, max(since, p.since), min(due, p.until or due)) for p in pauses)


def _at(day: int, hour: int, minute: int = 0, zone: ZoneInfo = KL) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=zone)


def test_lunch_night_weekend_and_holiday_are_named() -> None:
    hours = Hours(KL, WEEK, {date(2026, 3, 9): "Nuzul Quran"})
    found = spans(hours, _at(6, 12), _at(10, 10))  # Friday noon to Tuesday morning
    reasons = [span.reason for span in found]
    assert reasons == [
        Reason.WORK, Reason.BREAK, Reason.WORK, Reason.NIGHT, Reason.WEEKEND, Reason.HOLIDAY, Reason.NIGHT, Reason.WORK,
    ]  # fmt: skip


def test_a_holiday_on_a_sunday_is_a_weekend() -> None:
    hours = Hours(KL, WEEK, {date(2026, 3, 8): "Women's Day"})
    assert [span.reason for span in spans(hours, _at(8, 9), _at(8, 17))] == [Reason.WEEKEND]


def test_an_open_pause_has_no_deadline() -> None:
    assert add_minutes(Hours(KL, WEEK), _at(5, 9), 240, [Pause(_at(5, 10), None)]) is None


def test_a_calendar_without_hours_is_never_due() -> None:
    assert add_minutes(Hours(KL, ((),) * 7), _at(5, 9), 1) is None


@pytest.mark.parametrize(("night", "minutes"), [(28, 22 * 60 + 60), (27, 24 * 60)])
def test_the_hour_that_spring_takes_is_not_counted(night: int, minutes: int) -> None:
    round_the_clock = Hours(BERLIN, (((0, 1440),),) * 7)
    assert minutes_between(round_the_clock, _at(night, 12, 0, BERLIN), _at(night + 1, 12, 0, BERLIN)) == minutes


def test_days_are_those_with_business_hours() -> None:
    hours = Hours(KL, WEEK, {date(2026, 3, 9): "Nuzul Quran"})
    assert add_days(hours, _at(6, 15), 2) == _at(11, 15)  # not Saturday, Sunday, Monday the holiday


def test_the_office_opens_again_on_monday() -> None:
    hours = Hours(KL, WEEK)
    assert not is_open(hours, _at(6, 19)) and is_open(hours, _at(6, 9))
    assert opens_at(hours, _at(6, 19)) == _at(9, 9)
