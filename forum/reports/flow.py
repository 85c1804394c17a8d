"""Do we keep up? Tickets opened and solved, and how old those are that are still open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from forum.kernel.db import read
from forum.reports.scope import Cut, Scope, counted, cut_by, sums_by_key
from forum.tickets.models import Ticket
from forum.tickets.rules import UNSOLVED_STATES

AGES = (timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=30))
"""The bounds of the backlog's classes: less than the first, ... , the last and more."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Tickets opened, and tickets whose solution stands, each in its own week."""

    opened: int = 0
    solved: int = 0


@dataclass(frozen=True, slots=True)
class Backlog:
    """Unsolved tickets by age, as AGES bounds the classes; when the oldest was opened."""

    counts: tuple[int, ...]
    oldest_at: datetime | None

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


def flow(cut: Cut, scope: Scope) -> dict[int | None, Flow]:
    """What came and what was done, by the keys of the cut."""
    opened, solved = _counts(cut, Ticket.created_at, scope), _counts(cut, Ticket.resolved_at, scope)
    return {key: Flow(opened.get(key, 0), solved.get(key, 0)) for key in opened.keys() | solved.keys()}


def backlog(scope: Scope, *, at: datetime) -> Backlog:
    """What is unsolved now, whenever it was opened."""
    age = case(*((Ticket.created_at > at - bound, place) for place, bound in enumerate(AGES)), else_=len(AGES))
    statement = (
        select(age.label("age"), func.count().label("tickets"), func.min(Ticket.created_at).label("oldest_at"))
        .where(counted(scope), Ticket.state.in_(UNSOLVED_STATES))
        .group_by("age")
    )
    rows = {row.age: row for row in read(statement)}
    counts = tuple(rows[place].tickets if place in rows else 0 for place in range(len(AGES) + 1))
    return Backlog(counts, min((row.oldest_at for row in rows.values()), default=None))


def _counts(cut: Cut, moment: InstrumentedAttribute[Any], scope: Scope) -> dict[int | None, int]:
    return {row.key: row.size for row in read(sums_by_key(cut_by(cut, moment, scope)))}
