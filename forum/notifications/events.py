"""What people have been told."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TicketTold:
    """These people have heard of the ticket, some of them by mail as well. `kind` names the news."""

    ticket_id: int
    kind: str
    told: tuple[int, ...]
    mailed: tuple[int, ...]
    by_id: int
    at: datetime
