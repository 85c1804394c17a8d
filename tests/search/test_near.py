"""A word that nobody has written, or hardly anybody, in a query of a few words, is taken for the known ones like it."""

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from forum.kernel.text.html import plain_text
from forum.kernel.text.markdown import render
from forum.people.models import Person
from forum.sample.faq import SampleEntry, read_entries
from forum.search import place
from forum.search.asking import Asker
from forum.search.grammar import read_query
from forum.search.index.protocol import Document, Enquiry, Index
from forum.search.index.terms import lookup_of
from forum.search.queries import advised, search
from forum.search.shelf.cards import Card, Shelf, words_of
from forum.search.suggestions import suggestions
from forum.topics.models import Audience
from tests import posts
from tests.conftest import NOON
from tests.people import ana, iris, sam
from tests.search.engines import put

Work = Callable[[], int]
ROOM = frozenset({1})


def thread(number: int, title: str, *, room: int = 1, answer: str = "") -> Document:
    facts = frozenset({f"room:{room}", "tag:hp"})
    return Document(number, 1, NOON, facts, title, "", "", "", (answer,), "", room == 1)


def found(index: Index, typed: str) -> list[int]:
    return [hit.question_id for hit in index.find(enquiry(typed), skip=0, most=9)]


def enquiry(typed: str) -> Enquiry:
    return Enquiry(read_query(typed, today=NOON.date()), ROOM, NOON)


@pytest.mark.parametrize("typed", ["projecter", "porjector", "projec", "screen projecter", "scanner OR projecter"])
def test_a_typing_error_and_a_part_of_a_word_find_the_word(index: Index, typed: str) -> None:
    put(index, thread(1, "Projector in the small room"), thread(2, "Keyboard"))
    assert found(index, typed) == [1]
    assert index.count(enquiry(typed), facts=["tag:hp"], kinds=()) == index.count(
        enquiry("projector"), facts=["tag:hp"], kinds=()
    )


def test_a_word_that_somebody_wrote_is_taken_as_it_is(index: Index) -> None:
    put(index, thread(1, "Projector"), thread(2, "Screen", answer="A projectar."))
    assert found(index, "projectar") == [2]
    assert found(index, "projectar tag:hp") == [2]


def test_an_error_that_somebody_else_has_made_finds_what_was_meant_too(index: Index) -> None:
    put(index, *(thread(number, "Bookmarks are gone") for number in range(2, 102)), thread(1, "Bookmraks", answer="x"))
    assert found(index, "bookmraks")[0] == 1 and len(found(index, "bookmraks")) == 9
    assert index.words_meant_rather("bookmraks") == ["bookmarks"]
    counted = index.count(enquiry("bookmraks"), facts=(), kinds=())
    assert counted is not None and counted.threads == 101
    assert found(index, "bookmraks gone")[0] != 1


@pytest.mark.parametrize(
    ("rare", "frequent", "times"),
    [("bookmraks", "bookmarks", 99), ("tags", "tabs", 100), ("fishing", "finding", 100), ("bookmarks", "bookmraks", 1)],
)
def test_a_word_that_may_well_be_meant_is_taken_as_it_is(index: Index, rare: str, frequent: str, times: int) -> None:
    put(index, *(thread(number, f"{frequent} again") for number in range(2, 2 + times)), thread(1, rare))
    assert found(index, rare) == [1]
    assert list(index.words_meant_rather(rare)) == []


def test_what_was_meant_is_asked_above_what_has_the_error_too(indexing: Work) -> None:
    asker, reader = ana(), Asker(posts.actor(sam()), at=NOON, zone=UTC)
    wrong, right = posts.question(asker, title="Bookmraks vanish"), posts.question(asker, title="Bookmarks vanish")
    indexing()
    many = [replace(thread(9000 + number, "Bookmarks"), facts=frozenset({"room:0"})) for number in range(100)]
    put(place.index(), *many)
    for typed, meant in {"bookmraks": "bookmarks", "vanish bookmraks": "vanish bookmarks", "bookmarks": ""}.items():
        results = advised(typed, search(typed, reader), reader)
        assert {hit.row.id for hit in results.hits} == {wrong.id, right.id} or typed == "bookmarks"
        assert results.meant == meant


def test_a_word_of_a_closed_category_is_no_known_word_outside(index: Index) -> None:
    put(index, thread(1, "Projector"), thread(2, "Projectar", room=2))
    assert found(index, "projectar") == [1]
    put(index, thread(1, "Keyboard"))
    assert found(index, "projector") == []


def test_a_long_query_does_without_it(index: Index) -> None:
    put(index, thread(1, "Projector"), thread(2, "Screen in the hall flickers"))
    assert found(index, "projecter screen hall flickers") == [2, 1]
    assert found(index, "projecter screen hall flickers bright noon today") == [2]


def test_of_many_words_that_nobody_wrote_the_first_are_looked_for_as_others(index: Index) -> None:
    put(index, thread(1, "Projector"), thread(2, "Keyboard"))
    assert found(index, "projecter layar gelap keyboerd") == [1]


