"""When somebody has to be told of a deadline, pure: before it, when it has passed, and when that has not helped.

Every moment lies in business hours, so that nobody is called at night for what can only be done in the morning.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from forum.tickets.models import NEVER
from forum.tickets.sla import Hours, Pause, add_minutes, minutes_between, opens_at
from forum.tickets.timing.clocks import Frame, Progress, due, running_clocks
from forum.tickets.timing.models import Clock, Stage

LEAD_HEARS_AFTER = 60  # business minutes
_AHEAD_AT_MOST = 120  # business minutes; of shorter times a quarter


@dataclass(frozen=True)
class Run:
    """A clock on its way to a deadline. `since` tells one run from the next of the same clock."""

    clock: Clock
    since: datetime
    due_at: datetime
    minutes: int
    pauses: tuple[Pause, ...] = ()


class Promised(Protocol):
    """A promise, as it is stored or otherwise: given at a moment, for another."""

    at: Any
    due_at: Any


@dataclass(frozen=True)
class Alert:
    """At this moment somebody is told of a run of a clock."""

    run: Run
    stage: Stage
    at: datetime


def runs(progress: Progress, frame: Frame, promised: Promised | None = None) -> Iterator[Run]:
    """Everything that has a deadline, of which people are told. While a ticket waits for its requester that is only the
    promise: it names a moment, and nothing stops it."""
    stands_still = any(pause.until is None for pause in frame.pauses)
    for running in running_clocks(progress, frame.target) if not stands_still else ():
        due_at = due(running, frame)
        if due_at is not None:
            yield Run(running.clock, running.since, due_at, running.minutes, tuple(frame.pauses))
    if promised is not None and progress.is_unsolved:
        minutes = minutes_between(frame.hours, promised.at, promised.due_at)
        yield Run(Clock.PROMISE, promised.at, promised.due_at, minutes)


def first_alert(found: Iterable[Run], hours: Hours) -> datetime:
    """When somebody has to be told for the first time; NEVER if nobody has."""
    return min((alert.at for run in found for alert in alerts_of(run, hours, {})), default=NEVER)


def alerts_of(run: Run, hours: Hours, told: Mapping[Stage, datetime]) -> list[Alert]:
    """What is still to be told of a run, in the order of time; `told` says when the stages before were."""
    ahead = min(run.minutes // 4, _AHEAD_AT_MOST)
    moments = {
        Stage.NEAR: add_minutes(hours, run.since, run.minutes - ahead, run.pauses) if ahead else None,
        Stage.LATE: opens_at(hours, run.due_at),
        Stage.LEAD: add_minutes(hours, told[Stage.LATE], LEAD_HEARS_AFTER) if Stage.LATE in told else None,
    }
    return [Alert(run, stage, at) for stage, at in moments.items() if at is not None and stage not in told]


def whom(stage: Stage, *, owner_id: int | None, lead_id: int | None) -> int | None:
    """The owner; the team's lead where there is none, and where the owner has been told in vain. None: nobody else."""
    if stage is Stage.LEAD:
        return lead_id if owner_id is not None and lead_id != owner_id else None
    return owner_id if owner_id is not None else lead_id
