"""Somebody is writing in a ticket: colleagues see it, so that nobody answers twice."""

from datetime import datetime

from sqlalchemy import delete, update

from forum.accounts.actors import Actor
from forum.kernel.db import session
from forum.kernel.errors import NotFound
from forum.kernel.races import insert_new
from forum.kernel.wrong_clock import is_over
from forum.tickets.desk.models import TicketPresence
from forum.tickets.desk.rules import PRESENT_FOR
from forum.tickets.queries import id_of
from forum.tickets.rules import check_may_work


def be_present(label: str, *, by: Actor, at: datetime) -> None:
    """Colleagues see for a minute that the person is writing in this ticket. NotFound if he may not see it."""
    check_may_work(by)
    ticket_id, until = id_of(label, by), at + PRESENT_FOR
    if ticket_id is None:
        raise NotFound
    if not insert_new(TicketPresence, ticket_id=ticket_id, person_id=by.id, until=until):
        mine = TicketPresence.ticket_id == ticket_id, TicketPresence.person_id == by.id
        session.execute(update(TicketPresence).where(*mine).values(until=until))


def end_presence(ticket_id: int, person_id: int) -> None:
    """The person has written what he wanted to."""
    mine = TicketPresence.ticket_id == ticket_id, TicketPresence.person_id == person_id
    session.execute(delete(TicketPresence).where(*mine))


def forget_presence(at: datetime) -> None:
    """What has lapsed is gone, and what a wrong clock made endless."""
    session.execute(delete(TicketPresence).where(is_over(TicketPresence.until, PRESENT_FOR, at=at)))
