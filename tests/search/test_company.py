"""Words that mean the same in this company."""

from collections.abc import Callable
from datetime import UTC

import pytest
from sqlalchemy import select

from forum.accounts.actions.lines import mark_of
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.kernel.settings import registry
from forum.ledger.actions import verify
from forum.people.models import Person
from forum.search.asking import Asker
from forum.search.company import forms_of, read_lines, set_synonyms
from forum.search.queries import search
from forum.search.settings import SYNONYMS
from forum.search.similar import similar
from tests import posts
from tests.conftest import NOON
from tests.people import admin, ana, iris, sam

Work = Callable[[], int]


def asker(person: Person) -> Asker:
    return Asker(posts.actor(person), at=NOON, zone=UTC)


def titles(typed: str, person: Person) -> list[str]:
    return [hit.row.title for hit in search(typed, asker(person)).hits]


def in_force(text: str) -> Person:
    """The lines are in force in this process; who set them."""
    administrator = admin()
    set_synonyms(text, seen=mark_of(SYNONYMS()), by=posts.actor(administrator), at=NOON)
    session.flush()
    registry.refresh(session.scalar(select(registry.version_now)))
    return administrator


def test_each_of_the_words_finds_the_others_a_little_lower(indexing: Work) -> None:
    asking, reader = ana(), sam()
    for title in ("AnyConnect asks twice", "The VPN asks twice", "GlobalProtect asks twice", "Printer asks twice"):
        posts.question(asking, title=title)
    indexing()
    assert titles("vpn", reader) == ["The VPN asks twice"]
    in_force("vpn = anyconnect = Global Protect=globalprotect")
    found = titles("vpn", reader)
    assert found[0] == "The VPN asks twice"
    assert set(found) == {"The VPN asks twice", "AnyConnect asks twice", "GlobalProtect asks twice"}
    assert titles("anyconnect", reader)[0] == "AnyConnect asks twice"
    assert len(titles("globalprotect", reader)) == 3


def test_a_name_of_several_words_is_one_matter(indexing: Work) -> None:
    asking, reader = ana(), sam()
    posts.question(asking, title="Leave Portal shows nothing")
    posts.question(asking, title="HRMS shows nothing")
    indexing()
    in_force("hrms = leave portal")
    assert titles("hrms", reader) == ["HRMS shows nothing", "Leave Portal shows nothing"]
    assert titles("leave portal", reader)[0] == "Leave Portal shows nothing"
    assert len(titles("leave portal", reader)) == 2


def test_similar_threads_know_them_too(indexing: Work) -> None:
    asking = ana()
    asked = posts.question(asking, title="AnyConnect tunnel is slow")
    indexing()
    in_force("vpn = anyconnect")
    assert [row.id for row in similar("vpn tunnel", asker(sam()))] == [asked.id]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("vpn", "Line 1: write from 2"),
        ("\nvpn = \n", "Line 2: write from 2"),
        ("a1 = b1\n" + "=".join("abcdefghijklm"), "Line 2: write from 2"),
        ("vpn = the", "“the” cannot be searched"),
        ("vpn = ***", "cannot be searched"),
        ("vpn = one two three four five", "A name has up to 4 words"),
        ("a1 = b1\n" * 301, "too many lines"),
        ("x" * 20_001, "too long"),
    ],
)
def test_a_line_that_says_nothing_is_named(text: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        read_lines(text)


def test_lines_are_written_alike_and_each_once() -> None:
    assert read_lines("  VPN=AnyConnect \n\nVPN = AnyConnect\nleave   portal = hrms") == [
        "VPN = AnyConnect",
        "leave portal = hrms",
    ]


def test_only_an_administrator_sets_them_and_the_record_says_what_changed(indexing: Work) -> None:
    in_force("vpn = anyconnect")
    assert verify("administration") == []
    with pytest.raises(NotAllowed):
        set_synonyms("", seen=mark_of(SYNONYMS()), by=posts.actor(iris()), at=NOON)


def test_who_was_slower_is_told(indexing: Work) -> None:
    slower = posts.actor(in_force("vpn = anyconnect"))
    with pytest.raises(Conflict):
        set_synonyms("hrms = leave", seen=mark_of(""), by=slower, at=NOON)


def test_it_is_shown_by_what_a_word_is_found(indexing: Work) -> None:
    in_force("vpn = anyconnect")
    assert "anyconnect" in forms_of("vpn")
    assert "vpn" not in forms_of("vpn")
