"""What the scoring asks: the candidates of one search as a shelf, and what is known of all threads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forum.search.index.postgresql.lexemes import ENTRY, FACT, HEAD, checksum
from forum.search.index.postgresql.months import Months
from forum.search.index.scoring import TEXT_FIELDS, Ids, Postings


@dataclass(frozen=True, slots=True)
class Frequency:
    """How many threads have a form, how many of them in title or tags, and how many as a word that may be suggested."""

    threads: int
    titles: int
    common: int = 0


class Candidates:
    """The threads that one search proposes, with what it may ask about: some forms and facts.

    All packed entries are looked at once, and the ones asked about are kept by name: a few thousand of some hundred
    thousand. Raises ValueError where one is cut.
    """

    def __init__(self, rows: Sequence[tuple[int, bytes, bytes]], names: Iterable[str]) -> None:
        self.questions = np.fromiter((row[0] for row in rows), np.int64, len(rows))
        heads = np.frombuffer(b"".join(row[1] for row in rows), HEAD)
        self.created: NDArray[np.float64] = heads["created"].astype(np.float64)
        self._lengths = heads["lengths"]
        entries = np.frombuffer(b"".join(row[2] for row in rows), ENTRY)
        sizes = np.fromiter((len(row[2]) for row in rows), np.int64, len(rows))
        if (sizes % ENTRY.itemsize).any():  # together they may be whole ones all the same
            raise ValueError("the entries of a thread are cut")
        self._sort(entries, sizes // ENTRY.itemsize, np.array(sorted({checksum(name) for name in names}), np.uint32))

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.questions)

    def postings(self, form: str) -> Sequence[Postings]:
        """Where a form stands in each field that has it."""
        first, last = self._bounds(form)
        fields = self._fields[first:last]
        return [
            Postings(number, ids, self._counts[first:last][which].astype(np.float32), self._lengths[ids, number])
            for number in range(len(TEXT_FIELDS))
            if (which := np.flatnonzero(fields == number)).size
            for ids in [self._ids[first:last][which]]
        ]

    def holding(self, fact: str) -> Ids:
        """The candidates of which a fact holds."""
        first, last = self._bounds(fact)
        found: Ids = self._ids[first:last][self._fields[first:last] == FACT]
        return found

    def _sort(self, entries: NDArray[np.void], sizes: NDArray[np.int64], wanted: NDArray[np.uint32]) -> None:
        """Keeps the wanted entries, ordered by name and candidate."""
        names = entries["name"].astype(np.uint32)
        maybe = np.zeros(1 << 16, np.bool_)  # a first look by half of the checksum is five times quicker than isin
        maybe[wanted & 0xFFFF] = True
        found = np.flatnonzero(maybe[names & 0xFFFF])
        found = found[np.isin(names[found], wanted)]
        found = found[np.argsort(names[found], kind="stable")]
        self._names = names[found]
        self._ids: Ids = (np.searchsorted(np.cumsum(sizes), found, side="right")).astype(np.int32)
        self._fields, self._counts = entries["field"][found], entries["count"][found]

    def _bounds(self, name: str) -> tuple[int, int]:
        number = np.uint32(checksum(name))
        return int(np.searchsorted(self._names, number)), int(np.searchsorted(self._names, number, side="right"))


@dataclass(frozen=True, slots=True)
class KnownForms:
    """All threads of the index, as far as one search needs to know them."""

    threads: int
    averages: Sequence[float]
    frequencies: Mapping[str, Frequency]
    expansions: Mapping[str, Sequence[str]]
    months: Months

    def count(self, form: str, found: int) -> int:
        """How many threads have a form; the candidates are only some of them."""
        known = self.frequencies.get(form)
        return max(found, known.threads if known else 0)

    def expanded(self, prefix: str) -> Sequence[str]:
        """Up to MOST_EXPANSIONS forms that begin with the prefix, the most frequent ones."""
        return self.expansions.get(prefix, ())
