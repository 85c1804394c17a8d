"""The log of searches: noted, written in batches, settled, forgotten."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from forum.accounts.actions.closing import deactivate
from forum.kernel.db import session
from forum.kernel.settings.registry import store
from forum.operations.jobs import PeriodicWork
from forum.search import noted
from forum.search.ageing import age_searches
from forum.search.log import Opened, Searched, note_opening, note_search
from forum.search.models import SearchLogged
from forum.search.noted import forget_waiting, write_waiting
from forum.search.saved import save_search, saved_searches
from forum.search.settings import LOG_DAYS
from forum.worker import _once
from tests import posts
from tests.conftest import NOON
from tests.people import admin as head
from tests.people import ana, ben

WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _nothing_waits() -> Iterator[None]:
    """Other tests have searched, too."""
    noted._waiting.clear()
    yield
    noted._waiting.clear()


def rows() -> list[SearchLogged]:
    session.expire_all()
    return list(session.query(SearchLogged).order_by(SearchLogged.id))


def searched(person_id: int, typed: str = "printer", *shown: int) -> None:
    note_search(Searched(person_id, NOON, typed, len(shown), shown))


def test_what_was_shown_and_opened_is_written_in_one_batch(app: Flask) -> None:
    asker = ana()
    asked = posts.question(asker)
    session.commit()
    searched(asker.id, "printer", asked.id, 99)
    note_opening(Opened(asker.id, NOON + timedelta(seconds=9), "printer", asked.id))
    note_opening(Opened(asker.id, NOON + timedelta(seconds=9), "scanner", asked.id))
    assert rows() == []
    assert write_waiting() == 3
    (row,) = rows()
    assert (row.typed, row.found, row.shown, row.opened_id) == ("printer", 2, f"{asked.id} 99", asked.id)
    assert write_waiting() == 0


def test_somebody_else_s_opening_or_one_of_hours_later_is_not_this_search_s(app: Flask) -> None:
    asker, other = ana(), ben()
    asked = posts.question(asker)
    session.commit()
    searched(asker.id)
    note_opening(Opened(other.id, NOON, "printer", asked.id))
    note_opening(Opened(asker.id, NOON + timedelta(hours=2), "printer", asked.id))
    write_waiting()
    assert [row.opened_id for row in rows()] == [None]


def test_nothing_typed_is_nothing_and_the_buffer_is_bounded(app: Flask) -> None:
    searched(0, "")
    assert write_waiting() == 0
    for number in range(noted.MOST_WAITING + 5):
        searched(0, f"printer {number}")
    assert write_waiting() == noted.MOST_WAITING
    assert rows()[0].typed == "printer 5"


@pytest.mark.parametrize(("person_id", "typed"), [(0, "\ud800"), (2**40, "nobody's")])
def test_what_cannot_be_written_is_lost_and_nothing_else_with_it(app: Flask, person_id: int, typed: str) -> None:
    searched(0, "printer")
    searched(person_id, typed)
    searched(0, "scanner")
    assert write_waiting() == 2
    assert [row.typed for row in rows()] == ["printer", "scanner"]


def test_what_somebody_wants_forgotten_is_not_written(app: Flask) -> None:
    asker, other = ana(), ben()
    session.commit()
    searched(asker.id, "printer")
    searched(other.id, "scanner")
    forget_waiting(asker.id)
    write_waiting()
    assert [row.typed for row in rows()] == ["scanner"]


def logged(person_id: int, opened_id: int | None) -> None:
    searched(person_id)
    if opened_id:
        note_opening(Opened(person_id, NOON, "printer", opened_id))
    write_waiting()


def test_after_a_week_it_was_the_end_if_something_was_opened_and_nothing_asked(app: Flask) -> None:
    asker, other = ana(), ben()
    asked = posts.question(asker, at=NOON - WEEK)
    session.commit()
    logged(asker.id, asked.id)
    logged(asker.id, None)
    logged(other.id, asked.id)
    posts.question(other, at=NOON + timedelta(days=2))
    session.commit()
    age_searches(NOON + WEEK - timedelta(minutes=1))
    assert [row.was_solved for row in rows()] == [None, None, None]
    age_searches(NOON + WEEK)
    assert [row.was_solved for row in rows()] == [True, False, False]


def test_nobody_is_known_after_eight_days_and_nothing_after_ninety(app: Flask) -> None:
    asker = ana()
    session.commit()
    logged(asker.id, None)
    age_searches(NOON + timedelta(days=8) - timedelta(minutes=1))
    assert rows()[0].person_id == asker.id
    age_searches(NOON + timedelta(days=8))
    assert rows()[0].person_id is None
    age_searches(NOON + timedelta(days=90) - timedelta(minutes=1))
    assert len(rows()) == 1
    age_searches(NOON + timedelta(days=90))
    assert rows() == []


def test_what_is_noted_while_others_write_and_forget_is_written_once(app: Flask) -> None:
    person = ana()
    session.commit()
    stop = threading.Event()

    def disturb() -> None:
        while not stop.is_set():
            forget_waiting(person.id + 1)

    disturber = threading.Thread(target=disturb)
    disturber.start()
    for number in range(500):
        note_search(Searched(person.id, NOON, f"word {number}", 0, []))
    stop.set()
    disturber.join()
    assert write_waiting() == 500


def test_whoever_is_erased_has_searched_for_nothing(app: Flask) -> None:
    person, admin = ana(), head()
    session.commit()
    logged(person.id, None)
    save_search("vpn", by=posts.actor(person), at=NOON)
    note_search(Searched(person.id, NOON, "waits", 0, []))
    deactivate(person, keeps_name=False, by=posts.actor(admin), at=NOON)
    session.commit()
    assert write_waiting() == 0
    assert [row.person_id for row in rows()] == [None]
    assert saved_searches(person.id) == []


def test_who_may_come_back_keeps_his_saved_searches(app: Flask) -> None:
    person, admin = ana(), head()
    save_search("vpn", by=posts.actor(person), at=NOON)
    deactivate(person, keeps_name=True, by=posts.actor(admin), at=NOON)
    assert len(saved_searches(person.id)) == 1


def test_how_long_searches_are_kept_is_a_setting_that_the_worker_knows_of(app: Flask) -> None:
    asker = ana()
    session.commit()
    logged(asker.id, None)
    store(LOG_DAYS, 30)
    session.commit()
    aging = PeriodicWork("age-searches", age_searches)
    _once(aging, NOON + timedelta(days=30) - timedelta(minutes=1))
    assert len(rows()) == 1
    _once(aging, NOON + timedelta(days=30))
    assert rows() == []
