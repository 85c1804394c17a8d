"""What is aimed at: business minutes to the first response, to the next update and to the resolution."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from forum.kernel.db import BigId, read
from forum.kernel.errors import Invalid
from forum.tickets.models import Priority
from forum.tickets.timing.models import SlaTarget

LONGEST = 60 * 24 * 90  # minutes; more would reach beyond what business time looks ahead
_DURATION = re.compile(r"(?:(\d{1,4})\s*[hj])?\s*(?:(\d{1,6})\s*(?:m|min)?)?", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """Business minutes; None where nothing is aimed at."""

    response: int | None = None
    update: int | None = None
    resolution: int | None = None


DEFAULT_TARGETS: Mapping[Priority, Target] = {
    Priority.URGENT: Target(30, 60, 240),
    Priority.HIGH: Target(60, 240, 480),
    Priority.NORMAL: Target(240, 960, 1440),
    Priority.LOW: Target(480, 2400, 4800),
}
_STORED = select(SlaTarget.priority, SlaTarget.response, SlaTarget.update, SlaTarget.resolution)
_DEFAULT = _STORED.where(SlaTarget.category_id.is_(None))
_OF_CATEGORY = _STORED.where(SlaTarget.category_id == bindparam("category_id", type_=BigId))


def targets_of(category_id: int | None) -> Mapping[Priority, Target]:
    """What holds for tickets of this category, by priority: its own rows, else the default's."""
    return {**DEFAULT_TARGETS, **_stored(None), **own_targets(category_id)}


def own_targets(category_id: int | None) -> Mapping[Priority, Target]:
    """The rows that the category has of its own."""
    return _stored(category_id) if category_id else {}


def _stored(category_id: int | None) -> dict[Priority, Target]:
    rows = read(_OF_CATEGORY, {"category_id": category_id}) if category_id else read(_DEFAULT)
    return {row.priority: Target(row.response, row.update, row.resolution) for row in rows}


def minutes_of(text: str, *, field: str = "") -> int | None:
    """The minutes of a duration written as `90`, `30m`, `4h` or `1h 30m`; None for nothing, Invalid for all else."""
    if not text.strip():
        return None
    match = _DURATION.fullmatch(text.strip())
    minutes = int(match[1] or 0) * 60 + int(match[2] or 0) if match else 0
    if not 0 < minutes <= LONGEST:
        raise Invalid("Write a time like 30m, 4h or 1h 30m.", field=field)
    return minutes


def duration(minutes: int | None) -> str:
    """The minutes as `minutes_of` reads them."""
    hours, rest = divmod(minutes or 0, 60)
    return " ".join(part for part in (f"{hours}h" if hours else "", f"{rest}m" if rest else "") if part)
