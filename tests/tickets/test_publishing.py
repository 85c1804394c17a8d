"""A private ticket that is solved comes into the forum, reworded, without the requester's name if wished."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.answers.models import Acceptance
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Conflict, NotAllowed
from forum.people.models import Person
from forum.questions.models import Question, QuestionOnBehalf
from forum.questions.visibility import unrestricted
from forum.tickets.actions.hide import hide_opening, hide_reply
from forum.tickets.actions.make import PrivateRequest, open_private_ticket
from forum.tickets.actions.publish import Publication, publish_ticket
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.models import Ticket, TicketReply
from tests.conftest import NOON
from tests.people import ana, ben, iris, sam
from tests.posts import actor, category, draft

ClientOf = Callable[[Person], FlaskClient]
FORM = {
    "title": "Payslip cannot be opened",
    "source": "The PDF is empty.",
    "answer": "Use the other reader.",
    "tags": "",
}


def _private(requester: Person, *, confidential: bool = False) -> Ticket:
    wish = PrivateRequest("My payslip of May", "It shows 4,321.", "<p>It shows 4,321.</p>", None, confidential)
    return open_private_ticket(wish, by=actor(requester), at=NOON)


def _solved(requester: Person, staff: Person, **facts: bool) -> Ticket:
    ticket = _private(requester, **facts)
    if ticket.confidential:
        ticket.owner_id = staff.id
    resolve(ticket, Fix("Use the other reader.", "<p>Use it.</p>", publish=False), by=actor(staff), at=NOON)
    return ticket


def _publication() -> Publication:
    return Publication(draft(category(), title="Payslip cannot be opened", anonymous=True), "Use it.", "<p>Use it.</p>")


def test_the_forum_has_question_and_accepted_answer(app: Tanya) -> None:
    ticket = _solved(requester := ana(), staff := iris())
    question = publish_ticket(ticket, _publication(), by=actor(staff), at=NOON)
    assert session.get(Acceptance, question.id) is not None
    assert (question.author_id, session.get_one(QuestionOnBehalf, question.id).person_id) == (None, requester.id)
    assert ticket.question_id == question.id


@pytest.mark.parametrize("solved", [False, True])
def test_only_a_solved_ticket_without_a_thread_can_be_published(app: Tanya, solved: bool) -> None:
    person, staff = ana(), iris()
    ticket, publication = _solved(person, staff) if solved else _private(person), _publication()
    if solved:
        publish_ticket(ticket, publication, by=actor(staff), at=NOON)
    with pytest.raises(Conflict):
        publish_ticket(ticket, publication, by=actor(staff), at=NOON)


def test_a_confidential_one_stays_out_of_the_forum(app: Tanya) -> None:
    ticket = _solved(ana(), staff := iris(), confidential=True)
    with pytest.raises(NotAllowed):
        publish_ticket(ticket, _publication(), by=actor(staff), at=NOON)


def test_colleagues_may_not(app: Tanya) -> None:
    ticket = _solved(person := ana(), iris())
    with pytest.raises(NotAllowed):
        publish_ticket(ticket, _publication(), by=actor(person), at=NOON)


def test_the_form_holds_the_words_and_everybody_finds_what_was_left(client_of: ClientOf, noon: object) -> None:
    ticket, place = _solved(ana(), staff := iris()), category()
    browser, address = client_of(staff), f"/tickets/{ticket.label}/publication"
    assert "4,321" in browser.get(address).text
    answer = browser.post(address, data={**FORM, "category": str(place.id), "anonymous": "1"})
    page = client_of(ben()).get(answer.location).text
    assert "Use the other reader." in page and "4,321" not in page and "Ana Lim" not in page


def test_the_form_holds_no_words_that_were_hidden(client_of: ClientOf, noon: object) -> None:
    ticket = _solved(ana(), staff := iris())
    hide_opening(ticket, by=actor(staff), at=NOON)
    hide_reply(ticket, session.scalars(select(TicketReply)).one(), by=actor(staff), at=NOON)
    session.commit()
    page = client_of(staff).get(f"/tickets/{ticket.label}/publication").text
    assert "4,321" not in page and "other reader" not in page and "My payslip of May" in page


def test_what_looks_private_is_named_before_anybody_reads_it(client_of: ClientOf, noon: object) -> None:
    ticket, place = _solved(ana(), staff := iris()), category()
    ticket.source = "Regards, Ana. My password: Sunshine99x, my home address ana@example.net"
    session.commit()
    browser, address = client_of(staff), f"/tickets/{ticket.label}/publication"
    shown = browser.get(address).text
    assert "has a name of Ana Lim in it" in shown and "Mask what is ticked, and post" in shown
    sent = {**FORM, "category": str(place.id), "source": ticket.source}
    assert browser.post(address, data=sent).status_code == 422
    assert session.scalars(select(Question).where(unrestricted())).all() == []
    assert browser.post(address, data={**sent, "secrets": "keep"}).status_code == 303


def test_what_is_missing_is_said_and_nothing_lost(client_of: ClientOf, noon: object) -> None:
    ticket, place = _solved(ana(), staff := iris()), category()
    sent = {**FORM, "category": str(place.id), "answer": " "}
    answer = client_of(staff).post(f"/tickets/{ticket.label}/publication", data=sent)
    assert answer.status_code == 422 and "The PDF is empty." in answer.text
    assert session.scalars(select(Question).where(unrestricted())).all() == []


def test_a_category_must_be_chosen(client_of: ClientOf, noon: object) -> None:
    ticket, _place = _solved(ana(), staff := iris()), category()
    answer = client_of(staff).post(f"/tickets/{ticket.label}/publication", data={**FORM, "category": ""})
    assert answer.status_code == 422 and "Choose a category" in answer.text and "The PDF is empty." in answer.text


def test_strangers_meet_nothing(client_of: ClientOf, noon: object) -> None:
    ticket = _solved(ana(), iris())
    assert client_of(sam()).get(f"/tickets/{ticket.label}/publication").status_code == 403
