"""A conversion is taken back while nobody has heard of it."""

from datetime import datetime

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.kernel.db import session
from forum.kernel.errors import NotAllowed
from forum.kernel.events import publish
from forum.tickets.actions.work import change_state
from forum.tickets.events import TicketTakenBack
from forum.tickets.models import Ticket, TicketChange
from forum.tickets.rules import Act, check_may_make, check_may_undo_making, is_heard_of


def undo_making(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """The thread has no ticket any more and nobody is told of one; its number stays, as void.

    Publishes TicketStateChanged and TicketTakenBack. Conflict when the ten minutes are over or the requester has heard.
    """
    check_may_make(by)
    if ticket.question_id is None:
        raise NotAllowed("This ticket did not come from a thread.")
    check_may_undo_making(ticket.state, ticket.created_at, heard_of=_is_heard_of(ticket), at=at)
    change_state(ticket, Act.VOID, by=by, at=at)
    publish(TicketTakenBack(ticket.id, ticket.created_at, by.id, at))


def _is_heard_of(ticket: Ticket) -> bool:
    history = select(TicketChange.act, TicketChange.facts).where(TicketChange.ticket_id == ticket.id)
    return is_heard_of((act, facts) for act, facts in session.execute(history))
