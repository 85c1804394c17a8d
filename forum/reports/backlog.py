"""What is still open? Unsolved tickets now, whenever they were opened: by age, team and category."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, literal, select

from forum.kernel.db import read
from forum.reports.scope import Cut, Scope, counted, one_if
from forum.tickets.models import Ticket, TicketState
from forum.tickets.rules import UNSOLVED_STATES

AGES = (timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=30))
"""The bounds of the classes by age: less than the first, ... , the last and more."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """Unsolved tickets; of these those that nobody has, and those that wait; when the oldest was opened."""

    tickets: int = 0
    nobodys: int = 0
    for_requester: int = 0
    for_third: int = 0
    oldest_at: datetime | None = None


def backlog(cut: Cut, scope: Scope, *, at: datetime) -> dict[int | None, Backlog]:
    """What is unsolved at `at`, by the keys of the cut; of AGE the keys are the places of the classes."""
    age = case(*((Ticket.created_at > at - bound, place) for place, bound in enumerate(AGES)), else_=len(AGES))
    key = {Cut.AGE: age, Cut.TEAM: Ticket.team_id, Cut.CATEGORY: Ticket.category_id}.get(cut, literal(0))
    figures = (
        one_if(Ticket.owner_id.is_(None)),
        one_if(Ticket.state == TicketState.WAITING_REQUESTER),
        one_if(Ticket.state == TicketState.WAITING_THIRD),
    )
    statement: Any = (
        select(key.label("key"), func.count(), *map(func.sum, figures), func.min(Ticket.created_at))
        .where(counted(scope), Ticket.state.in_(UNSOLVED_STATES))
        .group_by("key")
    )
    return {row.key: Backlog(*row[1:]) for row in read(statement)}
