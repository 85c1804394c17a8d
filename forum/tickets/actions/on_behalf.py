"""IT staff open a ticket for somebody who has called or come by."""

from datetime import datetime

from sqlalchemy import or_, select

from forum.accounts.actors import Actor
from forum.kernel.db import session
from forum.kernel.errors import Invalid
from forum.people.models import SYSTEM_PERSON_ID, Person, PersonState
from forum.people.names import email_key, name_key
from forum.tickets.actions.make import PrivateRequest, insert_private
from forum.tickets.models import Ticket
from forum.tickets.rules import check_may_work


def open_ticket_for(
    who: str, request: PrivateRequest, *, team_id: int | None = None, by: Actor, at: datetime
) -> Ticket:
    """The colleague has a ticket with a number and hears of it; a confidential one is at once the opener's.

    `who` is a handle, a mail address, or a name that one person has. Publishes TicketMade. NotAllowed for others than
    IT staff; Invalid for nobody or several.
    """
    check_may_work(by)
    requester = _called(who)
    ticket = Ticket(
        requester_id=requester.id,
        owner_id=by.id if request.confidential and requester.id != by.id else None,
        confidential=request.confidential,
        team_id=team_id,
    )
    return insert_private(ticket, request, by=by, at=at)


def _called(who: str) -> Person:
    known = or_(
        Person.handle == who.lstrip("@").lower(), Person.email_key == email_key(who), Person.name_key == name_key(who)
    )
    active = Person.state == PersonState.ACTIVE, Person.id != SYSTEM_PERSON_ID
    found = session.scalars(select(Person).where(known, *active).limit(2)).all()
    if not found:
        raise Invalid("Nobody here is called so. Write the handle or the mail address.", field="requester")
    if len(found) > 1:
        raise Invalid("Several people are called so. Write the handle or the mail address.", field="requester")
    return found[0]
