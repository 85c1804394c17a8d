"""Whatever happens to a ticket is an entry of its chain, in the same transaction."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from forum.answers.events import AnswerPosted
from forum.feedback.events import FeedbackGiven
from forum.kernel.db import session
from forum.kernel.events import reaction_to
from forum.ledger.actions import record
from forum.notifications.events import TicketTold
from forum.record.chains import chain_of
from forum.tickets.actions.make import open_ticket_of
from forum.tickets.events import TicketChanged, TicketReplied
from forum.tickets.models import Ticket, TicketChange, TicketNote, TicketReply


@dataclass(frozen=True)
class _By:
    id: int


@reaction_to(TicketChanged)
def _changed(event: TicketChanged) -> None:
    if event.act == "replied":
        return  # its words come with TicketReplied
    latest = select(TicketChange.facts).where(TicketChange.ticket_id == event.ticket_id, TicketChange.act == event.act)
    facts = dict(session.scalars(latest.order_by(TicketChange.id.desc()).limit(1)).one())
    if event.act == "made":
        ticket = session.get_one(Ticket, event.ticket_id)
        facts |= {"requester": ticket.requester_id, "title": ticket.title, "source": ticket.source}
    if event.act == "noted":
        facts |= _sealed_note(event.ticket_id)
    _enter(event.ticket_id, event.act, facts, event.by_id, event.at)


@reaction_to(TicketReplied)
def _replied(event: TicketReplied) -> None:
    source = session.get_one(TicketReply, event.reply_id).source
    _enter(event.ticket_id, "replied", {"reply": event.reply_id, "source": source}, event.by_id, event.at)


@reaction_to(AnswerPosted)
def _answered(event: AnswerPosted) -> None:
    """That somebody answered in the thread; the words stay there, where they may be hidden."""
    ticket = open_ticket_of(event.question_id)
    if ticket is not None:
        _enter(ticket.id, "answered", {"answer": event.answer_id}, event.by_id, event.at)


@reaction_to(FeedbackGiven)
def _judged(event: FeedbackGiven) -> None:
    if event.ticket_id is None:
        return
    if event.rating is None:
        _enter(event.ticket_id, "verdict", {"verdict": event.verdict}, event.by_id, event.at)
    else:
        _enter(event.ticket_id, "rated", {"rating": event.rating, "staff": event.staff_id}, event.by_id, event.at)


@reaction_to(TicketTold)
def _told(event: TicketTold) -> None:
    facts = {"kind": event.kind, "told": list(event.told), "mailed": list(event.mailed)}
    _enter(event.ticket_id, "told", facts, event.by_id, event.at)


def _sealed_note(ticket_id: int) -> dict[str, Any]:
    """A note's id and the digest of its words: the chain proves them and does not hold them."""
    notes = select(TicketNote).where(TicketNote.ticket_id == ticket_id).order_by(TicketNote.id.desc())
    note = session.scalars(notes.limit(1)).one()
    return {"note": note.id, "sha256": hashlib.sha256(note.source.encode()).hexdigest()}


def _enter(ticket_id: int, act: str, facts: Mapping[str, Any], by_id: int, at: datetime) -> None:
    record(chain_of(ticket_id), act, facts, by=_By(by_id), at=at)
