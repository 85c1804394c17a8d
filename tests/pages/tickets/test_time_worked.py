"""Time worked on a ticket: for IT staff alone."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Team
from forum.kernel.db import session
from forum.kernel.settings import registry
from forum.ledger.actions import verify
from forum.people.models import Person
from forum.record.chains import chain_of
from forum.record.check import cut_short
from forum.tickets.actions.make import make_ticket
from forum.tickets.models import Ticket, TicketNote
from forum.tickets.worked.models import WorkedTime
from forum.tickets.worked.settings import NOTES_TIME
from tests.conftest import NOON
from tests.people import ana, iris, make_person, sam
from tests.posts import actor, question

ClientOf = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("noon")


def _ticket(asker: Person, staff: Person) -> Ticket:
    return make_ticket(question(asker).id, by=actor(staff), at=NOON).ticket


def _devi() -> Person:
    return make_person("Devi Nair", roles="employee it_staff", badge="Desk")


def _minutes() -> list[int]:
    session.expire_all()
    return list(session.scalars(select(WorkedTime.minutes).order_by(WorkedTime.id)))


def test_time_is_noted_once_and_added_up(client_of: ClientOf) -> None:
    browser, place = client_of(staff := iris()), f"/tickets/{_ticket(ana(), staff).label}"
    for typed, key in (("1h 30m", "a"), ("1h 30m", "a"), ("20", "b")):
        browser.post(f"{place}/time", data={"time": typed, "key": key})
    assert _minutes() == [90, 20]
    page = browser.get(place).text
    assert "1 h 50 min" in page and "noted 1 h 30 min of work" in page


def test_a_note_can_say_how_long_it_took(client_of: ClientOf) -> None:
    browser, place = client_of(staff := iris()), f"/tickets/{_ticket(ana(), staff).label}"
    browser.post(f"{place}/notes", data={"note": "Changed the switch.", "note_time": "45"})
    [noted] = session.scalars(select(WorkedTime))
    assert noted.note_id == session.scalars(select(TicketNote.id)).one()
    assert "45 min worked" in browser.get(place).text


def test_a_wrong_time_comes_back_with_the_note(client_of: ClientOf) -> None:
    browser, place = client_of(staff := iris()), f"/tickets/{_ticket(ana(), staff).label}"
    answer = browser.post(f"{place}/notes", data={"note": "Changed the switch.", "note_time": "soon"})
    assert answer.status_code == 422
    assert ">Changed the switch.</textarea>" in answer.text and "90, or 1h 30m" in answer.text
    assert browser.post(f"{place}/time", data={"time": "25h"}).status_code == 422
    assert _minutes() == [] and not session.scalars(select(TicketNote)).all()


def _noted(client_of: ClientOf, staff: Person, ticket: Ticket) -> str:
    client_of(staff).post(f"/tickets/{ticket.label}/time", data={"time": "90", "key": "k"})
    return f"/tickets/{ticket.label}/time/{session.scalars(select(WorkedTime.id)).one()}"


def test_its_writer_corrects_and_removes_it(client_of: ClientOf) -> None:
    ticket = _ticket(ana(), staff := iris())
    place, browser = _noted(client_of, staff, ticket), client_of(staff)
    assert browser.post(place, data={"time": "soon"}).status_code == 422 and _minutes() == [90]
    assert browser.post(place, data={"time": "60"}).status_code == 303 and _minutes() == [60]
    assert browser.post(f"{place}/removal").status_code == 303 and _minutes() == []
    assert browser.post(f"{place}/removal").status_code == 404
    history = browser.get(f"/tickets/{ticket.label}").text
    assert "from 1 h 30 min to 1 h" in history and "took 1 h of Iris Tan out of the time worked" in history


def test_a_colleague_cannot_change_it_but_a_lead_can(client_of: ClientOf) -> None:
    ticket, lead = _ticket(ana(), staff := iris()), _devi()
    place = _noted(client_of, staff, ticket)
    refused = client_of(lead).post(place, data={"time": "5"})
    assert refused.status_code == 403 and "a lead" in refused.text and _minutes() == [90]
    session.add(team := Team(name="Network", lead_id=lead.id))
    session.flush()
    ticket.team_id = team.id
    session.commit()
    assert client_of(lead).post(place, data={"time": "5"}).status_code == 303 and _minutes() == [5]


def test_a_time_is_of_its_ticket_only(client_of: ClientOf) -> None:
    place = _noted(client_of, staff := iris(), _ticket(asker := ana(), staff))
    other = make_ticket(question(asker, title="Another matter is wrong").id, by=actor(staff), at=NOON).ticket
    elsewhere = f"/tickets/{other.label}/time/{place.rpartition('/')[2]}"
    assert client_of(staff).post(elsewhere, data={"time": "5"}).status_code == 404 and _minutes() == [90]


@pytest.mark.parametrize("path", ["", "/record", "/record/json", "/deadline"])
def test_the_requester_never_meets_it(client_of: ClientOf, path: str) -> None:
    ticket = _ticket(asker := ana(), staff := iris())
    client_of(staff).post(f"/tickets/{ticket.label}/time", data={"time": "1h 37m", "key": "k"})
    page = client_of(asker).get(f"/tickets/{ticket.label}{path}").text
    assert not any(words in page for words in ("1 h 37 min", "Time worked", "of work", '"minutes"', '"worked"'))


def test_nor_on_paper(client_of: ClientOf) -> None:
    ticket = _ticket(asker := ana(), staff := iris())
    before = client_of(asker).get(f"/tickets/{ticket.label}/record/pdf").data
    client_of(staff).post(f"/tickets/{ticket.label}/time", data={"time": "1h 37m", "key": "k"})
    assert len(client_of(asker).get(f"/tickets/{ticket.label}/record/pdf").data) == len(before)


def test_strangers_and_requesters_note_nothing(client_of: ClientOf) -> None:
    ticket = _ticket(asker := ana(), iris())
    for person in (asker, sam()):
        assert client_of(person).post(f"/tickets/{ticket.label}/time", data={"time": "5"}).status_code == 403
    assert _minutes() == []


def test_the_record_of_it_staff_has_it_and_holds(client_of: ClientOf) -> None:
    ticket = _ticket(ana(), staff := iris())
    place = _noted(client_of, staff, ticket)
    client_of(staff).post(place, data={"time": "60"})
    assert "noted 1 h 30 min of work" in client_of(staff).get(f"/tickets/{ticket.label}/record").text
    assert verify(chain_of(ticket.id)) == cut_short(chain_of(ticket.id)) == []


def test_an_administrator_can_do_without_it(client_of: ClientOf) -> None:
    ticket = _ticket(ana(), staff := iris())
    _noted(client_of, staff, ticket)
    registry.store(NOTES_TIME, False)
    session.commit()
    browser = client_of(staff)
    assert "Time worked" not in browser.get(f"/tickets/{ticket.label}").text
    assert browser.post(f"/tickets/{ticket.label}/time", data={"time": "5"}).status_code == 403
    assert browser.get("/reports/effort").status_code == 404 and _minutes() == [90]
