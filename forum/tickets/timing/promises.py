"""The promises of tickets, read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from forum.kernel.db import BigId, read, session
from forum.people.models import Person
from forum.tickets.models import Ticket
from forum.tickets.timing.models import Promise

_OF_TICKET = (
    select(Promise.due_at, Promise.at, Promise.outcome, Promise.ended_at, Promise.reason, Person.name, Person.handle)
    .join(Person, Person.id == Promise.by_id)
    .where(Promise.ticket_id == bindparam("ticket_id", type_=BigId))
    .order_by(Promise.id.desc())
)


def promises_of(ticket_id: int) -> Sequence[Row[Any]]:
    """Every promise that was given for the ticket with its author, the newest first."""
    return read(_OF_TICKET, {"ticket_id": ticket_id}).all()


def last_promise(ticket_id: int) -> Promise | None:
    """The newest promise, whatever became of it."""
    return session.scalars(
        select(Promise).where(Promise.ticket_id == ticket_id).order_by(Promise.id.desc()).limit(1)
    ).first()


def promises_in_force(tickets: Sequence[Ticket]) -> dict[int, Promise]:
    """By ticket id the promises that people still rely on, missed ones too; tickets without one are left out."""
    promised = [ticket.id for ticket in tickets if ticket.promised_at is not None]
    if not promised:
        return {}
    rows = session.scalars(select(Promise).where(Promise.ticket_id.in_(promised)).order_by(Promise.id))
    return {promise.ticket_id: promise for promise in rows}
