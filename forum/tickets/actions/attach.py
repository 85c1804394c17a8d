"""Files that a ticket's words show: those of replies for everybody who reads it, those of notes for IT staff."""

from datetime import datetime

from sqlalchemy import update

from forum.accounts.actors import Actor
from forum.kernel.db import session
from forum.kernel.races import insert_new
from forum.questions.actions.attach import own_files
from forum.tickets.models import Ticket, TicketFile


def attach_files(ticket: Ticket, source: str, *, by: Actor, at: datetime) -> None:
    """The person's uploads that the words show are open to everybody who reads the ticket."""
    ids = own_files(source, by=by, at=at)
    for file_id in ids:
        insert_new(TicketFile, ticket_id=ticket.id, file_id=file_id, for_staff=False)
    if ids:  # a file of a note that is sent in a reply as well
        held = update(TicketFile).where(TicketFile.ticket_id == ticket.id, TicketFile.file_id.in_(ids))
        session.execute(held.values(for_staff=False))


def attach_staff_files(ticket: Ticket, source: str, *, by: Actor, at: datetime) -> None:
    """The person's uploads that the words show are open to IT staff, unless all who read the ticket had them before."""
    for file_id in own_files(source, by=by, at=at):
        insert_new(TicketFile, ticket_id=ticket.id, file_id=file_id, for_staff=True)
