"""What somebody has asked, as far as the reader may see it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from forum.accounts.actors import Actor
from forum.kernel.db import BigId, read
from forum.questions.models import Question
from forum.questions.visibility import listed_to, reader_params

MOST = 15
_OF = Question.author_id == bindparam("person_id", type_=BigId)
_QUESTIONS = (
    select(Question.id, Question.slug, Question.title, Question.created_at, Question.solved_at, Question.answer_count)
    .where(listed_to(), _OF)
    .order_by(Question.created_at.desc(), Question.id.desc())
    .limit(MOST)
)
_COUNT = select(func.count()).select_from(Question).where(listed_to(), _OF)


def questions_of(person_id: int, reader: Actor) -> Sequence[Row[Any]]:
    """The newest questions under somebody's name."""
    return read(_QUESTIONS, {**reader_params(reader), "person_id": person_id}).all()


def question_count(person_id: int, reader: Actor) -> int:
    """How many questions stand under somebody's name."""
    return int(read(_COUNT, {**reader_params(reader), "person_id": person_id}).scalar_one())
