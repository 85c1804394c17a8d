"""Promises: given, moved with a reason, and kept or missed when their time comes."""

from datetime import datetime

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.kernel.db import session
from forum.kernel.events import publish
from forum.tickets.actions.find import lock_tickets, note_change
from forum.tickets.events import TicketPromised
from forum.tickets.models import Ticket, TicketState
from forum.tickets.rules import UNSOLVED_STATES, check_may_work
from forum.tickets.timing.models import Outcome, Promise
from forum.tickets.timing.promises import last_promise
from forum.tickets.timing.promising import checked_moment, checked_reason, outcome_of_move, outcome_of_solving


def promise(ticket: Ticket, due_at: datetime | None, reason: str, *, by: Actor, at: datetime) -> Promise:
    """The requester has this person's word that the ticket is solved by `due_at`; a promise before it is moved, or was
    missed. Publishes TicketPromised. Invalid for a time that is over, and for a change without a reason."""
    check_may_work(by)
    wanted = checked_moment(due_at, is_unsolved=ticket.state in UNSOLVED_STATES, at=at)
    why = checked_reason(reason, present=ticket.promised_at, wanted=wanted)
    before = last_promise(ticket.id)
    if before is not None and before.outcome is None:
        _end(before, outcome_of_move(before.due_at, at=at), at=at)
    given = Promise(ticket_id=ticket.id, by_id=by.id, at=at, due_at=wanted, reason=why)
    session.add(given)
    ticket.promised_at = wanted
    session.flush()
    note_change(ticket, "promise_moved" if why else "promised", by=by, at=at, reason=why, due=wanted.isoformat())
    publish(TicketPromised(ticket.id, given.id, by.id, at))
    return given


def settle_promise(ticket: Ticket, *, at: datetime) -> None:
    """The promise ends with the ticket: kept or missed when it is solved, lapsed when it is void. It stands again where
    the ticket is reopened before its time."""
    last = last_promise(ticket.id)
    if last is None:
        return
    is_unsolved = ticket.state in UNSOLVED_STATES
    if last.outcome is None and not is_unsolved:
        lapsed = ticket.state == TicketState.VOID
        _end(last, Outcome.LAPSED if lapsed else outcome_of_solving(last.due_at, at=at), at=at)
    elif last.outcome in (Outcome.KEPT, Outcome.LAPSED) and is_unsolved and at < last.due_at:
        last.outcome = last.ended_at = None
    is_in_force = is_unsolved and last.outcome in (None, Outcome.MISSED)
    ticket.promised_at = last.due_at if is_in_force else None
    session.flush()


def note_missed_promises(*, by: Actor, at: datetime, most: int) -> int:
    """Up to `most` promises whose time is over without a solution are missed; how many."""
    over = Promise.outcome.is_(None), Promise.due_at < at
    ids = session.scalars(select(Promise.ticket_id).where(*over).order_by(Promise.due_at).limit(most)).all()
    for ticket in lock_tickets(Ticket.id.in_(ids)) if ids else ():
        missed = session.scalars(select(Promise).where(*over, Promise.ticket_id == ticket.id)).first()
        if missed is not None:
            _end(missed, Outcome.MISSED, at=missed.due_at)
            note_change(ticket, "promise_missed", by=by, at=at)
    return len(ids)


def _end(ended: Promise, outcome: Outcome, *, at: datetime) -> None:
    """Flushed at once: the database holds that only one promise of a ticket stands."""
    ended.outcome, ended.ended_at = outcome, at
    session.flush()
