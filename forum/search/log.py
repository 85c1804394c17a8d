"""What is searched for, what was shown and opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from forum.kernel.db import session
from forum.search.models import LONGEST_TYPED, SearchLogged
from forum.search.noted import note

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

    def write(self) -> None:
        """The search stands in the log."""
        session.add(
            SearchLogged(
                person_id=self.person_id or None, at=self.at, typed=self.typed[:LONGEST_TYPED],
                found=self.found, shown=" ".join(map(str, self.shown[:_SHOWN])),
            )
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """A thread that somebody opened from the results of his search."""

    person_id: int
    at: datetime
    typed: str
    question_id: int

    def write(self) -> None:
        """The person's last such search led to the thread; the first that he opened counts."""
        search_id = session.scalar(
            select(SearchLogged.id)
            .where(
                SearchLogged.person_id == self.person_id, SearchLogged.typed == self.typed[:LONGEST_TYPED],
                SearchLogged.at > self.at - _OPENED_WITHIN, SearchLogged.opened_id.is_(None),
            )
            .order_by(SearchLogged.at.desc(), SearchLogged.id.desc())
            .limit(1)
        )  # fmt: skip
        if search_id:
            opening = {"opened_id": self.question_id, "opened_at": self.at}
            session.execute(update(SearchLogged).where(SearchLogged.id == search_id).values(opening))


def note_search(searched: Searched) -> None:
    """It is noted, unless nothing was typed."""
    if searched.typed:
        note(searched)


def note_opening(opened: Opened) -> None:
    """It is noted, unless nobody is known who could have searched."""
    if opened.typed and opened.person_id:
        note(opened)
