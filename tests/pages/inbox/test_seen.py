"""Who has seen a thread or a ticket is not told of it again: not by the bell, and not by mail."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.kernel import clock
from forum.kernel.db import session
from forum.mail.models import OutgoingMail
from forum.notifications.jobs import expand_due_events
from forum.people.models import Person
from forum.tickets.actions.work import reply
from tests.conftest import NOON
from tests.pages.tickets.test_queue import ticket_of
from tests.people import ana, ben, iris
from tests.posts import actor, answer, later, question, tell

pytestmark = pytest.mark.usefixtures("noon")
ClientOf = Callable[[Person], FlaskClient]


def _told_of_an_answer(asker: Person) -> str:
    asked = question(asker)
    answer(asked, ben())
    session.commit()
    return f"/questions/{asked.id}/view"


def _told_of_a_reply(asker: Person) -> str:
    ticket, staff = ticket_of(asker), iris()
    reply(ticket, "It is on its way.", "<p>It is on its way.</p>", by=actor(staff), at=NOON)
    session.commit()
    return f"/tickets/{ticket.label}/view"


def _hear(at: datetime) -> None:
    while expand_due_events("test", at):
        pass


def _see(browser: FlaskClient, path: str, **after: float) -> None:
    with clock.standing(later(**after)):
        assert browser.post(path).status_code == 204


def _unread(person: Person) -> int:
    return session.get_one(Person, person.id, populate_existing=True).unread_count


@pytest.mark.parametrize("told", [_told_of_an_answer, _told_of_a_reply])
def test_what_was_seen_is_read_and_not_mailed(client_of: ClientOf, told: Callable[[Person], str]) -> None:
    asker = ana()
    path = told(asker)
    _hear(later(minutes=1))
    assert _unread(asker) == 1
    _see(client_of(asker), path, minutes=2)
    assert _unread(asker) == 0
    tell(later(hours=1))
    assert not session.scalars(select(OutgoingMail).where(OutgoingMail.person_id == asker.id)).all()


@pytest.mark.parametrize("told", [_told_of_an_answer, _told_of_a_reply])
def test_what_came_while_the_page_was_loaded_stays_unread(client_of: ClientOf, told: Callable[[Person], str]) -> None:
    asker = ana()
    path = told(asker)
    _hear(later(seconds=1))
    _see(client_of(asker), path, seconds=2)
    assert _unread(asker) == 1


def test_what_others_have_seen_stays_unread(client_of: ClientOf) -> None:
    asker = ana()
    path = _told_of_an_answer(asker)
    _hear(later(minutes=1))
    _see(client_of(iris()), path, minutes=2)
    assert _unread(asker) == 1
