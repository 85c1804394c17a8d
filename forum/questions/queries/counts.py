"""How many questions a filter would leave: counted up to a bound, so that it costs the same however many there are."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import ScalarSelect, Select, func, literal, select

from forum.accounts.actors import Actor
from forum.kernel.db import read
from forum.questions.models import Question
from forum.questions.queries.lists import Show, Sort, Wish, conditions, few_of, listed_in, shape_of
from forum.questions.visibility import reader_params

MOST = 100
"""Beyond this many a count says "100+"."""

_FILTERS: Mapping[str, Mapping[str, Any]] = {
    "unanswered": {"show": Show.UNANSWERED},
    "unsolved": {"show": Show.UNSOLVED},
    "solved": {"solved": True},
    "staff": {"staff": True},
}


def filter_counts(wish: Wish, reader: Actor) -> Mapping[str, int]:
    """For each filter how many questions the wish has with it, at most MOST + 1: a list takes the place of its own."""
    params = {"category_id": wish.category_id, "tag_id": wish.tag_id, **reader_params(reader)}
    return dict(read(statement(wish), params).mappings().one())


def statement(wish: Wish) -> Select[Any]:
    """The select of the counts; its category and tag are parameters."""
    return _of_shape(replace(shape_of(wish), sort=Sort.ACTIVE))


@lru_cache(maxsize=128)
def _of_shape(shape: Wish) -> Select[Any]:
    counts: list[Any] = [_count(replace(shape, **wanted)).label(name) for name, wanted in _FILTERS.items()]
    return select(*counts)


def _count(wish: Wish) -> ScalarSelect[int]:
    # Not joined as lists are: SQLite would read every question for each filter, to know which ones it need not look up.
    among = [Question.id.in_(ids) for ids in few_of(wish).values()]
    some = select(literal(1)).select_from(Question).where(listed_in(wish), *among, *conditions(wish)).limit(MOST + 1)
    return select(func.count()).select_from(some.subquery()).scalar_subquery()
