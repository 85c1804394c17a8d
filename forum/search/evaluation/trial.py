"""Judged queries asked of the index in use, and what comes counted: all, one half, and with one weight changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

from forum.search.asking import every_room
from forum.search.evaluation.judged import Judged
from forum.search.evaluation.measures import DEPTH, Measured, interval, mean, measured
from forum.search.index.protocol import Enquiry
from forum.search.index.weights import IN_USE, WITHOUT, Weights
from forum.search.place import index
from forum.search.similar import wanted_of


@dataclass(frozen=True, slots=True)
class Tried:
    """Means over some queries, with the interval in which each lies with 95%, and how long a query took."""

    queries: int
    reciprocal_rank: float
    reciprocal_rank_between: tuple[float, float]
    recall: float
    recall_between: tuple[float, float]
    ndcg: float
    milliseconds: tuple[float, float]  # half of the queries, and 95 of 100, took at most so long


@dataclass(frozen=True, slots=True)
class Lost:
    """What the search loses without something."""

    what: str
    reciprocal_rank: float
    recall: float


def tried(judged: Sequence[Judged], *, now: datetime, is_earlier_only: bool) -> Tried:
    """How the search does on these queries. Raises IndexUnusable."""
    rooms = every_room()
    found, seconds = [], []
    for each in judged:
        began = perf_counter()
        found.append(_asked(each, rooms, IN_USE, now, is_earlier_only))
        seconds.append(perf_counter() - began)
    ranks, recalls = [each.reciprocal_rank for each in found], [each.recall for each in found]
    ordered = sorted(seconds) or [0.0]
    times = tuple(ordered[int(len(ordered) * share)] * 1000 for share in (0.5, 0.95))
    return Tried(
        len(found), mean(ranks), interval(ranks), mean(recalls), interval(recalls),
        mean([each.ndcg for each in found]), (times[0], times[1]),
    )  # fmt: skip


def ablation(judged: Sequence[Judged], *, now: datetime, is_earlier_only: bool) -> Iterator[Lost]:
    """What each weight gives: the loss without it, the whole search last, named by an empty text."""
    rooms = every_room()

    def means(weights: Weights) -> tuple[float, float]:
        found = [_asked(each, rooms, weights, now, is_earlier_only) for each in judged]
        return mean([each.reciprocal_rank for each in found]), mean([each.recall for each in found])

    rank, recall = means(IN_USE)
    for what, change in WITHOUT.items():
        without = means(change(IN_USE))
        yield Lost(what, rank - without[0], recall - without[1])
    yield Lost("", rank, recall)


def halves(judged: Iterable[Judged]) -> tuple[list[Judged], list[Judged]]:
    """Queries with even numbers, on which weights are chosen, and with odd ones, on which they are reported."""
    by_half: tuple[list[Judged], list[Judged]] = ([], [])
    for each in judged:
        by_half[each.asked.number % 2].append(each)
    return by_half


def _asked(each: Judged, rooms: frozenset[int], weights: Weights, now: datetime, is_earlier_only: bool) -> Measured:
    """The query as the ask form puts it, at the moment it was asked."""
    at = each.asked.at or now
    spans = ((float("-inf"), at.timestamp(), False),) if is_earlier_only else ()
    hits = index().find(Enquiry(wanted_of(each.asked.text), rooms, at, spans, weights), skip=0, most=DEPTH + 1)
    return measured([hit.question_id for hit in hits if hit.question_id != each.own_id], each.relevant)
