"""A thread barred with a reason until somebody undoes it: to everybody (a lock), or to newcomers (protection)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.events import publish
from forum.questions.actions.find import raise_version
from forum.questions.events import (
    ProtectionLifted,
    QuestionLocked,
    QuestionProtected,
    QuestionUnlocked,
    ThreadChanged,
)
from forum.questions.models import Question, QuestionLock, QuestionProtection
from forum.questions.rules import check_given_reason


@dataclass(frozen=True)
class Bar:
    """Who may set it, its rows, the question's column that says since when, and the events."""

    permission: Permission
    rows: type[QuestionLock] | type[QuestionProtection]
    since: str
    set: type[QuestionLocked] | type[QuestionProtected]
    lifted: type[QuestionUnlocked] | type[ProtectionLifted]


def bar(which: Bar, question: Question, *, reason: str, by: Actor, at: datetime) -> None:
    """The thread is barred; nothing where it is already. Publishes `which.set` and ThreadChanged."""
    by.check_may(which.permission)
    check_given_reason(reason)
    if getattr(question, which.since) is not None:
        return
    session.add(which.rows(question_id=question.id, by_id=by.id, at=at, reason=reason))
    setattr(question, which.since, at)
    raise_version(question.id)
    publish(which.set(question.id, by.id, at))
    publish(ThreadChanged(question.id, at))


def lift(which: Bar, question: Question, *, by: Actor, at: datetime) -> None:
    """The thread is open again; nothing where it is already. Publishes `which.lifted` and ThreadChanged."""
    by.check_may(which.permission)
    if getattr(question, which.since) is None:
        return
    standing = which.rows.question_id == question.id, which.rows.undone_at.is_(None)
    session.execute(update(which.rows).where(*standing).values(undone_by_id=by.id, undone_at=at))
    setattr(question, which.since, None)
    raise_version(question.id)
    publish(which.lifted(question.id, by.id, at))
    publish(ThreadChanged(question.id, at))
