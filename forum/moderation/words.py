"""The words somebody is about to flag, as far as he may see them."""

from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, or_, select

from forum.accounts.actors import Actor
from forum.accounts.models import Profile
from forum.answers.models import Answer, Comment
from forum.answers.visibility import comment_visible_to, written_by_reader
from forum.answers.visibility import visible_to as answer_visible_to
from forum.kernel.db import BigId, read
from forum.kernel.errors import NotFound
from forum.moderation.models import Kind
from forum.people.models import SYSTEM_PERSON_ID, Person, PersonState
from forum.questions.models import Question
from forum.questions.visibility import ASKED_UNNAMED
from forum.questions.visibility import visible_to as question_visible_to
from forum.tickets.models import Ticket, TicketReply
from forum.tickets.opening import began_by_itself
from forum.tickets.visibility import visible_to as ticket_visible_to
from forum.topics.visibility import READER_ID, reader_params


def _own(is_his: ColumnElement[bool]) -> ColumnElement[bool]:
    """The column that says whether the words are the reader's own."""
    return and_(READER_ID != 0, is_his).label("is_own")


_ID = bindparam("post_id", type_=BigId)
_WORDS: dict[Kind, Any] = {
    Kind.QUESTION: (
        select(
            Question.title,
            Question.html,
            _own(or_(Question.author_id.is_not_distinct_from(READER_ID), Question.id.in_(ASKED_UNNAMED))),
        ).where(question_visible_to(), Question.id == _ID)
    ),
    Kind.ANSWER: (
        select(Question.title, Answer.html, _own(written_by_reader(Answer)))
        .join(Question, Question.id == Answer.question_id)
        .where(answer_visible_to(), Answer.id == _ID)
    ),
    Kind.COMMENT: (
        select(Question.title, Comment.html, _own(written_by_reader(Comment)))
        .join(Question, Question.id == Comment.thread_id)
        .where(comment_visible_to(), Comment.id == _ID)
    ),
    Kind.REPLY: (
        select(
            Ticket.title, TicketReply.html, Ticket.label, _own(TicketReply.author_id.is_not_distinct_from(READER_ID))
        )
        .join(Ticket, Ticket.id == TicketReply.ticket_id)
        .where(ticket_visible_to(), TicketReply.id == _ID)
    ),
    Kind.TICKET: (
        select(
            Ticket.title, Ticket.html, Ticket.label, _own(Ticket.requester_id.is_not_distinct_from(READER_ID))
        ).where(ticket_visible_to(), began_by_itself(), Ticket.id == _ID)
    ),
    Kind.PERSON: (
        select(
            Person.name.label("title"), Profile.about_html.label("html"), Person.handle, _own(Person.id == READER_ID)
        )
        .outerjoin(Profile, Profile.person_id == Person.id)
        .where(Person.id == _ID, Person.state == PersonState.ACTIVE, Person.id != SYSTEM_PERSON_ID)
    ),
}


def words_to_flag(kind: Kind, post_id: int, reader: Actor) -> Row[Any]:
    """`title` of its thread, ticket or person, and the post's `html`; NotFound if the reader may not see it.

    `is_own` if the reader wrote it; the `label` of its ticket, or the person's `handle`, where it is of one.
    """
    row = read(_WORDS[kind], {**reader_params(reader), "post_id": post_id}).one_or_none()
    if row is None:
        raise NotFound
    return row
