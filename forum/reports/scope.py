"""What a report counts: over which weeks, whose tickets, and by what it is cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    and_,
    case,
    column,
    func,
    literal,
    select,
    true,
    values,
)
from sqlalchemy.orm import InstrumentedAttribute

from forum.kernel.db import UtcDateTime
from forum.kernel.moments import day_begins
from forum.tickets.models import Ticket, TicketState
from forum.tickets.visibility import unrestricted

WEEKS = (4, 12, 26, 52)
"""The lengths of time that a report can be asked for."""
_A_WEEK = timedelta(days=7)
# Void and merged ones are no work of their own. Confidential ones are left out, so that every reader of a report sees
# the same figures and none can tell from them that there is such a ticket.
_IS_WORK = and_(
    unrestricted(), Ticket.state != TicketState.VOID, Ticket.merged_into_id.is_(None), Ticket.confidential.is_(False)
)


class Cut(StrEnum):
    """What the rows of a report stand for. AGE is of what is open now, the others are of the weeks of the scope."""

    WHOLE = "whole"
    WEEK = "week"
    AGE = "age"
    TEAM = "team"
    CATEGORY = "category"


@dataclass(frozen=True)
class Week:
    """From Monday to Monday, 0:00 in the company's zone."""

    monday: date
    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class Scope:
    """The weeks of a report, oldest first, and whose tickets; None: everybody's."""

    weeks: tuple[Week, ...]
    team_id: int | None = None
    category_id: int | None = None


def last_weeks(count: int, *, at: datetime, zone: tzinfo) -> tuple[Week, ...]:
    """So many weeks up to the one that `at` is in, which is not over."""
    today = at.astimezone(zone).date()
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - _A_WEEK * back for back in reversed(range(count))]
    return tuple(Week(monday, day_begins(monday, zone), day_begins(monday + _A_WEEK, zone)) for monday in mondays)


@dataclass(frozen=True)
class Counted:
    """What is counted: the table or join, whose team and category a row is, and which rows count at all."""

    rows: Any
    team: InstrumentedAttribute[Any]
    category: InstrumentedAttribute[Any]
    which: ColumnElement[bool]

    def within(self, scope: Scope) -> ColumnElement[bool]:
        """The rows that count, of the scope's team and category."""
        of_team = self.team == scope.team_id if scope.team_id else true()
        of_category = self.category == scope.category_id if scope.category_id else true()
        return and_(self.which, of_team, of_category)


def counted(scope: Scope) -> ColumnElement[bool]:
    """The tickets of the scope that reports count."""
    return _tickets(Ticket).within(scope)


def cut_by(
    cut: Cut, moment: InstrumentedAttribute[Any], scope: Scope, *figures: ColumnElement[Any], rows: Any = Ticket
) -> Select[*tuple[Any, ...]]:
    """Selects `key` and the figures of tickets whose `moment` lies in the scope; not grouped yet.

    `rows` is a join with tickets where what is counted is not a ticket itself.
    """
    return cut_of(_tickets(rows), cut, moment, scope, *figures)


def cut_of(
    what: Counted, cut: Cut, moment: InstrumentedAttribute[Any], scope: Scope, *figures: ColumnElement[Any]
) -> Select[*tuple[Any, ...]]:
    """Selects `key` and the figures of what is counted and whose `moment` lies in the scope; not grouped yet.

    The key is a team's or category's id (None: of none), or the place of the week in the scope. Weeks are joined as
    a table of their moments: their ends differ with the zone and its summer time, which no database function knows.
    """
    if cut is Cut.WEEK:
        weeks = _table_of(scope.weeks)
        here: FromClause = weeks.join(what.rows, and_(moment >= weeks.c.begins, moment < weeks.c.ends))
        return select(weeks.c.number.label("key"), *figures).select_from(here).where(what.within(scope))
    key = {Cut.TEAM: what.team, Cut.CATEGORY: what.category}.get(cut, literal(0, Integer))
    in_time = moment >= scope.weeks[0].begins, moment < scope.weeks[-1].ends
    return select(key.label("key"), *figures).select_from(what.rows).where(*in_time, what.within(scope))


def one_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """1 where the condition holds, else 0: for sums."""
    return case((condition, 1), else_=0)


def sums_by_key(rows: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Every column of what `cut_by` selected, added up by key; `size` is how many rows there are."""
    of = rows.subquery()
    sums = [func.sum(column).label(column.name) for column in of.c if column.name != "key"]
    return select(of.c.key, func.count().label("size"), *sums).group_by(of.c.key)


def _tickets(rows: Any) -> Counted:
    return Counted(rows, Ticket.team_id, Ticket.category_id, _IS_WORK)


def _table_of(weeks: Sequence[Week]) -> Any:
    rows = [(number, week.begins, week.ends) for number, week in enumerate(weeks)]
    shape = column("number", Integer), column("begins", UtcDateTime), column("ends", UtcDateTime)
    return values(*shape, name="week_row").data(rows).cte("week")
