"""A ticket becomes confidential, and open to its watchers and all IT staff again."""

from datetime import datetime

from sqlalchemy import delete, select

from forum.accounts.actors import Actor
from forum.accounts.models import Team
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.tickets.actions.find import label_threads, note_change
from forum.tickets.models import Ticket, TicketWatcher
from forum.tickets.rules import check_keeps_seeing, check_may_assign


def make_confidential(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """Only requester, owner, team lead and administrators read the ticket; its watchers are dropped."""
    check_may_assign(by)
    check_keeps_seeing(reads_when_confidential=_reads_when_confidential(ticket, by))
    if ticket.confidential:
        return
    ticket.confidential = True
    session.execute(delete(TicketWatcher).where(TicketWatcher.ticket_id == ticket.id))
    note_change(ticket, "confidential", by=by, at=at)
    label_threads(ticket)


def end_confidentiality(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """All IT staff read the ticket again; watchers that were dropped do not come back."""
    check_may_assign(by)
    if ticket.confidential:
        ticket.confidential = False
        note_change(ticket, "not_confidential", by=by, at=at)
        label_threads(ticket)


def _reads_when_confidential(ticket: Ticket, by: Actor) -> bool:
    if by.id in (ticket.owner_id, ticket.requester_id) or by.may(Permission.ADMINISTER):
        return True
    led = select(Team.id).where(Team.id == ticket.team_id, Team.lead_id == by.id)
    return session.scalar(led) is not None
