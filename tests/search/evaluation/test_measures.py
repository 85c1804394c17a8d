"""What is counted of a ranked list, against figures worked out by hand."""

from math import log2

import pytest

from forum.search.evaluation.measures import interval, mean, measured


def test_the_first_relevant_one_and_all_of_them_count() -> None:
    found = measured([7, 1, 8, 2], {1, 2, 3})
    assert (found.reciprocal_rank, found.recall) == (1 / 2, 2 / 3)
    ideal = 1 + 1 / log2(3) + 1 / log2(4)
    assert found.ndcg == pytest.approx((1 / log2(3) + 1 / log2(5)) / ideal)


def test_what_stands_behind_the_first_ten_does_not_count() -> None:
    found = measured([*range(100, 110), 1], {1})
    assert (found.reciprocal_rank, found.recall, found.ndcg) == (0, 0, 0)


def test_the_interval_lies_around_the_mean_and_is_the_same_each_time() -> None:
    numbers = [0.0, 1.0] * 50
    low, high = interval(numbers)
    assert low < mean(numbers) < high
    assert high - low == pytest.approx(2 * 1.96 * 0.5 / 10, abs=0.02)  # as for a mean of a hundred coins
    assert (low, high) == interval(numbers)


def test_more_queries_make_the_interval_narrower() -> None:
    few, many = interval([0.0, 1.0] * 20), interval([0.0, 1.0] * 500)
    assert many[1] - many[0] < (few[1] - few[0]) / 3


def test_of_nothing_there_is_nothing() -> None:
    assert (interval([]), mean([])) == ((0.0, 0.0), 0.0)
