"""What a ticket means for the company says how soon it is done: ITIL's impact and urgency."""

from datetime import datetime

from forum.accounts.actors import Actor
from forum.tickets.actions.find import note_change
from forum.tickets.actions.work import set_priority
from forum.tickets.models import Level, Ticket
from forum.tickets.rules import check_may_work
from forum.tickets.timing.matrix import matrix_in_force


def weigh(ticket: Ticket, impact: Level, urgency: Level, *, by: Actor, at: datetime) -> None:
    """The ticket has the priority that the matrix gives to this impact and urgency. NotAllowed for others than IT."""
    check_may_work(by)
    if (ticket.impact, ticket.urgency) == (impact, urgency):
        return
    set_priority(ticket, matrix_in_force()[impact, urgency], by=by, at=at)
    ticket.impact, ticket.urgency = impact, urgency
    note_change(ticket, "weighed", by=by, at=at, impact=impact, urgency=urgency)
