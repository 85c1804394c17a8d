"""PostgreSQL looks for frequent words in the months about the query's moment; what that must not change."""

from datetime import UTC, datetime, timedelta

import pytest

from forum.search.asking import seconds_of
from forum.search.grammar import read_query
from forum.search.index.postgresql import candidates
from forum.search.index.protocol import Document, Enquiry, Index
from tests.conftest import NOON
from tests.search.engines import put


def _thread(number: int, title: str) -> Document:
    """Asked so many months ago."""
    asked_at = NOON - timedelta(days=31 * number)
    return Document(number, 1, asked_at, frozenset({"room:1", "tag:hp"}), title, "", "", "", (), "", True)


def _found(index: Index, typed: str, *, at: datetime = NOON) -> list[int]:
    wanted = read_query(typed, today=NOON.date())
    enquiry = Enquiry(wanted, frozenset({1}), at, tuple(seconds_of(span, UTC) for span in wanted.spans))
    return sorted(hit.question_id for hit in index.find(enquiry, skip=0, most=10))


@pytest.fixture
def every_word_is_frequent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_LISTED", "_LISTED_OF_FEW"):
        monkeypatch.setattr(candidates, name, 0)
    monkeypatch.setattr(candidates, "_NEAREST", 1)


@pytest.mark.usefixtures("every_word_is_frequent")
def test_what_the_months_about_the_moment_have_not_is_found_in_others(index: Index) -> None:
    put(index, *(_thread(number, ("Printer is mute", "Toner is mute")[number % 2]) for number in range(1, 30)))
    put(index, _thread(40, "Printer has toner"))
    assert 40 in _found(index, "printer toner")
    assert 40 in _found(index, '"has toner"')


@pytest.mark.usefixtures("every_word_is_frequent")
def test_of_enough_threads_with_the_words_the_newest_are_looked_at(index: Index) -> None:
    put(index, *(_thread(number, "Printer is mute") for number in range(1, 30)))
    assert _found(index, "printer")[0] == 1
    assert _found(index, "printer created:<2025") == _found(index, "printer created:<2025 tag:hp") != []


@pytest.mark.usefixtures("every_word_is_frequent")
def test_of_enough_threads_with_the_words_those_about_the_moment_are_looked_at(index: Index) -> None:
    put(index, *(_thread(number, "Printer is mute") for number in range(1, 60)))
    assert set(_found(index, "printer", at=NOON - timedelta(days=31 * 30))) >= set(range(26, 35))
    assert _found(index, "printer created:<2024", at=NOON - timedelta(days=31 * 30)) == list(range(26, 36))


@pytest.mark.parametrize("typed", ["2026-03", '"2026-03"', "2026*", "20*", "' 2026-03'", "03"])
def test_nobody_finds_threads_by_the_name_of_their_month(index: Index, typed: str) -> None:
    put(index, _thread(1, "Printer is mute"))
    assert _found(index, typed) == []
    assert _found(index, f"printer -{typed}") == [1]
