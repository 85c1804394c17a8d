"""Who keeps a search hears of new questions that fit, and of nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from forum.kernel.db import session
from forum.kernel.errors import Invalid
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.search import saved
from forum.search.models import SavedSearch
from forum.search.saved import remove_saved, save_search, saved_searches, tell_no_more, tell_of_new
from forum.search.telling import tell_of_matches
from forum.topics.models import Audience
from tests import posts
from tests.conftest import NOON
from tests.people import ana, ben, iris, sam
from tests.posts import tell

Work = Callable[[], int]
LATER = NOON + timedelta(minutes=30)


@pytest.fixture
def keeper(indexing: Work) -> Person:
    """Sam, who wants to hear of new questions about the VPN and tokens."""
    person = sam()
    tell_of_new("vpn token", by=posts.actor(person), at=NOON)
    session.commit()
    return person


def told(person: Person) -> list[int | None]:
    """The questions of which the person was told."""
    tell(LATER + timedelta(hours=1))
    mine = select(Notice).where(Notice.person_id == person.id, Notice.kind == "search_met")
    return [notice.question_id for notice in session.scalars(mine.order_by(Notice.id))]


def ask(by: Person, title: str, **facts: object) -> int:
    return posts.question(by, at=NOON + timedelta(minutes=5), title=title, **facts).id


def test_a_new_question_with_all_of_the_words_is_told_once(keeper: Person, indexing: Work) -> None:
    asker = ana()
    posts.question(asker, at=NOON - timedelta(days=1), title="Old VPN token")
    new = ask(asker, "The VPN asks for my tokens")
    ask(asker, "The VPN is slow")
    indexing()
    assert tell_of_matches(LATER) == 1
    assert told(keeper) == [new]
    assert tell_of_matches(LATER + timedelta(minutes=10)) == 0


def test_a_beginning_is_an_alternative_as_a_word_is(indexing: Work) -> None:
    person, asker = sam(), ana()
    tell_of_new("floor toner OR print*", by=posts.actor(person), at=NOON)
    new = [
        ask(asker, "Toner on floor two"),
        ask(asker, "Printer on floor two"),
        ask(asker, "Toner of the printer, floor"),
    ]
    ask(asker, "Toner is short"), ask(asker, "Floor is wet")
    indexing()
    assert tell_of_matches(LATER) == 3
    assert sorted(told(person)) == new


def test_the_notice_names_the_search(keeper: Person, indexing: Work) -> None:
    ask(ana(), "The VPN asks for my tokens")
    indexing()
    tell_of_matches(LATER)
    told(keeper)
    assert [notice.facts["label"] for notice in session.scalars(select(Notice))] == ["vpn token"]


def test_one_s_own_question_and_one_in_a_closed_category_are_not_told(keeper: Person, indexing: Work) -> None:
    ask(keeper, "My VPN token")
    posts.question(
        iris(), posts.category("Secrets", audience=Audience.STAFF), at=LATER - timedelta(minutes=9), title="VPN token"
    )
    indexing()
    assert tell_of_matches(LATER) == 0


def test_a_question_that_waits_for_the_index_is_told_later(keeper: Person, indexing: Work) -> None:
    new = ask(ana(), "VPN token")
    session.commit()
    assert tell_of_matches(LATER) == 0
    indexing()
    assert tell_of_matches(LATER + timedelta(minutes=10)) == 1
    assert told(keeper) == [new]


def test_nothing_is_told_to_who_wants_nothing(keeper: Person, indexing: Work) -> None:
    tell_no_more("vpn token", by=posts.actor(keeper))
    ask(ana(), "VPN token")
    indexing()
    assert tell_of_matches(LATER) == 0


def test_a_search_is_kept_once_and_by_one_person(indexing: Work) -> None:
    mine, other = posts.actor(ana()), posts.actor(ben())
    save_search("vpn", by=mine, at=NOON)
    tell_of_new("vpn", by=mine, at=NOON)
    save_search("vpn", by=mine, at=NOON)
    remove_saved("vpn", by=other)
    assert [(row.typed, row.tells) for row in saved_searches(mine.id)] == [("vpn", True)]
    assert saved_searches(other.id) == []
    remove_saved("vpn", by=mine)
    assert saved_searches(mine.id) == []


@pytest.mark.parametrize("typed", ["", "x" * 201, "*", "is:slved"])
def test_what_cannot_be_kept_is_said(indexing: Work, typed: str) -> None:
    with pytest.raises(Invalid):
        save_search(typed, by=posts.actor(ana()), at=NOON)


def test_one_search_too_many_is_refused(indexing: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "MOST_SAVED", 1)
    person = posts.actor(ana())
    save_search("vpn", by=person, at=NOON)
    with pytest.raises(Invalid, match="Remove one first"):
        save_search("printer", by=person, at=NOON)


def test_a_beginning_of_a_word_has_to_be_there_too(keeper: Person, indexing: Work) -> None:
    tell_of_new("vpn tok*", by=posts.actor(keeper), at=NOON)
    tell_no_more("vpn token", by=posts.actor(keeper))
    asker = ana()
    new = ask(asker, "VPN wants tokens")
    ask(asker, "The VPN is slow")
    indexing()
    assert tell_of_matches(LATER) == 1
    assert told(keeper) == [new]


def test_a_search_whose_filter_is_none_any_more_tells_of_nothing(keeper: Person, indexing: Work) -> None:
    session.execute(update(SavedSearch).values(typed="is:slved"))
    ask(ana(), "VPN token")
    indexing()
    assert tell_of_matches(LATER) == 0


def test_days_are_those_of_the_one_who_is_told(indexing: Work) -> None:
    person = sam()
    person.zone = "Asia/Kuala_Lumpur"
    evening = NOON + timedelta(hours=13)  # past midnight there
    tomorrow = (NOON + timedelta(days=1)).date()
    tell_of_new(f"created:{tomorrow}", by=posts.actor(person), at=evening)
    posts.question(ana(), at=evening + timedelta(minutes=5), title="VPN token")
    indexing()
    assert tell_of_matches(evening + timedelta(minutes=30)) == 1


def test_a_clock_that_is_put_back_keeps_nothing_from_anybody(keeper: Person, indexing: Work) -> None:
    assert tell_of_matches(NOON + timedelta(hours=3)) == 0
    new = ask(ana(), "VPN token")
    indexing()
    assert tell_of_matches(NOON + timedelta(minutes=4)) == 0
    assert tell_of_matches(LATER) == 1
    assert told(keeper) == [new]
