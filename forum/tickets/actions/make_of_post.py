"""An answer or a comment that is really another problem becomes a ticket of its own."""

from datetime import datetime

from sqlalchemy import insert, literal, select

from forum.accounts.actors import Actor
from forum.answers.actions.find import find_answer, find_comment, writer_id
from forum.answers.models import Answer, AnswerFile, Comment
from forum.kernel.db import session
from forum.kernel.errors import NotAllowed
from forum.kernel.text.html import plain_text
from forum.kernel.text.shapes import excerpt
from forum.questions.models import Question, Visibility
from forum.tickets.actions.make import Made, already_made, announce, carried, insert_numbered, open_ticket_of
from forum.tickets.models import TicketFile
from forum.tickets.rules import check_may_make

_LONGEST_TITLE = 90  # of the post's first words; it can be changed afterwards


def make_ticket_of_answer(answer_id: int, *, by: Actor, at: datetime) -> Made:
    """The answer has an open ticket with a number; its author is the requester.

    At most one open ticket an answer. Publishes TicketMade and ThreadChanged. NotAllowed for people who are not IT
    staff or for a removed post.
    """
    question, answer = find_answer(answer_id, by=by)
    made = _make(question, answer, by=by, at=at, answer_id=answer.id)
    files = select(literal(made.ticket.id), AnswerFile.file_id, literal(False)).where(AnswerFile.answer_id == answer.id)
    if not made.quicker:
        session.execute(insert(TicketFile).from_select(["ticket_id", "file_id", "for_staff"], files))
    return made


def make_ticket_of_comment(comment_id: int, *, by: Actor, at: datetime) -> Made:
    """The comment has an open ticket with a number, as an answer would."""
    question, comment = find_comment(comment_id, by=by)
    return _make(question, comment, by=by, at=at, comment_id=comment.id)


def _make(question: Question, post: Answer | Comment, *, by: Actor, at: datetime, **origin: int) -> Made:
    check_may_make(by)
    there = open_ticket_of(question.id, **origin)
    if there is not None:
        return already_made(there, by=by)
    if post.visibility != Visibility.PUBLIC or question.visibility != Visibility.PUBLIC:
        raise NotAllowed("This post has been removed. Restore it first.")
    ticket = carried(question, requester_id=writer_id(post, question) or by.id, by=by, at=at)
    ticket.title = excerpt(plain_text(post.html), _LONGEST_TITLE) or question.title
    ticket.source, ticket.html, ticket.tags = post.source, post.html, ""
    for column, post_id in origin.items():
        setattr(ticket, column, post_id)
    insert_numbered(ticket)
    announce(ticket, question, by=by, at=at)
    return Made(ticket)
