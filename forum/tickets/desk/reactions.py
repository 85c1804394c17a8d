"""Whoever has replied is not writing any more; whoever is gone stands in for nobody."""

from sqlalchemy import update

from forum.accounts.events import AccountClosed
from forum.kernel.db import session
from forum.kernel.events import reaction_to
from forum.tickets.desk.actions.presence import end_presence
from forum.tickets.desk.models import Absence
from forum.tickets.events import TicketReplied


@reaction_to(TicketReplied)
def _has_replied(event: TicketReplied) -> None:
    end_presence(event.ticket_id, event.by_id)


@reaction_to(AccountClosed)
def _nobody_stands_in(event: AccountClosed) -> None:
    """Nothing is given to somebody who has left: the absences end for which he stands in."""
    his = Absence.stand_in_id == event.person_id, Absence.ends_at > event.at
    session.execute(update(Absence).where(*his).values(ends_at=event.at))
