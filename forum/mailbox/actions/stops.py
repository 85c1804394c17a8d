"""Mail is held back: by the circuit breaker for a day, by an administrator for good."""

from datetime import datetime, timedelta

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.errors import NotFound
from forum.ledger.actions import ADMINISTRATION, record
from forum.mailbox.facts import Scope
from forum.mailbox.models import MailStop
from forum.notifications.actions import tell_of_stopped_mail

OPEN_FOR = timedelta(days=1)


def trip(scope: Scope, name: str, *, at: datetime) -> None:
    """The circuit breaker is open for a day, and administrators hear of it once; nothing happens if it is open."""
    in_force = MailStop.ended_at.is_(None), MailStop.until > at
    mine = select(MailStop.id).where(MailStop.scope == scope, MailStop.name == name, *in_force)
    if session.scalar(mine.limit(1)) is None:
        session.add(MailStop(scope=scope, name=name, at=at, until=at + OPEN_FOR))
        session.flush()
        tell_of_stopped_mail(name, at=at)


def block(address: str, *, by: Actor, at: datetime) -> None:
    """Nothing follows from mail of this address any more, until an administrator ends it."""
    by.check_may(Permission.ADMINISTER)
    mine = MailStop.scope == Scope.ADDRESS, MailStop.name == address, MailStop.by_id.is_not(None)
    if session.scalar(select(MailStop.id).where(*mine, MailStop.ended_at.is_(None)).limit(1)) is None:
        session.add(MailStop(scope=Scope.ADDRESS, name=address, at=at, by_id=by.id))
        record(ADMINISTRATION, "mail sender blocked", {"address": address}, by=by, at=at)


def end_stop(stop_id: int, *, by: Actor, at: datetime) -> None:
    """Mail comes through again: the circuit breaker is closed, or the sender is not blocked any more."""
    by.check_may(Permission.ADMINISTER)
    stop = session.get(MailStop, stop_id)
    if stop is None:
        raise NotFound
    if stop.ended_at is None:
        stop.ended_at = at
        record(ADMINISTRATION, "mail let through again", {"what": stop.name}, by=by, at=at)
