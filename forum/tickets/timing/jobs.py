"""What the worker does for clocks, promises and warnings."""

from datetime import datetime

from forum.accounts.actors import system_actor
from forum.kernel.db import is_there, transaction
from forum.tickets.timing.actions.clocks import outdated_tickets, set_outdated_clocks
from forum.tickets.timing.actions.promises import note_missed_promises
from forum.tickets.timing.actions.warnings import warn_of_deadlines

_BATCH = 50


def set_clocks_anew(_holder: str, _at: datetime) -> int:
    """A batch of open tickets has its clocks by the newest calendars and targets; how many. It can stop anywhere."""
    if not is_there(outdated_tickets()):
        return 0
    with transaction():
        return set_outdated_clocks(most=_BATCH)


def end_missed_promises(at: datetime) -> None:
    """Promises whose time is over are missed. Each batch is a transaction, so that nobody waits long for the rest."""
    took = _BATCH
    while took == _BATCH:
        with transaction():
            took = note_missed_promises(by=system_actor(at=at), at=at, most=_BATCH)


def warn(at: datetime) -> None:
    """Owners and leads have heard of the deadlines that come near or have passed."""
    took = _BATCH
    while took == _BATCH:
        with transaction():
            took = warn_of_deadlines(by=system_actor(at=at), at=at, most=_BATCH)
