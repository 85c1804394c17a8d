"""Do we keep our promises? What became of those that were due."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, join, or_

from forum.kernel.db import read
from forum.reports.scope import Cut, Scope, cut_by, one_if, sums_by_key
from forum.reports.share import Share
from forum.tickets.models import Ticket
from forum.tickets.timing.models import Outcome, Promise


@dataclass(frozen=True, slots=True)
class Word:
    """Promises that were due: kept, moved to another day beforehand, missed or overdue."""

    kept: int = 0
    moved: int = 0
    missed: int = 0

    @property
    def percent(self) -> int | None:
        """The share of those that were not moved which was kept, rounded; None of nothing."""
        return Share(self.kept, self.kept + self.missed).percent


def word(cut: Cut, scope: Scope, *, at: datetime) -> dict[int | None, Word]:
    """What became of promises, by the keys of the cut; each counts where it was due."""
    overdue = and_(Promise.outcome.is_(None), Promise.due_at < at)
    figures = (
        one_if(Promise.outcome == Outcome.KEPT).label("kept"),
        one_if(Promise.outcome == Outcome.MOVED).label("moved"),
        one_if(or_(Promise.outcome == Outcome.MISSED, overdue)).label("missed"),
    )
    promised = join(Promise, Ticket, Ticket.id == Promise.ticket_id)
    rows = read(sums_by_key(cut_by(cut, Promise.due_at, scope, *figures, rows=promised)))
    return {row.key: Word(row.kept, row.moved, row.missed) for row in rows if row.kept or row.moved or row.missed}
