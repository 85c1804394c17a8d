"""What "due today" and "overdue" mean for the reader of this request."""

from datetime import timedelta

from forum.kernel import clock
from forum.kernel.moments import day_begins
from forum.tickets.queue import Today
from forum.web.words import zone


def today() -> Today:
    """Now, and the end of the reader's day."""
    at = clock.now()
    tomorrow = at.astimezone(zone()).date() + timedelta(days=1)
    return Today(at, day_begins(tomorrow, zone()))
