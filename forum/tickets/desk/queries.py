"""Who is writing in a ticket at this moment, and who is away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import aliased

from forum.accounts.actors import Actor
from forum.kernel.db import BigId, UtcDateTime, read
from forum.people.models import Person, PersonState
from forum.tickets.desk.models import Absence, TicketPresence
from forum.tickets.models import Ticket
from forum.tickets.visibility import visible_to
from forum.topics.visibility import reader_params

_AT = bindparam("at", type_=UtcDateTime)
_StandIn = aliased(Person)
_WRITING = (
    select(Person.name)
    .join(TicketPresence, TicketPresence.person_id == Person.id)
    .join(Ticket, Ticket.id == TicketPresence.ticket_id)
    .where(visible_to(), Ticket.label == bindparam("label"), TicketPresence.until > _AT, Person.id != bindparam("me"))
    .order_by(Person.name_key)
)
_AWAY = (
    select(Absence.stand_in_id, Absence.ends_at, Person.name, _StandIn.name.label("stand_in_name"))
    .join(Person, Person.id == Absence.person_id)
    .join(_StandIn, _StandIn.id == Absence.stand_in_id)
    .where(
        Absence.person_id == bindparam("person_id", type_=BigId),
        Absence.begins_at <= _AT,
        Absence.ends_at > _AT,
        _StandIn.is_it_staff.is_(True),  # nothing is given to somebody who has left, or left IT
        _StandIn.state == PersonState.ACTIVE,
    )
    .order_by(Absence.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody who is away until a moment, and his stand-in."""

    name: str
    ends_at: datetime
    stand_in_id: int
    stand_in_name: str


def writing_in(label: str, reader: Actor, *, at: datetime) -> Sequence[str]:
    """The names of the others who are writing in this ticket, as far as the reader may see it."""
    rows = read(_WRITING, {**reader_params(reader), "label": label, "me": reader.id, "at": at}).all()
    return [row.name for row in rows]


def absence_of(person_id: int | None, *, at: datetime) -> Away | None:
    """Until when the person is away and who stands in for him; None if he is there.

    A stand-in who is away himself has one: that one stands in for both.
    """
    first = _away(person_id, at)
    if first is None:
        return None
    last, met = first, {person_id}
    while last.stand_in_id not in met and (further := _away(last.stand_in_id, at)):
        met.add(last.stand_in_id)
        last = further
    return Away(first.name, first.ends_at, last.stand_in_id, last.stand_in_name)


def _away(person_id: int | None, at: datetime) -> Row[Any] | None:
    return read(_AWAY, {"person_id": person_id, "at": at}).first() if person_id else None
