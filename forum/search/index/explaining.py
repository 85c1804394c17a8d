"""Why a thread stands where it does: the same arithmetic as in `scoring`, taken apart."""

from collections.abc import Sequence

import numpy as np

from forum.search.index.protocol import Explanation
from forum.search.index.scoring import (
    EXACT_TITLE,
    FACTORS,
    HALF_LIFE,
    RECENCY,
    Corpus,
    Leaf,
    Scorer,
    best_score,
    presence_factor,
)
from forum.search.index.terms import Group, Lookup


class Explainer:
    """Takes apart the scores of one search, whose leaves have been scored and masked."""

    def __init__(self, leaves: Sequence[Leaf], corpus: Corpus, lookup: Lookup, *, title: str, at: float) -> None:
        self._leaves, self._corpus, self._title, self._at = leaves, corpus, title, at
        self._groups = Scorer(leaves, corpus).groups_of(lookup)
        self._best = best_score(leaves)

    def explanation(self, number: int, doc: int, score: float) -> Explanation:
        """Of document `doc` in leaf `number`."""
        leaf = self._leaves[number]
        question_id, created = int(leaf.shelf.questions[doc]), float(leaf.shelf.created[doc])
        if not self._groups:
            return Explanation(question_id, score, (), 1.0, (), score, 0.0)
        return Explanation(
            question_id=question_id,
            score=score,
            words=tuple(found for group in self._groups if (found := self._word(group, number, doc))[1] > 0),
            presence=float(presence_factor(leaf.present, len(self._groups))[doc]),
            facts=tuple((name, factor) for name, factor in FACTORS.items() if self._holds(leaf, name, doc)),
            recency=self._best * RECENCY * 2.0 ** (-max(0.0, self._at - created) / HALF_LIFE),
            title=self._best * EXACT_TITLE if self._holds(leaf, self._title, doc) else 0.0,
        )

    def _word(self, group: Group, number: int, doc: int) -> tuple[str, float]:
        """The form of the group that counts, and what it gives."""
        found = ((form, self._alone(form, weight, number, doc)) for form, weight in group.items())
        return max(found, key=lambda pair: pair[1])

    def _alone(self, form: str, weight: float, number: int, doc: int) -> float:
        leaves = [Leaf(leaf.shelf) for leaf in self._leaves]
        Scorer(leaves, self._corpus).score(Lookup(groups=[{form: weight}]))
        return float(leaves[number].scores[doc])

    def _holds(self, leaf: Leaf, name: str, doc: int) -> bool:
        return bool(np.isin(doc, leaf.shelf.holding(name)))
