"""The question an action is about, and who asked it."""

from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm.util import identity_key

from forum.accounts.actors import Actor
from forum.kernel.db import BigId, session
from forum.kernel.errors import NotFound
from forum.kernel.races import in_turn
from forum.questions.models import Question, QuestionOnBehalf
from forum.questions.rules import Standing
from forum.questions.visibility import reader_params, visible_to

_QUESTION = (
    select(Question)
    .where(visible_to(), Question.id == bindparam("question_id", type_=BigId))
    .with_for_update(of=Question)
    .execution_options(populate_existing=True)
)
_ON_BEHALF = select(QuestionOnBehalf.person_id).where(
    QuestionOnBehalf.question_id == bindparam("question_id", type_=BigId)
)


def find_question(question_id: int, *, by: Actor) -> Question:
    """The question, locked until the transaction ends; NotFound if it does not exist or this person may not see it."""
    question = session.scalars(_QUESTION, {**reader_params(by), "question_id": question_id}).first()
    if question is None:
        raise NotFound
    return question


def find_pair(question_id: int, other_id: int, *, by: Actor) -> tuple[Question, Question]:
    """Two questions to be tied together, locked in the order of their ids: such acts come one after the other, and
    never wait for each other in a circle."""
    in_turn("duplicates")
    found = {each: find_question(each, by=by) for each in sorted({question_id, other_id})}
    return found[question_id], found[other_id]


def asker_id(question: Question) -> int | None:
    """The person who asked, also where the question shows no name; None for an imported question without one."""
    if question.author_id is not None:
        return question.author_id
    return session.scalar(_ON_BEHALF, {"question_id": question.id})


def is_asker(question: Question, by: Actor) -> bool:
    """Whether this person asked the question."""
    return by.is_authenticated and asker_id(question) == by.id


def signature(question: Question, by: Actor) -> int | None:
    """The id that may stand under what this person writes in the thread: none if he asked it anonymously."""
    return None if question.author_id is None and is_asker(question, by) else by.id


def standing_of(question: Question) -> Standing:
    """How the question stands, for the rules."""
    return Standing(question.visibility, is_locked=question.locked_at is not None)


def raise_version(question_id: int, **changed: Any) -> None:
    """Open pages and caches of the thread know that it has changed; `changed` columns are set by the same UPDATE."""
    statement = update(Question).where(Question.id == question_id)
    session.execute(
        statement.values(version=Question.version + 1, **changed),
        execution_options={"synchronize_session": False},
    )
    known = session.identity_map.get(identity_key(Question, question_id))
    if known is not None:
        session.expire(known, ["version", *changed])
