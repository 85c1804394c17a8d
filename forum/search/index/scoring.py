"""BM25F over arrays (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009), and what is added to it.

For a form: its counts in the fields, each divided by the field's normalised length and multiplied by the field's
weight, are summed to one frequency, which saturates once. Of a group's forms the best one counts.

How like a document is to the query: that score over the root of the squares of what the groups' words are worth, as
the cosine of two vectors would have it. A word that nobody has written is worth as much as the rarest of the others.

Every engine scores with this: it says where forms stand (`Shelf`) and what is known of all threads (`Corpus`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import hypot
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from forum.search.index.terms import Group, Lookup
from forum.search.index.weights import IN_USE, Weights
from forum.search.index.weights import TEXT_FIELDS as TEXT_FIELDS
from forum.search.words.tokens import folded

_DENSE = 16  # of so many documents one has to have a form before it is quicker to reckon with all of them
MOST_EXPANSIONS = 40  # words that a prefix stands for
_LONGEST_TITLE = 100

Ids = NDArray[np.int32]
Places = NDArray[np.intp]  # ids as NumPy looks things up: it would make them of others, each time
Numbers = NDArray[np.float32]
Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]


class Postings(NamedTuple):
    """Where a form stands in a field: documents of the shelf, how often, and how long the field is there."""

    field: int  # place in TEXT_FIELDS
    ids: Ids
    counts: Numbers
    lengths: Numbers


class Frequencies(NamedTuple):
    """The one weighted frequency of a form in the documents `ids`, or in every document of the shelf where ids is None.

    `there` is how many documents have it.
    """

    ids: Places | None
    values: Numbers
    there: int


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
        """Up to MOST_EXPANSIONS forms that begin with the prefix, those that most threads have."""


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


def presence_factor(present: Scores, groups: int, weight: float) -> Scores:
    """What the score is multiplied by for having so many of the query's groups: 1 for all of them."""
    share = present / np.float32(max(1, groups))
    return np.float32(1 - weight) + np.float32(weight) * share * share


class Scorer:
    """Scores of one search over all shelves."""

    def __init__(self, leaves: Sequence[Leaf], corpus: Corpus, weights: Weights = IN_USE) -> None:
        self._leaves, self._corpus, self._weights = leaves, corpus, weights
        self.length = 0.0  # of the query as a vector

    def score(self, lookup: Lookup) -> None:
        """Every leaf has its scores; a document without any of the words has 0."""
        groups = self.groups_of(lookup)
        worth = [self._add_group(group) for group in groups]
        self.length = hypot(*(each or max(worth) for each in worth))
        for leaf in self._leaves:
            leaf.scores *= presence_factor(leaf.present, len(groups), self._weights.presence)

    def groups_of(self, lookup: Lookup) -> list[Group]:
        """What is looked up: a prefix stands for the words that begin with it."""
        prefixes = (self._corpus.expanded(prefix) for prefix in lookup.prefixes)
        return [*lookup.groups, *(dict.fromkeys(words, 1.0) for words in prefixes)]

    def _add_group(self, group: Group) -> float:
        """Every leaf has what the group gives; what its word is worth, 0 where nobody has written it."""
        k1 = self._weights.saturation
        values = []
        worth: list[list[Frequencies]] = [[] for _ in self._leaves]
        for form, weight in group.items():
            found = [self._frequencies(leaf, form) for leaf in self._leaves]
            there = self._corpus.count(form, sum(each.there for each in found))
            if not there:
                continue
            value = weight * rarity(self._corpus.threads, there)
            values.append(value)
            for of_leaf, each in zip(worth, found, strict=True):
                of_leaf.append(each._replace(values=_saturated(each.values, k1, value)))
        for leaf, of_leaf in zip(self._leaves, worth, strict=True):
            _add_best(leaf, of_leaf)
        return max(values, default=0.0)

    def _frequencies(self, leaf: Leaf, form: str) -> Frequencies:
        """How often a form is in the documents that have it."""
        postings = postings_of(leaf.shelf, form)
        if not postings:
            return Frequencies(np.empty(0, np.intp), np.empty(0, np.float32), 0)
        weighed = [(posting.ids.astype(np.intp), self._weighed(posting)) for posting in postings]
        if len(weighed) == 1:
            return Frequencies(*weighed[0], len(weighed[0][0]))
        dense = np.zeros_like(leaf.scores)
        for ids, frequencies in weighed:
            np.add.at(dense, ids, frequencies)
        has = dense > 0
        if sum(len(ids) for ids, _ in weighed) * _DENSE > len(dense):
            return Frequencies(None, dense, int(np.count_nonzero(has)))
        found = np.flatnonzero(has)  # of truth values it is ten times as quick
        return Frequencies(found, dense[found], len(found))

    def _weighed(self, posting: Postings) -> Numbers:
        name = TEXT_FIELDS[posting.field]
        b = self._weights.lengths[name]
        norms = posting.lengths * np.float32(b / self._corpus.averages[posting.field])
        norms += np.float32(1 - b)
        np.divide(posting.counts, norms, out=norms)
        norms *= np.float32(self._weights.fields[name])
        return norms


