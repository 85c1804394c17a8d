"""Telling people: each pending event becomes a line in the inbox of everybody it concerns."""

from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_

from forum.kernel.db import change_where, session, transaction
from forum.kernel.faults import is_away
from forum.kernel.pending import claim_due, note_failure
from forum.kernel.wrong_clock import WRONG_CLOCK
from forum.notifications.badge import RECOUNT, recount_next
from forum.notifications.models import EventPending, Notice
from forum.notifications.rules import LONGEST_DIGEST, LONGEST_QUIET
from forum.notifications.settings import MAIL_WINDOW
from forum.notifications.telling import tell_next

_BATCH = 20
_KEPT = timedelta(days=180)


def expand_due_events(holder: str, at: datetime) -> int:
    """Events that are due have been told to everybody who may see what they are about; how many were taken."""
    events = claim_due(EventPending, holder=holder, at=at, most=_BATCH)
    for event in events:
        _expand(event, at=at)
    return len(events)


def mail_mistimed_notices(at: datetime) -> int:
    """Notices that a wrong clock keeps from leaving by mail for longer than any habit does leave now; how many."""
    longest = timedelta(minutes=MAIL_WINDOW()) + LONGEST_QUIET + WRONG_CLOCK
    is_too_late = Notice.leaves_at > at + longest, Notice.is_for_digest.is_(False)
    mistimed = or_(Notice.leaves_at > at + LONGEST_DIGEST + WRONG_CLOCK, and_(*is_too_late))
    return change_where(Notice, mistimed, leaves_at=at)


def forget_old_notices(at: datetime) -> None:
    """Notices older than 180 days are gone."""
    with transaction():
        session.execute(delete(Notice).where(Notice.at < at - _KEPT))
        session.execute(delete(EventPending).where(EventPending.done_at < at - timedelta(days=7)))


def _expand(event: EventPending, *, at: datetime) -> None:
    event_id = event.id
    try:
        if event.kind == RECOUNT:
            recount_next(event_id, at=at)
        else:
            tell_next(event_id, at=at)
    except Exception as failure:  # whatever is wrong with one event, people hear of the others
        if is_away(failure):  # nothing is wrong with the event
            raise
        note_failure(EventPending, event_id, repr(failure), at=at)
