"""What follows from a person's row."""

from datetime import datetime


def is_suspended(until: datetime | None, *, at: datetime) -> bool:
    """Whether a suspension `until` then lasts."""
    return until is not None and until > at
