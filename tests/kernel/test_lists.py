"""A list of values is one parameter on both databases, and says the same as SQLAlchemy's own `in_()`."""

from typing import Any

import pytest
from sqlalchemy import String, bindparam, literal, select

from forum.app import Tanya
from forum.kernel.db import BigId, read
from forum.kernel.lists import among, not_among

_WORDS = ["plain", "it's", 'say "yes"', "a,b", "{x}", "\\", "naïve ✓", "", "NULL"]
_NUMBERS = [0, -7, 41, 2**53 + 1, 2**63 - 1]
_WORD = bindparam("word", type_=String)
_WORD_AMONG = select(among(_WORD, "words", String))
_WORD_NOT_AMONG = select(not_among(_WORD, "words", String))
_NUMBER_AMONG = select(among(bindparam("number", type_=BigId), "numbers", BigId))


@pytest.mark.parametrize("word", [*_WORDS, "else"])
def test_words_are_found_among_words(app: Tanya, word: str) -> None:
    assert read(_WORD_AMONG, {"word": word, "words": _WORDS}).scalar() == (word in _WORDS)
    assert read(_WORD_NOT_AMONG, {"word": word, "words": _WORDS}).scalar() == (word not in _WORDS)


@pytest.mark.parametrize("number", [*_NUMBERS, 2**53])
def test_numbers_are_found_among_numbers(app: Tanya, number: int) -> None:
    assert read(_NUMBER_AMONG, {"number": number, "numbers": _NUMBERS}).scalar() == (number in _NUMBERS)


@pytest.mark.parametrize("words", [[], ("plain",), {"plain", "other"}, [str(number) for number in range(500)]])
def test_a_list_may_be_of_any_length(app: Tanya, words: Any) -> None:
    assert read(_WORD_AMONG, {"word": "plain", "words": words}).scalar() == ("plain" in words)
    assert read(_WORD_NOT_AMONG, {"word": "plain", "words": words}).scalar() == ("plain" not in words)


def test_other_conditions_beside_it_keep_their_meaning(app: Tanya) -> None:
    wanted = select(literal(1)).where(not_among(_WORD, "words", String) | (_WORD == "a"), _WORD != "b")
    found = {word: read(wanted, {"word": word, "words": ["a", "c"]}).scalar() for word in "abcd"}
    assert found == {"a": 1, "b": None, "c": None, "d": 1}
