"""What a calendar may be, decided from facts alone."""

import re
from dataclasses import dataclass
from datetime import date

from forum.kernel.errors import Invalid
from forum.kernel.moments import is_zone
from forum.kernel.words import N_
from forum.tickets.sla import MINUTES_A_DAY

LONGEST_NAME = 60
_HOURS = re.compile(r"(\d{1,2})[:.]?(\d{2})?\s*(?:-|–|to|hingga)\s*(\d{1,2})[:.]?(\d{2})?")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(\s+works)?(?:\s+(.*))?")

Interval = tuple[int, int]


@dataclass(frozen=True)
class DayDraft:
    """One of the team's own days: off, or worked in spite of a holiday."""

    day: date
    name: str
    works: bool


@dataclass(frozen=True)
class CalendarDraft:
    """A calendar as an administrator writes it: `week` has seven days from Monday."""

    name: str
    zone: str
    week: tuple[tuple[Interval, ...], ...]
    country: str = ""
    region: str = ""
    own_days: tuple[DayDraft, ...] = ()


def hours_of(text: str, *, field: str = "") -> tuple[Interval, ...]:
    """The intervals of a day written as `09:00-13:00, 14:00-18:00`, in order; Invalid if they overlap or are none."""
    found = [_interval(part.strip(), field) for part in re.split(r"[,;]", text) if part.strip()]
    ordered = sorted(found)
    if any(first[1] > second[0] for first, second in zip(ordered, ordered[1:], strict=False)):
        raise Invalid("These hours overlap: %(hours)s.", field=field, hours=text)
    return tuple(ordered)


def text_of(intervals: tuple[Interval, ...]) -> str:
    """The intervals as `hours_of` reads them."""
    return ", ".join(f"{_clock(first)}-{_clock(last)}" for first, last in intervals)


def own_days_of(text: str) -> tuple[DayDraft, ...]:
    """The days written one a line, as `2026-12-24 Company day off` or `2026-05-01 works`."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    days = {draft.day: draft for draft in map(_own_day, lines)}
    return tuple(days[day] for day in sorted(days))


def check_calendar(draft: CalendarDraft) -> None:
    """Invalid for a calendar without name, zone or working hours."""
    if not 1 <= len(draft.name) <= LONGEST_NAME:
        raise Invalid("Give it a name of 1 to 60 characters.", field="name")
    if not is_zone(draft.zone):
        raise Invalid("There is no such time zone. Write it like Asia/Kuala_Lumpur.", field="zone")
    if not any(draft.week):
        sentence = N_("A calendar without working hours would never let a deadline come. Write the hours of one day.")
        raise Invalid(sentence, field="day-0")


def _interval(text: str, field: str) -> Interval:
    match = _HOURS.fullmatch(text)
    if match is None:
        raise Invalid("Write hours like 09:00-13:00, 14:00-18:00.", field=field)
    first, last = _minute(match[1], match[2]), _minute(match[3], match[4])
    if not 0 <= first < last <= MINUTES_A_DAY or int(match[2] or 0) > 59 or int(match[4] or 0) > 59:
        raise Invalid("These hours end before they begin, or after midnight: %(hours)s.", field=field, hours=text)
    return first, last


def _minute(hour: str, minute: str | None) -> int:
    return int(hour) * 60 + int(minute or 0)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _own_day(line: str) -> DayDraft:
    match = _DAY.fullmatch(line)
    try:
        day = date.fromisoformat(match[1]) if match else None
    except ValueError:
        day = None
    if match is None or day is None:
        raise Invalid("Write one day a line, like 2026-12-24 Company day off: %(line)s", field="own_days", line=line)
    return DayDraft(day, (match[3] or "")[:120], works=bool(match[2]))
