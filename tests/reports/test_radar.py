"""The FAQ radar: what clusters cost, what is left out, who sees it."""

from collections.abc import Callable
from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient

from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.actions import join_affected, mark_duplicate
from forum.reports.radar import radar
from forum.tickets.actions.make import make_ticket
from forum.topics.models import Audience
from tests import people
from tests.conftest import NOON
from tests.knowledge.entries import published
from tests.posts import actor, answer, category, later, question

ClientOf = Callable[[Person], FlaskClient]


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


def test_one_click_begins_the_entry(app: Flask, client_of: ClientOf, noon: datetime) -> None:
    iris, asked = people.iris(), question(people.ana(), title="Where is <my> slip?")
    make_ticket(asked.id, by=actor(iris), at=NOON)
    session.commit()
    page = client_of(people.mo()).get("/faq/radar").text
    assert "/faq/new?question=Where%20is%20%3Cmy%3E%20slip%3F" in page and "+ 1 × 5" in page
    assert "Nothing on the radar" not in page
    assert [client_of(person()).get("/faq/radar").status_code for person in (people.sam, people.admin)] == [403, 403]
