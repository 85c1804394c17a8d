"""What pages read of feedback: columns by statements made once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import aliased

from forum.accounts.actors import Actor
from forum.answers.models import Answer
from forum.feedback.models import Feedback
from forum.feedback.rules import LINK_GOOD_FOR, Asked, is_same, parts_of
from forum.kernel.db import BigId, UtcDateTime, read
from forum.kernel.errors import NotFound
from forum.people.models import Person
from forum.questions.models import Question
from forum.tickets.models import Ticket, TicketState
from forum.tickets.visibility import unrestricted

FEW, PAGE = 5, 50
_Asked, _Staff = aliased(Person), aliased(Person)
_WHAT = (
    select(
        Feedback.id, Feedback.secret, Feedback.asked_at, Feedback.ended_at, Feedback.verdict, Feedback.rating,
        Feedback.person_id, Feedback.staff_id, Feedback.answered_at, Feedback.comment,
        Ticket.label, Ticket.state, Ticket.confidential, Ticket.title.label("ticket_title"),
        Question.id.label("question_id"), Question.slug, Question.title.label("question_title"),
        Answer.id.label("answer_id"),
        _Asked.name, _Staff.name.label("staff_name"),
    )
    .outerjoin(Ticket, Ticket.id == Feedback.ticket_id)
    .outerjoin(Answer, Answer.id == Feedback.answer_id)
    .outerjoin(Question, Question.id == Answer.question_id)
    .outerjoin(_Asked, _Asked.id == Feedback.person_id)
    .outerjoin(_Staff, _Staff.id == Feedback.staff_id)
    .where(unrestricted())
)  # fmt: skip
_BY_ID = _WHAT.where(Feedback.id == bindparam("id", type_=BigId), Feedback.person_id.is_not(None))
_PERSON = bindparam("person_id", type_=BigId)
_WAITING = (
    _WHAT.where(
        Feedback.person_id == _PERSON,
        Feedback.ended_at.is_(None),
        Feedback.verdict.is_(None),
        Feedback.asked_at > bindparam("since", type_=UtcDateTime),
        Ticket.state.is_(None) | (Ticket.state == TicketState.RESOLVED),
    )
    .order_by(Feedback.id.desc())
    .limit(FEW)
)
_OF_TICKET = (
    _WHAT.where(Feedback.ticket_id == bindparam("ticket_id", type_=BigId)).order_by(Feedback.id.desc()).limit(1)
)
_OF_ANSWERS = _WAITING.where(Question.id == bindparam("question_id", type_=BigId))
_SAID = (
    _WHAT.where(Feedback.staff_id == _PERSON, Feedback.verdict.is_not(None))
    .order_by(Feedback.answered_at.desc(), Feedback.id.desc())
    .limit(PAGE)
)


def asked_by_link(token: str) -> Row[Any]:
    """What the link asks about; NotFound if it is none of ours."""
    feedback_id, secret = parts_of(token)
    row = read(_BY_ID, {"id": feedback_id}).first()
    if row is None or not is_same(row.secret, secret):
        raise NotFound
    return row


def facts_of(row: Feedback | Row[Any]) -> Asked:
    """The row as rules take it."""
    return Asked(row.staff_id, row.asked_at, row.ended_at, row.verdict, row.rating)


def waiting_for(person: Actor, *, at: datetime) -> Sequence[Row[Any]]:
    """What the person is asked about and has said nothing of, newest first."""
    return read(_WAITING, {"person_id": person.id, "since": at - LINK_GOOD_FOR}).all()


def waiting_in_thread(question_id: int, person: Actor, *, at: datetime) -> Row[Any] | None:
    """Whether the person is asked about the thread's accepted answer."""
    params = {"person_id": person.id, "since": at - LINK_GOOD_FOR, "question_id": question_id}
    return read(_OF_ANSWERS, params).first()


def last_of_ticket(ticket_id: int) -> Row[Any] | None:
    """What was asked at the ticket's last resolution, if it was ever resolved."""
    return read(_OF_TICKET, {"ticket_id": ticket_id}).first()


def said_of(staff: Actor) -> Sequence[Row[Any]]:
    """What people have said of this person's work, newest first."""
    return read(_SAID, {"person_id": staff.id}).all()


def link_of(ticket_id: int, person_id: int) -> str:
    """The path at which this person says whether the ticket's fix works; empty if he is not asked."""
    row = last_of_ticket(ticket_id)
    is_asked = row is not None and row.person_id == person_id and row.ended_at is None and row.verdict is None
    return f"/worked/{row.id}-{row.secret}" if row is not None and is_asked else ""
