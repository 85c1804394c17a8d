"""Forged fields, and people who are gone: nothing leaks, and the work goes on."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.actions.closing import deactivate
from forum.feedback.jobs import close_what_nobody_answered
from forum.kernel.db import session
from forum.mail.models import OutgoingMail
from forum.notifications.jobs import expand_due_events
from forum.people.models import Person
from forum.tickets.actions.find import find_ticket
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.actions.work import assign
from forum.tickets.models import Ticket, TicketNote, TicketReply, TicketState
from tests.conftest import NOON
from tests.pages.tickets.test_queue import ticket_of
from tests.people import admin, ana, iris
from tests.posts import actor, later, question

ClientOf = Callable[[Person], FlaskClient]
FORGED = ("public", "publish", "reply", "kind", "visibility", "for_staff")


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


@pytest.mark.parametrize("flag", FORGED)
def test_a_note_with_a_forged_flag_stays_a_note(client_of: ClientOf, flag: str) -> None:
    ticket = make_ticket(question(asker := ana()).id, by=actor(staff := iris()), at=NOON).ticket
    sent = client_of(staff).post(f"/tickets/{ticket.label}/notes?{flag}=1", data={"note": "zqsecret", flag: "public"})
    assert sent.status_code == 303
    assert (session.query(TicketNote).count(), session.query(TicketReply).count()) == (1, 0)
    for page in (f"/tickets/{ticket.label}", f"/tickets/{ticket.label}/record", f"/questions/{ticket.question_id}/x"):
        assert "zqsecret" not in client_of(asker).get(page, follow_redirects=True).text


def test_a_requester_cannot_forge_a_note(client_of: ClientOf) -> None:
    ticket = ticket_of(asker := ana())
    data = {"note": "x", "reply": "x", "public": "0"}
    assert client_of(asker).post(f"/tickets/{ticket.label}/notes", data=data).status_code == 403
    assert session.query(TicketNote).count() == session.query(TicketReply).count() == 0


def _of_somebody_erased(staff: Person) -> Ticket:
    ticket = make_ticket(question(asker := ana()).id, by=actor(staff), at=NOON).ticket
    assign(ticket, staff.id, by=actor(staff), at=NOON)
    deactivate(asker, keeps_name=False, by=actor(admin()), at=NOON)
    session.commit()
    return ticket


def test_the_ticket_of_somebody_erased_is_worked_on_without_his_name(client_of: ClientOf) -> None:
    ticket, browser = _of_somebody_erased(staff := iris()), client_of(staff)
    for page in ("", "/record", "/record/json", "/deadline"):
        shown = browser.get(f"/tickets/{ticket.label}{page}")
        assert shown.status_code == 200 and "Ana Lim" not in shown.text
    browser.post(f"/tickets/{ticket.label}/missing", data={"other": "The room"})
    browser.post(f"/tickets/{ticket.label}/resolution", data={"fix": "A new cable.", "publish": "1"})
    assert session.get_one(Ticket, ticket.id).state == TicketState.RESOLVED


def test_nobody_erased_is_written_to_and_his_ticket_closes_by_itself(client_of: ClientOf) -> None:
    ticket, by = _of_somebody_erased(staff := iris()), actor(staff)
    resolve(find_ticket(ticket.label, by=by), Fix("Cable.", "<p>Cable.</p>", publish=False), by=by, at=NOON)
    session.commit()
    while expand_due_events("test", later(minutes=20)):
        pass
    assert session.scalars(select(OutgoingMail)).all() == []
    close_what_nobody_answered(later(days=8))
    assert session.get_one(Ticket, ticket.id).state == TicketState.CLOSED
