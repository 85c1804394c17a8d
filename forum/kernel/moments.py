"""Moments in words, from tables made once a language: a list shows sixty, and Babel takes 20 microseconds for each."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel import Locale
from babel.dates import format_timedelta
from markupsafe import Markup

from forum.kernel.words import LOCALES, N_, catalogue

_UNITS = ((86400, "days"), (3600, "hours"), (60, "minutes"))
_BEYOND = timedelta(days=31)
_A_WEEK = timedelta(days=6)
_FOR_EVER = datetime.max.replace(tzinfo=UTC)
_JUST_NOW, _LEFT, _LATE = N_("just now"), N_("%(time)s left"), N_("%(time)s late")


class Moments:
    """Writes moments in one language and zone, seen from `now`."""

    __slots__ = ("_days", "_language", "_months", "_short_months", "_zone", "now")

    def __init__(self, language: str, zone: ZoneInfo, now: datetime) -> None:
        self._language, self._zone, self.now = language, zone, now
        self._days, self._months, self._short_months = _names(language)

    def exact(self, moment: datetime) -> str:
        """E.g. `Thursday, 6 March 2025, 15:00`."""
        there = moment.astimezone(self._zone)
        weekday, month = self._days[there.weekday()], self._months[there.month]
        return f"{weekday}, {there.day} {month} {there.year}, {there.hour:02}:{there.minute:02}"

    def span(self, begin: datetime, end: datetime) -> str:
        """E.g. `Thursday, 6 March 2025, 15:00 – 17:30`; with both days where they differ."""
        there = end.astimezone(self._zone)
        same_day = begin.astimezone(self._zone).date() == there.date()
        return f"{self.exact(begin)} – {f'{there:%H:%M}' if same_day else self.exact(end)}"

    def day(self, moment: datetime) -> str:
        """E.g. `6 Mar 2025`."""
        there = moment.astimezone(self._zone)
        return f"{there.day} {self._short_months[there.month]} {there.year}"

    def ago(self, moment: datetime) -> str:
        """E.g. `3 hours ago` or `in 2 days`; beyond a month the day itself."""
        passed = moment - self.now
        if abs(passed) > _BEYOND:
            return self.day(moment)
        seconds = passed.total_seconds()
        unit, count = _rest(seconds) if seconds > 0 else _gone(-seconds)
        if not count:
            return catalogue(self._language).gettext(_JUST_NOW)
        return _relative(self._language, unit, count if seconds > 0 else -count)

    def ago_until(self, shown: Iterable[datetime]) -> datetime:
        """Until when `ago` says of all of these what it says now."""
        return min((self._one_until(moment) for moment in shown), default=_FOR_EVER)

    def _one_until(self, moment: datetime) -> datetime:
        passed = self.now - moment
        if passed > _BEYOND:
            return _FOR_EVER
        seconds = int(passed.total_seconds())
        size = next((size for size, _unit in _UNITS if seconds >= size), 60)
        return moment + min(timedelta(seconds=size * (seconds // size + 1)), _BEYOND) if seconds >= 0 else self.now

    def by(self, moment: datetime) -> str:
        """E.g. `Thursday 15:00` within a week of now, else `6 Mar 2025, 15:00`."""
        there = moment.astimezone(self._zone)
        is_near = abs(moment - self.now) < _A_WEEK
        return f"{self._days[there.weekday()]} {there:%H:%M}" if is_near else f"{self.day(moment)}, {there:%H:%M}"

    def left(self, moment: datetime) -> str:
        """E.g. `3 hours left` or `2 days late`."""
        seconds = (moment - self.now).total_seconds()
        unit, count = _rest(seconds) if seconds >= 0 else _gone(-seconds)
        words = _length(self._language, unit, max(count, 1))
        return catalogue(self._language).gettext(_LEFT if seconds >= 0 else _LATE) % {"time": words}

    def element(self, moment: datetime) -> Markup:
        """A `<time>` element: words to read, the exact moment on hover and in print."""
        return self._marked(moment, self.ago(moment))

    def by_element(self, moment: datetime) -> Markup:
        """The same with `by`, for deadlines."""
        return self._marked(moment, self.by(moment))

    def left_element(self, moment: datetime) -> Markup:
        """The same with `left`."""
        return self._marked(moment, self.left(moment))

    def hour_element(self, moment: datetime) -> Markup:
        """The same with the time of the day alone, for what is over within the hour: `14:35`."""
        return self._marked(moment, f"{moment.astimezone(self._zone):%H:%M}")

    def is_past(self, moment: datetime) -> bool:
        """Whether it is over."""
        return moment < self.now

    def _marked(self, moment: datetime, words: str) -> Markup:
        stamp = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
        return Markup(f'<time datetime="{stamp}" title="{self.exact(moment)}">{words}</time>')


def _gone(seconds: float) -> tuple[str, int]:
    """Time that has passed, in the largest unit of which there is a whole one: 23 hours are no day yet."""
    return next(((unit, int(seconds // size)) for size, unit in _UNITS if seconds >= size), ("minutes", 0))


def _rest(seconds: float) -> tuple[str, int]:
    """Time to come, to the nearest: what holds for 14 days has not 13 left as soon as somebody looks."""
    minutes, hours, days = round(seconds / 60), round(seconds / 3600), round(seconds / 86400)
    if minutes < 60:
        return "minutes", minutes
    return ("hours", hours) if hours < 24 else ("days", days)


def day_begins(day: date, zone: tzinfo) -> datetime:
    """Midnight of the day there."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


@lru_cache(maxsize=256)
def zone_named(name: str) -> ZoneInfo:
    """The zone, UTC where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # "Asia" is a folder
        return ZoneInfo("UTC")


def is_zone(name: str) -> bool:
    """Whether this machine knows a zone of this name."""
    return name in _zones()


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    """Looked for in six hundred files, once a process."""
    return frozenset(available_timezones())


@lru_cache(maxsize=8)
def _names(language: str) -> tuple[dict[int, str], dict[int, str], dict[int, str]]:
    locale = Locale.parse(LOCALES[language])
    months = locale.months["format"]
    return dict(locale.days["format"]["wide"]), dict(months["wide"]), dict(months["abbreviated"])


@lru_cache(maxsize=2048)
def _relative(language: str, unit: str, count: int) -> str:
    passed = timedelta(**{unit: count})
    return format_timedelta(passed, threshold=abs(count), add_direction=True, locale=LOCALES[language])


@lru_cache(maxsize=1024)
def _length(language: str, unit: str, count: int) -> str:
    return format_timedelta(timedelta(**{unit: count}), threshold=count, locale=LOCALES[language])
