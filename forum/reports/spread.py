"""Medians and 90th percentiles by `row_number()`: SQLite has no percentile of its own."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
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
    place = func.row_number().over(partition_by=rows.c.key, order_by=rows.c.figure)
    size = func.count().over(partition_by=rows.c.key)
    ranked = select(rows.c.key, rows.c.figure, place.label("place"), size.label("size")).subquery()
    at_median = ranked.c.place == (ranked.c.size + 1) // 2
    at_ninetieth = ranked.c.place == (ranked.c.size * 9 + 9) // 10
    statement = select(
        ranked.c.key,
        func.max(ranked.c.size).label("size"),
        func.max(case((at_median, ranked.c.figure))).label("median"),
        func.max(case((at_ninetieth, ranked.c.figure))).label("ninetieth"),
    ).group_by(ranked.c.key)
    return {row.key: Spread(row.size, row.median, row.ninetieth) for row in read(statement)}
