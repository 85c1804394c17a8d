"""Deadlines in the browser: due times, how they are counted, what a ticket means for the company."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from forum.kernel import clock
from forum.kernel.db import session
from forum.people.models import Person
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.work import change_state
from forum.tickets.models import Priority, Ticket
from forum.tickets.rules import Act
from tests.people import admin, ana, iris, sam
from tests.posts import actor, question

ClientOf = Callable[[Person], FlaskClient]


@pytest.fixture
def told(app: object, noon: datetime) -> tuple[Ticket, Person, Person]:
    asker, staff = ana(), iris()
    return make_ticket(question(asker).id, by=actor(staff), at=noon).ticket, asker, staff


def test_both_see_when_it_is_due_and_how_it_is_counted(client_of: ClientOf, told: tuple) -> None:
    ticket, *people = told
    for person in people:
        page = client_of(person).get(f"/tickets/{ticket.label}").text
        assert "Thursday 17:00" in page and "5 hours left" in page
        explained = client_of(person).get(f"/tickets/{ticket.label}/deadline").text
        assert "Tuesday, 10 March 2026, 12:00" in explained and "Break" in explained and "Day off" in explained


def test_a_stranger_finds_no_deadline(client_of: ClientOf, told: tuple) -> None:
    assert client_of(sam()).get(f"/tickets/{told[0].label}/deadline").status_code == 404


def test_the_banner_says_when_it_is_due(client_of: ClientOf, told: tuple) -> None:
    assert "due by" in client_of(sam()).get(f"/questions/{told[0].question_id}", follow_redirects=True).text


def test_a_late_ticket_says_so(client_of: ClientOf, told: tuple, noon: datetime) -> None:
    with clock.standing(noon + timedelta(days=2)):
        assert "1 day late" in client_of(told[2]).get("/queue").text


def test_waiting_for_you_is_explained(client_of: ClientOf, told: tuple, noon: datetime) -> None:
    ticket, asker, staff = told
    change_state(ticket, Act.WAIT_FOR_REQUESTER, by=actor(staff), at=noon - timedelta(minutes=5))
    page = client_of(asker).get(f"/tickets/{ticket.label}/deadline").text
    assert "now the clock stands still" in page
    assert "stands still while the ticket waits for you" in client_of(asker).get(f"/tickets/{ticket.label}").text


def test_impact_and_urgency_are_set_by_it_only(client_of: ClientOf, told: tuple) -> None:
    ticket, asker, staff = told
    sent = {"impact": "high", "urgency": "high"}
    assert client_of(asker).post(f"/tickets/{ticket.label}/weight", data=sent).status_code == 403
    assert client_of(staff).post(f"/tickets/{ticket.label}/weight", data={"impact": "x"}).status_code == 422
    client_of(staff).post(f"/tickets/{ticket.label}/weight", data=sent)
    assert session.get_one(Ticket, ticket.id).priority == Priority.URGENT
    assert "impact High, urgency High" in client_of(staff).get(f"/tickets/{ticket.label}").text


def test_administrators_set_targets_and_matrix(client_of: ClientOf, told: tuple) -> None:
    browser = client_of(admin())
    category_id = told[0].category_id
    answer = browser.post(f"/admin/targets?category={category_id}", data={"urgent-response": "15m"})
    assert answer.status_code == 303
    page = browser.get(f"/admin/targets?category={category_id}").text
    assert 'value="15m"' in page and 'placeholder="8h"' in page
    refused = browser.post("/admin/targets", data={"low-update": "soon", "urgent-response": "7m"})
    assert refused.status_code == 422 and 'value="soon"' in refused.text and 'value="7m"' in refused.text
    cells = {f"{i}-{u}": "urgent" for i in ("low", "medium", "high") for u in ("low", "medium", "high")}
    assert browser.post("/admin/matrix", data=cells).status_code == 303
    assert browser.post("/admin/matrix", data={}).status_code == 422


def test_nobody_else_sees_targets(client_of: ClientOf, told: tuple) -> None:
    assert client_of(told[2]).get("/admin/targets").status_code == 403
    assert client_of(admin()).get("/admin/targets?category=99999").status_code == 404
