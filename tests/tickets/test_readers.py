"""Who reads a ticket."""

import pytest

from forum.accounts.models import Team
from forum.app import Tanya
from forum.kernel.db import session
from forum.tickets.actions.make import PrivateRequest, open_private_ticket
from forum.tickets.models import TicketWatcher
from forum.tickets.queries import id_of
from tests.conftest import NOON
from tests.people import admin, ana, ben, iris, make_person, mo
from tests.posts import actor

_STAFF = {"roles": "employee it_staff", "badge": "IT staff"}


@pytest.mark.parametrize(
    ("confidential", "readers"),
    [(False, {"requester", "watcher", "owner", "lead", "colleague"}), (True, {"requester", "owner", "lead", "admin"})],
)
def test_a_confidential_ticket_is_read_by_requester_owner_lead_and_administrators_only(
    app: Tanya, confidential: bool, readers: set[str]
) -> None:
    lead, other_lead = make_person("Lina Ong", **_STAFF), make_person("Omar Aziz")
    people = {
        "requester": ana(), "watcher": ben(), "owner": iris(), "lead": lead, "admin": admin(), "moderator": mo(),
        "colleague": make_person("Kim Yap", **_STAFF), "another lead": other_lead,
    }  # fmt: skip
    team = Team(name="Payroll", lead_id=lead.id)
    session.add_all([team, Team(name="Network", lead_id=other_lead.id)])
    session.flush()
    wish = PrivateRequest("My pay is wrong", "x", "<p>x</p>", None, confidential)
    ticket = open_private_ticket(wish, team_id=team.id, by=actor(people["requester"]), at=NOON)
    ticket.owner_id = people["owner"].id
    session.add(TicketWatcher(ticket_id=ticket.id, person_id=people["watcher"].id, at=NOON))
    session.flush()
    assert {who for who, person in people.items() if id_of(ticket.label, actor(person))} == readers
