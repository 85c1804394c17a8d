"""Medians and 90th percentiles by window functions: SQLite has no percentile of its own.

Equal figures are counted first: there are far fewer of them than tickets, so less is sorted."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, case, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from forum.kernel.db import read
from forum.reports.scope import Cut, Scope, cut_by


@dataclass(frozen=True, slots=True)
class Spread:
    """How many there are, and the values that half and nine in ten of them do not exceed (nearest rank)."""

    count: int = 0
    median: int | None = None
    ninetieth: int | None = None


def spreads(
    cut: Cut, moment: InstrumentedAttribute[Any], figure: InstrumentedAttribute[Any], scope: Scope
) -> dict[int | None, Spread]:
    """The spread of `figure` by the keys of the cut, of tickets that have one and whose `moment` lies in the scope."""
    rows = cut_by(cut, moment, scope, figure.label("figure")).where(figure.is_not(None)).subquery()
    many = cast(func.count(), Integer)  # PostgreSQL adds up whole numbers of this size to whole numbers
    counted = select(rows.c.key, rows.c.figure, many.label("many")).group_by(rows.c.key, rows.c.figure).subquery()
    up_to = func.sum(counted.c.many).over(partition_by=counted.c.key, order_by=counted.c.figure)
    size = func.sum(counted.c.many).over(partition_by=counted.c.key)
    ranked = select(counted.c.key, counted.c.figure, up_to.label("up_to"), size.label("size")).subquery()
    at_median = ranked.c.up_to >= (ranked.c.size + 1) // 2
    at_ninetieth = ranked.c.up_to >= (ranked.c.size * 9 + 9) // 10
    statement = select(
        ranked.c.key,
        func.max(ranked.c.size).label("size"),
        func.min(case((at_median, ranked.c.figure))).label("median"),
        func.min(case((at_ninetieth, ranked.c.figure))).label("ninetieth"),
    ).group_by(ranked.c.key)
    return {row.key: Spread(row.size, row.median, row.ninetieth) for row in read(statement)}
