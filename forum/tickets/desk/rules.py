"""What may be done at the desk, and for how long."""

from datetime import datetime, timedelta

from forum.kernel.errors import Conflict

MOST_AT_ONCE = 100
BULK_UNDO_FOR = timedelta(minutes=10)


def check_may_undo_bulk(done_at: datetime, *, undone: bool, at: datetime) -> None:
    """Conflict for a change of many tickets that is undone already, or that stands for longer than ten minutes."""
    if undone:
        raise Conflict("This has been undone already.")
    if at - done_at >= BULK_UNDO_FOR:
        raise Conflict("This was too long ago to be undone. Change the tickets as you need them.")
