"""Two tickets together, and what the rules need to know of one."""

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotFound
from forum.tickets.actions.find import began_private, find_tickets
from forum.tickets.family.rules import Relative
from forum.tickets.models import Ticket


def find_both(label: str, other: str, *, field: str, by: Actor) -> tuple[Ticket, Ticket]:
    """Both tickets, locked. NotFound if the first is not there or not to be seen, Invalid for `field` if the second."""
    wanted = {ticket.label: ticket for ticket in find_tickets(Ticket.label.in_([label, other]), by=by)}
    if label not in wanted:
        raise NotFound
    if other not in wanted:
        raise Invalid("There is no ticket %(label)s.", field=field, label=other)
    return wanted[label], wanted[other]


def relative(ticket: Ticket) -> Relative:
    """The facts that rules decide by."""
    part = select(Ticket.id).where(Ticket.parent_id == ticket.id).limit(1)
    return Relative(
        label=ticket.label,
        state=ticket.state,
        requester_id=ticket.requester_id,
        confidential=ticket.confidential,
        private=began_private(ticket),
        merged_into=_label_of(ticket.merged_into_id),
        parent=_label_of(ticket.parent_id),
        has_parts=session.scalar(part) is not None,
    )


def _label_of(ticket_id: int | None) -> str:
    return session.get_one(Ticket, ticket_id).label if ticket_id else ""
