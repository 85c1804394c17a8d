"""Every counter of a thread, made again from the rows it counts.

It is here since votes stand above answers and questions.
"""

from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from forum.answers.actions import recount as answers
from forum.answers.models import Answer
from forum.answers.visibility import unrestricted
from forum.kernel.db import session
from forum.questions.actions import recount as questions
from forum.questions.models import Question
from forum.votes.models import Vote
from forum.votes.rules import VoteValue

_QUESTION_SCORE = (
    select(func.coalesce(func.sum(Vote.value), 0)).where(Vote.question_id == Question.id).correlate(Question)
).scalar_subquery()
_ANSWER_SCORE = (
    select(func.coalesce(func.sum(Vote.value), 0)).where(Vote.answer_id == Answer.id).correlate(Answer)
).scalar_subquery()
_FAILED = (
    select(func.count(Vote.id)).where(Vote.answer_id == Answer.id, Vote.value == VoteValue.FAILED).correlate(Answer)
).scalar_subquery()


def recount(question_id: int) -> None:
    """All that the rows of a thread count equals what there is. The caller commits."""
    questions.recount(question_id)
    answers.recount(question_id)
    _scores(Question.id == question_id, Answer.question_id == question_id)


def recount_all() -> None:
    """The same for every thread. The caller commits."""
    questions.recount_all()
    answers.recount_all()
    _scores(unrestricted(), unrestricted())


def _scores(which_questions: ColumnElement[bool], which_answers: ColumnElement[bool]) -> None:
    """Score is the imported votes, which have no person, and those of our own."""
    statements: tuple[Any, ...] = (
        update(Question).where(which_questions).values(score=Question.imported_score + _QUESTION_SCORE),
        update(Answer).where(which_answers).values(score=Answer.imported_score + _ANSWER_SCORE, failed_count=_FAILED),
    )
    for statement in statements:
        session.execute(statement, execution_options={"synchronize_session": False})
    session.expire_all()
