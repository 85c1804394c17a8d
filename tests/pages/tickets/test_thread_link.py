"""A ticket names the thread it came from to those who may open that."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.actions import hide_question
from forum.tickets.actions.make import make_ticket
from forum.tickets.models import TicketWatcher
from forum.topics.models import Audience
from tests.conftest import NOON
from tests.people import ana, iris, mo, sam
from tests.posts import actor, category, question

pytestmark = pytest.mark.usefixtures("noon")
ClientOf = Callable[[Person], FlaskClient]
TITLE = "Layoffs are on the printer"


def test_who_may_not_open_the_thread_any_more_reads_no_title_of_it(client_of: ClientOf) -> None:
    asked, watcher, staff, moderator = question(ana()), sam(), iris(), mo()
    ticket = make_ticket(asked.id, by=actor(staff), at=NOON).ticket
    session.add(TicketWatcher(ticket_id=ticket.id, person_id=watcher.id, at=NOON))
    asked.title = TITLE
    session.commit()
    address = f"/tickets/{ticket.label}"
    assert TITLE in client_of(watcher).get(address).text
    hide_question(asked, by=actor(moderator), at=NOON)
    session.commit()
    assert TITLE not in client_of(watcher).get(address).text
    assert TITLE in client_of(staff).get(address).text


def test_it_staff_outside_a_group_are_led_to_no_closed_thread(client_of: ClientOf) -> None:
    asked, staff = question(ana(), category("Open")), iris()
    ticket = make_ticket(asked.id, by=actor(staff), at=NOON).ticket
    asked.category_id, asked.title = category("Board", audience=Audience.GROUPS).id, TITLE
    session.commit()
    text = client_of(staff).get(f"/tickets/{ticket.label}").text
    assert ticket.title in text and TITLE not in text and f"/questions/{asked.id}/" not in text
