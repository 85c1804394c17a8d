"""A ticket's three clocks, pure: which of them run, since when, for how long, and when they run out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.tickets.models import NEVER
from forum.tickets.sla import Hours, Pause, add_minutes
from forum.tickets.timing.models import Clock
from forum.tickets.timing.targets import Target


@dataclass(frozen=True)
class Frame:
    """What a ticket's clocks are counted by."""

    hours: Hours
    target: Target
    pauses: Sequence[Pause] = ()


@dataclass(frozen=True)
class Progress:
    """How far a ticket is: first response and IT's last word are None until there are any."""

    created_at: datetime
    first_response_at: datetime | None
    spoken_at: datetime | None
    is_unsolved: bool


@dataclass(frozen=True)
class Running:
    """A clock that runs since a moment and has so many business minutes."""

    clock: Clock
    since: datetime
    minutes: int


def running_clocks(progress: Progress, target: Target) -> list[Running]:
    """The clocks that run. The next update is counted from IT's last word, and only once there was a first one."""
    if not progress.is_unsolved:
        return []
    answered = progress.first_response_at
    wanted = (
        (Clock.RESPONSE, progress.created_at, None if answered else target.response),
        (Clock.UPDATE, progress.spoken_at or progress.created_at, target.update if answered else None),
        (Clock.RESOLUTION, progress.created_at, target.resolution),
    )
    return [Running(clock, since, minutes) for clock, since, minutes in wanted if minutes]


def due(running: Running, frame: Frame) -> datetime | None:
    """When the clock runs out; None while it stands still before that."""
    return add_minutes(frame.hours, running.since, running.minutes, frame.pauses)


def due_moments(progress: Progress, frame: Frame) -> dict[Clock, datetime | None]:
    """When each running clock runs out."""
    return {running.clock: due(running, frame) for running in running_clocks(progress, frame.target)}


def first_due(moments: dict[Clock, datetime | None]) -> datetime:
    """The first of these moments; NEVER if there is none."""
    return min((moment for moment in moments.values() if moment is not None), default=NEVER)
