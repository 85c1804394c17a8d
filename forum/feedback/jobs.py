"""What the worker does for feedback."""

from datetime import datetime

from sqlalchemy import select

from forum.accounts.actors import system_actor
from forum.feedback.actions import ask_anew, settle
from forum.feedback.models import Feedback
from forum.feedback.settings import CLOSE_AFTER_DAYS
from forum.kernel.db import looking, session, transaction
from forum.kernel.wrong_clock import WRONG_CLOCK

_BATCH = 100


def close_what_nobody_answered(at: datetime) -> int:
    """Solved tickets whose requester has said nothing for the set number of working days are closed; how many.

    Each in a transaction of its own, so that an interruption loses none.
    """
    if not CLOSE_AFTER_DAYS():
        return 0
    with looking():
        due = select(Feedback.id).where(Feedback.closes_at <= at, Feedback.ended_at.is_(None))
        found = session.scalars(due.order_by(Feedback.closes_at).limit(_BATCH)).all()
    for feedback_id in found:
        with transaction():
            settle(feedback_id, by=system_actor(at=at), at=at)
    return len(found)


def ask_mistimed_anew(at: datetime) -> int:
    """What a wrong clock asked in another year counts as asked now, so that its ticket closes in time; how many."""
    mistimed = Feedback.asked_at > at + WRONG_CLOCK, Feedback.closes_at.is_not(None), Feedback.ended_at.is_(None)
    with looking():
        found = session.scalars(select(Feedback.id).where(*mistimed).limit(_BATCH)).all()
    for feedback_id in found:
        with transaction():
            ask_anew(feedback_id, at=at)
    return len(found)
