"""What an open page asks for now and then: columns by prepared statements, one or two a request."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, not_, or_, select

from forum.accounts.actors import Actor
from forum.answers.models import Answer, Claim, Comment
from forum.answers.visibility import comment_visible_to, written_by_reader
from forum.answers.visibility import visible_to as answer_visible_to
from forum.kernel.db import BigId, UtcDateTime, read
from forum.people.models import Person, PersonState
from forum.questions.models import Question, Visibility
from forum.questions.visibility import reader_params, visible_to
from forum.tickets.desk.models import TicketPresence
from forum.tickets.models import Ticket, TicketNote, TicketReply
from forum.tickets.visibility import visible_to as ticket_visible_to
from forum.topics.visibility import READER_ID, READER_WORKS_TICKETS

_MOST_NEW = 100
_ID = bindparam("question_id", type_=BigId)
_LAST = bindparam("last", type_=BigId)
_AT = bindparam("at", type_=UtcDateTime)
_THREAD = (
    select(Question.id, Question.slug, Question.version, Question.answer_count, Claim.until.label("claimed_until"))
    .join(Claim, and_(Claim.question_id == Question.id, Claim.until > _AT), isouter=True)
    .where(visible_to(), Question.id == _ID)
)
_ANSWERS = (
    select(Answer.id)
    .join(Question, Question.id == Answer.question_id)
    .where(answer_visible_to(), Answer.question_id == _ID, Answer.visibility == Visibility.PUBLIC, Answer.id > _LAST)
    .order_by(Answer.id)
    .limit(_MOST_NEW)
)
_COMMENTS = (
    select(Comment.id)
    .join(Question, Question.id == Comment.thread_id)
    .where(comment_visible_to(), Comment.thread_id == _ID, Comment.visibility == Visibility.PUBLIC, Comment.id > _LAST)
    .where(not_(written_by_reader(Comment)))  # his own stand on his page already
    .order_by(Comment.id)
    .limit(_MOST_NEW)
)


def _newer(
    said: type[TicketReply | TicketNote], last: str, *conditions: ColumnElement[bool]
) -> list[ColumnElement[Any]]:
    """How many of a ticket's replies or notes have come from others behind the id bound as `last`, and the first."""
    of_others = said.ticket_id == Ticket.id, said.author_id != READER_ID, said.id > bindparam(last, type_=BigId)
    return [
        select(what).where(*of_others, *conditions).correlate(Ticket).scalar_subquery().label(name)
        for what, name in ((func.count(), f"{last}_count"), (func.min(said.id), f"{last}_first"))
    ]


_TICKET = (
    select(
        Ticket.state,
        (Ticket.requester_id == READER_ID).label("is_requester"),
        *_newer(TicketReply, "reply", TicketReply.hidden_at.is_(None)),
        *_newer(TicketNote, "note", READER_WORKS_TICKETS == 1),
        Person.name.label("writing"),
    )
    .outerjoin(
        TicketPresence,
        and_(TicketPresence.ticket_id == Ticket.id, TicketPresence.until > _AT, TicketPresence.person_id != READER_ID),
    )
    .outerjoin(Person, and_(Person.id == TicketPresence.person_id, READER_WORKS_TICKETS == 1))
    .where(ticket_visible_to(), Ticket.label == bindparam("label"))
    .order_by(Person.name_key)
)
_PEOPLE = (
    select(Person.handle, Person.name, Person.is_it_staff, Person.badge)
    .where(
        Person.state == PersonState.ACTIVE,
        Person.email.is_not(None),
        or_(
            and_(Person.name_key >= bindparam("start"), Person.name_key < bindparam("end")),
            and_(Person.handle >= bindparam("start"), Person.handle < bindparam("end")),
        ),
    )
    .order_by(Person.name_key, Person.id)
    .limit(8)
)


def thread_now(question_id: int, reader: Actor, *, at: datetime) -> Row[Any] | None:
    """The version of a thread that the reader may see, and until when somebody is on it."""
    return read(_THREAD, {"question_id": question_id, "at": at, **reader_params(reader)}).one_or_none()


def newer_answers(question_id: int, last: int, reader: Actor) -> Sequence[int]:
    """The ids of the answers that have come behind the one with the id `last`, the first 100."""
    return read(_ANSWERS, {"question_id": question_id, "last": last, **reader_params(reader)}).scalars().all()


def newer_comments(question_id: int, last: int, reader: Actor) -> Sequence[int]:
    """The ids of colleagues' comments in the thread behind the one with the id `last`, the first 100."""
    return read(_COMMENTS, {"question_id": question_id, "last": last, **reader_params(reader)}).scalars().all()


def ticket_now(label: str, reply: int, note: int, reader: Actor, *, at: datetime) -> Sequence[Row[Any]]:
    """How a ticket stands that the reader may see, and what others have said in it behind these ids; notes, and a row
    for each who is writing, for IT staff only."""
    last = {"label": label, "reply": reply, "note": note, "at": at}
    return read(_TICKET, {**last, **reader_params(reader)}).all()


def people_called(start: str) -> list[Row[Any]]:
    """Up to eight active colleagues whose name or handle begins so."""
    return list(read(_PEOPLE, {"start": start, "end": f"{start}\U0010ffff"}))
