"""The one place that knows what time it is; everything below the edge is told the time as `at`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_stopped_at: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _stopped_at or datetime.now(UTC)


def stop_at(moment: datetime | None) -> None:
    """The clock of this process stands at `moment` (aware) until it is called with None. For tests."""
    global _stopped_at
    _stopped_at = moment


@contextmanager
def standing(moment: datetime) -> Iterator[None]:
    """The clock stands at `moment` inside the block."""
    stop_at(moment)
    try:
        yield
    finally:
        stop_at(None)
