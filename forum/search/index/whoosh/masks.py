"""Which documents of a segment a search may return: rooms, filters, dates, phrases, words to leave out, deletions."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from whoosh.query import And, Phrase, Prefix, Query, Term
from whoosh.searching import Searcher

from forum.search.index.protocol import Enquiry
from forum.search.index.terms import Lookup
from forum.search.index.whoosh.postings import Kept
from forum.search.index.whoosh.schema import TEXT_FIELDS
from forum.search.index.whoosh.scoring import Leaf

Mask = NDArray[np.bool_]


def allowed(leaf: Leaf, kept: Kept, lookup: Lookup, enquiry: Enquiry) -> Mask:
    """True for the documents that the reader may know of and that every filter lets through."""
    mask = _in_rooms(leaf, kept, enquiry.rooms)
    for fact in enquiry.wanted.facts:
        mask &= _holding(leaf, kept, fact)
    for fact in enquiry.wanted.without_facts:
        mask[kept.fact(leaf.reader, fact)] = False
    created = kept.segment(leaf.reader).created
    for first, end, is_outside in enquiry.spans:
        mask &= ((created >= first) & (created < end)) != is_outside
    for words in lookup.phrases:
        mask &= _with_phrase(leaf, words)
    for words in lookup.without:
        mask &= ~_with_phrase(leaf, words)
    for prefix in lookup.without_prefixes:
        mask &= ~_with(leaf, lambda name, prefix=prefix: Prefix(name, prefix))  # type: ignore[misc]
    return mask


def _in_rooms(leaf: Leaf, kept: Kept, rooms: frozenset[int]) -> Mask:
    mask = np.zeros(len(leaf.scores), np.bool_)
    for room in rooms:
        mask[kept.fact(leaf.reader, f"room:{room}")] = True
    gone = np.fromiter(leaf.reader.segment().deleted_docs(), np.int64)
    mask[gone] = False
    return mask


def _holding(leaf: Leaf, kept: Kept, fact: str) -> Mask:
    mask = np.zeros(len(leaf.scores), np.bool_)
    mask[kept.fact(leaf.reader, fact)] = True
    return mask


def _with_phrase(leaf: Leaf, words: Sequence[str]) -> Mask:
    """Documents in which the words stand next to each other in one of the fields."""
    return _with(leaf, lambda name: _phrase(name, words))


def _with(leaf: Leaf, query_of: Callable[[str], Query]) -> Mask:
    """Documents that a query finds in one of the fields."""
    mask = np.zeros(len(leaf.scores), np.bool_)
    searcher = Searcher(leaf.reader)
    for name in TEXT_FIELDS:
        for document in query_of(name).docs(searcher):
            mask[document] = True
    return mask


def _phrase(name: str, words: Sequence[str]) -> Query:
    return Phrase(name, list(words)) if len(words) > 1 else And([Term(name, words[0])])
