"""How far words are from each other, against the definition."""

from functools import cache

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from forum.search.index.letters import within

_WORDS = st.text("abç", min_size=1, max_size=6)


@cache
def _distance(word: str, other: str) -> int:
    if not word or not other:
        return len(word) + len(other)
    exchanged = _distance(word[1:], other[1:]) + (word[0] != other[0])
    nearest = min(exchanged, _distance(word[1:], other) + 1, _distance(word, other[1:]) + 1)
    is_turned = word[:2] == other[1::-1] and len(word) > 1 < len(other)
    return min(nearest, _distance(word[2:], other[2:]) + 1) if is_turned else nearest


@given(word=_WORDS, others=st.lists(_WORDS, max_size=6), most=st.integers(1, 2))
def test_words_are_as_far_as_the_definition_says(word: str, others: list[str], most: int) -> None:
    near, edits = within(word, np.array(others, np.str_), most)
    distances = [_distance(word, other) for other in others]
    assert near.tolist() == [number for number, distance in enumerate(distances) if distance <= most]
    assert edits.tolist() == [distance for distance in distances if distance <= most]


def test_two_letters_in_each_others_place_are_one_error() -> None:
    assert within("bookmraks", np.array(["bookmarks", "bookmaks"]), 1)[0].tolist() == [0, 1]
