"""How much work is it? Time that IT staff have noted on tickets."""

from dataclasses import dataclass

from sqlalchemy import func, join, select

from forum.kernel.db import read
from forum.reports.scope import Cut, Scope, cut_by
from forum.tickets.models import Ticket
from forum.tickets.worked.models import WorkedTime


@dataclass(frozen=True, slots=True)
class Effort:
    """Tickets on which time was noted, and its minutes."""

    tickets: int = 0
    minutes: int = 0

    @property
    def mean(self) -> int | None:
        """Minutes a ticket, rounded; None where nothing was noted."""
        return round(self.minutes / self.tickets) if self.tickets else None


def effort(cut: Cut, scope: Scope) -> dict[int | None, Effort]:
    """What was noted, by the keys of the cut; time counts where it was noted."""
    worked = join(WorkedTime, Ticket, Ticket.id == WorkedTime.ticket_id)
    figures = WorkedTime.ticket_id.label("ticket_id"), WorkedTime.minutes.label("minutes")
    of = cut_by(cut, WorkedTime.at, scope, *figures, rows=worked).subquery()
    tickets, minutes = func.count(of.c.ticket_id.distinct()), func.sum(of.c.minutes)
    rows = read(select(of.c.key, tickets.label("tickets"), minutes.label("minutes")).group_by(of.c.key))
    return {row.key: Effort(row.tickets, row.minutes) for row in rows}
