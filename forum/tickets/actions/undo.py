"""A conversion is taken back while nobody has heard of it."""

from datetime import datetime

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.kernel.db import session
from forum.kernel.errors import NotAllowed
from forum.tickets.actions.work import change_state
from forum.tickets.models import Ticket, TicketReply
from forum.tickets.rules import Act, check_may_make, check_may_undo_making


def undo_making(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """The thread has no ticket any more and nobody is told of one; its number stays, as void.

    Publishes TicketStateChanged. Conflict when the ten minutes are over or the requester has been written to.
    """
    check_may_make(by)
    if ticket.question_id is None:
        raise NotAllowed("This ticket did not come from a thread.")
    check_may_undo_making(ticket.state, ticket.created_at, is_answered=is_answered(ticket), at=at)
    change_state(ticket, Act.VOID, by=by, at=at)


def is_answered(ticket: Ticket) -> bool:
    """Whether anything has been said in public."""
    return session.scalar(select(TicketReply.id).where(TicketReply.ticket_id == ticket.id).limit(1)) is not None
