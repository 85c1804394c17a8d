"""Time worked as people type it, and who may change what is noted."""

import re

from forum.kernel.errors import Invalid, NotAllowed

LONGEST_MINUTES = 24 * 60
_TYPED = re.compile(
    r"(?:(?P<hours>\d{1,2})\s*(?:h|hrs?|hours?|j|jam)\s*)?"
    r"(?:(?P<minutes>\d{1,4})\s*(?:m|mins?|minutes?|minit)?)?",
    re.IGNORECASE | re.ASCII,
)
_CLOCK = re.compile(r"(?P<hours>\d{1,2}):(?P<minutes>[0-5]\d)", re.ASCII)


def minutes_typed(typed: str, *, field: str) -> int:
    """Whole minutes of "90", "1h 30m", "2h", "1:30", "1 jam 30 minit"; Invalid for `field` where it is none."""
    words = typed.strip()
    found = _CLOCK.fullmatch(words) or _TYPED.fullmatch(words)
    if not words or found is None:
        raise Invalid("Write the time in minutes, or in hours and minutes: 90, or 1h 30m.", field=field)
    minutes = 60 * int(found["hours"] or 0) + int(found["minutes"] or 0)
    if not 0 < minutes <= LONGEST_MINUTES:
        raise Invalid("Note from one minute to 24 hours at a time.", field=field)
    return minutes


def check_notes_time(*, wanted: bool) -> None:
    """NotAllowed where the administrator has decided that no time is noted."""
    if not wanted:
        raise NotAllowed("Time worked is not noted here. An administrator can switch it on.")


def check_may_change_time(*, is_own_or_led: bool) -> None:
    """NotAllowed unless it is the person's own time, or he leads the team of the ticket or of who noted it."""
    if not is_own_or_led:
        raise NotAllowed("Only who noted this time, or a lead, can change it.")
