"""Scorers beside BM25F. One that is registered takes part in every search and in every explanation.

A scorer of meaning, say, keeps vectors of its own by question id. It may raise threads that have none of the words:
it sees the whole shelf that is searched, and an engine that scores a few candidates takes in what it proposes. Who may
see them is decided by the engine's masks and filters, not by it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from forum.search.index.protocol import Enquiry
from forum.search.index.scoring import Scores, Shelf


class OtherScorer(Protocol):
    """What a scorer is."""

    def scores(self, shelf: Shelf, enquiry: Enquiry) -> Scores:
        """From 0 (says nothing) to 1 (cannot be better) for each document of the shelf."""

    def proposed(self, enquiry: Enquiry, *, most: int) -> Sequence[int]:
        """Up to `most` threads that it would raise whatever their words are, the best first."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A scorer, and what its best is worth beside the best score of the words."""

    name: str
    scorer: OtherScorer
    weight: float


_registered: dict[str, Registered] = {}


def register(name: str, scorer: OtherScorer, *, weight: float) -> None:
    """The scorer counts from now on in this process; another one of that name does no longer."""
    _registered[name] = Registered(name, scorer, weight)


def unregister(name: str) -> None:
    """No scorer of that name counts."""
    _registered.pop(name, None)


def registered() -> tuple[Registered, ...]:
    """All of them, in the order of their coming."""
    return tuple(_registered.values())


@contextmanager
def taking_part(name: str, scorer: OtherScorer, *, weight: float) -> Iterator[None]:
    """The scorer counts inside the block: for a trial."""
    register(name, scorer, weight=weight)
    try:
        yield
    finally:
        unregister(name)
