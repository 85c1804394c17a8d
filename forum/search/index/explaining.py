"""Why a thread stands where it does: the same arithmetic as in `scoring`, taken apart."""

from collections.abc import Iterator, Sequence

import numpy as np

from forum.search.index.protocol import Enquiry, Explanation
from forum.search.index.scorers import Registered, registered
from forum.search.index.scoring import (
    Corpus,
    Leaf,
    Scorer,
    best_score,
    nearness,
    presence_factor,
)
from forum.search.index.terms import Group, Lookup


class Explainer:
    """Takes apart the scores of one search, whose leaves have been scored and masked."""

    def __init__(self, leaves: Sequence[Leaf], corpus: Corpus, lookup: Lookup, enquiry: Enquiry, *, title: str) -> None:
        self._leaves, self._corpus, self._title, self._enquiry = leaves, corpus, title, enquiry
        self._weights, self._at = enquiry.weights, enquiry.at.timestamp()
        self._groups = Scorer(leaves, corpus, self._weights).groups_of(lookup)
        self._best = best_score(leaves)

    def explanation(self, number: int, doc: int, score: float) -> Explanation:
        """Of document `doc` in leaf `number`."""
        leaf = self._leaves[number]
        question_id, created = int(leaf.shelf.questions[doc]), float(leaf.shelf.created[doc])
        if not self._groups:
            return Explanation(question_id, score, (), 1.0, (), score, 0.0, ())
        return Explanation(
            question_id=question_id,
            score=score,
            words=tuple(found for group in self._groups if (found := self._word(group, number, doc))[1] > 0),
            presence=float(presence_factor(leaf.present, len(self._groups), self._weights.presence)[doc]),
            facts=tuple((name, factor) for name, factor in self._weights.facts.items() if self._holds(leaf, name, doc)),
            recency=self._recency(created),
            title=self._best * self._weights.exact_title if self._holds(leaf, self._title, doc) else 0.0,
            others=tuple((other.name, worth) for other, worth in self._others(leaf, doc) if worth),
        )

    def _recency(self, created: float) -> float:
        (near,) = nearness(np.array([created]), self._at, self._weights.half_life)
        return float(self._best * self._weights.recency * near)

    def _others(self, leaf: Leaf, doc: int) -> Iterator[tuple[Registered, float]]:
        for other in registered():
            said = float(other.scorer.scores(leaf.shelf, self._enquiry)[doc])
            yield other, said * other.weight * (self._best or 1.0)

    def _word(self, group: Group, number: int, doc: int) -> tuple[str, float]:
        """The form of the group that counts, and what it gives."""
        found = ((form, self._alone(form, weight, number, doc)) for form, weight in group.items())
        return max(found, key=lambda pair: pair[1], default=("", 0.0))

    def _alone(self, form: str, weight: float, number: int, doc: int) -> float:
        leaves = [Leaf(leaf.shelf) for leaf in self._leaves]
        Scorer(leaves, self._corpus, self._weights).score(Lookup(groups=[{form: weight}]))
        return float(leaves[number].scores[doc])

    def _holds(self, leaf: Leaf, name: str, doc: int) -> bool:
        return bool(np.isin(doc, leaf.shelf.holding(name)))
