"""BM25F over arrays (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009), and what is added to it.

For a form: its counts in the fields, each divided by the field's normalised length and multiplied by the field's
weight, are summed to one frequency, which saturates once. Of a group's forms the best one counts.

Every engine scores with this: it says where forms stand (`Shelf`) and what is known of all threads (`Corpus`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from forum.search.index.terms import Group, Lookup
from forum.search.words.tokens import folded

TEXT_FIELDS = ("title", "tags", "body", "accepted", "answers", "comments")
K1 = 1.2
WEIGHTS = {"title": 3.0, "tags": 2.0, "body": 1.0, "accepted": 1.2, "answers": 0.8, "comments": 0.3}
LENGTH = {"title": 0.4, "tags": 0.2, "body": 0.6, "accepted": 0.6, "answers": 0.6, "comments": 0.6}  # b of each field
PRESENCE = 0.5  # share of the score that hangs on how many of the query's words are there
EXACT_TITLE = 1.0  # of the best score, added
RECENCY, HALF_LIFE = 0.25, 30 * 86400.0  # of the best score, added to a thread of this moment; seconds
FACTORS = {"is:solved": 1.06, "staff:yes": 1.04, "is:locked": 0.85, "is:duplicate": 0.7}
MOST_EXPANSIONS = 40  # words that a prefix stands for
_LONGEST_TITLE = 100

Ids = NDArray[np.int32]
Numbers = NDArray[np.float32]
Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]


class Postings(NamedTuple):
    """Where a form stands in a field: documents of the shelf, how often, and how long the field is there."""

    field: int  # place in TEXT_FIELDS
    ids: Ids
    counts: Numbers
    lengths: Numbers


class Shelf(Protocol):
    """Some documents, numbered from 0: a segment, or the candidates of one search."""

    @property
    def size(self) -> int:
        """How many documents it has."""

    @property
    def questions(self) -> NDArray[np.int64]:
        """The thread of each document."""

    @property
    def created(self) -> NDArray[np.float64]:
        """When each thread was asked, in seconds since 1970."""

    def postings(self, form: str) -> Sequence[Postings]:
        """Where a form stands in each field that has it."""

    def holding(self, fact: str) -> Ids:
        """The documents of which a fact holds."""


class Corpus(Protocol):
    """What is known of all threads of the index."""

    @property
    def threads(self) -> int:
        """How many there are; at least 1."""

    @property
    def averages(self) -> Sequence[float]:
        """How many words each field has; at least 1."""

    def count(self, form: str, found: int) -> int:
        """How many threads have a form that was found `found` times on the shelves."""

    def expanded(self, prefix: str) -> Sequence[str]:
        """Up to MOST_EXPANSIONS forms that begin with the prefix."""


@dataclass(slots=True)
class Leaf:
    """A shelf during one search, and what has been found on it so far."""

    shelf: Shelf
    scores: Scores = field(init=False)
    present: Scores = field(init=False)  # how many of the groups a document has

    def __post_init__(self) -> None:
        self.scores, self.present = np.zeros(self.shelf.size, np.float32), np.zeros(self.shelf.size, np.float32)


def title_fact(title: str) -> str:
    """The name by which an exact title is recognised."""
    return "title:" + " ".join(folded(title).split())[:_LONGEST_TITLE]


def presence_factor(present: Scores, groups: int) -> Scores:
    """What the score is multiplied by for having so many of the query's groups: 1 for all of them."""
    share = present / np.float32(max(1, groups))
    return np.float32(1 - PRESENCE) + np.float32(PRESENCE) * share * share


class Scorer:
    """Scores of one search over all shelves."""

    def __init__(self, leaves: Sequence[Leaf], corpus: Corpus) -> None:
        self._leaves, self._corpus = leaves, corpus

    def score(self, lookup: Lookup) -> None:
        """Every leaf has its scores; a document without any of the words has 0."""
        groups = self.groups_of(lookup)
        for group in groups:
            self._add_group(group)
        for leaf in self._leaves:
            leaf.scores *= presence_factor(leaf.present, len(groups))

    def groups_of(self, lookup: Lookup) -> list[Group]:
        """What is looked up: a prefix stands for the words that begin with it."""
        prefixes = (self._corpus.expanded(prefix) for prefix in lookup.prefixes)
        return [*lookup.groups, *(dict.fromkeys(words, 1.0) for words in prefixes)]

    def _add_group(self, group: Group) -> None:
        best: list[Scores] = [np.zeros_like(leaf.scores) for leaf in self._leaves]
        for form, weight in group.items():
            found = [self._frequencies(leaf, form) for leaf in self._leaves]
            there = sum(len(ids) for ids, _ in found)
            if not there:
                continue
            value = weight * rarity(self._corpus.threads, self._corpus.count(form, there))
            for scores, (ids, frequencies) in zip(best, found, strict=True):
                scores[ids] = np.maximum(scores[ids], frequencies * (value * (K1 + 1)) / (frequencies + K1))
        for leaf, scores in zip(self._leaves, best, strict=True):
            leaf.scores += scores
            leaf.present += scores > 0

    def _frequencies(self, leaf: Leaf, form: str) -> tuple[Ids, Numbers]:
        """The documents with a form, and its one weighted frequency in each."""
        postings = leaf.shelf.postings(form)
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
        norms = np.float32(1 - b) + lengths * np.float32(b / self._corpus.averages[number])
        return counts * np.float32(WEIGHTS[name]) / norms


def rarity(threads: int, count: int) -> float:
    """What a form is worth that `count` of all threads have."""
    return float(np.log1p((threads - count + 0.5) / (count + 0.5)))


def best_score(leaves: Sequence[Leaf]) -> float:
    """The highest score of all leaves before state and age are taken into account."""
    return max((float(leaf.scores.max()) for leaf in leaves if leaf.shelf.size), default=0.0)


def adjusted(leaf: Leaf, *, best: float, title: str, at: float) -> Scores:
    """The scores of a leaf with state, exact title and age taken into account; 0 stays 0."""
    scores = leaf.scores.copy()
    for name, factor in FACTORS.items():
        scores[leaf.shelf.holding(name)] *= np.float32(factor)
    ages = np.maximum(0.0, at - leaf.shelf.created)
    scores += (best * RECENCY * np.exp2(-ages / HALF_LIFE)).astype(np.float32)
    scores[leaf.shelf.holding(title)] += np.float32(best * EXACT_TITLE)
    scores[leaf.scores <= 0] = 0
    return scores


def newest_first(shelf: Shelf) -> Scores:
    """Scores where only filters were given: minutes since 1970, which 32 bits hold to the quarter of an hour."""
    return (shelf.created / 60).astype(np.float32)


def ranked(leaves: Sequence[Leaf], scored: Sequence[Scores], *, most: int) -> list[tuple[int, int, float]]:
    """Leaf, document and score of the best, best first; the newer of equals first, so that pages stay in order."""
    found = [
        (float(scores[doc]), int(leaf.shelf.questions[doc]), number, int(doc))
        for number, (leaf, scores) in enumerate(zip(leaves, scored, strict=True))
        for doc in _best(scores, most)
    ]
    found.sort(reverse=True)
    return [(number, doc, score) for score, _, number, doc in found[:most]]


def _best(scores: Scores, most: int) -> NDArray[np.intp]:
    positive = np.flatnonzero(scores > 0)
    if len(positive) <= most:
        return positive
    return positive[np.argpartition(scores[positive], -most)[-most:]]
