"""Threads and tickets that are about a known issue."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.errors import Invalid
from forum.knowledge.known.models import IssueThread, IssueTicket, KnownIssue
from forum.knowledge.known.rules import MOST_ATTACHED_AT_ONCE, check_is_open
from forum.questions.actions import raise_version
from forum.questions.models import Question
from forum.questions.visibility import reader_params, unrestricted, visible_to
from forum.tickets.actions.find import find_tickets, note_change
from forum.tickets.models import Ticket


def attach_threads(issue: KnownIssue, question_ids: Sequence[int], *, by: Actor, at: datetime) -> int:
    """These threads are about the issue and show its banner; how many it was news for.

    What the person may not see is left out; a thread of another issue moves here. Conflict for a closed issue.
    """
    by.check_may(Permission.KEEP_KNOWN_ISSUES)
    check_is_open(issue.closed_at)
    wanted = _few(question_ids)
    seen = select(Question.id).where(visible_to(), Question.id.in_(wanted)).order_by(Question.id)
    attached = [
        question_id
        for question_id in session.scalars(seen, reader_params(by)).all()
        if _attach(IssueThread, "question_id", question_id, issue, by=by, at=at)
    ]
    for question_id in attached:
        raise_version(question_id)
    return len(attached)


def attach_tickets(issue: KnownIssue, labels: Sequence[str], *, by: Actor, at: datetime) -> int:
    """These tickets are about the issue: their requesters hear of its updates; how many it was news for."""
    by.check_may(Permission.KEEP_KNOWN_ISSUES)
    check_is_open(issue.closed_at)
    wanted = [label.strip().upper() for label in labels if label.strip()][:MOST_ATTACHED_AT_ONCE]
    found = find_tickets(Ticket.label.in_(wanted), by=by)
    if wanted and not found:
        raise Invalid("There is no ticket with this number.", field="tickets")
    news = [ticket for ticket in found if _attach(IssueTicket, "ticket_id", ticket.id, issue, by=by, at=at)]
    for ticket in news:
        note_change(ticket, "known_issue", by=by, at=at, title=issue.title)
    return len(news)


def detach_thread(issue: KnownIssue, question_id: int, *, by: Actor) -> None:
    """The thread is one of its own again; nothing happens if it was not attached, or the person may not see it."""
    by.check_may(Permission.KEEP_KNOWN_ISSUES)
    seen = select(Question.id).where(visible_to(), Question.id == question_id)
    its = IssueThread.question_id.in_(seen), IssueThread.issue_id == issue.id
    if session.execute(delete(IssueThread).where(*its), reader_params(by)).rowcount:  # type: ignore[attr-defined]
        raise_version(question_id)


def detach_ticket(issue: KnownIssue, ticket_id: int, *, by: Actor, at: datetime) -> None:
    """The ticket is one of its own again; nothing happens if it was not attached, or the person may not see it."""
    by.check_may(Permission.KEEP_KNOWN_ISSUES)
    its = IssueTicket.ticket_id == ticket_id, IssueTicket.issue_id == issue.id
    for ticket in find_tickets(Ticket.id.in_(select(IssueTicket.ticket_id).where(*its)), by=by):
        note_change(ticket, "known_issue", by=by, at=at, title="")
        session.execute(delete(IssueTicket).where(*its))


def show_anew(issue_id: int) -> None:
    """Pages of the attached threads are no longer what browsers keep."""
    attached = select(IssueThread.question_id).where(IssueThread.issue_id == issue_id)
    session.execute(
        update(Question).where(unrestricted(), Question.id.in_(attached)).values(version=Question.version + 1),
        execution_options={"synchronize_session": False},
    )


def _few(ids: Sequence[int]) -> list[int]:
    if not ids:
        raise Invalid("Choose at least one thread.", field="threads")
    return list(dict.fromkeys(ids))[:MOST_ATTACHED_AT_ONCE]


def _attach(
    kind: type[IssueThread] | type[IssueTicket], key: str, value: int, issue: KnownIssue, *, by: Actor, at: datetime
) -> bool:
    row: Any = session.get(kind, value)
    if row is not None and row.issue_id == issue.id:
        return False
    if row is None:
        session.add(kind(**{key: value}, issue_id=issue.id, by_id=by.id, at=at))
    else:
        row.issue_id, row.by_id, row.at = issue.id, by.id, at
    session.flush()
    return True
