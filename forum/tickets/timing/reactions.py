"""Whatever happens to a ticket sets its clocks, in the same transaction."""

from forum.kernel.db import session
from forum.kernel.events import reaction_to
from forum.tickets.events import TicketChanged, TicketReplied
from forum.tickets.models import Ticket
from forum.tickets.timing.actions.clocks import follow_state, note_word_of_it
from forum.tickets.timing.actions.promises import settle_promise

_CHANGE_NO_CLOCK = frozenset({
    "replied", "noted", "joined", "left", "reworded", "assigned", "confidential", "not_confidential", "part_of",
    "has_part", "took_in", "published", "worked", "worked_corrected", "worked_removed", "known_issue",
})  # fmt: skip
_NEWS = frozenset({"step", "promised", "promise_moved"})


@reaction_to(TicketChanged)
def _clocks_follow(event: TicketChanged) -> None:
    if event.act in _CHANGE_NO_CLOCK:
        return
    ticket = session.get_one(Ticket, event.ticket_id)
    session.flush()
    if event.act in _NEWS and (event.act != "step" or ticket.public_step):
        note_word_of_it(ticket, is_reply=False, at=event.at)
    else:
        settle_promise(ticket, at=event.at)
        follow_state(ticket, at=event.at)


@reaction_to(TicketReplied)
def _word_of_it(event: TicketReplied) -> None:
    ticket = session.get_one(Ticket, event.ticket_id)
    if event.by_id != ticket.requester_id:
        note_word_of_it(ticket, is_reply=True, at=event.at)
