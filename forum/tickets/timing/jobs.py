"""What the worker does for clocks."""

from datetime import datetime

from forum.kernel.db import transaction
from forum.tickets.timing.actions.clocks import set_outdated_clocks

_BATCH = 100


def set_clocks_anew(_holder: str, _at: datetime) -> int:
    """A batch of open tickets has its clocks by the newest calendars and targets; how many. It can stop anywhere."""
    with transaction():
        return set_outdated_clocks(most=_BATCH)
