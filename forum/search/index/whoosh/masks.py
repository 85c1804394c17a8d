"""Which documents of a segment a search may return: rooms, filters, dates, phrases, words to leave out, deletions."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forum.search.index.protocol import Enquiry
from forum.search.index.scoring import TEXT_FIELDS, Mask
from forum.search.index.terms import Lookup
from forum.search.index.whoosh.codec import PLACES, found_places
from forum.search.index.whoosh.corpus import SegmentShelf


def allowed(shelf: SegmentShelf, lookup: Lookup, enquiry: Enquiry) -> Mask:
    """True for the documents that the reader may know of and that every filter lets through."""
    mask = _in_rooms(shelf, enquiry.rooms)
    if enquiry.lowered:
        mask &= ~np.isin(shelf.questions, list(enquiry.lowered))
    if enquiry.only is not None:
        mask &= np.isin(shelf.questions, list(enquiry.only))
    for fact in enquiry.wanted.facts:
        mask &= _among(shelf.holding(fact), shelf.size)
    for fact in enquiry.wanted.without_facts:
        mask[shelf.holding(fact)] = False
    created = shelf.created
    for first, end, is_outside in enquiry.spans:
        mask &= ((created >= first) & (created < end)) != is_outside
    for words in lookup.phrases:
        mask = _with_phrase(shelf, words, mask)
    for words in lookup.without:
        mask &= ~_with_phrase(shelf, words, mask)
    for prefix in lookup.without_prefixes:
        mask &= ~_begun(shelf, prefix)
    return mask


def _in_rooms(shelf: SegmentShelf, rooms: frozenset[int]) -> Mask:
    mask = np.zeros(shelf.size, np.bool_)
    for room in rooms:
        mask[shelf.holding(f"room:{room}")] = True
    gone = np.fromiter(shelf.reader.segment().deleted_docs(), np.int64)
    mask[gone] = False
    return mask


def _with_phrase(shelf: SegmentShelf, words: Sequence[str], among: Mask) -> Mask:
    """Those of the documents in which the words stand next to each other in one of the fields."""
    found = np.zeros(shelf.size, np.bool_)
    for name in TEXT_FIELDS:
        spans = [shelf.terms.slice_of(name, word) for word in words]
        both = among & ~found
        for begin, end in spans:
            both &= _among(shelf.terms.ids(begin, end), shelf.size)
        if both.any():
            found |= both if len(words) == 1 else _in_order(shelf, spans, both)
    return found


def _in_order(shelf: SegmentShelf, spans: Sequence[tuple[int, int]], among: Mask) -> Mask:
    """Where the first word of a phrase stands is worked out from each of its words, the rarest first."""
    rarest_first = sorted(enumerate(spans), key=lambda each: each[1][1] - each[1][0])
    begins: NDArray[np.int64] | None = None
    for place, span in rarest_first:
        there = found_places(shelf.terms, span, among) - place
        begins = there if begins is None else begins[_both(begins, there)]
        among = _among(begins // PLACES, shelf.size)
    return among


def _both(some: NDArray[np.int64], others: NDArray[np.int64]) -> Mask:
    """Which of some numbers are among others, both in order."""
    if not len(others):
        return np.zeros(len(some), np.bool_)
    where = np.searchsorted(others, some)
    found: Mask = others[np.minimum(where, len(others) - 1)] == some
    return found


def _begun(shelf: SegmentShelf, prefix: str) -> Mask:
    """Documents with a word that begins like this."""
    mask = np.zeros(shelf.size, np.bool_)
    for name in TEXT_FIELDS:
        mask[shelf.terms.ids(*shelf.terms.slice_from(name, prefix))] = True
    return mask


def _among(ids: NDArray[Any], size: int) -> Mask:
    mask = np.zeros(size, np.bool_)
    mask[ids] = True
    return mask
