"""Taking answers and comments out of sight and bringing them back. Nothing is deleted from the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

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
from forum.questions.rules import check_may_bring_back, check_reason, check_stands_here

Removals = Sequence[AnswerRemoval | CommentRemoval]


def remove_answer(question: Question, answer: Answer, *, reason: str = "", by: Actor, at: datetime) -> None:
    """The answer is deleted: only its author and staff still see it. Publishes AnswerRemoved and ThreadChanged."""
    held = session.get(Acceptance, question.id)
    check_may_delete_answer(
        is_author=is_author(answer, question, by),
        may_delete_any=by.may(Permission.DELETE_POST),
        is_accepted=held is not None and held.answer_id == answer.id,
    )
    check_stands_here(answer.visibility)
    _remove(question, answer, Visibility.DELETED, reason, by=by, at=at)


def hide_answer(question: Question, answer: Answer, *, reason: str = "", by: Actor, at: datetime) -> None:
    """A moderator has hidden the answer's words. Publishes AnswerRemoved and ThreadChanged."""
    by.check_may(Permission.HIDE_POST)
    check_stands_here(answer.visibility)
    _remove(question, answer, Visibility.HIDDEN, reason, by=by, at=at)


def hold_answer(question: Question, answer: Answer, *, reason: str, by: Actor, at: datetime) -> None:
    """The answer waits out of sight for a moderator; the caller knows why. Publishes as `hide_answer` does."""
    _remove(question, answer, Visibility.HELD, reason, by=by, at=at)


def undelete_answer(question: Question, answer: Answer, *, by: Actor, at: datetime) -> None:
    """The answer stands as before it was last removed. Publishes AnswerRestored and ThreadChanged."""
    removals = _open_removals(answer)
    _check_may_bring_back(question, answer, removals, by=by)
    _undelete(question, answer, removals, by=by, at=at)


def release_answer(question: Question, answer: Answer, *, by: Actor, at: datetime) -> None:
    """The answer waits no more; the caller has decided. What was removed otherwise since then stays so.

    Publishes as `undelete_answer` does, if it waited until now.
    """
    _release(question, answer, by=by, at=at)


def remove_comment(question: Question, comment: Comment, *, reason: str = "", by: Actor, at: datetime) -> None:
    """The comment is deleted. Publishes CommentRemoved and ThreadChanged."""
    check_may_delete_comment(is_author=is_author(comment, question, by), may_delete_any=by.may(Permission.DELETE_POST))
    _remove(question, comment, Visibility.DELETED, reason, by=by, at=at)


def hide_comment(question: Question, comment: Comment, *, reason: str = "", by: Actor, at: datetime) -> None:
    """A moderator has hidden the comment's words. Publishes CommentRemoved and ThreadChanged."""
    by.check_may(Permission.HIDE_POST)
    _remove(question, comment, Visibility.HIDDEN, reason, by=by, at=at)


def hold_comment(question: Question, comment: Comment, *, reason: str, by: Actor, at: datetime) -> None:
    """The comment waits out of sight for a moderator; the caller knows why. Publishes as `hide_comment` does."""
    _remove(question, comment, Visibility.HELD, reason, by=by, at=at)


def undelete_comment(question: Question, comment: Comment, *, by: Actor, at: datetime) -> None:
    """The comment stands as before it was last removed. Publishes CommentRestored and ThreadChanged."""
    removals = _open_removals(comment)
    _check_may_bring_back(question, comment, removals, by=by)
    _undelete(question, comment, removals, by=by, at=at)


def release_comment(question: Question, comment: Comment, *, by: Actor, at: datetime) -> None:
    """As `release_answer`."""
    _release(question, comment, by=by, at=at)


@dataclass(frozen=True)
class _Trail:
    """Where removals of one kind of post are written, and what is published of them."""

    removal: type[AnswerRemoval] | type[CommentRemoval]
    post_id: str
    removed: type[AnswerRemoved] | type[CommentRemoved]
    restored: type[AnswerRestored] | type[CommentRestored]


_TRAILS: dict[type[Answer | Comment], _Trail] = {
    Answer: _Trail(AnswerRemoval, "answer_id", AnswerRemoved, AnswerRestored),
    Comment: _Trail(CommentRemoval, "comment_id", CommentRemoved, CommentRestored),
}


def _remove(
    question: Question, post: Answer | Comment, visibility: Visibility, reason: str, *, by: Actor, at: datetime
) -> None:
    check_reason(reason)
    if post.visibility is visibility:
        return
    trail = _TRAILS[type(post)]
    about = {trail.post_id: post.id}
    session.add(trail.removal(**about, visibility=visibility, by_id=by.id, at=at, reason=reason))
    post.visibility = visibility
    _count_again(question.id)
    publish(trail.removed(post.id, question.id, by.id, at))
    publish(ThreadChanged(question.id, at))


def _check_may_bring_back(question: Question, post: Answer | Comment, removals: Removals, *, by: Actor) -> None:
    if post.visibility is Visibility.PUBLIC:
        return
    check_may_bring_back(
        post.visibility,
        is_author=is_author(post, question, by),
        removed_by_self=bool(removals) and removals[0].by_id == by.id,
        may_delete=by.may(Permission.DELETE_POST),
        may_hide=by.may(Permission.HIDE_POST),
    )


def _release(question: Question, post: Answer | Comment, *, by: Actor, at: datetime) -> None:
    removals = _open_removals(post)
    held = [each for each in removals if each.visibility is Visibility.HELD]
    if post.visibility is Visibility.HELD:
        _undelete(question, post, removals, by=by, at=at)
    elif held:
        held[0].undone_by_id, held[0].undone_at = by.id, at


def _undelete(question: Question, post: Answer | Comment, removals: Removals, *, by: Actor, at: datetime) -> None:
    """The last removal is undone; one before it holds again."""
    if post.visibility is Visibility.PUBLIC:
        return
    for removal in removals[:1]:
        removal.undone_by_id, removal.undone_at = by.id, at
    post.visibility = removals[1].visibility if len(removals) > 1 else Visibility.PUBLIC
    _count_again(question.id)
    publish(_TRAILS[type(post)].restored(post.id, question.id, by.id, at))
    publish(ThreadChanged(question.id, at))


def _open_removals(post: Answer | Comment) -> Removals:
    """Those that hold, the last first."""
    trail = _TRAILS[type(post)]
    held: Select[Any] = select(trail.removal).filter_by(**{trail.post_id: post.id}, undone_at=None)
    return session.scalars(held.order_by(trail.removal.id.desc())).all()


def _count_again(question_id: int) -> None:
    session.flush()
    recount(question_id)
    raise_version(question_id)
