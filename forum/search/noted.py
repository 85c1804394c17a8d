"""What is noted in memory while pages are read, and written in batches.

A reading request writes nothing. The buffer is bounded, and a kill may lose it: it is for figures, not for the record.
"""

from collections import deque
from contextlib import suppress
from typing import Protocol

from forum.kernel.db import session, transaction

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
    """Everything noted so far is in the database; how many. What cannot be written is lost."""
    taken = _taken()
    if taken:
        with transaction():
            for noted in taken:
                noted.write()
                session.flush()
    return len(taken)


def _taken() -> list[Noted]:
    """All that waits, and waits no more. Other threads may note and take at the same time: each piece is taken once."""
    taken = []
    with suppress(IndexError):
        while True:
            taken.append(_waiting.popleft())
    return taken
