"""The votes of one answer, for the part of the page that a vote changes."""

from typing import Any

from sqlalchemy import Row, and_, bindparam, select

from forum.accounts.actors import Actor
from forum.answers.models import Answer
from forum.answers.visibility import visible_to
from forum.kernel.db import BigId, read
from forum.kernel.errors import NotFound
from forum.questions.models import Question
from forum.questions.visibility import reader_params
from forum.topics.visibility import READER_ID
from forum.votes.models import Vote

_VOTES = (
    select(
        Answer.id,
        Answer.question_id,
        Answer.score,
        Answer.failed_count,
        Vote.value.label("my_vote"),
    )
    .join(Question, Question.id == Answer.question_id)
    .join(Vote, and_(Vote.answer_id == Answer.id, Vote.person_id == READER_ID), isouter=True)
    .where(visible_to(), Answer.id == bindparam("answer_id", type_=BigId))
)


def votes_on_answer(answer_id: int, reader: Actor) -> Row[Any]:
    """Score, failures and the reader's own vote; NotFound if the reader may not see the answer."""
    row = read(_VOTES, {"answer_id": answer_id, **reader_params(reader)}).one_or_none()
    if row is None:
        raise NotFound
    return row
