"""What may be promised, and how a promise ended; decided from facts alone."""

from datetime import datetime, timedelta

from forum.kernel.errors import Conflict, Invalid
from forum.tickets.timing.models import Outcome

LONGEST_REASON = 300
FURTHEST = timedelta(days=366)


def checked_moment(due_at: datetime | None, *, is_unsolved: bool, at: datetime) -> datetime:
    """The moment, if it can be promised: still to come, and within a year. Conflict once there is nothing to solve."""
    if not is_unsolved:
        raise Conflict("This ticket is solved or closed, so there is nothing left to promise.")
    if due_at is None:
        raise Invalid("Choose the day and time by which it will be solved.", field="promised")
    if due_at <= at:
        raise Invalid("This time is over. Promise one that is still to come.", field="promised")
    if due_at > at + FURTHEST:
        raise Invalid("Promise a time within a year.", field="promised")
    return due_at


def checked_reason(reason: str, *, present: datetime | None, wanted: datetime) -> str:
    """Why the promise changes; empty for a first one. Invalid without a reason, or if nothing would change."""
    if present == wanted:
        raise Invalid("This is what is promised already.", field="promised")
    if len(reason) > LONGEST_REASON:
        raise Invalid("Say it in %(most)s characters.", field="reason", most=LONGEST_REASON)
    if present is not None and not reason:
        raise Invalid(
            "There is a promise already. Say why it changes: requester and colleagues read it.", field="reason"
        )
    return reason if present is not None else ""


def outcome_of_move(due_at: datetime, *, at: datetime) -> Outcome:
    """A promise that is changed before its time is moved; afterwards it was missed."""
    return Outcome.MOVED if at <= due_at else Outcome.MISSED


def outcome_of_solving(due_at: datetime, *, at: datetime) -> Outcome:
    """A promise is kept if the ticket is solved by then."""
    return Outcome.KEPT if at <= due_at else Outcome.MISSED
