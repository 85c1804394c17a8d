"""Taking answers and comments out of sight and bringing them back. Nothing is deleted from the database."""

from datetime import datetime

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.answers.actions.find import is_author
from forum.answers.actions.recount import recount
from forum.answers.events import AnswerRemoved, AnswerRestored, CommentRemoved, CommentRestored
from forum.answers.models import Acceptance, Answer, AnswerRemoval, Comment, CommentRemoval
from forum.answers.rules import check_may_delete_answer, check_may_delete_comment
from forum.kernel.db import session
from forum.kernel.events import publish
from forum.questions.actions import raise_version
from forum.questions.events import ThreadChanged
from forum.questions.models import Question, Visibility
from forum.questions.rules import check_may_bring_back, check_reason


def remove_answer(question: Question, answer: Answer, *, reason: str = "", by: Actor, at: datetime) -> None:
    """The answer is deleted: only its author and staff still see it. Publishes AnswerRemoved and ThreadChanged."""
    held = session.get(Acceptance, question.id)
    check_may_delete_answer(
        is_author=is_author(answer, question, by),
        may_delete_any=by.may(Permission.DELETE_POST),
        is_accepted=held is not None and held.answer_id == answer.id,
    )
    _remove_answer(question, answer, Visibility.DELETED, reason, by=by, at=at)


def hide_answer(question: Question, answer: Answer, *, reason: str = "", by: Actor, at: datetime) -> None:
    """A moderator has hidden the answer's words. Publishes AnswerRemoved and ThreadChanged."""
    by.check_may(Permission.HIDE_POST)
    _remove_answer(question, answer, Visibility.HIDDEN, reason, by=by, at=at)


def hold_answer(question: Question, answer: Answer, *, reason: str, by: Actor, at: datetime) -> None:
    """The answer waits out of sight for a moderator; the caller knows why. Publishes as `hide_answer` does."""
    _remove_answer(question, answer, Visibility.HELD, reason, by=by, at=at)


def undelete_answer(question: Question, answer: Answer, *, by: Actor, at: datetime) -> None:
    """The answer stands as before it was last removed. Publishes AnswerRestored and ThreadChanged."""
    if answer.visibility is Visibility.PUBLIC:
        return
    held = select(AnswerRemoval).where(AnswerRemoval.answer_id == answer.id, AnswerRemoval.undone_at.is_(None))
    removals = session.scalars(held.order_by(AnswerRemoval.id.desc())).all()
    _bring_back(answer, list(removals), by=by, at=at)
    _count_again(question.id)
    publish(AnswerRestored(answer.id, question.id, by.id, at))
    publish(ThreadChanged(question.id, at))


def remove_comment(question: Question, comment: Comment, *, reason: str = "", by: Actor, at: datetime) -> None:
    """The comment is deleted. Publishes CommentRemoved and ThreadChanged."""
    check_may_delete_comment(is_author=is_author(comment, question, by), may_delete_any=by.may(Permission.DELETE_POST))
    _remove_comment(question, comment, Visibility.DELETED, reason, by=by, at=at)


def hide_comment(question: Question, comment: Comment, *, reason: str = "", by: Actor, at: datetime) -> None:
    """A moderator has hidden the comment's words. Publishes CommentRemoved and ThreadChanged."""
    by.check_may(Permission.HIDE_POST)
    _remove_comment(question, comment, Visibility.HIDDEN, reason, by=by, at=at)


def hold_comment(question: Question, comment: Comment, *, reason: str, by: Actor, at: datetime) -> None:
    """The comment waits out of sight for a moderator; the caller knows why. Publishes as `hide_comment` does."""
    _remove_comment(question, comment, Visibility.HELD, reason, by=by, at=at)


def undelete_comment(question: Question, comment: Comment, *, by: Actor, at: datetime) -> None:
    """The comment stands as before it was last removed. Publishes CommentRestored and ThreadChanged."""
    if comment.visibility is Visibility.PUBLIC:
        return
    held = select(CommentRemoval).where(CommentRemoval.comment_id == comment.id, CommentRemoval.undone_at.is_(None))
    removals = session.scalars(held.order_by(CommentRemoval.id.desc())).all()
    _bring_back(comment, list(removals), by=by, at=at)
    _count_again(question.id)
    publish(CommentRestored(comment.id, question.id, by.id, at))
    publish(ThreadChanged(question.id, at))


def _remove_answer(
    question: Question, answer: Answer, visibility: Visibility, reason: str, *, by: Actor, at: datetime
) -> None:
    check_reason(reason)
    if answer.visibility is visibility:
        return
    session.add(AnswerRemoval(answer_id=answer.id, visibility=visibility, by_id=by.id, at=at, reason=reason))
    answer.visibility = visibility
    _count_again(question.id)
    publish(AnswerRemoved(answer.id, question.id, by.id, at))
    publish(ThreadChanged(question.id, at))


def _remove_comment(
    question: Question, comment: Comment, visibility: Visibility, reason: str, *, by: Actor, at: datetime
) -> None:
    check_reason(reason)
    if comment.visibility is visibility:
        return
    session.add(CommentRemoval(comment_id=comment.id, visibility=visibility, by_id=by.id, at=at, reason=reason))
    comment.visibility = visibility
    _count_again(question.id)
    publish(CommentRemoved(comment.id, question.id, by.id, at))
    publish(ThreadChanged(question.id, at))


def _bring_back(
    post: Answer | Comment, removals: list[AnswerRemoval] | list[CommentRemoval], *, by: Actor, at: datetime
) -> None:
    """The last removal, first of `removals`, is undone; one before it holds again."""
    check_may_bring_back(
        post.visibility,
        removed_by_self=bool(removals) and removals[0].by_id == by.id,
        may_delete=by.may(Permission.DELETE_POST),
        may_hide=by.may(Permission.HIDE_POST),
    )
    for removal in removals[:1]:
        removal.undone_by_id, removal.undone_at = by.id, at
    post.visibility = removals[1].visibility if len(removals) > 1 else Visibility.PUBLIC


def _count_again(question_id: int) -> None:
    session.flush()
    recount(question_id)
    raise_version(question_id)
