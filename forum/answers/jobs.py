"""What the worker does for answers."""

from datetime import datetime

from forum.answers.actions import lapsed_claims
from forum.kernel.db import transaction


def end_lapsed_claims(at: datetime) -> int:
    """Claims that have run out are gone, and open pages told so; how many."""
    with transaction():
        return lapsed_claims(at=at)
