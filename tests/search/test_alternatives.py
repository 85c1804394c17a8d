"""OR, phrases and beginnings of words together, and beginnings of which there are many."""

from collections.abc import Callable
from datetime import UTC

import pytest

from forum.search.asking import Asker
from forum.search.grammar import read_query
from forum.search.index import scoring
from forum.search.index.protocol import Document, Enquiry, Index
from forum.search.queries import search
from tests import posts
from tests.conftest import NOON
from tests.people import ana, sam
from tests.search.engines import put

Work = Callable[[], int]
TITLES = (
    "Paper jam in tray two",
    "Jam the paper",
    "Toner is low",
    "Cartridge is empty",
    "Carton of plates",
    "Paper cut",
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ('"paper jam" OR toner', {1, 2, 3}),  # all words of the phrase, in whichever order
        ("toner OR cart*", {3, 4, 5}),
        ("cart* OR tray*", {1, 4, 5}),
        ('cart* OR "paper jam"', {1, 2, 4, 5}),
        ("toner OR cart* -carton", {3, 4}),
    ],
)
def test_a_phrase_and_a_beginning_are_alternatives_too(index: Index, typed: str, found: set[int]) -> None:
    put(index, *(_thread(number, title) for number, title in enumerate(TITLES, start=1)))
    assert {hit.question_id for hit in index.find(_enquiry(typed), skip=0, most=9)} == found


def test_of_many_words_that_begin_alike_the_frequent_ones_count(index: Index) -> None:
    rare = [_thread(number, f"Cona{number:03}x") for number in range(1, scoring.MOST_EXPANSIONS + 6)]
    put(index, *rare, _thread(900, "Connection lost"), _thread(901, "Connection found"))
    hits = {hit.question_id for hit in index.find(_enquiry("con*"), skip=0, most=99)}
    assert {900, 901} <= hits


def test_words_that_begin_as_asked_are_marked(indexing: Work) -> None:
    posts.question(ana(), title="Cartridges are late", source="No cartridge came. The CARTON is empty.")
    indexing()
    (hit,) = search("cart*", Asker(posts.actor(sam()), at=NOON, zone=UTC)).hits
    marked = [piece.text for piece in (*hit.title, *hit.passage) if piece.is_marked]
    assert marked == ["Cartridges", "cartridge", "CARTON"]


def test_words_of_a_phrase_beside_or_are_marked(indexing: Work) -> None:
    posts.question(ana(), title="Paper jam in tray two")
    indexing()
    (hit,) = search('"paper jam" OR toner', Asker(posts.actor(sam()), at=NOON, zone=UTC)).hits
    assert [piece.text for piece in hit.title if piece.is_marked] == ["Paper", "jam"]


def _thread(number: int, title: str) -> Document:
    return Document(number, 1, NOON, frozenset({"room:1"}), title, "", "", "", (), "", True)


def _enquiry(typed: str) -> Enquiry:
    return Enquiry(read_query(typed, today=NOON.date()), frozenset({1}), NOON)
