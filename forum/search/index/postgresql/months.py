"""The month in which a thread was asked, as one more of its forms.

Of words that nearly every thread has only threads near the moment of the query are looked at. Asked for with the months
about it, the index of words finds those alone, however many threads there are; how many a month has is kept as of every
form.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from math import isinf

Spans = Sequence[tuple[float, float, bool]]  # seconds since 1970: from, before, outside of them
Months = Sequence[tuple[str, int]]  # the newest first, with the threads of each
BEGINNING, BEHIND = " ", "!"  # no word that is typed or written begins like this


def month_of(created_at: datetime) -> str:
    """The form of its month."""
    return f"{BEGINNING}{created_at:%Y-%m}"


def within(months: Months, spans: Spans) -> Months:
    """The months that have days of all spans; one that is left out of a span counts as any other."""
    bounds = [(_number(first), _number(end)) for first, end, is_outside in spans if not is_outside]
    return [each for each in months if all(first <= _number_of(each[0]) <= end for first, end in bounds)]


def nearest(months: Months, at: datetime, threads: float) -> list[str]:
    """The months about a moment that have so many threads together; none if all of them have not."""
    now = _number(at.timestamp())
    found = []
    for month, count in sorted(months, key=lambda each: abs(_number_of(each[0]) - now)):
        found.append(month)
        threads -= count
        if threads <= 0:
            return found
    return []


def _number_of(month: str) -> int:
    year, _, month = month.strip().partition("-")
    return int(year) * 12 + int(month) - 1


def _number(seconds: float) -> float:
    """The month of a moment, in months since the year 0; the ends of time stay what they are."""
    if isinf(seconds):
        return seconds
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.year * 12 + moment.month - 1
