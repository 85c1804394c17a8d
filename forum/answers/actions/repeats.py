"""What is sent again from a page that somebody went back to: it has another key, and the words that stand already."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select

from forum.accounts.actors import Actor
from forum.answers.models import Answer, Comment
from forum.answers.visibility import unrestricted
from forum.kernel.db import session
from forum.questions.actions import JUST_NOW, signature
from forum.questions.models import STANDING, Question


def answered_just_now(question: Question, source: str, *, by: Actor, at: datetime) -> int | None:
    """The person's answer of the last hour with the very same words, if it still stands or waits for moderators."""
    return _just_now(Answer, question, source, Answer.question_id == question.id, by=by, at=at)


def commented_just_now(
    question: Question, source: str, *, on: Answer | None = None, by: Actor, at: datetime
) -> int | None:
    """As `answered_just_now`, for a comment under the answer `on`, else under the question."""
    there = and_(Comment.thread_id == question.id, Comment.answer_id == (on.id if on else None))
    return _just_now(Comment, question, source, there, by=by, at=at)


def _just_now(
    kind: type[Answer | Comment],
    question: Question,
    source: str,
    there: ColumnElement[bool],
    *,
    by: Actor,
    at: datetime,
) -> int | None:
    return session.scalar(
        select(func.max(kind.id)).where(
            unrestricted(),
            there,
            kind.author_id == signature(question, by),
            kind.source == source,
            kind.created_at > at - JUST_NOW,
            kind.visibility.in_(STANDING),
        )
    )
