"""What the worker does for questions."""

from datetime import datetime

from forum.kernel.db import transaction
from forum.questions.actions import sweep_views


def forget_old_views(at: datetime) -> int:
    """Marks of readings that no count needs any more are gone; how many."""
    with transaction():
        return sweep_views(at=at)
