"""Which notices a person may still read: those about what he may still see."""

from sqlalchemy import ColumnElement, and_, exists, or_

from forum.knowledge.faq.models import FaqEntry
from forum.knowledge.faq.visibility import visible_to as entry_visible_to
from forum.knowledge.known.models import KnownIssue
from forum.knowledge.known.visibility import visible_to as issue_visible_to
from forum.notifications.models import Notice
from forum.questions.models import Question
from forum.questions.visibility import visible_to as question_visible_to
from forum.tickets.models import Ticket
from forum.tickets.visibility import visible_to as ticket_visible_to
from forum.topics.visibility import READER_ID, reader_params

__all__ = ["reader_params", "visible_to"]


def visible_to() -> ColumnElement[bool]:
    """True for the reader's own notices of threads, tickets, entries and issues that he may see today."""
    return and_(
        Notice.person_id == READER_ID,
        or_(Notice.question_id.is_(None), exists().where(Question.id == Notice.question_id, question_visible_to())),
        or_(Notice.ticket_id.is_(None), exists().where(Ticket.id == Notice.ticket_id, ticket_visible_to())),
        or_(Notice.entry_id.is_(None), exists().where(FaqEntry.id == Notice.entry_id, entry_visible_to())),
        or_(Notice.issue_id.is_(None), exists().where(KnownIssue.id == Notice.issue_id, issue_visible_to())),
    )
