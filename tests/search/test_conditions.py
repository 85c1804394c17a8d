"""Phrases among words that every thread has: they are looked for in the likeliest threads first, and in no more than
so many.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from forum.search.grammar import read_query
from forum.search.index.postgresql import candidates, conditions
from forum.search.index.protocol import Counts, Document, Enquiry, Index
from tests.conftest import NOON
from tests.search.engines import away, empty_index, put


def _thread(number: int, body: str) -> Document:
    """Asked so many days ago."""
    facts = frozenset({"room:1", "is:open"})
    return Document(number, 1, NOON - timedelta(days=number), facts, "Help", "", body, "", (), "", True)


def _found(index: Index, typed: str) -> list[int]:
    enquiry = Enquiry(read_query(typed, today=NOON.date()), frozenset({1}), NOON)
    return [hit.question_id for hit in index.find(enquiry, skip=0, most=10)]


@pytest.fixture(autouse=True)
def every_word_is_frequent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_LISTED", "_LISTED_OF_FEW"):
        monkeypatch.setattr(candidates, name, 0)


def test_a_phrase_is_found_behind_many_threads_that_have_its_words_apart(index: Index) -> None:
    put(index, *(_thread(number, "the page of toner is blank") for number in range(1, 40)), _thread(50, "blank page"))
    assert _found(index, '"blank page"') == [50]
    assert 50 not in _found(index, 'toner -"blank page"')


def test_a_phrase_is_found_without_the_other_words_of_the_query(index: Index) -> None:
    put(index, *(_thread(number, "printer scanner toner") for number in range(1, 9)), _thread(9, "the page is blank"))
    assert _found(index, '"is blank" printer toner page') == [9]


def test_several_phrases_have_to_be_there(index: Index) -> None:
    put(index, _thread(1, "blank page of the printer"), _thread(2, "the printer has a page, blank"))
    assert _found(index, '"blank page" "the printer"') == [1]
    assert _found(index, '"the printer" -"blank page"') == [2]
    assert _found(index, '-"blank page"') == [2]
    assert _found(index, "-blank") == _found(index, "-pag*") == []


def test_alternatives_that_are_said_again_and_again_find_what_they_find_once(index: Index) -> None:
    put(index, _thread(1, "toner"), _thread(2, "cartridge"), _thread(3, "screen"))
    assert sorted(_found(index, " OR ".join(["toner", "cartridge"] * 60))) == [1, 2]


@pytest.mark.parametrize("fact", ["is:open", "tag:o'brien\\\\ & !x", f"tag:{'x' * 400}"])
def test_a_fact_of_any_signs_and_length_is_asked_for_with_words_and_is_none(index: Index, fact: str) -> None:
    marked = replace(_thread(1, "toner"), facts=frozenset({"room:1", fact}))
    put(index, marked, replace(_thread(2, "toner"), facts=frozenset({"room:1", "is:locked"})))
    wanted = replace(read_query("toner", today=NOON.date()), facts=[fact])
    enquiry = Enquiry(wanted, frozenset({1}), NOON)
    assert [hit.question_id for hit in index.find(enquiry, skip=0, most=10)] == [1]
    assert index.count(enquiry, facts=[fact], kinds=()) == Counts(1, {fact: 1})
    assert _found(index, f"!{fact}") == []
    nothing = replace(read_query("scan*", today=NOON.date()), facts=[fact])
    assert index.count(Enquiry(nothing, frozenset({1}), NOON), facts=[fact], kinds=()) == Counts(0, {})


def test_no_more_threads_are_read_than_so_many_the_nearest_first(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MOST_READ", "MOST_SKIMMED"):
        monkeypatch.setattr(conditions, name, 3)
    index = empty_index("postgresql", tmp_path_factory.mktemp("read"))
    put(index, *(_thread(number, "page blank" if number % 4 else "blank page") for number in range(2, 12)))
    assert _found(index, '"blank page"') == [4]
    assert _found(index, "-help") == []
    assert len(_found(index, "-printer")) == 3
    away(index)
