"""How fast are we? Business minutes to the first response and to the resolution."""

from dataclasses import dataclass

from forum.reports.scope import Cut, Scope
from forum.reports.spread import Spread, spreads
from forum.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Pace:
    """First responses that were given, and resolutions that stand, each in its own week; in business minutes."""

    response: Spread = Spread()
    resolution: Spread = Spread()


def pace(cut: Cut, scope: Scope) -> dict[int | None, Pace]:
    """How long it took, by the keys of the cut."""
    response = spreads(cut, Ticket.first_response_at, Ticket.response_minutes, scope)
    resolution = spreads(cut, Ticket.resolved_at, Ticket.resolution_minutes, scope)
    keys = response.keys() | resolution.keys()
    return {key: Pace(response.get(key, Spread()), resolution.get(key, Spread())) for key in keys}
