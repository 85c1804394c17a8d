"""What had happened in a thread before it became a ticket: the first lines of the ticket's record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.answers.actions import writer_id
from forum.answers.models import Acceptance, Answer
from forum.answers.visibility import unrestricted as any_answer
from forum.kernel.db import session
from forum.questions.actions.find import asker_id
from forum.questions.models import Question, Visibility
from forum.questions.visibility import unrestricted as any_question


@dataclass(frozen=True)
class Before:
    """Something that happened in the thread: `act` with the id that it is about under the name `about`."""

    act: str
    about: str
    about_id: int
    by_id: int
    at: datetime


def before_ticket(question_id: int) -> list[Before]:
    """Who asked, answered and accepted, in the order of time; what an import left without anybody is left out."""
    question = session.scalars(select(Question).where(any_question(), Question.id == question_id)).one()
    return sorted(_of(question), key=lambda each: each.at)


def _of(question: Question) -> Iterator[Before]:
    asker = asker_id(question)
    if asker is not None:
        yield Before("asked", "question", question.id, asker, question.created_at)
    seen = Answer.question_id == question.id, Answer.visibility == Visibility.PUBLIC
    for answer in session.scalars(select(Answer).where(any_answer(), *seen).order_by(Answer.id)):
        writer = writer_id(answer, question)
        if writer is not None:
            yield Before("answered", "answer", answer.id, writer, answer.created_at)
    accepted = session.get(Acceptance, question.id)
    if accepted is not None and accepted.by_id is not None:
        yield Before("accepted", "answer", accepted.answer_id, accepted.by_id, accepted.at)
