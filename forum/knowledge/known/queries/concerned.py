"""Whom news of an issue concerns: who watches it, and who is in an attached thread or ticket."""

from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, select, union

from forum.kernel.db import BigId, read
from forum.knowledge.known.models import IssueThread, IssueTicket, IssueWatcher
from forum.questions.models import Affected, Follow
from forum.tickets.models import Ticket, TicketWatcher
from forum.tickets.visibility import unrestricted

_ID = bindparam("issue_id", type_=BigId)
_threads = select(IssueThread.question_id).where(IssueThread.issue_id == _ID)
_tickets = select(IssueTicket.ticket_id).where(IssueTicket.issue_id == _ID)


def _mutes(row: type[Affected]) -> ColumnElement[bool]:
    """The person of the row wants to hear nothing of its thread; another way to the issue still counts."""
    of_thread = Follow.question_id == row.question_id, Follow.person_id == row.person_id
    return exists().where(*of_thread, Follow.muted_at.is_not(None))


_ways: tuple[Select[Any], ...] = (
    select(IssueWatcher.person_id).where(IssueWatcher.issue_id == _ID),
    select(Follow.person_id).where(Follow.question_id.in_(_threads), Follow.muted_at.is_(None)),
    select(Affected.person_id).where(Affected.question_id.in_(_threads), ~_mutes(Affected)),
    select(Ticket.requester_id).where(unrestricted(), Ticket.id.in_(_tickets)),
    select(TicketWatcher.person_id).where(TicketWatcher.ticket_id.in_(_tickets)),
)
_CONCERNED = union(*_ways)
_found = _CONCERNED.subquery()
_IS_CONCERNED = select(exists().where(_found.c.person_id == bindparam("person_id", type_=BigId)))


def concerned_by(issue_id: int) -> set[int]:
    """Everybody whom its news are told, each once."""
    return set(read(_CONCERNED, {"issue_id": issue_id}).scalars())


def is_concerned(issue_id: int, person_id: int) -> bool:
    """Whether the person is told its news."""
    return bool(read(_IS_CONCERNED, {"issue_id": issue_id, "person_id": person_id}).scalar())
