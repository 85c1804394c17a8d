"""Asking for a copy of one's data."""

from datetime import datetime, timedelta

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.kernel.db import session
from forum.kernel.errors import TooMany
from forum.privacy.models import DataCopy

REST = timedelta(hours=1)


def ask_for_copy(*, by: Actor, at: datetime) -> DataCopy:
    """The worker makes a copy of all the person's data and tells him. TooMany within an hour of the last."""
    last = session.scalar(select(DataCopy.at).where(DataCopy.person_id == by.id).order_by(DataCopy.id.desc()).limit(1))
    if last is not None and at - last < REST:
        raise TooMany("You have asked for a copy already. Another can be made from %(again)s.", again_at=last + REST)
    copy = DataCopy(person_id=by.id, at=at, due_at=at)
    session.add(copy)
    session.flush()
    return copy
