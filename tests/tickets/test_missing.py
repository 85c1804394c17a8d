"""Everything that is missing is asked for once, and answered at once."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.intake.actions import FieldDraft, change_form
from forum.kernel.db import session
from forum.kernel.errors import Invalid
from forum.people.models import Person
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.missing import request_text, still_missing
from forum.tickets.models import Ticket, TicketReply, TicketState
from tests.conftest import NOON
from tests.people import admin, ana, ben, iris, sam
from tests.posts import actor, category, question

ClientOf = Callable[[Person], FlaskClient]


def _ticket(asker: Person, staff: Person) -> Ticket:
    place = category()
    asked = question(asker, place)
    fields = [FieldDraft("device", "Device", label_ms="Peranti"), FieldDraft("os", "Operating system")]
    change_form(place.id, fields, by=actor(admin()), at=NOON)
    return make_ticket(asked.id, by=actor(staff), at=NOON).ticket


def _ask(client_of: ClientOf, ticket: Ticket, staff: Person) -> None:
    sent = {"item": ["Device", "Operating system"], "other": "Since when?", "words": "Hello Ana,"}
    client_of(staff).post(f"/tickets/{ticket.label}/missing", data=sent)


def test_one_reply_asks_for_all_and_the_ticket_waits(client_of: ClientOf, noon: object) -> None:
    ticket = _ticket(ana(), staff := iris())
    page = client_of(staff).get(f"/tickets/{ticket.label}").text
    assert "Operating system" in page and "built-in method" not in page and 'class="wrong"' not in page
    _ask(client_of, ticket, staff)
    said = session.query(TicketReply).one()
    assert said.source == "Hello Ana,\n\nPlease tell us:\n\n- Device\n- Operating system\n- Since when?"
    assert session.get_one(Ticket, ticket.id).state == TicketState.WAITING_REQUESTER


def test_one_answer_gives_all_and_the_work_goes_on(client_of: ClientOf, noon: object) -> None:
    ticket = _ticket(person := ana(), staff := iris())
    _ask(client_of, ticket, staff)
    first, second, _third = still_missing(ticket.id)
    browser, address = client_of(person), f"/tickets/{ticket.label}"
    assert "What IT still needs from you" in browser.get(address).text
    sent = {f"missing-{first.id}": "LT-0042", f"missing-{second.id}": "Windows 11"}
    browser.post(f"{address}/missing/answers", data=sent)
    assert session.query(TicketReply).order_by(TicketReply.id.desc()).first().html.count("<strong>") == 2  # type: ignore[union-attr]
    assert [missing.label for missing in still_missing(ticket.id)] == ["Since when?"]
    assert session.get_one(Ticket, ticket.id).state == TicketState.OPEN


def test_what_has_been_answered_in_another_window_is_told_once_more(client_of: ClientOf, noon: object) -> None:
    ticket = _ticket(person := ana(), staff := iris())
    _ask(client_of, ticket, staff)
    first, second, _third = still_missing(ticket.id)
    browser, address = client_of(person), f"/tickets/{ticket.label}/missing/answers"
    browser.post(address, data={f"missing-{first.id}": "LT-0042"})
    browser.post(address, data={f"missing-{first.id}": "No, LT-0043", f"missing-{second.id}": "Windows 11"})
    said = session.query(TicketReply).order_by(TicketReply.id.desc()).first()
    assert said is not None and said.source == "**Device** No, LT-0043\n\n**Operating system** Windows 11"


def test_answers_to_what_was_closed_meanwhile_come_back(client_of: ClientOf, noon: object) -> None:
    ticket = _ticket(person := ana(), staff := iris())
    _ask(client_of, ticket, staff)
    first, *_others = still_missing(ticket.id)
    session.get_one(Ticket, ticket.id).state = TicketState.CLOSED
    page = client_of(person).post(f"/tickets/{ticket.label}/missing/answers", data={f"missing-{first.id}": "LT-0042"})
    assert page.status_code == 409 and ">LT-0042</textarea>" in page.text and "This ticket is closed." in page.text


def test_what_is_asked_of_what_was_closed_meanwhile_comes_back(client_of: ClientOf, noon: object) -> None:
    ticket, sent = _ticket(ana(), staff := iris()), {"item": ["Device"], "words": "Hello Ana,"}
    ticket.state = TicketState.CLOSED
    page = client_of(staff).post(f"/tickets/{ticket.label}/missing", data=sent)
    assert page.status_code == 409 and ">Hello Ana,</textarea>" in page.text and 'value="Device" checked' in page.text
    assert "This ticket is closed." in page.text


def test_nothing_ticked_and_nothing_filled_in_are_told(client_of: ClientOf, noon: object) -> None:
    ticket, sent = _ticket(person := ana(), staff := iris()), {"words": "Hello Ana,"}
    refused = client_of(staff).post(f"/tickets/{ticket.label}/missing", data=sent)
    assert refused.status_code == 422 and "Hello Ana," in refused.text and "or write it under" in refused.text
    _ask(client_of, ticket, staff)
    assert client_of(person).post(f"/tickets/{ticket.label}/missing/answers", data={}).status_code == 422


def test_what_was_ticked_comes_back_with_what_was_too_long(client_of: ClientOf, noon: object) -> None:
    ticket = _ticket(ana(), staff := iris())
    sent = {"item": ["Device"], "other": "x" * 201}
    page = client_of(staff).post(f"/tickets/{ticket.label}/missing", data=sent).text
    assert 'value="Device" checked' in page and 'value="Operating system">' in page


def test_the_request_speaks_the_requesters_language() -> None:
    with pytest.raises(Invalid):
        request_text([" "], "Hello", language="en")
    assert request_text(["Peranti"], "Hai,", language="ms").startswith("Hai,\n\n")


def test_a_form_in_malay_is_offered_for_a_malay_requester(client_of: ClientOf, noon: object) -> None:
    ticket = _ticket(person := ana(), staff := iris())
    person.language = "ms"
    assert 'value="Peranti"' in client_of(staff).get(f"/tickets/{ticket.label}").text


def test_only_staff_ask_and_only_the_requester_answers(client_of: ClientOf, noon: object) -> None:
    ticket = _ticket(person := ana(), staff := iris())
    _ask(client_of, ticket, staff)
    address, sent = f"/tickets/{ticket.label}/missing", {f"missing-{still_missing(ticket.id)[0].id}": "x"}
    assert client_of(person).post(address, data={"item": "Device"}).status_code == 403
    assert client_of(staff).post(f"{address}/answers", data=sent).status_code == 403
    for stranger in (ben(), sam()):
        assert client_of(stranger).post(f"{address}/answers", data=sent).status_code == 404
