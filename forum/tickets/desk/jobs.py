"""What the worker does for the desk."""

from datetime import datetime

from forum.kernel.db import transaction
from forum.tickets.desk.actions.presence import forget_presence


def forget_lapsed_presence(at: datetime) -> None:
    """Nobody is remembered as writing who has stopped."""
    with transaction():
        forget_presence(at)
