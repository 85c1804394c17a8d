"""Two colleagues at one ticket: whoever acts on an older page hears what the other did, and can do it knowingly."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from forum.accounts.models import Team
from forum.kernel.db import session
from forum.people.models import Person
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.weigh import weigh
from forum.tickets.actions.work import assign, change_state, give_to_team, set_priority, tell_step
from forum.tickets.models import Level, Priority, Ticket, TicketState
from forum.tickets.rules import Act
from forum.tickets.timing.actions.promises import promise
from tests.access.controls import controls
from tests.conftest import NOON
from tests.pages.tickets.test_desk import devi
from tests.pages.tickets.test_queue import ticket_of
from tests.people import admin, ana, iris
from tests.posts import actor, later, question

ClientOf = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("noon")


def _opened(browser: FlaskClient, ticket: Ticket) -> str:
    (opened,) = controls(browser.get(f"/tickets/{ticket.label}").text)["opened"]
    return opened


def _team(name: str) -> Team:
    team = Team(name=name)
    session.add(team)
    session.flush()
    return team


def _send(browser: FlaskClient, ticket: Ticket, place: str, **fields: str) -> tuple[int, str]:
    answer = browser.post(f"/tickets/{ticket.label}/{place}", data=fields)
    session.refresh(ticket)
    return answer.status_code, answer.text


def test_taking_what_a_colleague_has_taken_says_who_has_it_and_takes_it_over_knowingly(client_of: ClientOf) -> None:
    ticket, me, other = ticket_of(ana()), iris(), devi()
    browser = client_of(me)
    opened = _opened(browser, ticket)
    assign(ticket, other.id, by=actor(other), at=later(minutes=1))
    status, page = _send(browser, ticket, "owner", owner="me", opened=opened)
    assert status == 409 and ticket.owner_id == other.id
    assert "<strong>Devi Nair</strong> took it" in page and "Take it over from Devi Nair" in page
    (anew,) = controls(page)["opened"]
    assert _send(browser, ticket, "owner", owner="me", opened=anew)[0] == 303 and ticket.owner_id == me.id


def test_giving_away_closing_or_sending_on_takes_nothing_from_who_has_it_now(client_of: ClientOf) -> None:
    ticket, me, other, team = ticket_of(ana()), iris(), devi(), _team("Network")
    change_state(ticket, Act.START, by=actor(me), at=NOON)
    browser = client_of(me)
    opened = _opened(browser, ticket)
    assign(ticket, other.id, by=actor(other), at=later(minutes=1))
    sent = (("owner", {"owner": ""}), ("team", {"team": str(team.id)}), ("state", {"act": "wait_third"}))
    for place, fields in sent:
        status, page = _send(browser, ticket, place, opened=opened, **fields)
        assert status == 409 and "<strong>Devi Nair</strong> took it" in page and "Do it all the same" in page
    assert (ticket.owner_id, ticket.team_id, ticket.state) == (other.id, None, TicketState.OPEN)


def test_a_state_that_a_colleague_has_set_is_told_and_not_offered_where_it_cannot_be(client_of: ClientOf) -> None:
    ticket, me, other = ticket_of(ana()), iris(), devi()
    browser = client_of(me)
    opened = _opened(browser, ticket)
    change_state(ticket, Act.WAIT_FOR_THIRD, by=actor(other), at=later(minutes=1))
    status, page = _send(browser, ticket, "state", act="start", opened=opened)
    assert status == 409 and "Do it all the same" in page and ticket.state == TicketState.WAITING_THIRD
    ticket.state = TicketState.RESOLVED
    status, page = _send(browser, ticket, "state", act="start", opened=opened)
    assert status == 409 and "Do it all the same" not in page


def test_what_both_did_is_done(client_of: ClientOf) -> None:
    ticket, me, other = ticket_of(ana()), iris(), devi()
    browser = client_of(me)
    opened = _opened(browser, ticket)
    set_priority(ticket, Priority.HIGH, by=actor(other), at=NOON)
    assert _send(browser, ticket, "priority", priority="high", opened=opened)[0] == 303


def test_priority_weight_and_step_of_a_colleague_stand_until_one_knows_of_them(client_of: ClientOf) -> None:
    me, other = iris(), devi()
    ticket = make_ticket(question(ana()).id, by=actor(me), at=NOON).ticket
    browser = client_of(me)
    opened = _opened(browser, ticket)
    weigh(ticket, Level.HIGH, Level.HIGH, by=actor(other), at=NOON)
    tell_step(ticket, "The switch is changed.", by=actor(other), at=NOON)
    assert _send(browser, ticket, "priority", priority="low", opened=opened)[0] == 409
    weight = {"impact": "low", "urgency": "low"}
    status, page = _send(browser, ticket, "weight", opened=opened, **weight)
    assert status == 409 and "impact High, urgency High" in page
    status, page = _send(browser, ticket, "step", step="We look at it.", opened=opened)
    assert status == 409 and 'value="We look at it."' in page and "told in the thread: The switch is changed." in page
    assert ticket.public_step == "The switch is changed." and ticket.impact == Level.HIGH


def test_a_promise_that_a_colleague_has_given_is_not_moved_unseen(client_of: ClientOf) -> None:
    ticket, me, other = ticket_of(ana()), iris(), devi()
    browser = client_of(me)
    opened = _opened(browser, ticket)
    promise(ticket, given := NOON + timedelta(days=2), "", by=actor(other), at=NOON)
    wish = {"promised": "2026-12-24T15:00", "reason": "The part is late.", "opened": opened}
    status, page = _send(browser, ticket, "promise", **wish)
    assert status == 409 and "<strong>Devi Nair</strong> promised" in page and "The part is late." in page
    assert ticket.promised_at == given


@pytest.mark.parametrize(
    ("place", "fields"),
    [("resolution", {"fix": "New toner."}), ("missing", {"other": "Room", "words": "New toner."})],
)
def test_solving_or_asking_in_a_colleagues_ticket_keeps_the_words_and_says_so(
    client_of: ClientOf, place: str, fields: dict[str, str]
) -> None:
    ticket, me, other = ticket_of(ana()), iris(), devi()
    browser = client_of(me)
    opened = _opened(browser, ticket)
    assign(ticket, other.id, by=actor(other), at=NOON)
    status, page = _send(browser, ticket, place, opened=opened, **fields)
    assert status == 409 and "<strong>Devi Nair</strong> took it" in page and "New toner.</textarea>" in page
    assert ticket.state == TicketState.OPEN
    (anew,) = controls(page)["opened"]
    assert _send(browser, ticket, place, opened=anew, **fields)[0] == 303


def test_a_conversion_is_not_undone_unseen_that_a_colleague_works_on(client_of: ClientOf) -> None:
    me, other = iris(), devi()
    ticket = make_ticket(question(ana()).id, by=actor(me), at=NOON).ticket
    browser = client_of(me)
    opened = _opened(browser, ticket)
    assign(ticket, other.id, by=actor(other), at=NOON)
    status, page = _send(browser, ticket, "undo", opened=opened)
    assert status == 409 and "<strong>Devi Nair</strong> took it" in page and ticket.state == TicketState.OPEN


def test_an_administrator_without_the_badge_is_told_the_same(client_of: ClientOf) -> None:
    ticket, boss, other = ticket_of(ana(), confidential=True), admin(), devi()
    browser = client_of(boss)
    opened = _opened(browser, ticket)
    give_to_team(ticket, (team := _team("Network")).id, by=actor(other), at=NOON)
    status, page = _send(browser, ticket, "team", team=str(_team("Desk").id), opened=opened)
    assert status == 409 and "gave it to the team Network" in page and ticket.team_id == team.id


def test_many_at_once_leave_out_what_a_colleague_has_taken_since(client_of: ClientOf) -> None:
    asker, me, other = ana(), iris(), devi()
    taken, free = ticket_of(asker), ticket_of(asker)
    browser = client_of(me)
    listed = {name: held.pop() for name, held in controls(browser.get("/queue").text).items() if "opened-" in name}
    assign(taken, other.id, by=actor(other), at=NOON)
    form = {**listed, "ticket": [taken.label, free.label], "change": "owner:me"}
    page = browser.post("/queue/bulk", data=form, follow_redirects=True).text
    assert "1 ticket is changed." in page
    assert "Devi Nair has changed it since you opened the list." in page
    assert (taken.owner_id, free.owner_id) == (other.id, me.id)
