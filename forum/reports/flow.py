"""Do we keep up? Tickets opened and solved."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

from forum.kernel.db import read
from forum.reports.scope import Cut, Scope, cut_by, sums_by_key
from forum.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Flow:
    """Tickets opened, and tickets whose solution stands, each in its own week."""

    opened: int = 0
    solved: int = 0


def flow(cut: Cut, scope: Scope) -> dict[int | None, Flow]:
    """What came and what was done, by the keys of the cut."""
    opened, solved = _counts(cut, Ticket.created_at, scope), _counts(cut, Ticket.resolved_at, scope)
    return {key: Flow(opened.get(key, 0), solved.get(key, 0)) for key in opened.keys() | solved.keys()}


def _counts(cut: Cut, moment: InstrumentedAttribute[Any], scope: Scope) -> dict[int | None, int]:
    return {row.key: row.size for row in read(sums_by_key(cut_by(cut, moment, scope)))}
