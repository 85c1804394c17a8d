"""Which documents of a segment a search may return: rooms, filters, dates, phrases, words to leave out, deletions."""

from collections.abc import Callable, Sequence

import numpy as np
from whoosh.query import And, Phrase, Prefix, Query, Term
from whoosh.searching import Searcher

from forum.search.index.protocol import Enquiry
from forum.search.index.scoring import TEXT_FIELDS, Mask
from forum.search.index.terms import Lookup
from forum.search.index.whoosh.corpus import SegmentShelf


def allowed(shelf: SegmentShelf, lookup: Lookup, enquiry: Enquiry) -> Mask:
    """True for the documents that the reader may know of and that every filter lets through."""
    mask = _in_rooms(shelf, enquiry.rooms)
    if enquiry.lowered:
        mask &= ~np.isin(shelf.questions, list(enquiry.lowered))
    for fact in enquiry.wanted.facts:
        mask &= _holding(shelf, fact)
    for fact in enquiry.wanted.without_facts:
        mask[shelf.holding(fact)] = False
    created = shelf.created
    for first, end, is_outside in enquiry.spans:
        mask &= ((created >= first) & (created < end)) != is_outside
    for words in lookup.phrases:
        mask &= _with_phrase(shelf, words)
    for words in lookup.without:
        mask &= ~_with_phrase(shelf, words)
    for prefix in lookup.without_prefixes:
        mask &= ~_with(shelf, lambda name, prefix=prefix: Prefix(name, prefix))  # type: ignore[misc]
    return mask


def _in_rooms(shelf: SegmentShelf, rooms: frozenset[int]) -> Mask:
    mask = np.zeros(shelf.size, np.bool_)
    for room in rooms:
        mask[shelf.holding(f"room:{room}")] = True
    gone = np.fromiter(shelf.reader.segment().deleted_docs(), np.int64)
    mask[gone] = False
    return mask


def _holding(shelf: SegmentShelf, fact: str) -> Mask:
    mask = np.zeros(shelf.size, np.bool_)
    mask[shelf.holding(fact)] = True
    return mask


def _with_phrase(shelf: SegmentShelf, words: Sequence[str]) -> Mask:
    """Documents in which the words stand next to each other in one of the fields."""
    return _with(shelf, lambda name: _phrase(name, words))


def _with(shelf: SegmentShelf, query_of: Callable[[str], Query]) -> Mask:
    """Documents that a query finds in one of the fields."""
    mask = np.zeros(shelf.size, np.bool_)
    searcher = Searcher(shelf.reader)
    for name in TEXT_FIELDS:
        for document in query_of(name).docs(searcher):
            mask[document] = True
    return mask


def _phrase(name: str, words: Sequence[str]) -> Query:
    return Phrase(name, list(words)) if len(words) > 1 else And([Term(name, words[0])])
