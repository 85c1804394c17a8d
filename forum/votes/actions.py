"""Voting. One vote of one person on one post, which may change; counters move with it in the same transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.answers.actions import is_author
from forum.answers.models import Answer
from forum.conduct.actions import check_limit
from forum.conduct.limits import Act
from forum.kernel.db import session
from forum.kernel.events import publish
from forum.kernel.races import insert_new
from forum.questions.actions import is_asker, raise_version
from forum.questions.events import ThreadChanged
from forum.questions.models import Question
from forum.votes.events import VoteCast
from forum.votes.models import Vote
from forum.votes.rules import VoteValue, check_may_vote


def cast_vote(
    question: Question, *, on: Answer | None = None, value: VoteValue = VoteValue.HELPFUL, by: Actor, at: datetime
) -> None:
    """The person's vote on the answer `on`, else on the question, is `value`; a second click changes nothing.

    The rows come locked from `find_question` or `find_answer`. Publishes VoteCast and ThreadChanged.
    """
    by.check_may(Permission.VOTE)
    post = on or question
    is_own = is_author(on, question, by) if on else is_asker(question, by)
    check_may_vote(value, visibility=post.visibility, is_own=is_own, is_answer=on is not None)
    before = session.scalar(select(Vote.value).where(*_vote_of(by.id, question, on)))
    if before == value:
        return
    check_limit(Act.VOTE, by=by, at=at)
    _store(by.id, question, on, value, is_new=before is None, at=at)
    _move_counters(question, on, before=before or 0, after=value)
    _tell(by.id, question, on, value, at=at)


def withdraw_vote(question: Question, *, on: Answer | None = None, by: Actor, at: datetime) -> None:
    """The person has no vote on the post; nothing happens if he had none. Publishes VoteCast and ThreadChanged."""
    before = session.scalar(select(Vote.value).where(*_vote_of(by.id, question, on)))
    if before is None:
        return
    session.execute(delete(Vote).where(*_vote_of(by.id, question, on)))
    _move_counters(question, on, before=before, after=0)
    _tell(by.id, question, on, 0, at=at)


def _vote_of(person_id: int, question: Question, on: Answer | None) -> tuple[ColumnElement[bool], ...]:
    return (Vote.person_id == person_id, Vote.answer_id == on.id if on else Vote.question_id == question.id)


def _store(person_id: int, question: Question, on: Answer | None, value: int, *, is_new: bool, at: datetime) -> None:
    if is_new:
        answer_id, question_id = (on.id, None) if on else (None, question.id)
        insert_new(Vote, person_id=person_id, question_id=question_id, answer_id=answer_id, value=value, at=at)
    else:
        session.execute(update(Vote).where(*_vote_of(person_id, question, on)).values(value=value, at=at))


def _move_counters(question: Question, on: Answer | None, *, before: int, after: int) -> None:
    """The score goes by what the vote changed; `failed_count` of an answer counts the "did not work" among them."""
    moved = after - before
    if on is None:
        raise_version(question.id, score=Question.score + moved)
        return
    failed = (after == VoteValue.FAILED) - (before == VoteValue.FAILED)
    values: dict[str, Any] = {"score": Answer.score + moved, "failed_count": Answer.failed_count + failed}
    statement = update(Answer).where(Answer.id == on.id).values(values)
    session.execute(statement, execution_options={"synchronize_session": False})
    session.expire(on, list(values))
    raise_version(question.id)


def _tell(person_id: int, question: Question, on: Answer | None, value: int, *, at: datetime) -> None:
    answer_id, question_id = (on.id, None) if on else (None, question.id)
    publish(VoteCast(person_id, question_id, answer_id, value, at))
    publish(ThreadChanged(question.id, at))
