"""The worklist: threads that nobody has solved and that have no ticket, most affected people and longest wait first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, literal_column, select
from sqlalchemy.orm import aliased

from forum.accounts.actors import Actor
from forum.answers.models import Claim
from forum.kernel.db import UtcDateTime, read
from forum.people.models import Person
from forum.questions.models import Question
from forum.questions.visibility import listed_to
from forum.topics.models import Category
from forum.topics.visibility import reader_params

MOST = 50
_Claimer = aliased(Person)
_WORKLIST = (
    select(
        Question.id,
        Question.slug,
        Question.title,
        Question.created_at,
        Question.answer_count,
        Question.affected_count,
        Question.has_staff_answer,
        Category.name.label("category"),
        Category.name_ms.label("category_ms"),
        Person.name,
        Person.department,
        _Claimer.name.label("claimed_by"),
    )
    .join(Category, Category.id == Question.category_id)
    .outerjoin(Person, Person.id == Question.author_id)
    .outerjoin(Claim, (Claim.question_id == Question.id) & (Claim.until > bindparam("at", type_=UtcDateTime)))
    .outerjoin(_Claimer, _Claimer.id == Claim.person_id)
    .where(
        listed_to(),
        Question.solved_at.is_(None),
        Question.duplicate_of_id.is_(None),
        Question.locked_at.is_(None),
        Question.ticket_label == literal_column("''"),  # as the index on these conditions says it, not a parameter
    )
    .order_by(Question.affected_count.desc(), Question.created_at, Question.id)
    .limit(MOST)
)


def worklist(reader: Actor, *, at: datetime) -> Sequence[Row[Any]]:
    """Up to MOST threads that wait for somebody, with who is on it at the moment `at` (UTC)."""
    return read(_WORKLIST, {**reader_params(reader), "at": at}).all()
