"""Who asked without a name keeps that in the ticket, too: of colleagues only staff know who it is."""

import json
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.people.models import Person
from forum.questions.actions import join_affected
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.work import reply
from forum.tickets.models import Ticket
from tests.conftest import NOON
from tests.people import ana, ben, iris
from tests.posts import actor, category, question

ClientOf = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("noon")


def _ticket(asker: Person, watcher: Person, staff: Person) -> Ticket:
    asked = question(asker, category("Pay", allows_anonymous=True), anonymous=True)
    join_affected(asked, by=actor(watcher), at=NOON)
    ticket = make_ticket(asked.id, by=actor(staff), at=NOON).ticket
    reply(ticket, "Since Monday.", "<p>Since Monday.</p>", by=actor(asker), at=NOON)
    return ticket


@pytest.mark.parametrize("path", ["", "/record", "/record/json", "/deadline"])
def test_colleagues_who_follow_the_ticket_do_not_learn_the_name(client_of: ClientOf, path: str) -> None:
    asker, watcher = ana(), ben()
    ticket = _ticket(asker, watcher, iris())
    page = client_of(watcher).get(f"/tickets/{ticket.label}{path}")
    assert page.status_code == 200
    assert not {"Ana Lim", "ana.lim"} & {word for word in ("Ana Lim", "ana.lim") if word in page.text}
    assert path or "Since Monday." in page.text


def test_nor_by_the_number_of_the_person(client_of: ClientOf) -> None:
    asker, watcher = ana(), ben()
    ticket = _ticket(asker, watcher, iris())
    kept = json.loads(client_of(watcher).get(f"/tickets/{ticket.label}/record/json").text)
    assert all("requester" not in entry["facts"] for entry in kept["entries"])


def test_nor_on_paper(client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
    asker, watcher = ana(), ben()
    ticket, written = _ticket(asker, watcher, iris()), []
    monkeypatch.setattr("forum.record.pdf.on_paper", lambda *words, at: written.append(words) or b"")
    client_of(watcher).get(f"/tickets/{ticket.label}/record/pdf")
    assert written and "Ana" not in str(written)


def test_the_asker_and_staff_see_it_as_ever(client_of: ClientOf) -> None:
    asker, staff = ana(), iris()
    ticket = _ticket(asker, ben(), staff)
    for reader in (asker, staff):
        assert "Ana Lim" in client_of(reader).get(f"/tickets/{ticket.label}").text
        assert "Ana Lim" in client_of(reader).get(f"/tickets/{ticket.label}/record").text
