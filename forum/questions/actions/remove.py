"""Taking a question out of sight and bringing it back. Nothing is deleted from the database."""

from datetime import datetime

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.events import publish
from forum.questions.actions.find import is_asker, raise_version
from forum.questions.events import QuestionRemoved, QuestionRestored, ThreadChanged
from forum.questions.models import Question, QuestionRemoval, Visibility
from forum.questions.rules import check_may_bring_back, check_may_delete, check_reason, check_stands_here


def remove_question(question: Question, *, reason: str = "", by: Actor, at: datetime) -> None:
    """The question is deleted: only its author and staff still see it. Publishes QuestionRemoved and ThreadChanged."""
    check_may_delete(
        is_author=is_asker(question, by),
        may_delete_any=by.may(Permission.DELETE_POST),
        has_answers=question.answer_count > 0,
    )
    check_stands_here(question.visibility)
    _remove(question, Visibility.DELETED, reason, by=by, at=at)


def hide_question(question: Question, *, reason: str = "", by: Actor, at: datetime) -> None:
    """A moderator has hidden the question's words. Publishes QuestionRemoved and ThreadChanged."""
    by.check_may(Permission.HIDE_POST)
    check_stands_here(question.visibility)
    _remove(question, Visibility.HIDDEN, reason, by=by, at=at)


def hold_question(question: Question, *, reason: str, by: Actor, at: datetime) -> None:
    """The question waits out of sight for a moderator; the caller knows why. Publishes as `hide_question` does."""
    _remove(question, Visibility.HELD, reason, by=by, at=at)


def undelete_question(question: Question, *, by: Actor, at: datetime) -> None:
    """The question stands as before it was last removed. Publishes QuestionRestored and ThreadChanged."""
    removals = _open_removals(question.id)
    if question.visibility is not Visibility.PUBLIC:
        check_may_bring_back(
            question.visibility,
            is_author=is_asker(question, by),
            removed_by_self=bool(removals) and removals[0].by_id == by.id,
            may_delete=by.may(Permission.DELETE_POST),
            may_hide=by.may(Permission.HIDE_POST),
        )
    _bring_back(question, removals, by=by, at=at)


def release_question(question: Question, *, by: Actor, at: datetime) -> None:
    """The question waits no more; the caller has decided. What was removed otherwise since then stays so.

    Publishes as `undelete_question` does, if it waited until now.
    """
    removals = _open_removals(question.id)
    held = [each for each in removals if each.visibility is Visibility.HELD]
    if question.visibility is Visibility.HELD:
        _bring_back(question, removals, by=by, at=at)
    elif held:
        held[0].undone_by_id, held[0].undone_at = by.id, at


def _bring_back(question: Question, removals: list[QuestionRemoval], *, by: Actor, at: datetime) -> None:
    """The last removal is undone; one before it holds again."""
    if question.visibility is Visibility.PUBLIC:
        return
    for removal in removals[:1]:
        removal.undone_by_id, removal.undone_at = by.id, at
    question.visibility = removals[1].visibility if len(removals) > 1 else Visibility.PUBLIC
    raise_version(question.id)
    publish(QuestionRestored(question.id, by.id, at))
    publish(ThreadChanged(question.id, at))


def _remove(question: Question, visibility: Visibility, reason: str, *, by: Actor, at: datetime) -> None:
    check_reason(reason)
    if question.visibility is visibility:
        return
    removal = QuestionRemoval(question_id=question.id, visibility=visibility, by_id=by.id, at=at, reason=reason)
    session.add(removal)
    question.visibility = visibility
    raise_version(question.id)
    publish(QuestionRemoved(question.id, by.id, at))
    publish(ThreadChanged(question.id, at))


def _open_removals(question_id: int) -> list[QuestionRemoval]:
    """Removals that hold, the last first."""
    held = select(QuestionRemoval).where(
        QuestionRemoval.question_id == question_id, QuestionRemoval.undone_at.is_(None)
    )
    return list(session.scalars(held.order_by(QuestionRemoval.id.desc())))
