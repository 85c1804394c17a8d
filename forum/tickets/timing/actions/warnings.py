"""Owners and leads hear of deadlines: each once, in business hours, and never of what has been done meanwhile."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.accounts.models import Team
from forum.kernel.db import session
from forum.kernel.events import publish
from forum.tickets.desk.queries import absence_of
from forum.tickets.events import TicketWarned
from forum.tickets.models import NEVER, Ticket
from forum.tickets.rules import UNSOLVED_STATES
from forum.tickets.sla import opens_at
from forum.tickets.timing.alerts import Run, alerts_of, runs, whom
from forum.tickets.timing.clocks import Frame
from forum.tickets.timing.frames import Frames, frame_of, pauses_of_many, progress_of
from forum.tickets.timing.models import Clock, Promise, Stage, TicketWarning
from forum.tickets.timing.promises import promises_in_force


def warn_of_deadlines(*, by: Actor, at: datetime, most: int) -> int:
    """Up to `most` tickets that have something to tell have told it; how many were looked at. Publishes TicketWarned.

    Tickets that somebody holds are left for the next time: he may be answering just now.
    """
    tickets = session.scalars(
        select(Ticket)
        .where(Ticket.state.in_(UNSOLVED_STATES), Ticket.warn_at <= at)
        .order_by(Ticket.warn_at, Ticket.id)
        .limit(most)
        .with_for_update(of=Ticket, skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    frames, pauses, promises = Frames(), pauses_of_many([t.id for t in tickets]), promises_in_force(tickets)
    for ticket in tickets:
        _look_at(ticket, frames.of(ticket, pauses[ticket.id]), promises.get(ticket.id), by=by, at=at)
    session.flush()
    return len(tickets)


def is_still_awaited(ticket: Ticket, clock: Clock, since: datetime) -> bool:
    """Whether what this run of a clock waits for has not come yet."""
    promise = promises_in_force([ticket]).get(ticket.id)
    return (clock, since) in {(run.clock, run.since) for run in runs(progress_of(ticket), frame_of(ticket), promise)}


def _look_at(ticket: Ticket, frame: Frame, promise: Promise | None, *, by: Actor, at: datetime) -> None:
    opens = opens_at(frame.hours, at)
    if opens != at:  # the worker comes late, or the calendar has changed meanwhile
        ticket.warn_at = opens or NEVER
        return
    told, left = _told(ticket.id), []
    for run in runs(progress_of(ticket), frame, promise):
        stages = told.setdefault((run.clock, run.since), {})
        due = [alert.stage for alert in alerts_of(run, frame.hours, stages) if alert.at <= at]
        if due:
            _tell(ticket, run, due, by=by, at=at)
            stages.update(dict.fromkeys(due, at))
        left += alerts_of(run, frame.hours, stages)
    ticket.warn_at = min((alert.at for alert in left), default=NEVER)


def _told(ticket_id: int) -> dict[tuple[Clock, datetime], dict[Stage, datetime]]:
    told: dict[tuple[Clock, datetime], dict[Stage, datetime]] = {}
    for row in session.scalars(select(TicketWarning).where(TicketWarning.ticket_id == ticket_id)):
        told.setdefault((row.clock, row.since), {})[row.stage] = row.at
    return told


def _tell(ticket: Ticket, run: Run, due: Sequence[Stage], *, by: Actor, at: datetime) -> None:
    """Of several that are due, as after a standstill of the worker, only the last is told."""
    lead_id = session.scalar(select(Team.lead_id).where(Team.id == ticket.team_id)) if ticket.team_id else None
    person_id = _or_stand_in(ticket, whom(due[-1], owner_id=ticket.owner_id, lead_id=lead_id), at=at)
    for stage in due:
        told_id = person_id if stage is due[-1] else None
        session.add(
            TicketWarning(ticket_id=ticket.id, clock=run.clock, since=run.since, stage=stage, told_id=told_id, at=at)
        )
    session.flush()
    if person_id is not None:
        publish(TicketWarned(ticket.id, person_id, run.clock, due[-1], run.since, run.due_at, by.id, at))


def _or_stand_in(ticket: Ticket, person_id: int | None, *, at: datetime) -> int | None:
    """Whoever stands in for the person while he is away; a confidential ticket may not be seen by him."""
    away = absence_of(person_id, at=at) if not ticket.confidential else None
    return away.stand_in_id if away else person_id
