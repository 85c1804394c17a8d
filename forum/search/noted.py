"""What is noted in memory while pages are read, and written in batches.

A reading request writes nothing. The buffer is bounded, and a kill may lose it: it is for figures, not for the record.
"""

import logging
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from forum.kernel.db import session, transaction
from forum.kernel.faults import is_away

log = logging.getLogger("forum.search")
MOST_WAITING = 2000  # notes; the oldest are lost beyond


class Noted(Protocol):
    """Something that a person (0: nobody known) did; `write` puts it into the database, in a transaction of others."""

    @property
    def person_id(self) -> int:
        """Whose it is."""

    def write(self) -> None:
        """It stands in the database; the caller commits."""


_waiting: deque[Noted] = deque(maxlen=MOST_WAITING)


def note(noted: Noted) -> None:
    """It is written with the next batch, unless the process dies before."""
    _waiting.append(noted)


def forget_waiting(person_id: int) -> None:
    """What waits of this person in this process is not written."""
    _waiting.extend([noted for noted in _taken() if noted.person_id != person_id])


def write_waiting() -> int:
    """Everything noted so far is in the database; how many. What cannot be written is lost, and nothing else with it.

    Raises what the database says, and loses them all, where it takes nothing now.
    """
    taken = _taken()
    if not taken:
        return 0
    try:
        _write(taken)
    except Exception as failure:  # whatever is wrong with one of them, the others are written
        if is_away(failure):
            raise
        return sum(map(_is_written, taken))
    return len(taken)


def _write(some: Sequence[Noted]) -> None:
    with transaction():
        for noted in some:
            noted.write()
            session.flush()


def _is_written(noted: Noted) -> bool:
    try:
        _write([noted])
    except Exception as failure:
        if is_away(failure):
            raise
        log.exception("a note could not be written down")
        return False
    return True


def _taken() -> list[Noted]:
    """All that waits, and waits no more. Other threads may note and take at the same time: each piece is taken once."""
    taken = []
    with suppress(IndexError):
        while True:
            taken.append(_waiting.popleft())
    return taken
