"""What the clocks of a ticket are counted by, read from the database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from forum.kernel.db import session
from forum.tickets.models import Ticket
from forum.tickets.rules import UNSOLVED_STATES
from forum.tickets.sla import Hours, Pause
from forum.tickets.timing.calendars import hours_of_team
from forum.tickets.timing.clocks import Frame, Progress
from forum.tickets.timing.models import TicketPause
from forum.tickets.timing.targets import Target, targets_of


class Frames:
    """Frames of many tickets: hours and targets are read once for each team and category."""

    def __init__(self) -> None:
        self._hours: dict[int | None, Hours] = {}
        self._targets: dict[tuple[int | None, str], Target] = {}

    def of(self, ticket: Ticket | Row[Any], pauses: Sequence[Pause] | None = None) -> Frame:
        """The ticket's frame; its pauses are read if they are not given."""
        stops = pauses_of(ticket.id) if pauses is None else pauses
        return Frame(self.hours(ticket.team_id), self._target(ticket), stops)

    def hours(self, team_id: int | None) -> Hours:
        """The team's business hours."""
        if team_id not in self._hours:
            self._hours[team_id] = hours_of_team(team_id)
        return self._hours[team_id]

    def _target(self, ticket: Ticket | Row[Any]) -> Target:
        key = (ticket.category_id, ticket.priority)
        if key not in self._targets:
            targets = targets_of(ticket.category_id)
            self._targets.update({(ticket.category_id, priority): target for priority, target in targets.items()})
        return self._targets[key]


def frame_of(ticket: Ticket | Row[Any]) -> Frame:
    """What this ticket's clocks are counted by."""
    return Frames().of(ticket)


def progress_of(ticket: Ticket | Row[Any]) -> Progress:
    """How far the ticket is."""
    is_unsolved = ticket.state in UNSOLVED_STATES
    return Progress(ticket.created_at, ticket.first_response_at, ticket.spoken_at, is_unsolved)


def pauses_of(ticket_id: int) -> list[Pause]:
    """The times that do not count for this ticket, oldest first."""
    return pauses_of_many([ticket_id])[ticket_id]


def pauses_of_many(ticket_ids: Sequence[int]) -> dict[int, list[Pause]]:
    """The pauses of each of these tickets."""
    found: dict[int, list[Pause]] = {ticket_id: [] for ticket_id in ticket_ids}
    rows = session.scalars(
        select(TicketPause).where(TicketPause.ticket_id.in_(ticket_ids)).order_by(TicketPause.since, TicketPause.id)
    )
    for row in rows:
        found[row.ticket_id].append(Pause(row.since, row.until, row.reason))
    return found
