"""Changing the watched words."""

import hashlib
from datetime import datetime

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.conduct.settings import WATCHED_WORDS
from forum.conduct.watched import read_lines
from forum.kernel.errors import Conflict
from forum.kernel.settings.registry import store
from forum.ledger.actions import record


def set_watched_words(text: str, *, seen: str, by: Actor, at: datetime) -> None:
    """These lines are in force, from the next request on in every process; the record says which came and went.

    `seen`: the mark of the lines that were changed. Conflict if they are others by now; Invalid names the line.
    """
    by.check_may(Permission.ADMINISTER)
    before = WATCHED_WORDS()
    if seen != mark_of(before):
        raise Conflict("Somebody else has changed these words meanwhile. Compare, then save again.")
    lines, was = read_lines(text), before.splitlines()
    if lines == was:
        return
    store(WATCHED_WORDS, "\n".join(lines))
    added, removed = [line for line in lines if line not in was], [line for line in was if line not in lines]
    record("administration", "watched words changed", {"added": added, "removed": removed}, by=by, at=at)


def mark_of(text: str) -> str:
    """By which a form tells that the lines are still those it was made of."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
