"""Pictures and files in a ticket: chosen beside the words, also without JavaScript, and read by who reads the words."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forum.kernel.db import session
from forum.people.models import Person
from forum.tickets.actions.make import make_ticket
from forum.tickets.models import Ticket, TicketMissing
from tests.conftest import NOON
from tests.files import samples
from tests.people import ana, ben, iris
from tests.posts import actor, question

ClientOf = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("noon")


def _ticket(asker: Person, staff: Person) -> Ticket:
    return make_ticket(question(asker).id, by=actor(staff), at=NOON).ticket


def _send(browser: FlaskClient, to: str, picture: bytes | None = None, **words: str) -> TestResponse:
    files = [(BytesIO(picture or samples.png()), "screen.png")]
    return browser.post(to, data={**words, "files": files}, content_type="multipart/form-data", follow_redirects=True)


def _picture_in(text: str) -> str:
    return "/files/" + text.split('src="/files/', 1)[1].split('"', 1)[0]


@pytest.mark.parametrize(("place", "field"), [("replies", "reply"), ("resolution", "fix")])
def test_a_picture_beside_a_reply_is_read_by_requester_and_staff(client_of: ClientOf, place: str, field: str) -> None:
    ticket = _ticket(asker := ana(), staff := iris())
    picture = _picture_in(_send(client_of(staff), f"/tickets/{ticket.label}/{place}", **{field: "Like this."}).text)
    told = [client_of(who).get(picture).status_code for who in (asker, staff, ben())]
    assert told == [200, 200, 404]


def test_a_picture_beside_a_note_is_read_by_staff_alone(client_of: ClientOf) -> None:
    ticket = _ticket(asker := ana(), staff := iris())
    picture = _picture_in(_send(client_of(staff), f"/tickets/{ticket.label}/notes", note="The rack.").text)
    assert [client_of(who).get(picture).status_code for who in (asker, staff)] == [404, 200]


def test_a_private_ticket_begins_with_a_picture(client_of: ClientOf) -> None:
    told = _send(client_of(ana()), "/tickets/new", title="My payslip", source="It is wrong.", category="", key="k")
    assert 'alt="screen.png"' in told.text
    assert session.query(Ticket).one().source.startswith("It is wrong.\n\n![screen.png]")


def test_a_picture_answers_what_was_asked_for_and_has_no_words(client_of: ClientOf) -> None:
    ticket = _ticket(asker := ana(), staff := iris())
    client_of(staff).post(f"/tickets/{ticket.label}/missing", data={"item": ["The screen", "The room"]})
    screen, room = session.query(TicketMissing).order_by(TicketMissing.id).all()
    words = {f"missing-{screen.id}": "", f"missing-{room.id}": "Melur"}
    told = _send(client_of(asker), f"/tickets/{ticket.label}/missing/answers", **words)
    assert 'alt="screen.png"' in told.text and "What IT still needs from you" not in told.text


@pytest.mark.parametrize(("place", "field"), [("replies", "reply"), ("notes", "note"), ("resolution", "fix")])
def test_a_picture_that_cannot_be_taken_loses_no_word(client_of: ClientOf, place: str, field: str) -> None:
    ticket, browser = _ticket(ana(), staff := iris()), client_of(staff)
    bomb = samples.png_head(50_000, 50_000)
    told = _send(browser, f"/tickets/{ticket.label}/{place}", bomb, **{field: "Look at this."})
    assert told.status_code == 422
    assert ">Look at this.</textarea>" in told.text and "too many pixels" in told.text


def test_a_kept_reply_keeps_its_picture(client_of: ClientOf) -> None:
    ticket = _ticket(asker := ana(), iris())
    told = _send(client_of(asker), "/drafts", reply="Look at this.", address=f"/tickets/{ticket.label}/replies")
    assert "![screen.png]" in told.text
