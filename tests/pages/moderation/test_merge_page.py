"""Merging two threads of which both have a ticket: it is offered to merge those, and done or nothing is."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.kernel.db import session
from forum.moderation.models import ThreadMerge
from forum.people.models import Person
from forum.tickets.actions.make import make_ticket
from forum.tickets.models import Ticket, TicketState
from tests.conftest import NOON
from tests.people import ana, iris, make_person, mo
from tests.posts import actor, question

ClientOf = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("noon")


def _both() -> Person:
    return make_person("Nor Aini", roles="employee moderator it_staff")


def _pair(*, tickets: int) -> tuple[str, str]:
    """The address to merge at, and the number of the other thread; so many of the two have a ticket."""
    asker, staff = ana(), actor(iris())
    one, into = question(asker), question(asker, title="All printers print nothing at all")
    for each in (one, into)[:tickets]:
        make_ticket(each.id, by=staff, at=NOON)
    session.commit()
    return f"/questions/{one.id}/merge", str(into.id)


def test_both_tickets_are_named_and_merged_only_if_wished(client_of: ClientOf) -> None:
    (address, into), browser = _pair(tickets=2), client_of(_both())
    page = browser.post(address, data={"into": into, "key": "k"})
    assert page.status_code == 422 and 'name="tickets"' in page.text and ">IT-000002</a>" in page.text
    assert session.scalar(select(func.count(ThreadMerge.id))) == 0
    assert browser.post(address, data={"into": into, "key": "k", "tickets": "1"}).status_code == 303
    assert session.scalars(select(Ticket.state).order_by(Ticket.id)).all() == [TicketState.VOID, TicketState.NEW]


def test_nothing_is_asked_where_one_has_a_ticket(client_of: ClientOf) -> None:
    address, into = _pair(tickets=1)
    assert client_of(_both()).post(address, data={"into": into, "key": "k"}).status_code == 303


def test_who_may_not_merge_tickets_is_told_so(client_of: ClientOf) -> None:
    address, into = _pair(tickets=2)
    page = client_of(mo()).post(address, data={"into": into, "key": "k"})
    assert page.status_code == 403 and "Ask somebody who is both" in page.text and 'name="tickets"' not in page.text


@pytest.mark.parametrize(("tickets", "stay"), [(0, False), (1, False), (2, True)])
def test_undoing_speaks_of_tickets_that_stay_merged_only_where_there_are_any(
    client_of: ClientOf, tickets: int, stay: bool
) -> None:
    (address, into), browser = _pair(tickets=tickets), client_of(_both())
    browser.post(address, data={"into": into, "tickets": "1"})
    (merge_id,) = session.scalars(select(ThreadMerge.id))
    page = browser.post(f"/merges/{merge_id}/undo", follow_redirects=True).text
    assert "The threads stand apart again." in page and ("stay merged" in page) is stay
