"""Do fixes come back? Threads that became tickets, and the solved ones whose fix is an answer of the thread."""

from dataclasses import dataclass

from sqlalchemy import and_, exists

from forum.answers.models import Answer
from forum.answers.visibility import unrestricted as any_answer
from forum.kernel.db import read
from forum.questions.models import Visibility
from forum.reports.scope import Cut, Scope, cut_by, one_if, sums_by_key
from forum.reports.share import Share
from forum.tickets.models import Ticket, TicketState


@dataclass(frozen=True, slots=True)
class Returns:
    """Tickets opened; those of a thread; of these the solved ones; of these the ones whose fix the thread shows."""

    opened: int = 0
    of_threads: int = 0
    solved: int = 0
    returned: int = 0

    @property
    def percent(self) -> int | None:
        """The share of the solved ones that came back, rounded; None while none is solved."""
        return Share(self.returned, self.solved).percent


def returns(cut: Cut, scope: Scope) -> dict[int | None, Returns]:
    """What came back, by the keys of the cut; each ticket counts where it was opened."""
    of_thread = and_(Ticket.question_id.is_not(None), Ticket.answer_id.is_(None), Ticket.comment_id.is_(None))
    solved = and_(of_thread, Ticket.state.in_([TicketState.RESOLVED, TicketState.CLOSED]))
    shown = Answer.question_id == Ticket.question_id, Answer.visibility == Visibility.PUBLIC
    returned = and_(solved, exists().where(any_answer(), *shown, Answer.fix_label == Ticket.label))
    figures = (
        one_if(of_thread).label("of_threads"),
        one_if(solved).label("solved"),
        one_if(returned).label("returned"),
    )
    rows = read(sums_by_key(cut_by(cut, Ticket.created_at, scope, *figures)))
    return {row.key: Returns(row.size, row.of_threads, row.solved, row.returned) for row in rows}
