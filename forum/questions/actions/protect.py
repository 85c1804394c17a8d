"""Protecting a thread from people who are new: they read it, and do not write in it."""

from datetime import datetime

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.conduct.screening import newcomer_until
from forum.kernel.errors import NotAllowed
from forum.questions.actions.barring import Bar, bar, lift
from forum.questions.actions.find import is_asker
from forum.questions.events import ProtectionLifted, QuestionProtected
from forum.questions.models import Question, QuestionProtection

_PROTECTION = Bar(Permission.PROTECT_QUESTION, QuestionProtection, "protected_at", QuestionProtected, ProtectionLifted)


def protect_question(question: Question, *, reason: str, by: Actor, at: datetime) -> None:
    """Newcomers write no more answers and comments here. Publishes QuestionProtected and ThreadChanged."""
    bar(_PROTECTION, question, reason=reason, by=by, at=at)


def lift_protection(question: Question, *, by: Actor, at: datetime) -> None:
    """Newcomers may write here again. Publishes ProtectionLifted and ThreadChanged."""
    lift(_PROTECTION, question, by=by, at=at)


def check_open_to(question: Question, *, by: Actor, at: datetime) -> None:
    """NotAllowed for a newcomer in a protected thread of somebody else; says from when he may."""
    until = newcomer_until(by, at=at)
    if question.protected_at is None or until is None or is_asker(question, by):
        return
    raise NotAllowed(
        "This thread is protected: until %(until)s your account is too new to write in it. You can follow it, "
        "say that you have this too, or ask a question of your own.",
        until=until,
    )
