"""Whether all of an index can be read and its parts fit each other: some seconds' work, for which no search waits.

A search reads a few bytes at a few places, so it may be long until it comes upon a file that was cut or overwritten.
"""

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import IndexReader, SegmentReader

from forum.search.index.whoosh.codec import TermsReader, terms_of
from forum.search.index.whoosh.postings import segment_of
from forum.search.index.whoosh.tables import Table

_LAST_MOMENT = 253_402_300_800  # seconds until the year 10000
_LOOKED_UP = 500  # forms of a field, by the table of hashes that a search uses


def look_through(reader: IndexReader) -> None:
    """Nothing, if all is well; of what cannot be read or does not fit an error of any kind."""
    for leaf, _ in reader.leaf_readers() if reader.doc_count_all() else ():
        _look_at_terms(terms_of(leaf), leaf.doc_count_all())
        _look_at_documents(leaf)


def _look_at_terms(terms: TermsReader, documents: int) -> None:
    """All postings are of a term, those of each in the order of documents and places."""
    terms.check_beginnings()
    read = 0
    for field, table in terms.tables():
        _look_at_table(table, documents)
        for number in range(0, len(table.forms), len(table.forms) // _LOOKED_UP + 1):
            begin, end = terms.slice_of(field, table.forms[number].decode())
            _demand((begin - read, end - read) == tuple(table.bounds[number : number + 2]), "a word that is not found")
        read += len(table.ids)
    _demand(read == terms.postings, "postings of no word")


def _look_at_table(table: Table, documents: int) -> None:
    _demand(bool(np.all((table.ids >= 0) & (table.ids < documents))), "a document that is not there")
    _demand(_is_in_order(table.ids, table.bounds, apart=1), "documents out of order")
    _demand(bool(np.all(np.diff(table.starts) >= 0)), "places out of order")
    _demand(_is_in_order(table.places.astype(np.int32), table.starts, apart=0), "places out of order")


def _is_in_order(values: NDArray[np.int32], bounds: NDArray[np.int64], *, apart: int) -> bool:
    """Whether the values between two bounds rise by as much."""
    begins = np.zeros(len(values) + 1, np.bool_)
    begins[bounds] = True
    return bool(np.all(begins[1:-1] | (np.diff(values) >= apart)))


def _look_at_documents(leaf: SegmentReader) -> None:
    """Each is of another thread and of a day, and its texts are kept."""
    known = segment_of(leaf)
    _demand(len(np.unique(known.questions)) == len(known.questions), "a thread that is there twice")
    _demand(bool(np.all((known.created > 1) & (known.created < _LAST_MOMENT))), "a thread of no day")
    for number in range(leaf.doc_count_all()):
        version, digest, texts = leaf.stored_fields(number)["stored"]
        is_whole = isinstance(version, int) and all(isinstance(text, str) for text in (digest, *texts))
        _demand(is_whole, "a thread without its texts")


def _demand(is_so: bool, what: str) -> None:
    if not is_so:
        raise ValueError(f"the index has {what}")
