"""Protecting a thread from people who are new: they read it, and do not write in it."""

from datetime import datetime

from sqlalchemy import update

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.conduct.limits import NEWCOMER_FOR
from forum.conduct.screening import is_newcomer
from forum.kernel.db import session
from forum.kernel.errors import NotAllowed
from forum.kernel.events import publish
from forum.questions.actions.find import is_asker, raise_version
from forum.questions.events import ProtectionLifted, QuestionProtected, ThreadChanged
from forum.questions.models import Question, QuestionProtection
from forum.questions.rules import check_given_reason


def protect_question(question: Question, *, reason: str, by: Actor, at: datetime) -> None:
    """Newcomers write no more answers and comments here. Publishes QuestionProtected and ThreadChanged."""
    by.check_may(Permission.PROTECT_QUESTION)
    check_given_reason(reason)
    if question.protected_at is not None:
        return
    session.add(QuestionProtection(question_id=question.id, by_id=by.id, at=at, reason=reason))
    question.protected_at = at
    raise_version(question.id)
    publish(QuestionProtected(question.id, by.id, at))
    publish(ThreadChanged(question.id, at))


def lift_protection(question: Question, *, by: Actor, at: datetime) -> None:
    """Newcomers may write here again. Publishes ProtectionLifted and ThreadChanged."""
    by.check_may(Permission.PROTECT_QUESTION)
    if question.protected_at is None:
        return
    session.execute(
        update(QuestionProtection)
        .where(QuestionProtection.question_id == question.id, QuestionProtection.undone_at.is_(None))
        .values(undone_by_id=by.id, undone_at=at)
    )
    question.protected_at = None
    raise_version(question.id)
    publish(ProtectionLifted(question.id, by.id, at))
    publish(ThreadChanged(question.id, at))


def check_open_to(question: Question, *, by: Actor, at: datetime) -> None:
    """NotAllowed for a newcomer in a protected thread of somebody else; says from when he may."""
    if question.protected_at is None or not is_newcomer(by, at=at) or is_asker(question, by):
        return
    assert by.created_at
    raise NotAllowed(
        "This thread is protected: until %(until)s (UTC) your account is too new to write in it. You can follow it, "
        "say that you have this too, or ask a question of your own.",
        until=f"{by.created_at + NEWCOMER_FOR:%Y-%m-%d %H:%M}",
    )
