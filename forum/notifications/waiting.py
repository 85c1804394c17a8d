"""Events that wait for the worker, which makes notices of them."""

from datetime import datetime, timedelta
from typing import Any

from forum.kernel.db import session
from forum.notifications.models import EventPending


def wait(kind: str, at: datetime, *, held: timedelta = timedelta(0), **facts: Any) -> None:
    """An event of this kind (of `audience`) is told when it is no longer held."""
    session.add(EventPending(kind=kind, facts=facts, at=at, due_at=at + held))
    session.flush()