def _saturated(frequencies: Numbers, k1: float, value: float) -> Numbers:
    """What they are worth: `value` for one, and less for each more."""
    worth = frequencies + np.float32(k1)
    np.divide(frequencies, worth, out=worth)
    worth *= np.float32(value * (k1 + 1))
    return worth


def _add_best(leaf: Leaf, worth: Sequence[Frequencies]) -> None:
    """What the best of a group's forms is worth counts, and that there is one."""
    if len(worth) == 1 and (ids := worth[0].ids) is not None:
        np.add.at(leaf.scores, ids, worth[0].values)
        np.add.at(leaf.present, ids, np.float32(1))
        return
    best = np.zeros_like(leaf.scores)
    for each in worth:
        if each.ids is None:
            np.maximum(best, each.values, out=best)
        else:
            np.maximum.at(best, each.ids, each.values)
    leaf.scores += best
    leaf.present += best > 0


def postings_of(shelf: Shelf, form: str) -> Sequence[Postings]:
    """Where a form stands, or all words of a name together."""
    return together(shelf, form.split()) if " " in form else shelf.postings(form)


def together(shelf: Shelf, words: Sequence[str]) -> list[Postings]:
    """Where all words of a name stand in one field; that they are next to each other is not asked."""
    by_field = [{posting.field: posting for posting in shelf.postings(word)} for word in words]
    fields = sorted(set.intersection(*(set(found) for found in by_field)))
    return [reduce(_both, (found[number] for found in by_field)) for number in fields]


def _both(first: Postings, second: Postings) -> Postings:
    ids, of_first, of_second = np.intersect1d(first.ids, second.ids, assume_unique=True, return_indices=True)
    counts = np.minimum(first.counts[of_first], second.counts[of_second])
    return Postings(first.field, ids, counts, first.lengths[of_first])


def rarity(threads: int, count: int) -> float:
    """What a form is worth that `count` of all threads have."""
    return float(np.log1p((threads - count + 0.5) / (count + 0.5)))


def best_score(leaves: Sequence[Leaf]) -> float:
    """The highest score of all leaves before state and age are taken into account."""
    return max((float(leaf.scores.max()) for leaf in leaves if leaf.shelf.size), default=0.0)


def adjusted(leaf: Leaf, *, best: float, title: str, at: float, weights: Weights) -> Scores:
    """The scores of a leaf with state, exact title and age taken into account; 0 stays 0."""
    scores = leaf.scores.copy()
    for name, factor in weights.facts.items():
        scores[leaf.shelf.holding(name)] *= np.float32(factor)
    scores += (best * weights.recency * nearness(leaf.shelf.created, at, weights.half_life)).astype(np.float32)
    scores[leaf.shelf.holding(title)] += np.float32(best * weights.exact_title)
    scores[leaf.scores <= 0] = 0
    return scores


def nearness(created: NDArray[np.float64], at: float, half_life: float) -> NDArray[np.float64]:
    """1 for what was asked at this moment, half of it a half-life before or after: trouble comes in waves."""
    return np.exp2(-np.abs(at - created) / half_life)


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
