"""The FAQ radar: what clusters cost, what is left out, who sees it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.actions import join_affected, mark_duplicate
from forum.reports.radar import radar
from forum.search.models import SearchLogged
from forum.search.shelf import faq
from forum.search.shelf.cards import Shelf
from forum.tickets.actions.make import make_ticket
from forum.topics.models import Audience
from tests import people
from tests.conftest import NOON
from tests.knowledge.entries import published
from tests.posts import actor, answer, category, later, question

ClientOf = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """No shelf of another test's entries is kept."""
    monkeypatch.setattr(faq._shelf, "_shelf", Shelf((), None))


def test_a_cluster_costs_its_tickets_and_its_people(app: Flask) -> None:
    ana, iris = people.ana(), people.iris()
    asked, again = question(ana), question(people.sam(), title="Blank pages again")
    mark_duplicate(again, asked, by=actor(iris), at=NOON)
    join_affected(asked, by=actor(people.ben()), at=NOON)
    ticket = make_ticket(asked.id, by=actor(iris), at=NOON).ticket
    ticket.resolution_minutes = 90
    session.commit()
    (cluster,) = radar(actor(iris), at=later(days=1))
    assert (cluster.duplicates, cluster.tickets, cluster.minutes, cluster.people) == (1, 1, 90, 3)
    assert cluster.cost == 1 * 90 + 3 * 5


def test_what_costs_most_comes_first_and_an_unsolved_ticket_counts_the_usual_minutes(app: Flask) -> None:
    iris, ana = people.iris(), people.ana()
    titles = "One is broken today", "Two are broken today"
    tickets = [make_ticket(question(ana, title=title).id, by=actor(iris), at=NOON).ticket for title in titles]
    tickets[1].resolution_minutes = 60
    make_ticket(question(ana, title="Three are secret").id, by=actor(iris), at=NOON).ticket.confidential = True
    session.commit()
    assert [(each.thread.title, each.cost) for each in radar(actor(iris), at=NOON)] == [(title, 65) for title in titles]


def test_what_has_an_entry_or_is_old_or_was_never_asked_twice_is_not_on_it(app: Flask) -> None:
    iris, ana = people.iris(), people.ana()
    asked = question(ana)
    make_ticket(asked.id, by=actor(iris), at=NOON)
    question(ana, title="Asked only once")
    session.commit()
    assert (len(radar(actor(iris), at=NOON)), radar(actor(iris), at=later(days=91))) == (1, [])
    published(asked, answer(asked, people.ben()), iris)
    session.commit()
    assert radar(actor(iris), at=NOON) == []


def test_threads_that_a_curator_may_not_read_are_not_on_it(app: Flask) -> None:
    iris, place = people.iris(), category("Servers", audience=Audience.STAFF)
    make_ticket(question(iris, place).id, by=actor(iris), at=NOON)
    place.audience = Audience.GROUPS
    session.commit()
    assert radar(actor(people.mo()), at=NOON) == []


def _looked_for(typed: str, often: int, *, found: int = 0, opened: int | None = None, days_ago: int = 1) -> None:
    at = later(days=-days_ago)
    session.add_all(SearchLogged(typed=typed, at=at, found=found, shown="", opened_id=opened) for _ in range(often))
    session.commit()


def test_searches_in_vain_count_beside_the_thread_with_their_words(app: Flask) -> None:
    iris, asked = people.iris(), question(people.ana(), title="Wi-Fi on floor 3 is very slow")
    make_ticket(asked.id, by=actor(iris), at=NOON)
    _looked_for("slow wifi floor 3", 2, found=4)
    _looked_for("Floor 3 slow", 1)
    _looked_for("floor 3 slow", 4, found=1, opened=asked.id)
    _looked_for("floor 3 slow", 8, days_ago=91)
    (cluster,) = radar(actor(iris), at=later(hours=1))
    assert (cluster.searches, cluster.people, cluster.cost) == (3, 1, (1 + 3) * 5)


def test_words_that_no_thread_has_stand_alone_however_they_are_ordered(app: Flask) -> None:
    iris = people.iris()
    _looked_for("parking card", 2)
    _looked_for("card parking", 1)
    _looked_for("fax", 2)
    (cluster,) = radar(actor(iris), at=NOON)
    assert (cluster.thread, cluster.title, cluster.searches, cluster.cost) == (None, "parking card", 3, 15)


def test_what_an_entry_answers_is_not_looked_for_in_vain(app: Flask) -> None:
    iris = people.iris()
    asked = question(people.ana())
    published(asked, answer(asked, people.ben()), iris)
    _looked_for("printer prints blank", 5)
    assert radar(actor(iris), at=NOON) == []


def test_the_radar_costs_the_same_queries_however_much_is_on_it(app: Flask, queries: Callable[[], int]) -> None:
    iris, ana, costs = actor(people.iris()), people.ana(), []
    radar(iris, at=NOON)  # reads the settings
    for number in (1, 6):
        for each in range(number):
            make_ticket(question(ana, title=f"Thing {number} {each} is broken").id, by=iris, at=NOON)
            _looked_for(f"word{number}x{each} other", 3)
        before = queries()
        assert len(radar(iris, at=NOON)) > number
        costs.append(queries() - before)
    assert costs[0] == costs[1]


def test_one_click_begins_the_entry(app: Flask, client_of: ClientOf, noon: datetime) -> None:
    iris, asked = people.iris(), question(people.ana(), title="Where is <my> slip?")
    make_ticket(asked.id, by=actor(iris), at=NOON)
    session.commit()
    page = client_of(people.mo()).get("/faq/radar").text
    assert "/faq/new?question=Where%20is%20%3Cmy%3E%20slip%3F" in page and "+ 1 × 5" in page
    assert "Nothing on the radar" not in page
    assert [client_of(person()).get("/faq/radar").status_code for person in (people.sam, people.admin)] == [403, 403]
