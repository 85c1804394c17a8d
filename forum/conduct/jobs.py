"""What the worker does for conduct."""

from datetime import datetime

from forum.conduct.actions import sweep
from forum.kernel.db import transaction


def forget_old_keys(at: datetime) -> int:
    """Keys of forms, counted acts and kept drafts that nothing needs any more are gone; how many."""
    with transaction():
        return sweep(at=at)
