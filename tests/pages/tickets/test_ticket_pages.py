"""Tickets in the browser, for each person who meets them."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.app import Tanya
from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.models import Question
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.work import add_note
from forum.tickets.models import Ticket, TicketState
from tests.conftest import NOON
from tests.people import ana, iris, mo, sam
from tests.posts import actor, question

ClientOf = Callable[[Person], FlaskClient]
SECRET = "the-switch-was-stolen-by-somebody"


def _ticket(asked: Question, staff: Person) -> Ticket:
    ticket = make_ticket(asked.id, by=actor(staff), at=NOON).ticket
    add_note(ticket, SECRET, f"<p>{SECRET}</p>", by=actor(staff), at=NOON)
    return ticket


def test_one_click_makes_the_ticket(client_of: ClientOf, noon: object) -> None:
    asked = question(ana())
    answer = client_of(iris()).post(f"/questions/{asked.id}/ticket")
    assert (answer.status_code, answer.location) == (303, "/tickets/IT-000001")


def test_the_second_click_is_told_kindly(client_of: ClientOf, noon: object) -> None:
    asked, browser = question(ana()), client_of(iris())
    browser.post(f"/questions/{asked.id}/ticket")
    answer = browser.post(f"/questions/{asked.id}/ticket", follow_redirects=True)
    assert "quicker" in answer.text and answer.request.path == "/tickets/IT-000001"


def test_a_note_is_nowhere_a_requester_can_look(client_of: ClientOf, noon: object) -> None:
    ticket = _ticket(question(person := ana()), iris())
    browser = client_of(person)
    for path in (f"/tickets/{ticket.label}", "/tickets", f"/questions/{ticket.question_id}/x"):
        assert SECRET not in browser.get(path, follow_redirects=True).text


def test_staff_read_notes_beside_the_conversation(client_of: ClientOf, noon: object) -> None:
    ticket = _ticket(question(ana()), staff := iris())
    assert SECRET in client_of(staff).get(f"/tickets/{ticket.label}").text


@pytest.mark.parametrize("path", ["", "/replies", "/notes", "/owner", "/state", "/priority", "/step", "/resolution"])
def test_strangers_are_refused_everywhere(client_of: ClientOf, noon: object, path: str) -> None:
    ticket, browser = _ticket(question(ana()), iris()), client_of(sam())
    address = f"/tickets/{ticket.label}{path}"
    answer = browser.post(address, data={"reply": "x", "act": "close"}) if path else browser.get(address)
    assert answer.status_code in (403, 404)


@pytest.mark.parametrize("path", ["/queue", "/worklist"])
def test_the_queue_is_for_it_staff(client_of: ClientOf, noon: object, path: str) -> None:
    question(ana())
    assert client_of(mo()).get(path).status_code == 403
    assert client_of(iris()).get(path).status_code == 200


def test_the_story_of_a_ticket(client_of: ClientOf, noon: object, app: Tanya) -> None:
    asked, staff, requester = question(person := ana()), client_of(iris()), client_of(person)
    label = "IT-000001"
    staff.post(f"/questions/{asked.id}/ticket")
    staff.post(f"/tickets/{label}/owner", data={"owner": "me"})
    staff.post(f"/tickets/{label}/state", data={"act": "wait_requester"})
    requester.post(f"/tickets/{label}/replies", data={"reply": "It is on floor 3."})
    staff.post(f"/tickets/{label}/resolution", data={"fix": "New toner.", "publish": "1"})
    assert session.query(Ticket).one().state == TicketState.RESOLVED
    requester.post(f"/tickets/{label}/state", data={"act": "reopen"})
    assert session.query(Ticket).one().state == TicketState.OPEN


def test_an_empty_reply_is_refused_with_a_sentence(client_of: ClientOf, noon: object) -> None:
    ticket = _ticket(question(person := ana()), iris())
    answer = client_of(person).post(f"/tickets/{ticket.label}/replies", data={"reply": "  "})
    assert answer.status_code == 422 and "Please write something" in answer.text


def test_pages_cost_a_constant_number_of_queries(client_of: ClientOf, queries: Callable[[], int], noon: object) -> None:
    ticket = _ticket(question(ana()), staff := iris())
    browser = client_of(staff)
    for path, most in ((f"/tickets/{ticket.label}", 8), ("/queue", 5), ("/worklist", 4), ("/tickets", 4)):
        before = queries()
        assert browser.get(path).status_code == 200
        assert queries() - before <= most, path


def test_an_employee_opens_a_private_ticket(client_of: ClientOf, noon: object) -> None:
    browser = client_of(ana())
    answer = browser.post("/tickets/new", data={"title": "My payslip", "source": "It is wrong.", "category": ""})
    assert (answer.status_code, answer.location) == (303, "/tickets/IT-000001")
