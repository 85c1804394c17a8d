"""One message asks for all that is missing, and one answer gives it: nobody is asked twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotAllowed
from forum.kernel.words import N_, translated
from forum.tickets.actions.find import party_of
from forum.tickets.actions.work import change_state, reply
from forum.tickets.models import Ticket, TicketMissing, TicketReply, TicketState
from forum.tickets.rules import Act, check_may_work, checked_items

_PLEASE_TELL_US = N_("Please tell us:")


def request_text(items: Sequence[str], words: str, *, language: str) -> str:
    """The Markdown that asks for the items in the requester's language, after the asking person's own words.

    Invalid without an item, or for too many or too long ones.
    """
    lines = "\n".join(f"- {item}" for item in checked_items(items))
    return "\n\n".join(part for part in (words.strip(), translated(language, _PLEASE_TELL_US), lines) if part)


def ask_for_missing(
    ticket: Ticket, items: Sequence[str], source: str, html: str, *, by: Actor, at: datetime
) -> TicketReply:
    """The requester has one reply that asks for all items, as `request_text` words it, and the ticket waits for him.

    Publishes TicketReplied and TicketStateChanged. NotAllowed for others than IT staff; Conflict if it cannot wait now.
    """
    check_may_work(by)
    open_items = {missing.label for missing in still_missing(ticket.id)}
    for label in checked_items(items):
        if label not in open_items:
            session.add(TicketMissing(ticket_id=ticket.id, label=label, asked_at=at))
    said = reply(ticket, source, html, by=by, at=at)
    if ticket.state != TicketState.WAITING_REQUESTER:
        change_state(ticket, Act.WAIT_FOR_REQUESTER, by=by, at=at)
    return said


def answer_text(asked: Mapping[int, str], answers: Mapping[int, str]) -> str:
    """The Markdown that gives the answers; both by the ids of what is missing. Invalid if nothing is answered."""
    lines = [f"**{label}** {text}" for id_, label in asked.items() if (text := answers.get(id_, "").strip())]
    if not lines:
        raise Invalid("Please fill in at least one of them.", field="missing")
    return "\n\n".join(lines)


def answer_missing(
    ticket: Ticket, answered: Sequence[int], source: str, html: str, *, by: Actor, at: datetime
) -> TicketReply:
    """The reply stands in the conversation and these items are answered; the waiting ends as with any reply.

    Publishes TicketReplied and TicketStateChanged. NotAllowed for others than the requester.
    """
    if not party_of(ticket, by).is_requester:
        raise NotAllowed("Only the requester answers this.")
    said = reply(ticket, source, html, by=by, at=at)
    for missing in still_missing(ticket.id):
        if missing.id in answered:
            missing.answered_at = at
    return said


def still_missing(ticket_id: int) -> Sequence[TicketMissing]:
    """What was asked for and has no answer yet, in the order of asking."""
    wanted = select(TicketMissing).where(TicketMissing.ticket_id == ticket_id, TicketMissing.answered_at.is_(None))
    return session.scalars(wanted.order_by(TicketMissing.id)).all()
