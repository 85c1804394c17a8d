"""Whatever happens to a ticket is an entry of its chain, in the same transaction."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from forum.answers.events import AcceptanceWithdrawn, AnswerAccepted, AnswerPosted
from forum.feedback.events import FeedbackGiven
from forum.kernel.db import session
from forum.kernel.events import reaction_to
from forum.ledger.actions import record
from forum.ledger.models import LedgerEntry
from forum.notifications.events import TicketTold
from forum.people.models import SYSTEM_PERSON_ID
from forum.record.chains import chain_of
from forum.record.thread import before_ticket
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
    facts = dict(session.get_one(TicketChange, event.change_id).facts)
    if event.act == "made":
        ticket = session.get_one(Ticket, event.ticket_id)
        _enter_thread(ticket)
        facts |= _opening(ticket)
    if event.act == "noted":
        facts["sha256"] = _seal(session.get_one(TicketNote, facts["note"]))
    _enter(event.ticket_id, event.act, facts, event.by_id, event.at)


@reaction_to(TicketReplied)
def _replied(event: TicketReplied) -> None:
    source = session.get_one(TicketReply, event.reply_id).source
    _enter(event.ticket_id, "replied", {"reply": event.reply_id, "source": source}, event.by_id, event.at)


@reaction_to(AnswerPosted)
def _answered(event: AnswerPosted) -> None:
    """That somebody answered in the thread; the words stay there, where they may be hidden."""
    _in_thread("answered", event)


@reaction_to(AnswerAccepted)
def _accepted(event: AnswerAccepted) -> None:
    _in_thread("accepted", event)


@reaction_to(AcceptanceWithdrawn)
def _acceptance_withdrawn(event: AcceptanceWithdrawn) -> None:
    _in_thread("acceptance_withdrawn", event)


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


def _seal(note: TicketNote) -> str:
    """The digest of a note's words: the chain proves them and does not hold them."""
    return hashlib.sha256(note.source.encode()).hexdigest()


def _opening(ticket: Ticket) -> dict[str, Any]:
    return {"requester": ticket.requester_id, "title": ticket.title, "source": ticket.source}


def _in_thread(act: str, event: AnswerPosted | AnswerAccepted | AcceptanceWithdrawn) -> None:
    ticket = open_ticket_of(event.question_id)
    if ticket is not None:
        _enter(ticket.id, act, {"answer": event.answer_id}, event.by_id, event.at)


def _enter_thread(ticket: Ticket) -> None:
    """A ticket of a whole thread has what happened there before, each line at its own time."""
    if ticket.question_id is not None and not ticket.is_of_post:
        for each in before_ticket(ticket.question_id):
            record(chain_of(ticket.id), each.act, {each.about: each.about_id}, by=_By(each.by_id), at=each.at)


def _enter(ticket_id: int, act: str, facts: Mapping[str, Any], by_id: int, at: datetime) -> None:
    chain = chain_of(ticket_id)
    any_entry = select(LedgerEntry.id).where(LedgerEntry.chain == chain).limit(1)
    if act != "made" and session.scalar(any_entry) is None:
        _begin(ticket_id, at=at)
    record(chain, act, facts, by=_By(by_id), at=at)


def _begin(ticket_id: int, *, at: datetime) -> None:
    """The chain of a ticket that is older than the record begins with what the ticket was, and says so."""
    ticket = session.get_one(Ticket, ticket_id)
    earlier = TicketChange.ticket_id == ticket_id, TicketChange.at < at, TicketChange.act != "replied"
    lines = session.scalar(select(func.count()).select_from(TicketChange).where(*earlier))
    facts = {"made_at": ticket.created_at.isoformat(), "lines": lines, **_opening(ticket)}
    record(chain_of(ticket_id), "begun", facts, by=_By(SYSTEM_PERSON_ID), at=at)
