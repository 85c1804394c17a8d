"""What is written in a ticket is kept once, and comes back when it cannot be kept."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.conduct.settings import WATCHED_WORDS
from forum.kernel.db import session
from forum.kernel.settings.registry import store
from forum.people.models import Person
from forum.questions.models import Question, Visibility
from forum.tickets.actions.make import make_ticket
from forum.tickets.models import Ticket, TicketNote, TicketReply, TicketState
from tests.conftest import NOON
from tests.people import ana, iris
from tests.posts import actor, question

ClientOf = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("noon")


def _ticket(asker: Person, staff: Person) -> Ticket:
    return make_ticket(question(asker).id, by=actor(staff), at=NOON).ticket


@pytest.mark.parametrize(
    ("place", "field", "table"), [("replies", "reply", TicketReply), ("notes", "note", TicketNote)]
)
def test_a_text_sent_twice_stands_once(client_of: ClientOf, place: str, field: str, table: type) -> None:
    ticket = _ticket(ana(), staff := iris())
    browser = client_of(staff)
    for words in ("Done.", "Done.", "Something else."):
        browser.post(f"/tickets/{ticket.label}/{place}", data={field: words, "key": "k"})
    assert session.scalar(select(func.count()).select_from(table)) == 2


def test_a_private_ticket_sent_twice_is_one(client_of: ClientOf) -> None:
    browser = client_of(ana())
    form = {"title": "My payslip", "source": "It is wrong.", "category": "", "key": "k"}
    assert len({browser.post("/tickets/new", data=form).location for _ in range(2)}) == 1
    assert len(session.query(Ticket).all()) == 1


def test_a_reply_to_what_was_closed_meanwhile_comes_back(client_of: ClientOf) -> None:
    ticket = _ticket(person := ana(), iris())
    ticket.state = TicketState.CLOSED
    answer = client_of(person).post(f"/tickets/{ticket.label}/replies", data={"reply": "Still broken."})
    assert answer.status_code == 409
    assert "This ticket is closed." in answer.text and ">Still broken.</textarea>" in answer.text


def test_a_fix_of_what_was_closed_meanwhile_comes_back(client_of: ClientOf) -> None:
    ticket = _ticket(ana(), staff := iris())
    ticket.state = TicketState.CLOSED
    answer = client_of(staff).post(f"/tickets/{ticket.label}/resolution", data={"fix": "New toner."})
    assert answer.status_code == 409 and ">New toner.</textarea>" in answer.text


@pytest.mark.parametrize(("chosen", "boxes"), [({}, set()), ({"publish": "1"}, {"publish"})])
def test_what_was_ticked_beside_a_fix_comes_back_as_it_was(
    client_of: ClientOf, chosen: dict[str, str], boxes: set[str]
) -> None:
    ticket, browser = _ticket(ana(), staff := iris()), client_of(staff)
    page = browser.post(f"/tickets/{ticket.label}/resolution", data={"fix": " ", **chosen}).text
    assert {box for box in ("publish", "parts") if f'name="{box}" value="1" checked' in page} == boxes


def test_too_many_replies_say_when_again_and_keep_the_text(client_of: ClientOf) -> None:
    ticket = _ticket(person := ana(), iris())
    browser = client_of(person)
    for number in range(61):
        answer = browser.post(f"/tickets/{ticket.label}/replies", data={"reply": f"Words {number}."})
    assert answer.status_code == 429 and answer.headers["Retry-After"]
    assert f"Words {number}.</textarea>" in answer.text


def test_the_page_gives_each_form_a_key(client_of: ClientOf) -> None:
    ticket = _ticket(ana(), staff := iris())
    page = client_of(staff).get(f"/tickets/{ticket.label}").text
    assert page.count('name="key" value="') >= 3 and 'name="key" value=""' not in page


def test_a_click_that_comes_twice_makes_no_second_ticket_after_the_first_was_undone(client_of: ClientOf) -> None:
    asked, browser = question(ana()), client_of(iris())
    first = browser.post(f"/questions/{asked.id}/ticket", data={"key": "k"}).location
    browser.post(f"{first}/undo")
    assert browser.post(f"/questions/{asked.id}/ticket", data={"key": "k"}).location == first
    assert browser.post(f"/questions/{asked.id}/ticket", data={"key": "another"}).location != first
    assert len(session.query(Ticket).all()) == 2


def test_nobody_is_offered_to_publish_where_nobody_would_read_it(client_of: ClientOf) -> None:
    ticket, browser = _ticket(ana(), staff := iris()), client_of(staff)
    assert 'name="publish"' in browser.get(f"/tickets/{ticket.label}").text
    session.get_one(Question, ticket.question_id).visibility = Visibility.HIDDEN
    assert 'name="publish"' not in browser.get(f"/tickets/{ticket.label}").text


@pytest.mark.parametrize(
    ("place", "typed", "box"),
    [("resolution", {"fix": "Sell the casino."}, "resolve"), ("missing", {"item": "PC", "words": "Casino?"}, "to-ask")],
)
def test_what_is_refused_of_a_text_is_told_at_the_box_that_it_was_typed_into(
    client_of: ClientOf, place: str, typed: dict[str, str], box: str
) -> None:
    store(WATCHED_WORDS, "block: casino")
    ticket = _ticket(ana(), staff := iris())
    page = client_of(staff).post(f"/tickets/{ticket.label}/{place}", data=typed)
    assert page.status_code == 422
    assert re.findall(r'<details [^>]*id="([\w-]+)"[^>]* open', page.text) == [box]
    assert page.text.count("is not written here") == 1
