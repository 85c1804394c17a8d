"""What "due today" and "overdue" mean for the reader of this request."""

from datetime import UTC, datetime, time, timedelta

from forum.kernel import clock
from forum.tickets.queue import Today
from forum.web.words import zone


def today() -> Today:
    """Now, and the end of the reader's day."""
    at = clock.now()
    tomorrow = at.astimezone(zone()).date() + timedelta(days=1)
    return Today(at, datetime.combine(tomorrow, time(), zone()).astimezone(UTC))
