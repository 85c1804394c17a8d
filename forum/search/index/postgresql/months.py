"""The month in which a thread was asked, as one more of its forms.

Of words that nearly every thread has only the newest threads are looked at. Asked for with the newest months, the
index of words finds those alone, however many threads there are; how many a month has is kept as of every form.
"""

from collections.abc import Sequence
from datetime import datetime

Months = Sequence[tuple[str, int]]  # the newest first, with the threads of each
BEGINNING, BEHIND = " ", "!"  # no word that is typed or written begins like this


def month_of(created_at: datetime) -> str:
    """The form of its month."""
    return f"{BEGINNING}{created_at:%Y-%m}"


def newest(months: Months, threads: float) -> list[str]:
    """The newest months that have so many threads together; none if all of them have not."""
    found = []
    for month, count in months:
        found.append(month)
        threads -= count
        if threads <= 0:
            return found
    return []
