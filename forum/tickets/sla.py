"""Business time, pure: which stretches of time count, how many minutes, and when so many have passed.

A calendar says its hours in minutes of the local day. Time is cut into pieces of one UTC offset, so that an hour that a
clock change takes away is not counted, and one that it gives is counted twice, as a clock on the wall would.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60
_MINUTE = timedelta(minutes=1)
_STEP = timedelta(hours=12)  # no zone changes its clocks twice in less
HORIZON = timedelta(days=3 * 366)  # whatever is not over by then is never due


class Reason(StrEnum):
    """Why a stretch of time counts or is skipped."""

    WORK = "work"
    BREAK = "break"
    NIGHT = "night"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    WAITING = "waiting"
    SOLVED = "solved"


@dataclass(frozen=True)
class Hours:
    """When a team works. `week` has seven days from Monday, each its intervals (first minute, minute it ends at).

    `holidays` are the days off with their names.
    """

    zone: ZoneInfo
    week: tuple[tuple[tuple[int, int], ...], ...]
    holidays: Mapping[date, str] = field(default_factory=dict)

    def on(self, day: date) -> tuple[tuple[int, int], ...]:
        """The intervals of this day; none on days off."""
        return () if day in self.holidays else self.week[day.weekday()]


@dataclass(frozen=True)
class Pause:
    """A time that does not count; `until` None: it is not over yet."""

    since: datetime
    until: datetime | None
    reason: Reason = Reason.WAITING


@dataclass(frozen=True)
class Span:
    """A stretch of time that counts (Reason.WORK) or is skipped; `name` is the holiday's."""

    since: datetime
    until: datetime
    reason: Reason
    name: str = ""

    @property
    def counts(self) -> bool:
        """Whether the clock runs."""
        return self.reason is Reason.WORK

    @property
    def length(self) -> timedelta:
        """How long it is by the clock on the wall."""
        return self.until - self.since


def spans(hours: Hours, since: datetime, until: datetime, pauses: Iterable[Pause] = ()) -> Iterator[Span]:
    """All time from `since` to `until` without gap or overlap, each stretch with why it counts or does not.

    A pause wins over business hours, not over time that would not have counted anyway.
    """
    merged: Span | None = None
    for part in _parts(hours, since, until, pauses):
        if merged and (merged.reason, merged.name) == (part.reason, part.name):
            merged = Span(merged.since, part.until, part.reason, part.name)
            continue
        if merged:
            yield merged
        merged = part
    if merged:
        yield merged


def minutes_between(hours: Hours, since: datetime, until: datetime, pauses: Iterable[Pause] = ()) -> int:
    """The whole business minutes from `since` to `until`; 0 if it ends before it begins."""
    counted = (span.length for span in _parts(hours, since, until, pauses) if span.counts)
    return int(sum(counted, timedelta(0)) / _MINUTE)


def add_minutes(hours: Hours, since: datetime, minutes: int, pauses: Iterable[Pause] = ()) -> datetime | None:
    """The moment at which `minutes` business minutes have passed; None while a pause is not over, or if never."""
    left, stops = minutes * _MINUTE, tuple(pauses)
    until = min([since + HORIZON, *(pause.since for pause in stops if pause.until is None)])  # then nothing counts
    for span in _parts(hours, since, until, stops):
        if span.counts and span.length >= left:
            return span.since + left
        if span.counts:
            left -= span.length
    return None


def add_days(hours: Hours, since: datetime, days: int) -> datetime | None:
    """The same time of day on the `days`-th following day with business hours; None if there is none."""
    local = since.astimezone(hours.zone)
    day = local.date()
    for _ in range(HORIZON.days):
        if days <= 0:
            return datetime.combine(day, local.time(), hours.zone).astimezone(UTC)
        day += timedelta(days=1)
        days -= 1 if hours.on(day) else 0
    return None


def is_open(hours: Hours, at: datetime) -> bool:
    """Whether it is business time."""
    return next(_parts(hours, at, at + _MINUTE)).counts


def opens_at(hours: Hours, at: datetime) -> datetime | None:
    """The next moment of business time, `at` itself while it is; None if it never comes."""
    return next((span.since for span in _parts(hours, at, at + HORIZON) if span.counts), None)


def _parts(hours: Hours, since: datetime, until: datetime, pauses: Iterable[Pause] = ()) -> Iterator[Span]:
    """The same, not merged: hours that never end would merge up to the horizon before the first stretch is known."""
    stops = sorted(pauses, key=lambda pause: pause.since)
    for span in _by_hours(hours, since, until):
        yield from _parted(span, stops)


def _by_hours(hours: Hours, since: datetime, until: datetime) -> Iterator[Span]:
    for first, last, offset in _pieces(hours.zone, since, until):
        local = (first + offset).replace(tzinfo=None)
        ends = (last + offset).replace(tzinfo=None)
        while local < ends:
            day_ends = min(datetime.combine(local.date() + timedelta(days=1), time()), ends)
            for begun, ended, reason, name in _of_day(hours, local, day_ends):
                yield Span((begun - offset).replace(tzinfo=UTC), (ended - offset).replace(tzinfo=UTC), reason, name)
            local = day_ends


def _pieces(zone: ZoneInfo, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """The time cut where the zone's offset from UTC changes."""
    first = since.astimezone(UTC)
    while first < until:
        offset, last = _offset(zone, first), min(first + _STEP, until.astimezone(UTC))
        if _offset(zone, last - timedelta(microseconds=1)) != offset:
            last = _change(zone, first, last)
        yield first, last, offset
        first = last


def _change(zone: ZoneInfo, first: datetime, last: datetime) -> datetime:
    """The moment between the two at which the offset changes: clocks change at whole minutes."""
    before = _offset(zone, first)
    low, high = first.timestamp() // 60, last.timestamp() // 60 + 1
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, datetime.fromtimestamp(middle * 60, UTC)) == before:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high * 60, UTC)


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)


def _of_day(hours: Hours, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime, Reason, str]]:
    """One local day's stretches between two of its moments."""
    day = since.date()
    midnight = datetime.combine(day, time())
    for first, last, reason, name in _whole_day(hours, day):
        begun, ended = max(since, midnight + first * _MINUTE), min(until, midnight + last * _MINUTE)
        if begun < ended:
            yield begun, ended, reason, name


def _whole_day(hours: Hours, day: date) -> Iterator[tuple[int, int, Reason, str]]:
    intervals = hours.on(day)
    if not intervals:
        name = hours.holidays.get(day, "")
        off = Reason.HOLIDAY if day in hours.holidays and hours.week[day.weekday()] else Reason.WEEKEND
        yield 0, MINUTES_A_DAY, off, name if off is Reason.HOLIDAY else ""
        return
    now = 0
    for first, last in intervals:
        if now < first:
            yield now, first, Reason.BREAK if now else Reason.NIGHT, ""
        yield first, last, Reason.WORK, ""
        now = last
    if now < MINUTES_A_DAY:
        yield now, MINUTES_A_DAY, Reason.NIGHT, ""


def _parted(span: Span, stops: list[Pause]) -> Iterator[Span]:
    """The span with its business time cut by pauses."""
    now = span.since
    for pause in stops if span.counts else ():
        begun = max(now, pause.since)
        ended = span.until if pause.until is None else min(span.until, pause.until)
        if begun < ended:
            if now < begun:
                yield Span(now, begun, span.reason, span.name)
            yield Span(begun, ended, pause.reason)
            now = ended
    if now < span.until:
        yield Span(now, span.until, span.reason, span.name)
