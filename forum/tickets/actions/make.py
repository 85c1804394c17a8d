"""A thread becomes a ticket; a private matter begins as one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, literal, select, update
from sqlalchemy.orm import aliased

from forum.accounts.actors import Actor
from forum.conduct.actions import check_limit
from forum.conduct.limits import Act as Counted
from forum.conduct.screening import screened_line, screened_words
from forum.kernel.db import session
from forum.kernel.errors import Conflict, NotAllowed
from forum.kernel.events import publish
from forum.kernel.text.settings import TICKET_PREFIX
from forum.people.models import Person
from forum.questions.actions.find import asker_id, find_question, raise_version
from forum.questions.events import ThreadChanged
from forum.questions.models import Affected, Question, QuestionFile, Visibility
from forum.tickets.actions.attach import attach_files
from forum.tickets.actions.find import note_change
from forum.tickets.events import TicketMade
from forum.tickets.models import NumberSeries, Ticket, TicketFile, TicketWatcher
from forum.tickets.queries import id_of
from forum.tickets.rules import OPEN_STATES, check_may_make, check_title, checked_text
from forum.topics.models import Category


@dataclass(frozen=True)
class Made:
    """The ticket of a thread. `quicker` is who had made it before; None if it is new."""

    ticket: Ticket
    quicker: Person | None = None


@dataclass(frozen=True)
class PrivateRequest:
    """A personal matter as its requester writes it; `html` is made from `source` before the transaction."""

    title: str
    source: str
    html: str
    category_id: int | None
    confidential: bool


def make_ticket(question_id: int, *, by: Actor, at: datetime) -> Made:
    """The thread has an open ticket with a number: its asker is the requester, everybody affected a watcher.

    At most one open ticket a thread: the question is locked, and the partial unique index holds it against all others.
    Publishes TicketMade and ThreadChanged. NotAllowed for people who are not IT staff or for a removed thread.
    """
    question = find_question(question_id, by=by)
    check_may_make(by)
    there = open_ticket_of(question.id)
    if there is not None:
        return already_made(there, by=by)
    if question.visibility != Visibility.PUBLIC:
        raise NotAllowed("This question has been removed. Restore it first.")
    ticket = insert_numbered(carried(question, requester_id=asker_id(question) or by.id, by=by, at=at))
    _carry_people_and_files(ticket, question)
    raise_version(question.id, ticket_label=ticket.label)
    announce(ticket, question, by=by, at=at)
    return Made(ticket)


def open_private_ticket(request: PrivateRequest, *, team_id: int | None = None, by: Actor, at: datetime) -> Ticket:
    """A ticket that began without a thread has a number; the person is its requester. Publishes TicketMade.

    `team_id` is whose it is; None: the category's team.

    TooMany where a limit is reached; silenced people may open private tickets.
    """
    check_limit(Counted.PRIVATE_TICKET, by=by, at=at)
    ticket = Ticket(requester_id=by.id, confidential=request.confidential, team_id=team_id)
    return insert_private(ticket, request, by=by, at=at)


def insert_private(ticket: Ticket, request: PrivateRequest, *, by: Actor, at: datetime) -> Ticket:
    """The ticket has its words and a number; whose it is and who reads it stands in `ticket`. Publishes TicketMade."""
    check_title(request.title)
    checked_text(request.source, field="source")
    ticket.title = screened_line(request.title)
    ticket.source, ticket.html = screened_words(request.source, request.html)
    ticket.category_id = request.category_id
    ticket.team_id = ticket.team_id or _team_of(request.category_id)
    ticket.created_by_id, ticket.created_at, ticket.changed_at = by.id, at, at
    insert_numbered(ticket)
    attach_files(ticket, request.source, by=by, at=at)
    note_change(ticket, "made", by=by, at=at, label=ticket.label)
    publish(TicketMade(ticket.id, None, by.id, at))
    return ticket


def open_ticket_of(question_id: int, *, answer_id: int | None = None, comment_id: int | None = None) -> Ticket | None:
    """The ticket, neither closed nor void, of the thread itself, or of the answer or comment in it.

    Where that was merged into another one, the one it goes on in.
    """
    of = aliased(Ticket)
    found = select(Ticket).join(of, Ticket.id == func.coalesce(of.merged_into_id, of.id))
    origin = of.question_id == question_id, of.answer_id == answer_id, of.comment_id == comment_id
    return session.scalars(found.where(*origin, Ticket.state.in_(OPEN_STATES)).order_by(of.id.desc())).first()


def already_made(ticket: Ticket, *, by: Actor) -> Made:
    """The ticket that somebody made before, perhaps the same person with the first of two clicks. Conflict, without
    its number, if the person may not see it."""
    if id_of(ticket.label, by) is None:
        raise Conflict("This matter is being handled privately already.")
    return Made(ticket, quicker=session.get_one(Person, ticket.created_by_id))


def carried(question: Question, *, requester_id: int, by: Actor, at: datetime) -> Ticket:
    """A ticket with what the thread says, not inserted yet."""
    return Ticket(
        title=question.title,
        source=question.source,
        html=question.html,
        tags=question.tags,
        category_id=question.category_id,
        team_id=_team_of(question.category_id),
        question_id=question.id,
        requester_id=requester_id,
        created_by_id=by.id,
        created_at=at,
        changed_at=at,
    )


def insert_numbered(ticket: Ticket) -> Ticket:
    """The ticket stands in the database with its number.

    The number is taken last: PostgreSQL holds the series' row until the commit, and a rollback gives it back.
    """
    series = update(NumberSeries).where(NumberSeries.name == "tickets")
    last = session.scalars(series.values(last=NumberSeries.last + 1).returning(NumberSeries.last)).one()
    ticket.label = f"{TICKET_PREFIX()}-{last:06d}"
    session.add(ticket)
    session.flush()
    return ticket


def announce(ticket: Ticket, question: Question, *, by: Actor, at: datetime) -> None:
    """The history begins, and whoever it concerns learns of the ticket. Publishes TicketMade and ThreadChanged."""
    session.flush()
    note_change(ticket, "made", by=by, at=at, label=ticket.label)
    publish(TicketMade(ticket.id, question.id, by.id, at))
    publish(ThreadChanged(question.id, at))


def _carry_people_and_files(ticket: Ticket, question: Question) -> None:
    affected = select(literal(ticket.id), Affected.person_id, Affected.at, Affected.device).where(
        Affected.question_id == question.id, Affected.person_id != ticket.requester_id
    )
    session.execute(insert(TicketWatcher).from_select(["ticket_id", "person_id", "at", "device"], affected))
    files = select(literal(ticket.id), QuestionFile.file_id, literal(False)).where(
        QuestionFile.question_id == question.id
    )
    session.execute(insert(TicketFile).from_select(["ticket_id", "file_id", "for_staff"], files))


def _team_of(category_id: int | None) -> int | None:
    return session.scalar(select(Category.team_id).where(Category.id == category_id)) if category_id else None
