"""One search, whichever engine proposes the documents: their scores, the best of them, and why."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from forum.search.index.explaining import Explainer
from forum.search.index.protocol import Enquiry, Explanation
from forum.search.index.scorers import registered
from forum.search.index.scoring import (
    Corpus,
    Leaf,
    Mask,
    Scorer,
    Scores,
    Shelf,
    adjusted,
    best_score,
    newest_first,
    ranked,
    title_fact,
)
from forum.search.index.terms import Lookup


class Ranking:
    """The documents on some shelves, of which the masks say what may be found."""

    def __init__(
        self, shelves: Sequence[Shelf], masks: Sequence[Mask], corpus: Corpus, lookup: Lookup, enquiry: Enquiry
    ) -> None:
        self._leaves = [Leaf(shelf) for shelf in shelves]
        self._masks, self._corpus, self._lookup, self._enquiry = masks, corpus, lookup, enquiry
        self._title, self._at = title_fact(enquiry.wanted.words), enquiry.at.timestamp()
        self._length = 0.0

    def best(self, *, most: int) -> list[tuple[int, int, float]]:
        """Shelf, document and score of the best, the best first."""
        return ranked(self._leaves, self._scored, most=most)

    def likeness(self, number: int, doc: int) -> float:
        """How like a document of shelf `number` is to the query; 0 where nothing but filters was asked."""
        return float(self._leaves[number].scores[doc]) / self._length if self._length else 0.0

    def found(self) -> list[Mask]:
        """Which documents of each shelf are found."""
        return [scores > 0 for scores in self._scored]

    def explained(self, *, most: int) -> list[Explanation]:
        """The best, and how each came by its score."""
        found = self.best(most=most)
        explainer = Explainer(self._leaves, self._corpus, self._lookup, self._enquiry, title=self._title)
        return [explainer.explanation(number, doc, score) for number, doc, score in found]

    @cached_property
    def _scored(self) -> list[Scores]:
        if not (self._lookup.groups or self._lookup.prefixes):
            return [newest_first(leaf.shelf) * mask for leaf, mask in zip(self._leaves, self._masks, strict=True)]
        scorer = Scorer(self._leaves, self._corpus, self._enquiry.weights)
        scorer.score(self._lookup)
        self._length = scorer.length
        for leaf, mask in zip(self._leaves, self._masks, strict=True):
            leaf.scores *= mask
        best = best_score(self._leaves)
        return [self._whole(leaf, mask, best) for leaf, mask in zip(self._leaves, self._masks, strict=True)]

    def _whole(self, leaf: Leaf, mask: Mask, best: float) -> Scores:
        """The score of the words with state and age, and what other scorers say."""
        scores = adjusted(leaf, best=best, title=self._title, at=self._at, weights=self._enquiry.weights)
        for other in registered():
            scores += other.scorer.scores(leaf.shelf, self._enquiry) * np.float32(other.weight * (best or 1.0)) * mask
        return scores
