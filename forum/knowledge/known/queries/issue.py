"""One issue: as it is shown, its timeline, what is attached, what watchers say; one window of maintenance."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, select

from forum.accounts.actors import Actor
from forum.accounts.models import Device
from forum.kernel.db import BigId, read
from forum.kernel.errors import NotFound
from forum.knowledge.known.models import (
    IssueThread,
    IssueTicket,
    IssueUpdate,
    IssueWatcher,
    KnownIssue,
    Maintenance,
    Verdict,
)
from forum.knowledge.known.queries.affected import AFFECTED_COUNT, IS_AFFECTED_IN_THREAD
from forum.knowledge.known.visibility import maintenance_visible_to, reader_params, unrestricted, visible_to
from forum.people.models import Person
from forum.questions.models import Question
from forum.questions.visibility import listed_to
from forum.tickets.models import Ticket
from forum.tickets.visibility import visible_to as ticket_visible_to
from forum.topics.models import Category
from forum.topics.visibility import READER_ID

_ID = bindparam("issue_id", type_=BigId)
_SHOWN = (
    select(
        *(column for column in KnownIssue.__table__.columns if column.name != "affected_count"),
        AFFECTED_COUNT,
        Category.slug.label("category_slug"),
        Category.name.label("category_name"),
        Category.name_ms.label("category_name_ms"),
        Person.name,
        Person.handle,
        Person.photo,
        Person.is_it_staff,
        Person.badge,
        IssueWatcher.is_affected.label("i_am_affected"),
        IS_AFFECTED_IN_THREAD,
        IssueWatcher.verdict.label("my_verdict"),
        IssueWatcher.device.label("my_affected_device"),
        select(Device.label).where(Device.person_id == READER_ID, Device.is_main).scalar_subquery().label("my_device"),
    )
    .join(Category, Category.id == KnownIssue.category_id)
    .join(Person, Person.id == KnownIssue.owner_id)
    .join(IssueWatcher, and_(IssueWatcher.issue_id == KnownIssue.id, IssueWatcher.person_id == READER_ID), isouter=True)
    .where(visible_to(), KnownIssue.id == _ID)
)
_TIMELINE = (
    select(
        IssueUpdate.id,
        IssueUpdate.state,
        IssueUpdate.html,
        IssueUpdate.at,
        Person.name,
        Person.handle,
        Person.photo,
        Person.is_it_staff,
        Person.badge,
    )
    .join(Person, Person.id == IssueUpdate.by_id)
    .where(IssueUpdate.issue_id == _ID)
    .order_by(IssueUpdate.id.desc())
    .limit(200)
)
_THREADS = (
    select(Question.id, Question.title, Question.slug, Question.affected_count, Question.solved_at)
    .join(IssueThread, IssueThread.question_id == Question.id)
    .where(listed_to(), IssueThread.issue_id == _ID)
    .order_by(Question.id.desc())
    .limit(200)
)
_TICKETS = (
    select(Ticket.id, Ticket.label, Ticket.title, Ticket.state)
    .join(IssueTicket, IssueTicket.ticket_id == Ticket.id)
    .where(ticket_visible_to(), IssueTicket.issue_id == _ID)
    .order_by(Ticket.id.desc())
    .limit(200)
)
_VERDICTS = (
    select(IssueWatcher.verdict, func.count().label("said"))
    .where(IssueWatcher.issue_id == _ID, IssueWatcher.verdict != Verdict.NONE)
    .group_by(IssueWatcher.verdict)
)
_WINDOW = (
    select(
        *(column for column in Maintenance.__table__.columns),
        Category.name.label("category_name"),
        Category.name_ms.label("category_name_ms"),
        Person.name,
        Person.handle,
    )
    .join(Category, Category.id == Maintenance.category_id)
    .join(Person, Person.id == Maintenance.by_id)
    .where(maintenance_visible_to(), Maintenance.id == bindparam("window_id", type_=BigId))
)
_OF_THREAD = (
    select(
        KnownIssue.id,
        KnownIssue.title,
        KnownIssue.slug,
        KnownIssue.state,
        KnownIssue.next_update_due_at,
        KnownIssue.promised_at,
        KnownIssue.workaround_html,
        KnownIssue.closed_at,
    )
    .join(IssueThread, IssueThread.issue_id == KnownIssue.id)
    .where(visible_to(), IssueThread.question_id == bindparam("question_id", type_=BigId))
)
_OF_TICKET = (
    select(KnownIssue.id, KnownIssue.title, KnownIssue.slug, KnownIssue.state)
    .join(IssueTicket, IssueTicket.issue_id == KnownIssue.id)
    .where(visible_to(), IssueTicket.ticket_id == bindparam("ticket_id", type_=BigId))
)
_TOLD = select(
    KnownIssue.id, KnownIssue.title, KnownIssue.slug, KnownIssue.state, KnownIssue.owner_id, KnownIssue.closed_at,
    KnownIssue.next_update_due_at, KnownIssue.owner_told_at,
).where(unrestricted(), KnownIssue.id == _ID)  # fmt: skip
_UPDATE = select(IssueUpdate.html).where(IssueUpdate.id == bindparam("update_id", type_=BigId))


def issue_shown(issue_id: int, reader: Actor) -> Row[Any]:
    """One issue with its owner and the reader's own marks; NotFound if the reader may not see it."""
    row = read(_SHOWN, {"issue_id": issue_id, **reader_params(reader)}).one_or_none()
    if row is None:
        raise NotFound
    return row


def timeline(issue_id: int) -> Sequence[Row[Any]]:
    """The updates of an issue that the reader may see, newest first."""
    return read(_TIMELINE, {"issue_id": issue_id}).all()


def threads_of(issue_id: int, reader: Actor) -> Sequence[Row[Any]]:
    """The attached threads that the reader may see listed."""
    return read(_THREADS, {"issue_id": issue_id, **reader_params(reader)}).all()


def tickets_of(issue_id: int, reader: Actor) -> Sequence[Row[Any]]:
    """The attached tickets that the reader may see."""
    return read(_TICKETS, {"issue_id": issue_id, **reader_params(reader)}).all()


def verdicts(issue_id: int) -> dict[str, int]:
    """How many said that the fix worked, and that it did not: for staff."""
    return {row.verdict.value: row.said for row in read(_VERDICTS, {"issue_id": issue_id})}


def maintenance_shown(window_id: int, reader: Actor) -> Row[Any]:
    """One window of maintenance; NotFound if the reader may not see it."""
    row = read(_WINDOW, {"window_id": window_id, **reader_params(reader)}).one_or_none()
    if row is None:
        raise NotFound
    return row


def issue_of_thread(question_id: int, reader: Actor) -> Row[Any] | None:
    """The issue that a thread is about, if the reader may see it."""
    return read(_OF_THREAD, {"question_id": question_id, **reader_params(reader)}).one_or_none()


def issue_of_ticket(ticket_id: int, reader: Actor) -> Row[Any] | None:
    """The issue that a ticket is about, if the reader may see it."""
    return read(_OF_TICKET, {"ticket_id": ticket_id, **reader_params(reader)}).one_or_none()


def issue_to_tell(issue_id: int) -> Row[Any]:
    """What a notice says of an issue, whoever may see it; the caller asks for each person."""
    return read(_TOLD, {"issue_id": issue_id}).one()


def words_of_update(update_id: int) -> str:
    """The HTML of one update."""
    return str(read(_UPDATE, {"update_id": update_id}).scalar_one())
