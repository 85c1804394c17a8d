"""What a clock that was wrong for a while leaves behind: moments so far ahead that they would hold for years what waits
for them, and count for years as recent."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

WRONG_CLOCK = timedelta(hours=1)  # by so much the clocks of two machines do not differ, nor does one go wrong unseen


def is_within(moment: Any, window: timedelta, *, at: datetime) -> ColumnElement[bool]:
    """True for what happened in the `window` before `at`, and not for what a wrong clock dated."""
    return and_(moment > at - window, moment < at + WRONG_CLOCK)


def is_over(until: Any, lasts: timedelta, *, at: datetime) -> ColumnElement[bool]:
    """True for what was to last so long and has lapsed, and for what a wrong clock made endless."""
    return or_(until <= at, until > at + lasts + WRONG_CLOCK)
