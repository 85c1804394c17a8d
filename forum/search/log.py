"""What is searched for, what was shown and opened: noted in memory while pages are read, written in batches.

A reading request writes nothing. The buffer is bounded, and a kill may lose it: it is for figures, not for the record.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from forum.kernel.db import session, transaction
from forum.search.models import LONGEST_TYPED, SearchLogged

MOST_WAITING = 2000  # searches; the oldest are lost beyond
_SHOWN = 10
_OPENED_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Searched:
    """A search: by whom (0: nobody known), what was typed, how many were found, which threads stood first."""

    person_id: int
    at: datetime
    typed: str
    found: int
    shown: Sequence[int]


@dataclass(frozen=True, slots=True)
class Opened:
    """A thread that somebody opened from the results of his search."""

    person_id: int
    at: datetime
    typed: str
    question_id: int


Noted = Searched | Opened
_waiting: deque[Noted] = deque(maxlen=MOST_WAITING)


def note(noted: Noted) -> None:
    """It is written with the next batch, unless the process dies before."""
    if noted.typed and (noted.person_id or isinstance(noted, Searched)):
        _waiting.append(noted)


def forget_waiting(person_id: int) -> None:
    """What waits of this person in this process is not written."""
    _waiting.extend([noted for noted in _taken() if noted.person_id != person_id])


def write_waiting() -> int:
    """Everything noted so far is in the database; how many. What cannot be written is lost."""
    taken = _taken()
    if taken:
        with transaction():
            _write(taken)
    return len(taken)


def _taken() -> list[Noted]:
    """All that waits, and waits no more. Other threads may note and take at the same time: each piece is taken once."""
    taken = []
    with suppress(IndexError):
        while True:
            taken.append(_waiting.popleft())
    return taken


def _write(noted: Iterable[Noted]) -> None:
    for each in noted:
        if isinstance(each, Searched):
            session.add(_row(each))
        else:
            session.flush()
            _mark_opened(each)


def _row(searched: Searched) -> SearchLogged:
    return SearchLogged(
        person_id=searched.person_id or None, at=searched.at, typed=searched.typed[:LONGEST_TYPED],
        found=searched.found, shown=" ".join(map(str, searched.shown[:_SHOWN])),
    )  # fmt: skip


def _mark_opened(opened: Opened) -> None:
    """The person's last such search led to the thread; the first that he opened counts."""
    search_id = session.scalar(
        select(SearchLogged.id)
        .where(
            SearchLogged.person_id == opened.person_id, SearchLogged.typed == opened.typed[:LONGEST_TYPED],
            SearchLogged.at > opened.at - _OPENED_WITHIN, SearchLogged.opened_id.is_(None),
        )
        .order_by(SearchLogged.at.desc(), SearchLogged.id.desc())
        .limit(1)
    )  # fmt: skip
    if search_id:
        opening = {"opened_id": opened.question_id, "opened_at": opened.at}
        session.execute(update(SearchLogged).where(SearchLogged.id == search_id).values(opening))
