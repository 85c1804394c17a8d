"""Two matters in one ticket become two tickets."""

from datetime import datetime

from forum.accounts.actors import Actor
from forum.tickets.actions.find import note_change
from forum.tickets.actions.make import PrivateRequest, insert_private
from forum.tickets.models import Ticket
from forum.tickets.rules import check_may_work


def split(ticket: Ticket, request: PrivateRequest, *, by: Actor, at: datetime) -> Ticket:
    """The other matter has a ticket of its own, of the same requester and as confidential as this one.

    Publishes TicketMade. NotAllowed for others than IT staff.
    """
    check_may_work(by)
    other = Ticket(
        requester_id=ticket.requester_id,
        owner_id=ticket.owner_id if ticket.confidential else None,  # else nobody could read it
        team_id=ticket.team_id,
        confidential=ticket.confidential,
    )
    insert_private(other, request, by=by, at=at)
    note_change(ticket, "split", by=by, at=at, label=other.label)
    note_change(other, "split_from", by=by, at=at, label=ticket.label)
    return other
