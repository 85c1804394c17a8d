"""A ticket's number typed into the search box."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.models import Question
from forum.tickets.actions.make import make_ticket
from forum.tickets.models import Ticket
from tests import posts
from tests.conftest import NOON
from tests.people import ana, ben, iris

Browser = Callable[[Person], FlaskClient]


@pytest.fixture
def asked(noon: datetime) -> Question:
    """Ana's question, of which Iris has made the first ticket."""
    question = posts.question(ana())
    make_ticket(question.id, by=posts.actor(iris()), at=NOON)
    session.commit()
    return question


def test_it_leads_to_the_ticket(client_of: Browser, asked: Question) -> None:
    label, browser = asked.ticket_label, client_of(session.get_one(Person, asked.author_id))
    prefix, digits = label.split("-")
    for typed in (label, f"{prefix.lower()}-{int(digits)}", f"%20%23{label}%20"):
        answer = browser.get(f"/search?q={typed}")
        assert answer.status_code == 302 and answer.location == f"/tickets/{label}"


def test_it_leads_others_to_the_thread_that_shows_it(client_of: Browser, asked: Question) -> None:
    answer = client_of(ben()).get(f"/search?q={asked.ticket_label}")
    assert answer.location == f"/questions/{asked.id}/{asked.slug}"


def test_a_confidential_one_leads_nowhere_for_others(client_of: Browser, asked: Question) -> None:
    label = asked.ticket_label
    session.query(Ticket).filter(Ticket.label == label).one().confidential = True
    asked.ticket_label = "private"
    session.commit()
    answer = client_of(ben()).get(f"/search?q={label}")
    assert answer.status_code == 200 and "Nothing found" in answer.text


@pytest.mark.parametrize("typed", ["IT-999999", "IT-1 printer", "ERR-1", "12"])
def test_what_is_no_number_of_a_ticket_is_searched(client_of: Browser, typed: str) -> None:
    assert client_of(ben()).get(f"/search?q={typed}").status_code == 200
