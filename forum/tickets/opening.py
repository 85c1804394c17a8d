"""What a ticket begins with: the requester's own words, or the post of a thread that it came from and goes back to."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_

from forum.answers.models import Answer, Comment
from forum.questions.models import Question, Visibility
from forum.tickets.models import Ticket, TicketChange

_OUT_OF_SIGHT = (Visibility.HELD, Visibility.HIDDEN)


def began_by_itself() -> ColumnElement[bool]:
    """True for a ticket whose first words were never in a thread, also if its fix was published in one."""
    published = exists().where(TicketChange.ticket_id == Ticket.id, TicketChange.act == "published").correlate(Ticket)
    return or_(Ticket.question_id.is_(None), published)


def opening_is_hidden() -> ColumnElement[bool]:
    """True for a ticket whose first words are out of sight, here or in the thread that they stand in."""
    of_thread = and_(Ticket.answer_id.is_(None), Ticket.comment_id.is_(None), ~began_by_itself())
    return or_(
        Ticket.opening_hidden_at.is_not(None),
        _taken(Answer, Ticket.answer_id),
        _taken(Comment, Ticket.comment_id),
        and_(of_thread, _taken(Question, Ticket.question_id)),
    )


def has_public_thread() -> ColumnElement[bool]:
    """True for a ticket with a thread that its readers see."""
    return exists().where(Question.id == Ticket.question_id, Question.visibility == Visibility.PUBLIC).correlate(Ticket)


def _taken(post: Any, its_id: Any) -> ColumnElement[bool]:
    return exists().where(post.id == its_id, post.visibility.in_(_OUT_OF_SIGHT)).correlate(Ticket)
