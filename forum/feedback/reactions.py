"""A ticket solved or an answer accepted for its asker: he is asked whether it works."""

from sqlalchemy import select

from forum.answers.events import AcceptanceWithdrawn, AnswerAccepted
from forum.answers.models import Answer
from forum.feedback.actions import ask_of_answer, ask_of_ticket, end_questions, take_up_questions
from forum.feedback.models import Feedback
from forum.kernel.db import session
from forum.kernel.events import reaction_to
from forum.questions.actions.find import asker_id
from forum.questions.models import Question
from forum.tickets.events import TicketPutBack, TicketStateChanged
from forum.tickets.models import Ticket, TicketState
from forum.tickets.visibility import unrestricted


@reaction_to(TicketStateChanged)
def _state_changed(event: TicketStateChanged) -> None:
    if event.new == TicketState.RESOLVED:
        ask_of_ticket(session.get_one(Ticket, event.ticket_id), by_id=event.by_id, at=event.at)
    elif event.new != TicketState.CLOSED:
        end_questions(Feedback.ticket_id == event.ticket_id, at=event.at)


@reaction_to(TicketPutBack)
def _put_back(event: TicketPutBack) -> None:
    """The link that was sent before many were changed leads on as before."""
    take_up_questions(Feedback.ticket_id == event.ticket_id, ended_at=event.changed_at)


@reaction_to(AnswerAccepted)
def _accepted(event: AnswerAccepted) -> None:
    """The asker is not asked about what he accepted or wrote himself, nor twice where his ticket is asked about."""
    _end_of_thread(event)
    answer = session.get_one(Answer, event.answer_id)
    asker = asker_id(session.get_one(Question, event.question_id))
    if asker is None or asker in (event.by_id, answer.author_id) or _ticket_asks(event.question_id):
        return
    ask_of_answer(answer.id, person_id=asker, staff_id=answer.author_id, at=event.at)


@reaction_to(AcceptanceWithdrawn)
def _withdrawn(event: AcceptanceWithdrawn) -> None:
    _end_of_thread(event)


def _end_of_thread(event: AnswerAccepted | AcceptanceWithdrawn) -> None:
    answers = select(Answer.id).where(Answer.question_id == event.question_id)
    end_questions(Feedback.answer_id.in_(answers), at=event.at)


def _ticket_asks(question_id: int) -> bool:
    asks = select(Feedback.id).join(Ticket, Ticket.id == Feedback.ticket_id).where(
        unrestricted(), Ticket.question_id == question_id, Feedback.ended_at.is_(None), Feedback.verdict.is_(None)
    )  # fmt: skip
    return session.scalar(asks.limit(1)) is not None
