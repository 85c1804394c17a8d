"""Being away with a stand-in, and handing everything over in one step."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update

from forum.accounts.actors import Actor
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.moments import day_begins
from forum.people.models import Person
from forum.tickets.actions.find import find_colleague, find_tickets
from forum.tickets.actions.work import assign
from forum.tickets.desk.actions.bulk import Outcome
from forum.tickets.desk.models import Absence
from forum.tickets.desk.queries import absence_of
from forum.tickets.desk.rules import check_last_day
from forum.tickets.models import Ticket
from forum.tickets.rules import OPEN_STATES, check_may_work


def go_away(stand_in_id: int | None, last_day: date, *, zone: ZoneInfo, by: Actor, at: datetime) -> Absence:
    """Until the end of `last_day` in `zone` the stand-in gets what would be given to the person, in place of an
    earlier absence. Invalid for a day that is past or too far, and for nobody of IT, oneself, or who is away himself.
    """
    check_may_work(by)
    check_last_day(last_day, today=at.astimezone(zone).date())
    ends_at = day_begins(last_day + timedelta(days=1), zone)
    stand_in = _colleague(stand_in_id, by=by, field="stand_in")
    if absence_of(stand_in.id, at=at) is not None:
        raise Invalid("%(name)s is away, too. Choose somebody who is here.", field="stand_in", name=stand_in.name)
    come_back(by=by, at=at)
    absence = Absence(person_id=by.id, stand_in_id=stand_in.id, begins_at=at, ends_at=ends_at)
    session.add(absence)
    session.flush()
    return absence


def come_back(*, by: Actor, at: datetime) -> None:
    """The person is here again."""
    mine = Absence.person_id == by.id, Absence.ends_at > at
    session.execute(update(Absence).where(*mine).values(ends_at=at))


def hand_over_all(to_id: int | None, *, by: Actor, at: datetime) -> Outcome:
    """All open tickets that the person owns are the colleague's, or his stand-in's, but for those of whom he has asked
    not to meet; those stay, and are named.

    Publishes TicketAssigned for each. Invalid for nobody of IT and for oneself.
    """
    check_may_work(by)
    to = _colleague(to_id, by=by, field="to")
    went, refused = [], []
    for ticket in find_tickets((Ticket.owner_id == by.id) & Ticket.state.in_(OPEN_STATES), by=by):
        try:
            assign(ticket, to.id, by=by, at=at)
        except Conflict as refusal:
            refused.append((ticket.label, refusal))
        if ticket.owner_id != by.id:
            went.append(ticket.label)
    return Outcome(0, tuple(went), tuple(refused))


def _colleague(person_id: int | None, *, by: Actor, field: str) -> Person:
    person = find_colleague(person_id, field=field)
    if person.id == by.id:
        raise Invalid("Choose a colleague, not yourself.", field=field)
    return person