@pytest.mark.parametrize(("typed", "right"), [("miring", "morning"), ("pasword", "password")])
def test_two_letters_are_wrong_of_long_words_only(index: Index, typed: str, right: str) -> None:
    put(index, thread(1, right), thread(2, "Synchronisation"))
    assert found(index, typed) == ([1] if typed == "pasword" else [])
    assert found(index, "sinchronization") == [2]


def test_a_word_left_out_is_left_out_to_the_letter(index: Index) -> None:
    put(index, thread(1, "Projector screen"))
    assert found(index, "screen -projecter") == [1]


def test_the_thread_itself_stands_before_one_like_it(index: Index) -> None:
    put(index, thread(1, "Printer projector"), thread(2, "Printer"))
    assert found(index, "printer projecter") == [1, 2]


def asked_by(person: Person, typed: str) -> list[int]:
    return [hit.row.id for hit in search(typed, Asker(posts.actor(person), at=NOON, zone=UTC)).hits]


def test_what_one_may_not_read_is_not_found_by_a_word_like_its_own(indexing: Work) -> None:
    staff, outsider = iris(), sam()
    secret = posts.question(staff, posts.category("Secrets", audience=Audience.STAFF), title="Xylophone server")
    asked = posts.question(ana(), title="Projector")
    indexing()
    assert asked_by(staff, "projecter") == asked_by(outsider, "projecter") == [asked.id]
    assert asked_by(outsider, "xylophome") == [] and asked_by(staff, "xylophone") == [secret.id]


def test_a_word_that_hits_show_in_another_form_is_proposed_no_other(indexing: Work) -> None:
    reader = ana()
    posts.question(reader, title="Screens and projectors stay dark", source="I am keeping one.")
    indexing()
    asker = Asker(posts.actor(reader), at=NOON, zone=UTC)
    typed = "screen keep drak"
    assert advised(typed, search(typed, asker), asker).meant == "screen keep dark"
    assert advised("screenz keep", search("screenz keep", asker), asker).meant == "screens keep"


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("(projecter), dark?", "(projector), dark?"), ('dark "projecter', 'dark "projector'), ("projecter*", ""),
        ("projecter -projecter", "projector -projecter"), ("tag:projecter dark", ""),
    ],
)  # fmt: skip
def test_a_query_is_proposed_with_its_marks_and_never_as_it_is(indexing: Work, typed: str, proposed: str) -> None:
    reader = ana()
    posts.question(reader, title="Projector stays dark")
    indexing()
    asker = Asker(posts.actor(reader), at=NOON, zone=UTC)
    assert advised(typed, search(typed, asker), asker).meant == proposed


def suggested_titles(typed: str, by: Person) -> list[str]:
    found = suggestions(typed, Asker(posts.actor(by), at=NOON, zone=UTC), language="en")
    return [each.row.title for each in found.threads]


def test_a_typing_error_in_the_word_that_is_typed_suggests_what_may_be_meant(indexing: Work) -> None:
    reader = ana()
    posts.question(reader, title="Projector stays dark")
    indexing()
    assert suggested_titles("projec", reader) == suggested_titles("projecter", reader) == ["Projector stays dark"]
    assert suggested_titles("xylophone", reader) == []


def test_titles_that_show_a_word_are_suggested_first(indexing: Work) -> None:
    reader = ana()
    posts.question(reader, title="Hall is dark", source="projector " * 9)
    posts.question(reader, title="Projector in the long room behind the stairs of the old house", source="Dark.")
    for number in range(3):
        posts.question(reader, title=f"Projector {number}")
    indexing()
    titles = suggested_titles("project", reader)
    assert len(titles) == 5 and titles[-1] == "Hall is dark"


def card(number: int, entry: SampleEntry) -> Card:
    title, text = entry.facts["question"], plain_text(render(entry.source))
    return Card(number, 1, 1, number, "", title, "", text, *words_of(title, "", text))


@pytest.mark.parametrize(("kind", "least"), [("words", 1.0), ("typing", 1.0), ("part", 0.85)])
def test_short_queries_find_their_entry_of_the_sample_faq(kind: str, least: float) -> None:
    """A small judged set: file of the entry, kind of the query, the query; in English and Malay."""
    entries = read_entries()
    shelf = Shelf([card(number, entry) for number, entry in enumerate(entries)], None)
    with (Path(__file__).parent / "short_faq.tsv").open(encoding="utf-8") as file:
        judged = [(name, typed) for name, its_kind, typed in csv.reader(file, delimiter="\t") if its_kind == kind]
    firsts = [first_on(shelf, typed) == name for name, typed in judged]
    assert sum(firsts) >= least * len(judged) > 10


def first_on(shelf: Shelf, typed: str) -> str:
    groups = shelf.widened(lookup_of(read_query(typed, today=NOON.date())).groups, ROOM, is_word=lambda _: False)
    best = shelf.find(groups, ROOM)
    return read_entries()[best[0].card.id].name if best else ""
