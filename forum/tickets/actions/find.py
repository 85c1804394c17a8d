"""The ticket an action is about, and what the acting person is to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, select
from sqlalchemy.orm import aliased

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.events import publish
from forum.people.models import Person, PersonState
from forum.questions.actions.find import raise_version
from forum.questions.models import Question
from forum.tickets.events import TicketChanged
from forum.tickets.models import Ticket, TicketChange
from forum.tickets.opening import began_by_itself
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
    lock_threads(Ticket.label == label)
    ticket = session.scalars(_TICKET, {**reader_params(by), "label": label}).first()
    if ticket is None:
        raise NotFound
    return ticket


def find_colleague(person_id: int | None, *, field: str) -> Person:
    """Somebody of IT to whom work can be given; Invalid for `field` for anybody else."""
    at_work = Person.id == (person_id or 0), Person.is_it_staff.is_(True), Person.state == PersonState.ACTIVE
    person = session.scalars(select(Person).where(*at_work)).first()
    if person is None:
        raise Invalid("Choose somebody of the IT staff.", field=field)
    return person


def find_any(label: str) -> Ticket:
    """The ticket, locked likewise, whoever may see it: for the worker, which acts for nobody."""
    (ticket,) = lock_tickets(Ticket.label == label)
    return ticket


def lock_tickets(*conditions: ColumnElement[bool]) -> Sequence[Ticket]:
    """These tickets as they are now, locked in the order in which all lock: threads, then tickets. Whoever may see
    them: for the worker, and for actions after their check."""
    lock_threads(and_(*conditions))
    wanted = select(Ticket).where(*conditions).order_by(Ticket.id).with_for_update(of=Ticket)
    return session.scalars(wanted.execution_options(populate_existing=True)).all()


def find_tickets(condition: ColumnElement[bool], *, by: Actor) -> Sequence[Ticket]:
    """Those of these tickets that the person may see, locked as by `lock_tickets`."""
    lock_threads(condition)
    wanted = select(Ticket).where(visible_to(), condition).order_by(Ticket.id).with_for_update(of=Ticket)
    return session.scalars(wanted.execution_options(populate_existing=True), dict(reader_params(by))).all()


def party_of(ticket: Ticket, by: Actor) -> Party:
    """What this person is to the ticket."""
    return Party(
        is_requester=ticket.requester_id == by.id,
        works_tickets=by.may(Permission.WORK_TICKETS),
    )


def began_private(ticket: Ticket) -> bool:
    """Whether its conversation was never meant for a thread's readers, even where its fix stands in the forum now."""
    return session.scalar(select(Ticket.id).where(Ticket.id == ticket.id, began_by_itself())) is not None


def note_change(ticket: Ticket, act: str, *, by: Actor, at: datetime, **facts: Any) -> None:
    """The history has one line more, and open pages of ticket and thread know that something has changed.

    Publishes TicketChanged.
    """
    change = TicketChange(ticket_id=ticket.id, by_id=by.id, at=at, act=act, facts=facts)
    session.add(change)
    ticket.changed_at = at
    tell_open_pages(ticket)
    publish(TicketChanged(ticket.id, change.id, act, by.id, at))


def tell_open_pages(ticket: Ticket) -> None:
    """Open pages of the ticket and of the threads that show it know that something has changed."""
    ticket.version += 1
    session.flush()
    for thread_id in session.scalars(_threads(Ticket.id == ticket.id)).all():
        raise_version(thread_id)


def label_threads(ticket: Ticket) -> None:
    """The threads whose ticket this is, its own and those of tickets merged into it, show its number, none of a void
    one, and of a confidential one only that there is one."""
    its = (Ticket.id == ticket.id) | (Ticket.merged_into_id == ticket.id)
    of_thread = Ticket.question_id.is_not(None), Ticket.answer_id.is_(None), Ticket.comment_id.is_(None)
    for question_id in session.scalars(select(Ticket.question_id).where(its, *of_thread).distinct()).all():
        raise_version(question_id or 0, ticket_label=ticket.shown_as)


def _threads(condition: ColumnElement[bool]) -> Select[int]:
    """The threads that show these tickets: their own, and those of tickets merged into them."""
    shown = aliased(Ticket)
    merged = select(shown.question_id).where(shown.merged_into_id.in_(select(Ticket.id).where(condition)))
    own = select(Ticket.question_id).where(condition)
    return select(Question.id).where(Question.id.in_(own.union_all(merged))).order_by(Question.id)


def lock_threads(condition: ColumnElement[bool]) -> None:
    """The threads that show these tickets are locked, as they are before the tickets themselves."""
    session.execute(_threads(condition).with_for_update(of=Question))
