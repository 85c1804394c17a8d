"""Whoever has replied is not writing any more."""

from forum.kernel.events import reaction_to
from forum.tickets.desk.actions.presence import end_presence
from forum.tickets.events import TicketReplied


@reaction_to(TicketReplied)
def _has_replied(event: TicketReplied) -> None:
    end_presence(event.ticket_id, event.by_id)
