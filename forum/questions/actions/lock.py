"""Closing a question to new answers, and opening it."""

from datetime import datetime

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.questions.actions.barring import Bar, bar, lift
from forum.questions.events import QuestionLocked, QuestionUnlocked
from forum.questions.models import Question, QuestionLock

_LOCK = Bar(Permission.LOCK_QUESTION, QuestionLock, "locked_at", QuestionLocked, QuestionUnlocked)


def lock_question(question: Question, *, reason: str, by: Actor, at: datetime) -> None:
    """The question takes no more answers and comments. Publishes QuestionLocked and ThreadChanged."""
    bar(_LOCK, question, reason=reason, by=by, at=at)


def unlock_question(question: Question, *, by: Actor, at: datetime) -> None:
    """The question takes answers again. Publishes QuestionUnlocked and ThreadChanged."""
    lift(_LOCK, question, by=by, at=at)
