"""BM25F over arrays (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009), and what is added to it.

For a form: its counts in the fields, each divided by the field's normalised length and multiplied by the field's
weight, are summed to one frequency, which saturates once. Of a group's forms the best one counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import SegmentReader

from forum.search.index.terms import Group, Lookup
from forum.search.index.whoosh.postings import Ids, Kept, Numbers
from forum.search.index.whoosh.schema import TEXT_FIELDS

K1 = 1.2
WEIGHTS = {"title": 3.0, "tags": 2.0, "body": 1.0, "accepted": 1.2, "answers": 0.8, "comments": 0.3}
LENGTH = {"title": 0.4, "tags": 0.2, "body": 0.6, "accepted": 0.6, "answers": 0.6, "comments": 0.6}  # b of each field
PRESENCE = 0.5  # share of the score that hangs on how many of the query's words are there
EXACT_TITLE = 1.0  # of the best score, added
RECENCY, HALF_LIFE = 0.25, 30 * 86400.0  # of the best score, added to a thread of this moment; seconds
FACTORS = {"is:solved": 1.06, "staff:yes": 1.04, "is:locked": 0.85, "is:duplicate": 0.7}
MOST_EXPANSIONS = 40  # words that a prefix stands for

Scores = NDArray[np.float32]


@dataclass(slots=True)
class Leaf:
    """One segment during one search: its reader, and what has been found in it so far."""

    reader: SegmentReader
    offset: int
    scores: Scores
    present: Scores  # how many of the groups a document has


def new_leaves(readers: Iterable[tuple[SegmentReader, int]]) -> list[Leaf]:
    """The segments of an index, with nothing found in them yet."""
    return [
        Leaf(reader, offset, np.zeros(count, np.float32), np.zeros(count, np.float32))
        for reader, offset in readers
        if (count := reader.doc_count_all())
    ]


def presence_factor(present: Scores, groups: int) -> Scores:
    """What the score is multiplied by for having so many of the query's groups: 1 for all of them."""
    share = present / np.float32(max(1, groups))
    return np.float32(1 - PRESENCE) + np.float32(PRESENCE) * share * share


class Scorer:
    """Scores of one search over all segments."""

    def __init__(self, leaves: Sequence[Leaf], kept: Kept) -> None:
        self._leaves, self._kept = leaves, kept
        self._threads: int = max(1, sum(leaf.reader.doc_count_all() for leaf in leaves))
        self._averages = [self._average(name) for name in TEXT_FIELDS]

    def score(self, lookup: Lookup) -> None:
        """Every leaf has its scores; a document without any of the words has 0."""
        groups = self.groups_of(lookup)
        for group in groups:
            self._add_group(group)
        for leaf in self._leaves:
            leaf.scores *= presence_factor(leaf.present, len(groups))

    def groups_of(self, lookup: Lookup) -> list[Group]:
        """What is looked up: a prefix stands for the words that begin with it."""
        return [*lookup.groups, *(self._expanded(prefix) for prefix in lookup.prefixes)]

    def _add_group(self, group: Group) -> None:
        best: list[Scores] = [np.zeros_like(leaf.scores) for leaf in self._leaves]
        for form, weight in group.items():
            found = [self._frequencies(leaf, form) for leaf in self._leaves]
            count = sum(len(ids) for ids, _ in found)
            if not count:
                continue
            rarity = weight * float(np.log1p((self._threads - count + 0.5) / (count + 0.5)))
            for scores, (ids, frequencies) in zip(best, found, strict=True):
                scores[ids] = np.maximum(scores[ids], frequencies * (rarity * (K1 + 1)) / (frequencies + K1))
        for leaf, scores in zip(self._leaves, best, strict=True):
            leaf.scores += scores
            leaf.present += scores > 0

    def _frequencies(self, leaf: Leaf, form: str) -> tuple[Ids, Numbers]:
        """The documents with a form, and its one weighted frequency in each."""
        postings = self._kept.term(leaf.reader, form)
        if not postings:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        weighed = [(posting.ids, self._weighed(posting.field, posting.counts, posting.lengths)) for posting in postings]
        if len(weighed) == 1:
            return weighed[0]
        dense = np.zeros_like(leaf.scores)
        for ids, frequencies in weighed:
            dense[ids] += frequencies
        found = np.flatnonzero(dense).astype(np.int32)
        return found, dense[found]

    def _weighed(self, number: int, counts: Numbers, lengths: Numbers) -> Numbers:
        name = TEXT_FIELDS[number]
        b = LENGTH[name]
        norms = np.float32(1 - b) + lengths * np.float32(b / self._averages[number])
        return counts * np.float32(WEIGHTS[name]) / norms

    def _average(self, name: str) -> float:
        words: list[int] = [leaf.reader.field_length(name) for leaf in self._leaves]
        return max(1.0, sum(words) / self._threads)

    def _expanded(self, prefix: str) -> Group:
        words: dict[str, float] = {}
        for leaf in self._leaves:
            for name in TEXT_FIELDS:
                for number, word in enumerate(leaf.reader.expand_prefix(name, prefix)):
                    if number >= MOST_EXPANSIONS:
                        break
                    words[word.decode()] = 1.0
        return dict(list(words.items())[:MOST_EXPANSIONS])


def adjusted(leaf: Leaf, kept: Kept, *, best: float, title: str, at: float) -> Scores:
    """The scores of a leaf with state, exact title and age taken into account; 0 stays 0."""
    scores = leaf.scores.copy()
    for name, factor in FACTORS.items():
        scores[kept.fact(leaf.reader, name)] *= np.float32(factor)
    ages = np.maximum(0.0, at - kept.segment(leaf.reader).created)
    scores += (best * RECENCY * np.exp2(-ages / HALF_LIFE)).astype(np.float32)
    scores[kept.fact(leaf.reader, title)] += np.float32(best * EXACT_TITLE)
    scores[leaf.scores <= 0] = 0
    return scores
