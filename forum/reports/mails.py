"""How many mails does a solution take? Those about tickets that were solved, by what the outbox has sent."""

from dataclasses import dataclass

from sqlalchemy import ScalarSelect, func, select

from forum.kernel.db import read
from forum.mail.models import OutgoingMail
from forum.notifications.models import ReplyKey
from forum.reports.scope import Cut, Scope, cut_by, sums_by_key
from forum.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Mails:
    """Tickets solved, the mails that were sent about each of them alone, and those among them to its requester."""

    solved: int = 0
    sent: int = 0
    to_requester: int = 0

    @property
    def tenths(self) -> int | None:
        """Mails a solution in tenths, rounded; None while nothing is solved."""
        return round(10 * self.sent / self.solved) if self.solved else None

    @property
    def requester_tenths(self) -> int | None:
        """The same of those to the requester."""
        return round(10 * self.to_requester / self.solved) if self.solved else None


def mails(cut: Cut, scope: Scope) -> dict[int | None, Mails]:
    """What was sent, by the keys of the cut; each ticket counts where it was solved."""
    figures = _sent().label("sent"), _sent(ReplyKey.person_id == Ticket.requester_id).label("to_requester")
    rows = read(sums_by_key(cut_by(cut, Ticket.resolved_at, scope, *figures)))
    return {row.key: Mails(row.size, row.sent, row.to_requester) for row in rows}


def _sent(*of: object) -> ScalarSelect[int]:
    """Mails that have left and can be answered to the ticket, which is how the outbox knows what they are about."""
    left = OutgoingMail.done_at.is_not(None), OutgoingMail.failure.is_(None)
    joined = select(func.count()).join_from(ReplyKey, OutgoingMail, OutgoingMail.reply_key == ReplyKey.key)
    return joined.where(ReplyKey.ticket_id == Ticket.id, *left, *of).correlate(Ticket).scalar_subquery()  # type: ignore[arg-type]
