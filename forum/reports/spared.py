"""Do people find the answer before they ask? What was suggested beside ask forms, and what came of it."""

from dataclasses import dataclass

from sqlalchemy import and_, join, or_

from forum.kernel.db import read
from forum.reports.scope import Counted, Cut, Scope, cut_of, one_if, sums_by_key
from forum.reports.share import Share
from forum.search.models import AskAttempt
from forum.topics.models import Category

_was_helped = or_(AskAttempt.opened != "", AskAttempt.solved_by != "")
_left = and_(_was_helped, AskAttempt.question_id.is_(None))
_no_ticket = and_(_left, AskAttempt.ticket_followed.is_(False))
_FIGURES = (
    one_if(AskAttempt.opened != "").label("opened"),
    one_if(AskAttempt.solved_by != "").label("solved"),
    one_if(_left).label("left"),
    one_if(_no_ticket).label("no_ticket"),
    one_if(and_(_no_ticket, AskAttempt.came_back.is_(False))).label("spared"),
    one_if(AskAttempt.ticket_followed.is_not(None)).label("settled"),
)
_FORMS = Counted(
    join(AskAttempt, Category, Category.id == AskAttempt.category_id, isouter=True),
    Category.team_id,
    AskAttempt.category_id,
    AskAttempt.shown_count > 0,
)


@dataclass(frozen=True, slots=True)
class Spared:
    """Ask forms beside which something was suggested: how far their people went with it. Each figure is of `forms`.

    `opened` a suggestion; `solved` it, they say; `left` after either without posting; `no_ticket` of these opened a
    ticket within seven days; `spared` of these asked or looked again. `settled`: the seven days are over.
    """

    forms: int = 0
    opened: int = 0
    solved: int = 0
    left: int = 0
    no_ticket: int = 0
    spared: int = 0
    settled: int = 0

    @property
    def percent(self) -> int | None:
        """The share of the settled ones that were spared, rounded."""
        return Share(self.spared, self.settled).percent


def spared(cut: Cut, scope: Scope) -> dict[int | None, Spared]:
    """How many people needed not ask, by the keys of the cut; a form counts where it was opened."""
    rows = read(sums_by_key(cut_of(_FORMS, cut, AskAttempt.at, scope, *_FIGURES)))
    return {
        row.key: Spared(row.size, row.opened, row.solved, row.left, row.no_ticket, row.spared, row.settled)
        for row in rows
    }
