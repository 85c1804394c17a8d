"""A ticket is about a known issue: its page says so, and who attached it stands in its history."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.actions.devices import DeviceDraft, add_device
from forum.accounts.models import DeviceKind
from forum.kernel.db import session
from forum.knowledge.known.models import IssueTicket
from forum.people.models import Person
from forum.tickets.actions.make import make_ticket
from forum.tickets.models import Ticket
from tests.conftest import NOON
from tests.knowledge.issues import opened
from tests.people import ana, iris, sam
from tests.posts import actor, category, question

ClientOf = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("noon")


def _ticket(asker: Person, staff: Person) -> Ticket:
    return make_ticket(question(asker).id, by=actor(staff), at=NOON).ticket


def test_it_is_attached_from_the_tickets_page_and_shown_to_its_readers(client_of: ClientOf) -> None:
    ticket, issue = _ticket(asker := ana(), staff := iris()), opened(staff, category("Mail"))
    browser, place = client_of(staff), f"/tickets/{ticket.label}"
    assert f'<option value="{issue.id}">{issue.title}' in browser.get(place).text
    assert browser.post(f"{place}/known-issue", data={"issue": issue.id}).location == place
    for reader in (staff, asker):
        page = client_of(reader).get(place).text
        assert f"/known-issues/{issue.id}/" in page and "Being investigated" in page
    assert "attached it to the known issue" in browser.get(place).text
    undo = f"/known-issues/{issue.id}/tickets/{ticket.id}/undo"
    assert f'{undo}" name="back" value="{place}"' in browser.get(place).text
    assert browser.post(undo, data={"back": place}).location == place
    assert "took it off its known issue" in browser.get(place).text
    assert f"/known-issues/{issue.id}/" not in client_of(asker).get(place).text


def test_an_issue_that_is_none_and_people_who_may_not_change_nothing(client_of: ClientOf) -> None:
    ticket, issue = _ticket(asker := ana(), staff := iris()), opened(staff, category("Mail"))
    place = f"/tickets/{ticket.label}/known-issue"
    assert client_of(staff).post(place, data={"issue": "soon"}).status_code == 404
    for person in (asker, sam()):
        assert client_of(person).post(place, data={"issue": issue.id}).status_code == 403
    assert not session.scalars(select(IssueTicket)).all()


def test_staff_see_what_the_requester_works_with_and_others_do_not(client_of: ClientOf) -> None:
    ticket = _ticket(asker := ana(), staff := iris())
    add_device(DeviceDraft(kind=DeviceKind.LAPTOP, name="ThinkPad T14"), by=actor(asker), at=NOON)
    session.commit()
    assert "ThinkPad T14" in client_of(staff).get(f"/tickets/{ticket.label}").text
    assert "ThinkPad T14" not in client_of(asker).get(f"/tickets/{ticket.label}").text


def test_nobody_detaches_a_ticket_that_he_may_not_see(client_of: ClientOf) -> None:
    ticket, issue = _ticket(ana(), staff := iris()), opened(staff, category("Mail"))
    client_of(staff).post(f"/tickets/{ticket.label}/known-issue", data={"issue": issue.id})
    session.get_one(Ticket, ticket.id).confidential = True
    session.commit()
    client_of(staff).post(f"/known-issues/{issue.id}/tickets/{ticket.id}/undo")
    assert session.scalars(select(IssueTicket)).all()
