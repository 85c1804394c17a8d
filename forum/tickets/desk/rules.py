"""What may be done at the desk, and for how long."""

from datetime import date, datetime, timedelta

from forum.kernel.errors import Conflict, Invalid

MOST_AT_ONCE = 100
PRESENT_FOR = timedelta(seconds=60)
LONGEST_ABSENCE = timedelta(days=366)
BULK_UNDO_FOR = timedelta(minutes=10)


def check_may_undo_bulk(done_at: datetime, *, undone: bool, at: datetime) -> None:
    """Conflict for a change of many tickets that is undone already, or that stands for longer than ten minutes."""
    if undone:
        raise Conflict("This has been undone already.")
    if at - done_at >= BULK_UNDO_FOR:
        raise Conflict("This was too long ago to be undone. Change the tickets as you need them.")


def check_last_day(last_day: date, *, today: date) -> None:
    """Invalid for a day that is over or more than a year away."""
    if last_day < today:
        raise Invalid("This day is over. Choose the last day of your absence.", field="last_day")
    if last_day - today > LONGEST_ABSENCE:
        raise Invalid("Choose a day within a year.", field="last_day")
