"""Are people content? What requesters said after a solution: whether it worked, and from 1 to 5 how it was."""

from dataclasses import dataclass

from sqlalchemy import func, join

from forum.feedback.models import Feedback, Verdict
from forum.kernel.db import read
from forum.reports.scope import Cut, Scope, cut_by, one_if, sums_by_key
from forum.reports.share import Share
from forum.tickets.models import Ticket

FEWEST = 5
"""Of fewer answers only the number is told: what one person said can be read off no report."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Solutions whose requester was asked; what was said of them; ratings and their sum."""

    asked: int = 0
    worked: int = 0
    not_yet: int = 0
    rated: int = 0
    stars: int = 0

    @property
    def answered(self) -> int:
        """How many said anything."""
        return self.worked + self.not_yet

    @property
    def percent(self) -> int | None:
        """The share of the answers that say "worked", rounded; None of fewer than FEWEST."""
        return Share(self.worked, self.answered).percent if self.answered >= FEWEST else None

    @property
    def tenths(self) -> int | None:
        """Ten times the mean rating, rounded half up; None of fewer than FEWEST."""
        return (20 * self.stars + self.rated) // (2 * self.rated) if self.rated >= FEWEST else None


def judged(cut: Cut, scope: Scope) -> dict[int | None, Judged]:
    """What was said, by the keys of the cut; each solution counts where its requester was asked."""
    figures = (
        one_if(Feedback.verdict == Verdict.WORKED).label("worked"),
        one_if(Feedback.verdict == Verdict.NOT_YET).label("not_yet"),
        one_if(Feedback.rating.is_not(None)).label("rated"),
        func.coalesce(Feedback.rating, 0).label("stars"),
    )
    of_tickets = join(Feedback, Ticket, Ticket.id == Feedback.ticket_id)
    asked = cut_by(cut, Feedback.asked_at, scope, *figures, rows=of_tickets).where(Feedback.person_id.is_not(None))
    return {
        row.key: Judged(row.size, row.worked, row.not_yet, row.rated, row.stars) for row in read(sums_by_key(asked))
    }
