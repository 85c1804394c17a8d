"""Postings of one field as arrays: gathered from documents, put away to a file, joined from several runs.

A posting is a document with a form; its places in the document's field follow each other in one array for all
postings. So a form's postings, or those of all forms with one beginning, are one slice of each array.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BufferedRandom
from typing import Any

import numpy as np
from numpy.typing import NDArray

LAST_PLACE = 65_535  # what stands behind has this place: phrases do not know it
_BLOCK = 500_000  # postings that are joined at once
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Table:
    """Some of a field's forms, in the order of their bytes; postings `bounds[n]` to `bounds[n + 1]` are of form n.

    Posting p is of document `ids[p]`, where the form has the places `places[starts[p]:starts[p + 1]]`.
    """

    forms: Sequence[bytes]
    bounds: Whole
    ids: NDArray[np.int32]
    starts: Whole
    places: NDArray[np.uint16]

    def some(self, first: int, end: int) -> "Table":
        """The forms from `first` to before `end`, as arrays in memory."""
        begin, stop = int(self.bounds[first]), int(self.bounds[end])
        starts = np.array(self.starts[begin : stop + 1])
        places = np.array(self.places[int(starts[0]) : int(starts[-1])])
        bounds, ids = np.array(self.bounds[first : end + 1]) - begin, np.array(self.ids[begin:stop])
        return Table(self.forms[first:end], bounds, ids, starts - starts[0], places)

    def renumbered(self, numbers: NDArray[np.int32]) -> "Table":
        """Document n is `numbers[n]` now, in the same order; it is gone if that is below 0."""
        ids = numbers[self.ids]
        kept = ids >= 0
        counts = np.diff(self.starts)
        bounds = np.concatenate([[0], np.cumsum(kept)])[self.bounds]
        used = np.flatnonzero(np.diff(bounds))
        return Table(
            [self.forms[number] for number in used.tolist()],
            np.concatenate([bounds[used], bounds[-1:]]),
            ids[kept].astype(np.int32),
            _sums(counts[kept]),
            self.places[np.repeat(kept, counts)],
        )


class Gathered:
    """The forms of one field as documents come, each document's at once."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._forms, self._places = array("I"), array("H")
        self._documents, self._counts = array("I"), array("I")

    def __len__(self) -> int:
        return len(self._forms)

    def add_text(self, document: int, said: Iterable[Sequence[str]]) -> int:
        """These forms stand in the document, place by place; how many there are."""
        numbers, before = self._numbers, len(self._forms)
        forms, places = self._forms.append, self._places.append
        for place, each in enumerate(said):
            where = place if place < LAST_PLACE else LAST_PLACE
            for form in each:
                forms(numbers[form])
                places(where)
        return self._end(document, before)

    def add_names(self, document: int, names: Iterable[str]) -> None:
        """These names hold of the document."""
        numbers, before = self._numbers, len(self._forms)
        self._forms.extend([numbers[name] for name in names])
        self._end(document, before)

    def _end(self, document: int, before: int) -> int:
        count = len(self._forms) - before
        self._documents.append(document)
        self._counts.append(count)
        return count

    def table(self) -> Table:
        """All of it, in order."""
        encoded = [form.encode("utf-8", "replace") for form in self._numbers]
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        ranks = np.empty(len(order), np.int32)
        ranks[order] = np.arange(len(order), dtype=np.int32)
        ids = np.repeat(np.array(self._documents, np.int32), np.array(self._counts, np.int64))
        forms = ranks[np.array(self._forms, np.int64)]
        sorting = np.argsort(forms, kind="stable")
        forms, ids = forms[sorting], ids[sorting]
        is_new = np.ones(len(forms), np.bool_)
        is_new[1:] = (forms[1:] != forms[:-1]) | (ids[1:] != ids[:-1])
        first = np.flatnonzero(is_new)
        bounds = np.searchsorted(forms[first], np.arange(len(order) + 1))
        has_places = len(self._places) > 0
        starts = np.append(first, len(forms)) if has_places else np.zeros(len(first) + 1, np.int64)
        places = np.array(self._places, np.uint16)[sorting] if has_places else np.empty(0, np.uint16)
        return Table([encoded[number] for number in order], bounds, ids[first], starts, places)


class _Numbers(dict[str, int]):
    """A form's number, in the order in which they came."""

    def __missing__(self, form: str) -> int:
        number = self[form] = len(self)
        return number


def put_away(table: Table, file: BufferedRandom) -> Table:
    """The same, with its arrays at the end of an open file instead of in memory."""
    return Table(table.forms, *(_on_disk(each, file) for each in (table.bounds, table.ids, table.starts, table.places)))


def joined(tables: Sequence[Table]) -> Iterator[Table]:
    """One table of all, piece by piece in order. Documents of a later table have higher numbers."""
    forms = sorted(set().union(*(table.forms for table in tables)))
    numbers = {form: number for number, form in enumerate(forms)}
    ranks = [np.fromiter(map(numbers.__getitem__, table.forms), np.int64, len(table.forms)) for table in tables]
    counts = np.zeros(len(forms), np.int64)
    for table, where in zip(tables, ranks, strict=True):
        counts[where] += np.diff(table.bounds)
    sums = np.cumsum(counts)
    first = 0
    while first < len(forms):
        end = max(first + 1, bisect_right(sums, (sums[first - 1] if first else 0) + _BLOCK))
        yield _block(forms[first:end], first, tables, ranks)
        first = end


def _block(forms: Sequence[bytes], first: int, tables: Sequence[Table], ranks: Sequence[Whole]) -> Table:
    """Some of the forms of all tables."""
    bounds = [np.searchsorted(where, [first, first + len(forms)]) for where in ranks]
    parts = [table.some(*map(int, ends)) for table, ends in zip(tables, bounds, strict=True)]
    if len(parts) == 1:
        return parts[0]
    numbers = np.concatenate([
        np.repeat(where[begin:end] - first, np.diff(part.bounds))
        for part, where, (begin, end) in zip(parts, ranks, bounds, strict=True)
    ])  # fmt: skip
    sorting = np.argsort(numbers, kind="stable")
    counts = np.concatenate([np.diff(part.starts) for part in parts])
    begins = np.concatenate([[0], np.cumsum(counts)[:-1]]) if len(counts) else counts
    starts = _sums(counts[sorting])
    gathered = np.repeat(begins[sorting] - starts[:-1], counts[sorting]) + np.arange(starts[-1])
    return Table(
        forms,
        np.searchsorted(numbers[sorting], np.arange(len(forms) + 1)),
        np.concatenate([part.ids for part in parts])[sorting],
        starts,
        np.concatenate([part.places for part in parts])[gathered],
    )


def _sums(counts: NDArray[Any]) -> Whole:
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])


def _on_disk(values: NDArray[Any], file: BufferedRandom) -> NDArray[Any]:
    if not len(values):
        return values
    file.seek(-file.seek(0, 2) % 8, 1)
    begin = file.tell()
    file.write(values.tobytes())
    file.flush()
    return np.memmap(file, values.dtype, "r", begin, values.shape)
