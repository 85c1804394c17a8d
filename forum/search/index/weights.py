"""Every weight of the ranking, in one table. What each is worth is measured by `forum search ablation`: docs/search.md.

They were chosen on one half of a set of judged queries and reported on the other; where a value hardly mattered the
rounder one was taken, so that none fits that set alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

TEXT_FIELDS = ("title", "tags", "body", "accepted", "answers", "comments")
DAY = 86400.0  # seconds


@dataclass(frozen=True, slots=True)
class Weights:
    """What a search weighs with; see `scoring` for the formula."""

    saturation: float = 2.0  # k1 of BM25: how soon a word's further occurrences count no more
    fields: Mapping[str, float] = field(
        default_factory=lambda: {
            "title": 3.0, "tags": 2.0, "body": 1.0, "accepted": 1.2, "answers": 0.8, "comments": 0.3,
        }
    )  # fmt: skip
    lengths: Mapping[str, float] = field(
        default_factory=lambda: {
            "title": 0.4, "tags": 0.2, "body": 0.6, "accepted": 0.6, "answers": 0.6, "comments": 0.6,
        }
    )  # fmt: skip  # b of BM25: how far a long field is held against a thread
    own_form: float = 0.8  # a stem or a full spelling, beside 1 for the word itself
    synonym: float = 0.6
    part_of_name: float = 0.4  # "kata" where "kata laluan" was asked for
    near: float = 0.6  # a known word that may have been meant by another, in a query of a few words
    rather: float = 100.0  # so many times as many threads have a word as one that is a letter different: it is meant
    presence: float = 0.3  # share of the score that hangs on how many of the query's words are there
    exact_title: float = 1.0  # of the best score, added to a thread whose title is the query
    recency: float = 0.3  # of the best score, added to a thread asked at the moment of the query
    half_life: float = 30 * DAY
    facts: Mapping[str, float] = field(
        default_factory=lambda: {"is:solved": 1.06, "staff:yes": 1.04, "is:locked": 0.85}
    )  # what the score is multiplied by


IN_USE = Weights()
Change = Callable[[Weights], Weights]


def _without_field(name: str) -> Change:
    return lambda weights: replace(weights, fields={**weights.fields, name: 0.0})


def _without_fact(name: str) -> Change:
    return lambda weights: replace(weights, facts={**weights.facts, name: 1.0})


# What each weight gives is what is lost without it: the same search with one thing changed.
WITHOUT: dict[str, Change] = {
    **{f"words of the {name}": _without_field(name) for name in TEXT_FIELDS},
    "title above body": lambda weights: replace(weights, fields={**weights.fields, "title": 1.0}),
    "lengths of fields": lambda weights: replace(weights, lengths=dict.fromkeys(TEXT_FIELDS, 0.0)),
    "stems and full spellings": lambda weights: replace(weights, own_form=0.0),
    "synonyms": lambda weights: replace(weights, synonym=0.0),
    "words like unknown ones": lambda weights: replace(weights, near=0.0),
    "many of the words present": lambda weights: replace(weights, presence=0.0),
    "the exact title": lambda weights: replace(weights, exact_title=0.0),
    "recency": lambda weights: replace(weights, recency=0.0),
    **{name: _without_fact(name) for name in IN_USE.facts},
}
