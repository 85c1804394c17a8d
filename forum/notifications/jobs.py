"""Telling people: each pending event becomes a line in the inbox of everybody it concerns."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from forum.kernel.db import session, transaction
from forum.kernel.faults import is_away
from forum.kernel.pending import claim_due, note_failure
from forum.notifications.badge import RECOUNT, recount_next
from forum.notifications.models import EventPending, Notice
from forum.notifications.telling import tell_next

_BATCH = 20
_KEPT = timedelta(days=180)


def expand_due_events(holder: str, at: datetime) -> int:
    """Events that are due have been told to everybody who may see what they are about; how many were taken."""
    events = claim_due(EventPending, holder=holder, at=at, most=_BATCH)
    for event in events:
        _expand(event, at=at)
    return len(events)


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
