"""Settings of many lines, such as words and what they mean: changed as one text, told line by line in the record."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime

from forum.accounts.actions.configuring import value_to_change
from forum.accounts.actors import Actor
from forum.kernel.errors import Conflict
from forum.kernel.settings.registry import Setting, store
from forum.ledger.actions import ADMINISTRATION, record


def set_lines(
    setting: Setting[str],
    text: str,
    read: Callable[[str], Sequence[str]],
    *,
    act: str,
    seen: str,
    by: Actor,
    at: datetime,
) -> None:
    """The lines that `read` makes of the text are in force, from the next request on in every process; the record says
    as `act` which came and went.

    `seen`: the mark of the lines that were changed. Conflict if they are others by now; `read` raises Invalid.
    """
    before = value_to_change(setting, by=by)
    if seen != mark_of(before):
        raise Conflict("Somebody else has changed these words meanwhile. Compare, then save again.")
    lines, was = list(read(text)), before.splitlines()
    if lines == was:
        return
    store(setting, "\n".join(lines))
    added, removed = [line for line in lines if line not in was], [line for line in was if line not in lines]
    record(ADMINISTRATION, act, {"added": added, "removed": removed}, by=by, at=at)


def mark_of(text: str) -> str:
    """By which a form tells that the lines are still those it was made of."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
