"""What pages read of somebody's standing."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import aliased

from forum.conduct.models import Consequence
from forum.kernel.db import BigId, read
from forum.people.models import Person

_By, _Answerer = aliased(Person), aliased(Person)
_COLUMNS = (
    Consequence.id, Consequence.step, Consequence.reason, Consequence.at, Consequence.until, Consequence.lapses_at,
    Consequence.objection, Consequence.objected_at, Consequence.answer, Consequence.answered_at,
    Consequence.undone_at, Consequence.by_id, _By.name.label("by_name"), _Answerer.name.label("answerer_name"),
    Person.name, Person.handle,
)  # fmt: skip
_STEPS = (
    select(*_COLUMNS)
    .join(Person, Person.id == Consequence.person_id)
    .join(_By, _By.id == Consequence.by_id)
    .outerjoin(_Answerer, _Answerer.id == Consequence.answered_by_id)
    .order_by(Consequence.at.desc(), Consequence.id.desc())
    .limit(100)
)
_OF_PERSON = _STEPS.where(Consequence.person_id == bindparam("person_id", type_=BigId))
_OBJECTIONS = _STEPS.where(Consequence.objected_at.is_not(None), Consequence.answered_at.is_(None))


def steps_of(person_id: int) -> Sequence[Row[Any]]:
    """The steps that were taken about somebody, newest first: for himself and for moderators."""
    return read(_OF_PERSON, {"person_id": person_id}).all()


def open_objections() -> Sequence[Row[Any]]:
    """Objections that nobody has answered: for moderators."""
    return read(_OBJECTIONS).all()
