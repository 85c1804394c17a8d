"""Events that wait for the worker, which makes notices of them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from forum.kernel.db import session
from forum.kernel.pending import mark_done
from forum.notifications.models import EventPending


def wait(kind: str, at: datetime, *, held: timedelta = timedelta(0), **facts: Any) -> None:
    """An event of this kind (of `audience`) is told when it is no longer held."""
    session.add(EventPending(kind=kind, facts=facts, at=at, due_at=at + held))
    session.flush()


def drop(kind: str, at: datetime, **about: Any) -> None:
    """The events of this kind and moment about this are told to nobody any more."""
    same = EventPending.kind == kind, EventPending.at == at, EventPending.done_at.is_(None)
    for event in session.scalars(select(EventPending).where(*same).with_for_update()):
        if about.items() <= event.facts.items():
            mark_done(event, at=at)
