"""Taking words of a ticket out of sight: the problem stays, and is solved."""

from datetime import datetime

from forum.accounts.actors import Actor
from forum.tickets.actions.find import note_change
from forum.tickets.models import Ticket, TicketReply


def hide_reply(ticket: Ticket, reply: TicketReply, *, by: Actor, at: datetime) -> None:
    """Nobody but IT staff can still read the reply; the caller has checked. Publishes TicketChanged."""
    if reply.hidden_at is None:
        reply.hidden_at = at
        note_change(ticket, "reply_hidden", by=by, at=at)


def show_reply(ticket: Ticket, reply: TicketReply, *, by: Actor, at: datetime) -> None:
    """The reply can be read again; the caller has checked. Publishes TicketChanged."""
    if reply.hidden_at is not None:
        reply.hidden_at = None
        note_change(ticket, "reply_shown", by=by, at=at)


def hide_opening(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """Nobody but IT staff can still read what the requester began with; the caller has checked. Publishes
    TicketChanged."""
    if ticket.opening_hidden_at is None:
        ticket.opening_hidden_at = at
        note_change(ticket, "opening_hidden", by=by, at=at)


def show_opening(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """What the requester began with can be read again; the caller has checked. Publishes TicketChanged."""
    if ticket.opening_hidden_at is not None:
        ticket.opening_hidden_at = None
        note_change(ticket, "opening_shown", by=by, at=at)
