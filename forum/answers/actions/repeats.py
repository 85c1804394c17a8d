"""What is sent again from a page that somebody went back to: it has another key, and the words that stand already."""

from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.actors import Actor
from forum.answers.models import Answer, Comment
from forum.answers.visibility import unrestricted
from forum.kernel.db import session
from forum.questions.actions import JUST_NOW, signature
from forum.questions.models import STANDING, Question


def answered_just_now(question: Question, source: str, *, by: Actor, at: datetime) -> int | None:
    """The person's answer of the last hour with the very same words, if it still stands or waits for moderators."""
    return session.scalar(
        select(func.max(Answer.id)).where(
            unrestricted(),
            Answer.question_id == question.id,
            Answer.author_id == signature(question, by),
            Answer.source == source,
            Answer.created_at > at - JUST_NOW,
            Answer.visibility.in_(STANDING),
        )
    )


def commented_just_now(
    question: Question, source: str, *, on: Answer | None = None, by: Actor, at: datetime
) -> int | None:
    """As `answered_just_now`, for a comment under the answer `on`, else under the question."""
    return session.scalar(
        select(func.max(Comment.id)).where(
            unrestricted(),
            Comment.thread_id == question.id,
            Comment.answer_id == (on.id if on else None),
            Comment.author_id == signature(question, by),
            Comment.source == source,
            Comment.created_at > at - JUST_NOW,
            Comment.visibility.in_(STANDING),
        )
    )
