"""Whoever replies to somebody sees how many mails that makes today, and whether it is read at all."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.kernel.db import session
from forum.mail.actions import queue_mail
from forum.mail.bounces import note_bounce
from forum.mail.models import OutgoingMail
from forum.notifications.settings import MAILS_A_DAY
from forum.people.models import Person, PersonState
from forum.tickets.actions.make import make_ticket
from tests.conftest import NOON
from tests.people import ana, iris
from tests.posts import actor, later, question

ClientOf = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("noon")


def _page(client_of: ClientOf, mails: int, *, came_back: bool = False) -> str:
    person, staff = ana(), iris()
    ticket = make_ticket(question(person).id, by=actor(staff), at=NOON).ticket
    sent = [_mail(person, hours=0) for _ in range(mails)] + [_mail(person, hours=-30)]
    if came_back:
        note_bounce(sent[0], is_permanent=True, reason="gone", at=NOON)
    session.commit()
    return client_of(staff).get(f"/tickets/{ticket.label}").text


def _mail(person: Person, *, hours: float) -> OutgoingMail:
    return queue_mail(
        person_id=person.id, address=person.email or "", language="en", template="news", facts={}, sender_name="",
        at=later(hours=hours),
    )  # fmt: skip


def test_the_next_mail_is_counted(client_of: ClientOf) -> None:
    assert "This would be mail 4 today for Ana Lim." in _page(client_of, 3)


def test_after_a_full_day_it_waits_for_the_digest(client_of: ClientOf) -> None:
    assert f"Ana Lim has had {MAILS_A_DAY.default} mails today" in _page(client_of, MAILS_A_DAY.default)


def test_who_cannot_be_reached_by_mail_is_named(client_of: ClientOf) -> None:
    assert "Mails to Ana Lim come back" in _page(client_of, 1, came_back=True)


@pytest.mark.parametrize("state", [PersonState.IMPORTED, PersonState.DEACTIVATED])
def test_that_the_requester_has_no_account_is_said(client_of: ClientOf, state: PersonState) -> None:
    person, staff = ana(), iris()
    ticket = make_ticket(question(person).id, by=actor(staff), at=NOON).ticket
    person.state = state
    session.commit()
    page = client_of(staff).get(f"/tickets/{ticket.label}").text
    assert "Ana Lim has no account here" in page and "This would be mail" not in page


def test_the_requester_is_told_no_such_number(client_of: ClientOf) -> None:
    person = ana()
    ticket = make_ticket(question(person).id, by=actor(iris()), at=NOON).ticket
    session.commit()
    assert "today for" not in client_of(person).get(f"/tickets/{ticket.label}").text
