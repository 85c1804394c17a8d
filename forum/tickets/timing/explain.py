"""Why a deadline is when it is: every stretch of time that was counted or skipped, by the arithmetic that set it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

from forum.tickets.sla import Span, minutes_between, spans
from forum.tickets.timing.clocks import Frame, Progress, Running, due, running_clocks
from forum.tickets.timing.models import Clock

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Stretch:
    """A stretch of time, with the business minutes counted up to its end."""

    span: Span
    counted: int


@dataclass(frozen=True)
class Explanation:
    """One clock: so many `minutes` since a moment, due when they are counted; None while it stands still."""

    clock: Clock
    since: datetime
    minutes: int
    due_at: datetime | None
    counted_by_now: int
    stretches: Sequence[Stretch]


def explain(progress: Progress, frame: Frame, *, at: datetime) -> list[Explanation]:
    """The clocks that run, each with its time up to when it is due, or up to `at` while it stands still."""
    return [_explained(running, frame, at) for running in running_clocks(progress, frame.target)]


def _explained(running: Running, frame: Frame, at: datetime) -> Explanation:
    due_at = due(running, frame)
    parts = list(spans(frame.hours, running.since, due_at or max(at, running.since), frame.pauses))
    lengths = accumulate(part.length if part.counts else timedelta(0) for part in parts)
    stretches = [Stretch(part, length // _MINUTE) for part, length in zip(parts, lengths, strict=True)]
    by_now = minutes_between(frame.hours, running.since, min(at, due_at or at), frame.pauses)
    return Explanation(running.clock, running.since, running.minutes, due_at, by_now, stretches)
