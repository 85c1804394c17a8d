"""When a mail leaves, in the reader's own day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from forum.notifications.rules import Habit, Rhythm, after_quiet, leaves_at, next_digest

PENANG = ZoneInfo("Asia/Kuala_Lumpur")
WINDOW = timedelta(minutes=10)
NIGHT = Habit(PENANG, quiet_from=22 * 60, quiet_until=7 * 60)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026, by the clock in Penang; the 6th is a Friday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=PENANG).astimezone(UTC)


def test_a_mail_waits_for_what_else_happens() -> None:
    assert leaves_at(at(5, 12), Habit(PENANG), window=WINDOW, is_urgent=False) == at(5, 12) + WINDOW


def test_what_is_urgent_leaves_also_at_night() -> None:
    assert leaves_at(at(5, 23), NIGHT, window=WINDOW, is_urgent=True) == at(5, 23)


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        (at(5, 21, 59), at(5, 21, 59)), (at(5, 22), at(6, 7)), (at(5, 23, 30), at(6, 7)), (at(6, 6, 59), at(6, 7)),
        (at(6, 7), at(6, 7)),
    ],
)  # fmt: skip
def test_quiet_hours_over_midnight_end_in_the_morning(moment: datetime, leaves: datetime) -> None:
    assert after_quiet(moment, NIGHT) == leaves


def test_quiet_hours_of_a_lunch_end_after_it() -> None:
    lunch = Habit(PENANG, quiet_from=12 * 60, quiet_until=13 * 60)
    assert [after_quiet(at(5, hour), lunch) for hour in (11, 12, 13)] == [at(5, 11), at(5, 13), at(5, 13)]


def test_no_quiet_hours_hold_nothing_back() -> None:
    habit = Habit(PENANG)
    assert all(after_quiet(at(5, hour), habit) == at(5, hour) for hour in range(24))


@pytest.mark.parametrize(
    ("moment", "comes"), [(at(5, 7), at(5, 8)), (at(5, 8), at(6, 8)), (at(6, 9), at(9, 8)), (at(7, 3), at(9, 8))]
)
def test_the_digest_comes_on_the_next_working_morning(moment: datetime, comes: datetime) -> None:
    assert next_digest(moment, Habit(PENANG)) == comes


def test_a_weekly_digest_comes_on_monday() -> None:
    assert next_digest(at(3, 9), Habit(PENANG, Rhythm.WEEKLY)) == at(9, 8)


def test_a_late_riser_gets_the_digest_after_his_quiet_hours() -> None:
    late = Habit(PENANG, quiet_from=22 * 60, quiet_until=10 * 60)
    assert next_digest(at(4, 12), late) == at(5, 10)


def test_a_day_with_a_clock_change_has_its_morning() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    saturday = datetime(2026, 3, 27, 12, tzinfo=UTC)
    assert next_digest(saturday, Habit(berlin)) - datetime(2026, 3, 30, 8, tzinfo=berlin) == timedelta(0)
