"""The ticket an action is about, and what the acting person is to it."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.errors import NotFound
from forum.questions.actions.find import raise_version
from forum.questions.models import Question
from forum.tickets.models import Ticket, TicketChange, TicketWatcher
from forum.tickets.rules import Party
from forum.tickets.visibility import visible_to
from forum.topics.visibility import reader_params

_TICKET = (
    select(Ticket)
    .where(visible_to(), Ticket.label == bindparam("label"))
    .with_for_update(of=Ticket)
    .execution_options(populate_existing=True)
)


def find_ticket(label: str, *, by: Actor) -> Ticket:
    """The ticket, locked until the transaction ends; its thread is locked first, as everywhere.

    NotFound if it does not exist or this person may not see it.
    """
    thread = select(Question.id).join(Ticket, Ticket.question_id == Question.id).where(Ticket.label == label)
    session.execute(thread.with_for_update(of=Question))
    ticket = session.scalars(_TICKET, {**reader_params(by), "label": label}).first()
    if ticket is None:
        raise NotFound
    return ticket


def party_of(ticket: Ticket, by: Actor) -> Party:
    """What this person is to the ticket."""
    return Party(
        is_requester=ticket.requester_id == by.id,
        is_watcher=session.get(TicketWatcher, (ticket.id, by.id)) is not None,
        works_tickets=by.may(Permission.WORK_TICKETS),
    )


def note_change(ticket: Ticket, act: str, *, by: Actor, at: datetime, **facts: Any) -> None:
    """The history has one line more, and open pages of ticket and thread know that something has changed."""
    session.add(TicketChange(ticket_id=ticket.id, by_id=by.id, at=at, act=act, facts=facts))
    ticket.changed_at = at
    ticket.version += 1
    if ticket.question_id is not None:
        session.flush()
        raise_version(ticket.question_id)
