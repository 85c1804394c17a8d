"""What the worker does for known issues."""

from datetime import datetime

from forum.accounts.actors import system_actor
from forum.kernel.db import transaction
from forum.knowledge.known.actions import remind_of_updates


def remind_of_missed_updates(at: datetime) -> int:
    """Owners and leads have heard where news is overdue; how many were told."""
    with transaction():
        return remind_of_updates(by=system_actor(at=at), at=at)
