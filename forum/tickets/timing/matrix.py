"""Priority from impact and urgency: ITIL's matrix, three by three, with the cells that an administrator has changed."""

from collections.abc import Mapping

from sqlalchemy import select

from forum.kernel.db import read
from forum.tickets.models import Level, Priority
from forum.tickets.timing.models import PriorityCell

Matrix = Mapping[tuple[Level, Level], Priority]

# (impact, urgency) -> priority. ITIL's five priorities on our four: its fourth and fifth are both "low".
DEFAULT_MATRIX: Matrix = {
    (Level.HIGH, Level.HIGH): Priority.URGENT,
    (Level.HIGH, Level.MEDIUM): Priority.HIGH,
    (Level.HIGH, Level.LOW): Priority.NORMAL,
    (Level.MEDIUM, Level.HIGH): Priority.HIGH,
    (Level.MEDIUM, Level.MEDIUM): Priority.NORMAL,
    (Level.MEDIUM, Level.LOW): Priority.LOW,
    (Level.LOW, Level.HIGH): Priority.NORMAL,
    (Level.LOW, Level.MEDIUM): Priority.LOW,
    (Level.LOW, Level.LOW): Priority.LOW,
}
_CELLS = select(PriorityCell.impact, PriorityCell.urgency, PriorityCell.priority)


def matrix_in_force() -> Matrix:
    """What each impact with each urgency means now."""
    return {**DEFAULT_MATRIX, **{(row.impact, row.urgency): row.priority for row in read(_CELLS)}}
