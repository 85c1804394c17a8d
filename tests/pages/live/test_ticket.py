"""What the poll tells an open page of a ticket, and whom."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from forum.accounts.actors import Actor
from forum.kernel.db import session
from forum.people.models import Person
from forum.tickets.actions.work import add_note, change_state, reply
from forum.tickets.models import Ticket, TicketWatcher
from forum.tickets.rules import Act
from tests.conftest import NOON
from tests.pages.tickets.test_queue import ticket_of
from tests.people import ana, ben, iris, make_person, sam
from tests.posts import actor

Browser = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def _news(browser: FlaskClient, ticket: Ticket, **known: object) -> dict[str, Any]:
    asked = {"ticket": ticket.label, "state": "new", "reply": 0, "note": 0} | known
    news: dict[str, Any] = browser.get("/live", query_string=asked).json  # type: ignore[assignment]
    return news


def _said(ticket: Ticket, by: Actor) -> int:
    return reply(ticket, "It is on its way.", "<p>It is on its way.</p>", by=by, at=NOON).id


def _watched(ticket: Ticket, by: Person) -> Person:
    session.add(TicketWatcher(ticket_id=ticket.id, person_id=by.id, at=NOON))
    return by


def test_a_new_reply_announces_itself_to_all_who_read_the_ticket_but_its_writer(client_of: Browser) -> None:
    asker, writer = ana(), iris()
    ticket = ticket_of(asker)
    watcher, colleague = _watched(ticket, ben()), make_person("Devi Nair", roles="employee it_staff")
    first, last = (_said(ticket, actor(writer)) for _ in range(2))
    for person in (asker, watcher, colleague):
        told = _news(client_of(person), ticket, reply=first)["announcement"]
        assert "1 new reply, show" in told and f"#reply-{last}" in told
    assert _news(client_of(writer), ticket)["announcement"] == ""


def test_a_poll_of_a_ticket_is_one_statement_beside_the_readers(client_of: Browser, queries: Callable[[], int]) -> None:
    asker, writer = ana(), iris()
    ticket = ticket_of(asker)
    label, last = ticket.label, _said(ticket, actor(writer))
    add_note(ticket, "zqnote", "<p>zqnote</p>", by=actor(writer), at=NOON)
    for person in (asker, make_person("Devi Nair", roles="employee it_staff")):
        browser = client_of(person)
        browser.get(f"/live?ticket={label}&state=new&reply=0")  # the process knows of no major issue from here
        for known in (0, last):
            before = queries()
            browser.get(f"/live?ticket={label}&state=new&reply={known}")
            assert queries() - before == 2


def test_a_note_announces_itself_to_it_staff_only(client_of: Browser) -> None:
    asker, writer = ana(), iris()
    ticket = ticket_of(asker)
    watcher, colleague = _watched(ticket, ben()), make_person("Devi Nair", roles="employee it_staff")
    note = add_note(ticket, "zqnote", "<p>zqnote</p>", by=actor(writer), at=NOON).id
    told = _news(client_of(colleague), ticket)["announcement"]
    assert "1 new note, show" in told and f"#note-{note}" in told
    for person in (asker, watcher, writer):
        assert _news(client_of(person), ticket)["announcement"] == ""


def test_what_was_taken_out_of_sight_is_no_news(client_of: Browser) -> None:
    asker = ana()
    ticket = ticket_of(asker)
    reply(ticket, "zq", "<p>zq</p>", by=actor(iris()), at=NOON).hidden_at = NOON
    assert _news(client_of(asker), ticket)["announcement"] == ""


def test_another_state_announces_itself_in_the_readers_words(client_of: Browser) -> None:
    asker, writer = ana(), iris()
    ticket = ticket_of(asker)
    change_state(ticket, Act.WAIT_FOR_REQUESTER, by=actor(writer), at=NOON)
    assert "Now: Waiting for you, show" in _news(client_of(asker), ticket)["announcement"]
    assert "Now: Waiting for the requester, show" in _news(client_of(writer), ticket)["announcement"]
    assert _news(client_of(asker), ticket, state="waiting_requester")["announcement"] == ""


def test_nothing_is_told_of_a_ticket_that_one_may_not_open(client_of: Browser) -> None:
    writer = iris()
    ticket = ticket_of(ana(), "Salary", confidential=True)
    watcher = _watched(ticket, ben())
    _said(ticket, actor(writer))
    for person in (sam(), watcher, make_person("Devi Nair", roles="employee it_staff")):
        assert _news(client_of(person), ticket) == {"unread": 0}
    assert client_of(writer).get("/live?ticket=IT-999999").json == {"unread": 0}


@pytest.mark.parametrize("forged", ["x", "-1", "9" * 40, ""])
def test_forged_numbers_are_none(client_of: Browser, forged: str) -> None:
    asker = ana()
    ticket = ticket_of(asker)
    _said(ticket, actor(iris()))
    assert "1 new reply" in _news(client_of(asker), ticket, reply=forged, note=forged, state=forged)["announcement"]
