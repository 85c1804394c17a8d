"""One search, whichever engine proposes the documents: their scores, the best of them, and why."""

from collections.abc import Sequence

from forum.search.index.explaining import Explainer
from forum.search.index.protocol import Enquiry, Explanation
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
        self._masks, self._corpus, self._lookup = masks, corpus, lookup
        self._title, self._at = title_fact(enquiry.wanted.words), enquiry.at.timestamp()

    def best(self, *, most: int) -> list[tuple[int, int, float]]:
        """Shelf, document and score of the best, the best first."""
        return ranked(self._leaves, self._scored(), most=most)

    def explained(self, *, most: int) -> list[Explanation]:
        """The best, and how each came by its score."""
        found = self.best(most=most)
        explainer = Explainer(self._leaves, self._corpus, self._lookup, title=self._title, at=self._at)
        return [explainer.explanation(number, doc, score) for number, doc, score in found]

    def _scored(self) -> list[Scores]:
        if not (self._lookup.groups or self._lookup.prefixes):
            return [newest_first(leaf.shelf) * mask for leaf, mask in zip(self._leaves, self._masks, strict=True)]
        Scorer(self._leaves, self._corpus).score(self._lookup)
        for leaf, mask in zip(self._leaves, self._masks, strict=True):
            leaf.scores *= mask
        best = best_score(self._leaves)
        return [adjusted(leaf, best=best, title=self._title, at=self._at) for leaf in self._leaves]
