"""Comments on questions and answers."""

from datetime import datetime

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.answers.actions.find import is_author
from forum.answers.events import CommentEdited, CommentPosted
from forum.answers.models import Answer, Comment
from forum.answers.rules import LONGEST_COMMENT, check_answer_stands
from forum.conduct.actions import check_limit, check_may_post
from forum.conduct.limits import Act
from forum.conduct.screening import screened
from forum.kernel.db import session
from forum.kernel.events import publish
from forum.questions.actions import Words, check_open_to, follow_by_taking_part, raise_version, signature, standing_of
from forum.questions.events import ThreadChanged
from forum.questions.models import Question
from forum.questions.rules import (
    Standing,
    check_may_edit,
    check_revision,
    check_source,
    check_takes_posts,
)


def post_comment(
    question: Question, source: str, html: str, *, on: Answer | None = None, by: Actor, at: datetime
) -> Comment:
    """The comment stands under the answer `on`, else under the question; its author follows the thread.

    Publishes CommentPosted and ThreadChanged.
    """
    by.check_may(Permission.COMMENT)
    check_may_post(by=by, at=at)
    check_takes_posts(standing_of(question))
    check_open_to(question, by=by, at=at)
    if on is not None:
        check_answer_stands(on.visibility)
    source, html = screened(source, html, by=by, at=at)
    check_source(source, most=LONGEST_COMMENT)
    check_limit(Act.COMMENT, by=by, at=at)
    comment = Comment(
        thread_id=question.id,
        question_id=None if on else question.id,
        answer_id=on.id if on else None,
        author_id=signature(question, by),
        source=source,
        html=html,
        created_at=at,
    )
    session.add(comment)
    session.flush()
    raise_version(question.id, active_at=max(question.active_at, at))
    follow_by_taking_part(question.id, person_id=by.id, at=at)
    publish(CommentPosted(comment.id, question.id, by.id, at))
    publish(ThreadChanged(question.id, at))
    return comment


def check_may_edit_comment(question: Question, comment: Comment, *, by: Actor) -> None:
    """NotAllowed unless this person may edit the comment."""
    standing = Standing(comment.visibility, is_locked=question.locked_at is not None)
    check_may_edit(standing, is_author=is_author(comment, question, by), may_edit_any=by.may(Permission.EDIT_ANY_POST))


def edit_comment(question: Question, comment: Comment, words: Words, *, revision: int, by: Actor, at: datetime) -> None:
    """The comment has the new words; nothing happens if it has them already.

    Conflict if somebody else has edited it since `revision`. Publishes CommentEdited and ThreadChanged.
    """
    check_may_edit_comment(question, comment, by=by)
    check_may_post(by=by, at=at)
    words = Words(*screened(words.source, words.html, by=by, at=at))
    check_source(words.source, most=LONGEST_COMMENT)
    if comment.source == words.source:
        return
    check_revision(seen=revision, current=comment.revision)
    check_limit(Act.EDIT, by=by, at=at)
    comment.source, comment.html = words.source, words.html
    comment.revision, comment.edited_at = comment.revision + 1, at
    raise_version(question.id)
    publish(CommentEdited(comment.id, question.id, by.id, at))
    publish(ThreadChanged(question.id, at))
