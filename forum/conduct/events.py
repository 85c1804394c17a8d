"""What has happened to somebody's standing: ids and moments only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class StepTaken:
    """A moderator has taken a step of the ladder."""

    consequence_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class StepObjected:
    """The person objects to a step."""

    consequence_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class ObjectionAnswered:
    """A moderator has answered an objection; the step may be undone."""

    consequence_id: int
    by_id: int
    at: datetime
