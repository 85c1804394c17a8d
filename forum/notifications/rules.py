"""When a mail about something new leaves: pure decisions in the reader's own zone."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LONGEST_QUIET = timedelta(days=1)
LONGEST_DIGEST = timedelta(days=7) + LONGEST_QUIET
THANKED_AT = (5, 10, 25, 50, 100)  # helpful votes of one answer at which its author is thanked
_DIGEST_AT = time(8)
_SATURDAY = 5


class Rhythm(StrEnum):
    """How often the digest comes: every working day, or on Mondays."""

    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True)
class Habit:
    """When one person wants mail. Quiet hours are minutes of his day; none where both are the same."""

    zone: ZoneInfo
    rhythm: Rhythm = Rhythm.DAILY
    quiet_from: int = 0
    quiet_until: int = 0


def leaves_at(at: datetime, habit: Habit, *, window: timedelta, is_urgent: bool) -> datetime:
    """When a mail about what happened `at` may leave: after the window, and not in quiet hours; what is urgent, now."""
    return at if is_urgent else after_quiet(at + window, habit)


def after_quiet(moment: datetime, habit: Habit) -> datetime:
    """The moment itself, or the end of the quiet hours that it falls into."""
    there = moment.astimezone(habit.zone)
    minute = there.hour * 60 + there.minute
    begin, end = habit.quiet_from, habit.quiet_until
    is_quiet = begin <= minute < end if begin <= end else minute >= begin or minute < end
    if not is_quiet:
        return moment
    day = there.date() + timedelta(days=minute >= end)
    return datetime.combine(day, time(end // 60, end % 60), habit.zone).astimezone(moment.tzinfo)


def next_digest(at: datetime, habit: Habit) -> datetime:
    """The first morning after `at` on which the reader's digest comes, quiet hours aside."""
    there = at.astimezone(habit.zone)
    day = there.date() + timedelta(days=there.time() >= _DIGEST_AT)
    while day.weekday() >= _SATURDAY or (habit.rhythm == Rhythm.WEEKLY and day.weekday() != 0):
        day += timedelta(days=1)
    return after_quiet(datetime.combine(day, _DIGEST_AT, habit.zone).astimezone(at.tzinfo), habit)
