"""The worklist: threads that nobody has solved and that have no ticket, most affected people and longest wait first.

Imported ones are past, until somebody says that he has the problem now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, bindparam, literal_column, or_, select, tuple_
from sqlalchemy.orm import aliased

from forum.accounts.actors import Actor
from forum.answers.models import Claim
from forum.kernel.db import BigId, UtcDateTime, read
from forum.people.models import Person
from forum.questions.models import Question
from forum.questions.visibility import listed_to
from forum.topics.models import Category
from forum.topics.visibility import reader_params

PAGE = 50
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
        # As the index on these conditions says it, no parameters.
        Question.ticket_label == literal_column("''"),
        or_(Question.imported_from.is_(None), Question.affected_count > literal_column("0")),
    )
    .order_by(Question.affected_count.desc(), Question.created_at, Question.id)
    .limit(PAGE + 1)
)
_affected = bindparam("after_affected", type_=Integer)
_BEHIND = _WORKLIST.where(
    Question.affected_count <= _affected,
    or_(
        Question.affected_count < _affected,
        tuple_(Question.created_at, Question.id)
        > tuple_(bindparam("after_at", type_=UtcDateTime), bindparam("after_id", type_=BigId)),
    ),
)


@dataclass(frozen=True, slots=True)
class Place:
    """The last row of a page: the next begins behind it."""

    affected: int
    at: datetime
    id: int


def worklist(reader: Actor, *, at: datetime, after: Place | None = None) -> Sequence[Row[Any]]:
    """Up to PAGE threads that wait for somebody, and one more if there are more, with who is on it at `at` (UTC)."""
    params = {**reader_params(reader), "at": at}
    if after is None:
        return read(_WORKLIST, params).all()
    behind = {"after_affected": after.affected, "after_at": after.at, "after_id": after.id}
    return read(_BEHIND, {**params, **behind}).all()
