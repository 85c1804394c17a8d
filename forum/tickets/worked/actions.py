"""Time worked is noted, corrected, removed; the ticket's history says so, which the requester never reads."""

from datetime import datetime

from forum.accounts.actors import Actor
from forum.kernel.db import session
from forum.kernel.errors import NotFound
from forum.tickets.actions.find import note_change
from forum.tickets.models import Ticket, TicketNote
from forum.tickets.rules import check_may_work
from forum.tickets.worked.models import WorkedTime
from forum.tickets.worked.queries import times_of
from forum.tickets.worked.rules import check_may_change_time, check_notes_time
from forum.tickets.worked.settings import NOTES_TIME


def note_time(ticket: Ticket, minutes: int, *, by: Actor, at: datetime, note: TicketNote | None = None) -> WorkedTime:
    """The person has worked so many minutes on the ticket. Publishes TicketChanged."""
    check_may_work(by)
    check_notes_time(wanted=NOTES_TIME())
    noted = WorkedTime(ticket_id=ticket.id, person_id=by.id, note_id=note.id if note else None, minutes=minutes, at=at)
    session.add(noted)
    note_change(ticket, "worked", by=by, at=at, minutes=minutes)
    return noted


def correct_time(ticket: Ticket, time_id: int, minutes: int, *, by: Actor, at: datetime) -> None:
    """It was so many minutes. NotFound where the ticket has no such time. Publishes TicketChanged."""
    noted, whose = _find(ticket, time_id, by=by)
    if minutes == noted.minutes:
        return
    old, noted.minutes = noted.minutes, minutes
    note_change(ticket, "worked_corrected", by=by, at=at, old=old, new=minutes, whose=whose)


def remove_time(ticket: Ticket, time_id: int, *, by: Actor, at: datetime) -> None:
    """The time does not count any more; the history says what it was. Publishes TicketChanged."""
    noted, whose = _find(ticket, time_id, by=by)
    session.delete(noted)
    note_change(ticket, "worked_removed", by=by, at=at, minutes=noted.minutes, whose=whose)


def _find(ticket: Ticket, time_id: int, *, by: Actor) -> tuple[WorkedTime, str]:
    """The time and whose it is; NotAllowed for whoever may not change it."""
    check_may_work(by)
    check_notes_time(wanted=NOTES_TIME())
    noted = next((each for each in times_of(ticket.id, by) if each.id == time_id), None)
    if noted is None:
        raise NotFound
    check_may_change_time(is_own_or_led=bool(noted.may_change))
    return session.get_one(WorkedTime, time_id), noted.name
