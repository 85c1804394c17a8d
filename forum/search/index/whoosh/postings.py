"""Postings of a term in one immutable segment as NumPy arrays, decoded once and kept in a bounded cache."""

import threading
from collections import Counter, OrderedDict
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import SegmentReader
from whoosh.util.numeric import byte_to_length

from forum.search.index.letters import Words
from forum.search.index.scoring import MOST_EXPANSIONS, TEXT_FIELDS, Ids, Numbers, Postings
from forum.search.index.whoosh.codec import Codec, terms_of

_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], np.float32)  # Whoosh keeps a length in a byte


@dataclass(frozen=True, slots=True)
class Segment:
    """What does not change about a segment: the question and the moment of each of its documents."""

    questions: NDArray[np.int64]
    created: NDArray[np.float64]
    lengths: tuple[Numbers, ...]


@dataclass(frozen=True, slots=True)
class FactTable:
    """Every fact of a kind, and the documents of which it holds: document `ids[n]` has fact `names[numbers[n]]`."""

    names: tuple[str, ...]
    ids: Ids
    numbers: Ids


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Some words, and how many documents have each."""

    words: Words
    counts: NDArray[np.int64]


class Cache:
    """Decoded arrays by segment and term; the ones used longest ago leave first. Shared between threads."""

    def __init__(self, most_megabytes: int) -> None:
        self._most, self._size = most_megabytes * 1024 * 1024, 0
        self._arrays: OrderedDict[tuple[str, str], tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def segment(self, leaf: SegmentReader) -> Segment:
        """The columns of a segment."""
        return self._of(leaf, "", segment_of)  # type: ignore[no-any-return]

    def term(self, leaf: SegmentReader, form: str) -> tuple[Postings, ...]:
        """The postings of a form in each field that has it."""
        lengths = self.segment(leaf).lengths
        return self._of(leaf, f"w:{form}", lambda: _term(leaf, form, lengths))  # type: ignore[no-any-return]

    def fact(self, leaf: SegmentReader, name: str) -> Ids:
        """The documents of which a fact holds."""
        return self._of(leaf, f"f:{name}", lambda: _ids(leaf, "facts", name))  # type: ignore[no-any-return]

    def facts(self, leaf: SegmentReader, kind: str) -> FactTable:
        """All facts of a kind ("tag"), with their documents."""
        return self._of(leaf, f"k:{kind}", lambda: _facts(leaf, f"{kind}:"))  # type: ignore[no-any-return]

    def begun(self, leaf: SegmentReader, prefix: str) -> KnownWords:
        """The forms that begin like this and most documents have."""
        return self._of(leaf, f"b:{prefix}", lambda: _begun(leaf, prefix))  # type: ignore[no-any-return]

    def words(self, leaf: SegmentReader, letter: str) -> KnownWords:
        """The words with this first letter that may be suggested."""
        return self._of(leaf, f"c:{letter}", lambda: _words(leaf, letter))  # type: ignore[no-any-return]

    def _of(self, leaf: SegmentReader, name: str, make: Any) -> Any:
        key = (leaf.segment().segment_id(), name)
        with self._lock:
            known = self._arrays.get(key)
            if known is not None:
                self._arrays.move_to_end(key)
                return known[0]
        made = make() if name else make(leaf)
        self._put(key, made)
        return made

    def _put(self, key: tuple[str, str], made: Any) -> None:
        size = 200 + _bytes(made)
        with self._lock:
            if key not in self._arrays:
                self._arrays[key] = (made, size)
                self._size += size
            while self._size > self._most and len(self._arrays) > 1:
                self._size -= self._arrays.popitem(last=False)[1][1]


def _bytes(made: Any) -> int:
    if isinstance(made, np.ndarray):
        return int(made.nbytes)
    if isinstance(made, FactTable):
        return made.ids.nbytes * 2 + sum(100 + len(name) for name in made.names)
    if isinstance(made, KnownWords):
        return made.words.nbytes + made.counts.nbytes
    if isinstance(made, Segment):
        return made.questions.nbytes + made.created.nbytes + sum(lengths.nbytes for lengths in made.lengths)
    return sum(postings.ids.nbytes * 3 for postings in made)


def segment_of(leaf: SegmentReader) -> Segment:
    """The columns of a segment; EOFError if they say of a document that it is of no thread."""
    questions = _column(leaf, "question", ">i8").astype(np.int64)
    if not (questions > 0).all():
        raise EOFError("the column of threads is cut")
    return Segment(
        questions,
        _column(leaf, "created", ">f8").astype(np.float64),
        tuple(_LENGTHS[_column(leaf, f"_{name}_len", "u1")] for name in TEXT_FIELDS),
    )


def _column(leaf: SegmentReader, name: str, kind: str) -> NDArray[Any]:
    """The whole of a column of numbers; Whoosh leaves zeros out at its end."""
    file = Codec.column_filename(leaf.segment(), name)
    values = np.zeros(leaf.doc_count_all(), kind)
    storage = leaf.storage()
    if storage.file_exists(file):
        with closing(storage.open_file(file)) as column:
            kept = np.frombuffer(column.get(0, storage.file_length(file)), kind)
        values[: len(kept)] = kept
    return values


def _term(leaf: SegmentReader, form: str, lengths: tuple[Numbers, ...]) -> tuple[Postings, ...]:
    terms, found = terms_of(leaf), []
    for number, name in enumerate(TEXT_FIELDS):
        begin, end = terms.slice_of(name, form)
        if begin < end:
            ids = terms.ids(begin, end)
            found.append(
                Postings(number, ids, np.diff(terms.starts(begin, end)).astype(np.float32), lengths[number][ids])
            )
    return tuple(found)


def _ids(leaf: SegmentReader, name: str, term: str) -> Ids:
    terms = terms_of(leaf)
    return terms.ids(*terms.slice_of(name, term))


def _facts(leaf: SegmentReader, beginning: str) -> FactTable:
    terms = terms_of(leaf)
    found = terms.begun("facts", beginning)
    if not found:
        return FactTable((), np.empty(0, np.int32), np.empty(0, np.int32))
    counts = [end - begin for _, (begin, end) in found]
    ids = terms.ids(found[0][1][0], found[-1][1][1])
    numbers = np.repeat(np.arange(len(found), dtype=np.int32), counts)
    return FactTable(tuple(name.decode() for name, _ in found), ids, numbers)


def _begun(leaf: SegmentReader, prefix: str) -> KnownWords:
    terms, counts = terms_of(leaf), Counter[bytes]()
    for name in TEXT_FIELDS:
        for form, (begin, end) in terms.begun(name, prefix):
            counts[form] = max(counts[form], end - begin)
    most = counts.most_common(MOST_EXPANSIONS)
    return KnownWords(np.array([form.decode() for form, _ in most], np.str_), np.array([n for _, n in most], np.int64))


def _words(leaf: SegmentReader, letter: str) -> KnownWords:
    found = terms_of(leaf).begun("common", letter)
    counts = np.array([end - begin for _, (begin, end) in found], np.int64)
    return KnownWords(np.array([word.decode() for word, _ in found], np.str_), counts)
