"""Do we keep our time frames? First responses and resolutions beside what was aimed at (the service level)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_

from forum.kernel.db import read
from forum.reports.scope import Cut, Scope, cut_by, one_if, sums_by_key
from forum.reports.share import Share
from forum.tickets.models import Ticket
from forum.tickets.rules import UNSOLVED_STATES


@dataclass(frozen=True, slots=True)
class Kept:
    """Of the tickets opened, those whose time frame is over: answered or solved in time, or too late, or not yet."""

    response: Share = Share()
    resolution: Share = Share()


def kept(cut: Cut, scope: Scope, *, at: datetime) -> dict[int | None, Kept]:
    """What was in time, by the keys of the cut; each ticket counts where it was opened."""
    answered = Ticket.response_minutes.is_not(None)
    solved = Ticket.resolution_minutes.is_not(None)
    late_answer = and_(Ticket.first_response_at.is_(None), Ticket.response_due_at < at)
    late_solution = and_(Ticket.state.in_(UNSOLVED_STATES), Ticket.resolution_due_at < at)
    figures = (
        one_if(or_(and_(answered, Ticket.response_target.is_not(None)), late_answer)).label("answer_due"),
        one_if(Ticket.response_minutes <= Ticket.response_target).label("answer_kept"),
        one_if(or_(and_(solved, Ticket.resolution_target.is_not(None)), late_solution)).label("solution_due"),
        one_if(Ticket.resolution_minutes <= Ticket.resolution_target).label("solution_kept"),
    )
    rows = read(sums_by_key(cut_by(cut, Ticket.created_at, scope, *figures)))
    return {
        row.key: Kept(Share(row.answer_kept, row.answer_due), Share(row.solution_kept, row.solution_due))
        for row in rows
    }
