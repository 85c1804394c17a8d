"""A ticket that began in private comes into the forum as a question with its answer, so that others find it."""

from dataclasses import dataclass
from datetime import datetime

from forum.accounts.actors import Actor
from forum.answers.actions.accept import accept_fix
from forum.answers.actions.post import post_answer
from forum.kernel.db import session
from forum.questions.actions import QuestionDraft, ask_for, find_question
from forum.questions.actions.find import raise_version
from forum.questions.models import Question
from forum.tickets.actions.find import note_change
from forum.tickets.models import Ticket
from forum.tickets.rules import check_may_publish


@dataclass(frozen=True)
class Publication:
    """Question and answer as their publisher words them, without private details; HTML is made before."""

    question: QuestionDraft
    answer_source: str
    answer_html: str


def publish_ticket(ticket: Ticket, publication: Publication, *, by: Actor, at: datetime) -> Question:
    """The forum has the question, asked by the requester, with the answer of `by` accepted; the ticket is its ticket.

    NotAllowed or Conflict as the rules say; Invalid, NotAllowed and TooMany as for any question and answer.
    Publishes QuestionAsked, AnswerPosted, AnswerAccepted and ThreadChanged.
    """
    check_may_publish(ticket.state, confidential=ticket.confidential, has_thread=ticket.question_id is not None, by=by)
    asked = ask_for(publication.question, ticket.requester_id, by=by, at=at)
    question = find_question(asked.id, by=by)
    answer = post_answer(question, publication.answer_source, publication.answer_html, by=by, at=at)
    accept_fix(question, answer, label=ticket.label, by=by, at=at)
    ticket.question_id = question.id
    session.flush()
    raise_version(question.id, ticket_label=ticket.label)
    note_change(ticket, "published", by=by, at=at, question=question.id)
    return question
