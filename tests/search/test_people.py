"""Whom a text names by a link, those find who may know who people are, and by the whole handle alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from forum.kernel.text.closed import signed_text
from forum.kernel.text.markdown import render
from forum.search.check import difference, explanations
from forum.search.grammar import read_query
from forum.search.index.protocol import Document, Enquiry, Index
from forum.search.saved import tell_of_new
from forum.search.telling import tell_of_matches
from tests import posts
from tests.conftest import NOON
from tests.people import ana, ben, sam
from tests.search.engines import put

Work = Callable[[], int]
NAMED, OTHER, PLAIN = 1, 2, 3
PROBES = [
    "quagga", "zebra", "quagga.zebra", "@quagga.zebra", "quaggazebra", "quagg*", "@quagg*", "quaga", "Zebra's",
    '"quagga zebra"', '"@quagga.zebra"', '"hums quagga"', '"zebra knows"', "quagga OR nothing", "hums quagga zebra",
    "hums -quagga", "hums -zebr*", "hums -@quagga.zebra", "hums -quagga.z*", "hums -@quagga.z*", 'hums -"quagga zebra"',
    "hums -!by:7*", "hums -!by:8*",
]  # fmt: skip


def thread(number: int, source: str, *facts: str) -> Document:
    body = signed_text(render(source))
    return Document(number, 1, NOON, frozenset({"room:1", *facts}), "Projector", "", body, "", (), "", True)


@pytest.fixture
def named(index: Index) -> Index:
    """Two threads that differ in whom they name, and who asked them; a third writes the same words."""
    put(
        index,
        thread(NAMED, "It hums, @quagga.zebra knows more.", "by:7"),
        thread(OTHER, "It hums, @okapi.gnu knows more.", "by:8"),
    )
    return index


def enquiry(typed: str, *, knows_people: bool) -> Enquiry:
    wanted = replace(read_query(typed, today=NOON.date()), knows_people=knows_people)
    return Enquiry(wanted, frozenset({1}), NOON)


def found(index: Index, typed: str) -> list[int]:
    """By somebody who may know who people are."""
    return sorted(hit.question_id for hit in index.find(enquiry(typed, knows_people=True), skip=0, most=9))


@pytest.mark.parametrize("typed", PROBES)
def test_to_strangers_a_thread_is_the_same_whomever_it_names(named: Index, typed: str) -> None:
    asked = enquiry(typed, knows_people=False)
    hits = {hit.question_id: (hit.score, hit.likeness) for hit in named.find(asked, skip=0, most=9)}
    assert hits.get(NAMED) == hits.get(OTHER)
    assert named.count(asked, facts=["by:7"], kinds=()).threads == len(hits)  # type: ignore[union-attr]


def test_no_word_is_known_from_a_handle(named: Index) -> None:
    assert not [*named.words_like("quaga"), *named.words_like("zebr"), *named.threads_with("quagga", most=9)]
    put(named, thread(PLAIN, "A quagga is a zebra."))
    assert named.words_like("quaga") == ["quagga"] and named.threads_with("quagga", most=9) == [PLAIN]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("@quagga.zebra", [NAMED]), ("quagga.zebra", [NAMED]), ("@Quagga.Zebra", [NAMED]), ("quagga", []),
        ('"hums @quagga.zebra knows"', [NAMED]), ('"hums @okapi.gnu" OR nothing', [OTHER]), ('"hums knows"', []),
        ("hums -@quagga.zebra", [OTHER]), ("hums -quagga.zebra", [OTHER]), ("hums -okapi", [NAMED, OTHER]),
    ],
)  # fmt: skip
def test_a_handle_finds_whom_texts_name(named: Index, typed: str, ids: list[int]) -> None:
    assert found(named, typed) == ids


def test_a_handle_of_one_word_is_asked_for_behind_an_at(index: Index) -> None:
    put(
        index, thread(NAMED, "Ask @quagga or [Zoe](/people/zebra)."), thread(OTHER, "`@quagga` is a word of a program.")
    )
    typed = ("@quagga", "quagga", "@zebra", "zebra", "zoe")
    assert [found(index, each) for each in typed] == [[NAMED, OTHER], [OTHER], [NAMED], [], []]


def test_of_both_the_one_who_is_named_and_the_words_are_found(named: Index) -> None:
    put(named, thread(PLAIN, "The quagga.zebra of the zoo hums."))
    assert found(named, "quagga.zebra") == [NAMED, PLAIN]
    assert found(named, "hums -@quagga.zebra") == [OTHER]


def test_the_index_says_what_the_database_says_and_why_somebody_is_found(indexing: Work) -> None:
    ben()
    posts.question(ana(), title="Scanner is silent", source="Please ask @ben.ong about it.")
    indexing()
    assert difference().stale == 0
    (why,) = explanations("@ben.ong", at=NOON, most=5)
    assert why.title == "Scanner is silent" and {form for form, _ in why.explanation.words} == {"@ben.ong"}


def test_a_saved_search_for_somebody_hears_of_texts_that_name_him(indexing: Work) -> None:
    asker = ana()
    tell_of_new("scanner @ben.ong", by=posts.actor(sam()), at=NOON)
    for said in ("Please ask @ben.ong about it.", "Please ask Ana about it."):
        posts.question(asker, at=NOON + timedelta(minutes=5), title="Scanner is silent", source=said)
    indexing()
    assert tell_of_matches(NOON + timedelta(hours=1)) == 1
