"""Closing a question to new answers, and opening it."""

from datetime import datetime

from sqlalchemy import update

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.events import publish
from forum.questions.actions.find import raise_version
from forum.questions.events import QuestionLocked, QuestionUnlocked, ThreadChanged
from forum.questions.models import Question, QuestionLock
from forum.questions.rules import check_given_reason


def lock_question(question: Question, *, reason: str, by: Actor, at: datetime) -> None:
    """The question takes no more answers and comments. Publishes QuestionLocked and ThreadChanged."""
    by.check_may(Permission.LOCK_QUESTION)
    check_given_reason(reason)
    if question.locked_at is not None:
        return
    session.add(QuestionLock(question_id=question.id, by_id=by.id, at=at, reason=reason))
    question.locked_at = at
    raise_version(question.id)
    publish(QuestionLocked(question.id, by.id, at))
    publish(ThreadChanged(question.id, at))


def unlock_question(question: Question, *, by: Actor, at: datetime) -> None:
    """The question takes answers again. Publishes QuestionUnlocked and ThreadChanged."""
    by.check_may(Permission.LOCK_QUESTION)
    if question.locked_at is None:
        return
    session.execute(
        update(QuestionLock)
        .where(QuestionLock.question_id == question.id, QuestionLock.undone_at.is_(None))
        .values(undone_by_id=by.id, undone_at=at)
    )
    question.locked_at = None
    raise_version(question.id)
    publish(QuestionUnlocked(question.id, by.id, at))
    publish(ThreadChanged(question.id, at))
