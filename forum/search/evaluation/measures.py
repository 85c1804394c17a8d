"""What is counted of one ranked list, and how sure a mean of it is. All look at the first ten (Voorhees, TREC)."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from math import log2

import numpy as np

DEPTH = 10
_ROUNDS = 2000
_SEED = 20260305  # the same interval each time


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one query: how early the first relevant thread came, how many of them came, and how well they stood."""

    reciprocal_rank: float
    recall: float
    ndcg: float


def measured(found: Sequence[int], relevant: Set[int]) -> Measured:
    """The measures of the first ten found; `relevant` is not empty."""
    places = [place for place, number in enumerate(found[:DEPTH], start=1) if number in relevant]
    ideal = sum(1 / log2(place + 1) for place in range(1, min(len(relevant), DEPTH) + 1))
    return Measured(
        reciprocal_rank=1 / places[0] if places else 0.0,
        recall=len(places) / len(relevant),
        ndcg=sum(1 / log2(place + 1) for place in places) / ideal,
    )


def mean(numbers: Sequence[float]) -> float:
    """The mean; 0 of nothing."""
    return float(np.mean(numbers)) if numbers else 0.0


def interval(numbers: Sequence[float]) -> tuple[float, float]:
    """Between which figures the mean lies with 95%: percentiles of the bootstrap (Efron 1979)."""
    if not numbers:
        return 0.0, 0.0
    drawn = np.random.default_rng(_SEED).choice(np.asarray(numbers), (_ROUNDS, len(numbers)))
    low, high = np.percentile(drawn.mean(axis=1), (2.5, 97.5))
    return float(low), float(high)
