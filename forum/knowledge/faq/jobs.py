"""What the worker does for the FAQ."""

from datetime import datetime

from forum.accounts.actors import system_actor
from forum.kernel.db import transaction
from forum.knowledge.faq.actions import remind_of_review, sweep_openings


def remind_owners(at: datetime) -> int:
    """Owners have heard of the entries that are to be checked again; how many."""
    with transaction():
        return remind_of_review(by=system_actor(at=at), at=at)


def forget_old_openings(at: datetime) -> int:
    """Marks of readings that no list needs any more are gone; how many."""
    with transaction():
        return sweep_openings(at=at)
