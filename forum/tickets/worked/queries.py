"""Time worked on a ticket, for IT staff's page alone."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, case, exists, or_, select

from forum.accounts.actors import Actor
from forum.accounts.models import Team, TeamMembership
from forum.kernel.db import BigId, read
from forum.people.models import Person
from forum.tickets.models import Ticket
from forum.tickets.visibility import visible_to
from forum.tickets.worked.models import WorkedTime
from forum.topics.visibility import READER_ID, reader_params

_OF_WRITER = select(TeamMembership.team_id).where(TeamMembership.person_id == WorkedTime.person_id)
_LED = exists().where(Team.lead_id == READER_ID, or_(Team.id == Ticket.team_id, Team.id.in_(_OF_WRITER)))
_TIMES = (
    select(
        WorkedTime.id,
        WorkedTime.minutes,
        WorkedTime.at,
        WorkedTime.note_id,
        Person.name,
        case((or_(WorkedTime.person_id == READER_ID, _LED), 1), else_=0).label("may_change"),
    )
    .join(Person, Person.id == WorkedTime.person_id)
    .join(Ticket, Ticket.id == WorkedTime.ticket_id)
    .where(visible_to(), WorkedTime.ticket_id == bindparam("ticket_id", type_=BigId))
    .order_by(WorkedTime.id)
)


def times_of(ticket_id: int, reader: Actor) -> Sequence[Row[Any]]:
    """What is noted, oldest first. `may_change`: it is the reader's, or he leads the ticket's team or the writer's."""
    return read(_TIMES, {**reader_params(reader), "ticket_id": ticket_id}).all()
