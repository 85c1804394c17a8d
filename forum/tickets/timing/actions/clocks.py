"""A ticket's clocks are set: at its making, with each change, and when calendars or targets change."""

from datetime import datetime

from sqlalchemy import Select, select, update

from forum.kernel.db import session
from forum.tickets.actions.find import lock_tickets, tell_open_pages
from forum.tickets.models import NEVER, Ticket, TicketState
from forum.tickets.rules import UNSOLVED_STATES
from forum.tickets.sla import Reason, minutes_between
from forum.tickets.timing.alerts import first_alert, runs
from forum.tickets.timing.calendars import version_now
from forum.tickets.timing.clocks import Frame, due_moments, first_due
from forum.tickets.timing.frames import Frames, frame_of, pauses_of_many, progress_of
from forum.tickets.timing.models import Clock, Promise, TicketPause, TimingVersion
from forum.tickets.timing.promises import promises_in_force

_STILL = {
    TicketState.WAITING_REQUESTER: Reason.WAITING,
    TicketState.RESOLVED: Reason.SOLVED,
    TicketState.CLOSED: Reason.SOLVED,
}

_VERSION = select(TimingVersion.version).where(TimingVersion.id == 1).scalar_subquery()
_OUTDATED = Ticket.state.in_(UNSOLVED_STATES), Ticket.clocks_version < _VERSION


def follow_state(ticket: Ticket, *, at: datetime) -> None:
    """Clocks stand still exactly while the state says so, and the time to the resolution is kept once it is known."""
    _match_pause(ticket, at=at)
    frame = frame_of(ticket)
    if ticket.state == TicketState.RESOLVED and ticket.resolution_minutes is None:
        _keep_first_response(ticket, frame, at=at)
        ticket.resolution_minutes = minutes_between(frame.hours, ticket.created_at, at, frame.pauses)
        ticket.resolution_target = frame.target.resolution
    elif ticket.state in UNSOLVED_STATES:
        ticket.resolution_minutes = ticket.resolution_target = None
    _set(ticket, frame, promises_in_force([ticket]).get(ticket.id), version_now())


def note_word_of_it(ticket: Ticket, *, is_reply: bool, at: datetime) -> None:
    """IT has told the requester something: the next update is counted from now. A first reply is the first response."""
    frame = frame_of(ticket)
    if is_reply:
        _keep_first_response(ticket, frame, at=at)
    ticket.spoken_at = at
    _set(ticket, frame, promises_in_force([ticket]).get(ticket.id), version_now())


def set_outdated_clocks(*, most: int) -> int:
    """Up to `most` open tickets have their clocks set by the calendars and targets of now; how many were behind.

    Their threads are locked first, as everywhere. Whoever does this beside another waits, and finds them done.
    """
    ids = session.scalars(outdated_tickets().order_by(Ticket.id).limit(most)).all()
    if not ids:
        return 0
    version = version_now()
    tickets = lock_tickets(Ticket.id.in_(ids), *_OUTDATED)
    frames, pauses, promises = Frames(), pauses_of_many(ids), promises_in_force(tickets)
    for ticket in tickets:
        before = ticket.due_at, ticket.resolution_due_at
        _set(ticket, frames.of(ticket, pauses[ticket.id]), promises.get(ticket.id), version)
        if (ticket.due_at, ticket.resolution_due_at) != before:
            tell_open_pages(ticket)
    session.flush()
    return len(ids)


def outdated_tickets() -> Select[int]:
    """The ids of open tickets whose clocks were set by older calendars or targets."""
    return select(Ticket.id).where(*_OUTDATED)


def _match_pause(ticket: Ticket, *, at: datetime) -> None:
    wanted = _STILL.get(ticket.state)
    held = session.scalars(
        select(TicketPause).where(TicketPause.ticket_id == ticket.id, TicketPause.until.is_(None))
    ).first()
    if held is not None and held.reason != wanted:
        session.execute(update(TicketPause).where(TicketPause.id == held.id).values(until=at))
        session.expire(held)
        held = None
    if wanted is not None and held is None:
        session.add(TicketPause(ticket_id=ticket.id, since=at, reason=wanted))
    session.flush()


def _keep_first_response(ticket: Ticket, frame: Frame, *, at: datetime) -> None:
    if ticket.first_response_at is None:
        ticket.first_response_at = at
        ticket.response_minutes = minutes_between(frame.hours, ticket.created_at, at, frame.pauses)
        ticket.response_target = frame.target.response


def _set(ticket: Ticket, frame: Frame, promise: Promise | None, version: int) -> None:
    progress = progress_of(ticket)
    moments = due_moments(progress, frame)
    ticket.response_due_at = moments.get(Clock.RESPONSE)
    ticket.update_due_at = moments.get(Clock.UPDATE)
    ticket.resolution_due_at = moments.get(Clock.RESOLUTION)
    ticket.due_at = min(first_due(moments), ticket.promised_at or NEVER)
    ticket.warn_at = first_alert(runs(progress, frame, promise), frame.hours)
    ticket.clocks_version = version
