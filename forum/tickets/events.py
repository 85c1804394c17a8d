"""What has happened to tickets: ids and moments only."""

from dataclasses import dataclass
from datetime import datetime

from forum.tickets.models import TicketState


@dataclass(frozen=True)
class TicketMade:
    """A ticket has its number; `question_id` is the thread it came from, if any."""

    ticket_id: int
    question_id: int | None
    by_id: int
    at: datetime


@dataclass(frozen=True)
class TicketTakenBack:
    """The conversion that made the ticket at `made_at` is undone: whoever was told of it shall not have been."""

    ticket_id: int
    made_at: datetime
    by_id: int
    at: datetime


@dataclass(frozen=True)
class TicketStateChanged:
    """The ticket went from one state to another."""

    ticket_id: int
    old: TicketState
    new: TicketState
    by_id: int
    at: datetime


@dataclass(frozen=True)
class TicketPutBack:
    """What was done to the ticket at `changed_at`, with many, is undone: it is as if it had not been."""

    ticket_id: int
    changed_at: datetime
    old: TicketState
    new: TicketState
    by_id: int
    at: datetime


@dataclass(frozen=True)
class TicketAssigned:
    """Somebody has the ticket now; None: nobody has."""

    ticket_id: int
    owner_id: int | None
    by_id: int
    at: datetime


@dataclass(frozen=True)
class TicketChanged:
    """The ticket's history has a line more; `act` says what was done, as the line does."""

    ticket_id: int
    change_id: int
    act: str
    by_id: int
    at: datetime


@dataclass(frozen=True)
class TicketPromised:
    """Somebody has given his word that the ticket is solved by a moment, for the first time or anew."""

    ticket_id: int
    promise_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class TicketWarned:
    """A deadline of the ticket comes near or has passed, and this person has to know.

    `clock`, `stage` and `since` are those of the run that `is_still_awaited` asks about.
    """

    ticket_id: int
    person_id: int
    clock: str
    stage: str
    since: datetime
    due_at: datetime
    by_id: int
    at: datetime


@dataclass(frozen=True)
class TicketReplied:
    """Something was said in public."""

    ticket_id: int
    reply_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class TicketNoted:
    """Somebody kept a note: whoever hears of it must be of IT staff."""

    ticket_id: int
    note_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class TicketMerged:
    """The ticket goes on in another one."""

    ticket_id: int
    into_id: int
    by_id: int
    at: datetime
