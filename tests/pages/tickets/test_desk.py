"""Who is writing now, who is away, and everything handed over in one step."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.actions.closing import deactivate
from forum.accounts.actions.roles import withdraw_role
from forum.accounts.roles import Role
from forum.app import Tanya
from forum.conduct.avoiding import avoid
from forum.kernel import clock
from forum.kernel.db import session
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.tickets.actions.work import assign, reply
from forum.tickets.desk.actions.absence import go_away
from forum.tickets.desk.jobs import forget_lapsed_presence
from forum.tickets.desk.models import Absence, TicketPresence
from forum.tickets.desk.queries import absence_of
from forum.tickets.models import Ticket, TicketChange
from tests.conftest import NOON
from tests.pages.tickets.test_queue import ticket_of
from tests.people import admin, ana, iris, make_person, sam
from tests.posts import actor, later, tell

ClientOf = Callable[[Person], FlaskClient]
KL = ZoneInfo("Asia/Kuala_Lumpur")
FRIDAY = datetime(2026, 3, 6).date()


def devi() -> Person:
    return make_person("Devi Nair", roles="employee it_staff", badge="Desk")


def _owned(staff: Person, title: str = "My badge opens no door", **facts: bool) -> Ticket:
    asker = session.scalars(select(Person).where(Person.handle == "ana.lim")).first() or ana()
    ticket = ticket_of(asker, title, **facts)
    assign(ticket, staff.id, by=actor(staff), at=NOON)
    return ticket


def _away(person: Person, stand_in: Person) -> None:
    go_away(stand_in.id, FRIDAY, zone=KL, by=actor(person), at=NOON)


def test_a_colleague_sees_for_a_minute_who_is_replying(client_of: ClientOf) -> None:
    ticket, writer, colleague = ticket_of(ana()), iris(), devi()
    with clock.standing(NOON):
        assert client_of(writer).post(f"/tickets/{ticket.label}/presence").status_code == 204
    for seconds, seen in ((59, True), (60, False)):
        with clock.standing(later(seconds=seconds)):
            news = client_of(colleague).get(f"/live?ticket={ticket.label}").json
            assert ("Iris Tan is replying" in news["parts"]["presence"]) is seen
            assert ("Iris Tan is replying" in client_of(colleague).get(f"/tickets/{ticket.label}").text) is seen
            assert "is replying" not in client_of(writer).get(f"/tickets/{ticket.label}").text


def test_presence_is_told_to_it_staff_only(client_of: ClientOf, noon: object) -> None:
    ticket, asker = ticket_of(ana()), session.scalars(select(Person).where(Person.handle == "ana.lim")).one()
    client_of(iris()).post(f"/tickets/{ticket.label}/presence")
    for person in (asker, sam()):
        assert "parts" not in client_of(person).get(f"/live?ticket={ticket.label}").json


def test_nobody_learns_who_writes_in_a_ticket_that_he_does_not_see(client_of: ClientOf, noon: object) -> None:
    writer = iris()
    ticket = _owned(writer, confidential=True)
    ticket.owner_id = writer.id
    client_of(writer).post(f"/tickets/{ticket.label}/presence")
    assert "parts" not in client_of(devi()).get(f"/live?ticket={ticket.label}").json


def test_a_reply_ends_the_presence_and_the_sweep_what_has_lapsed(client_of: ClientOf, noon: object) -> None:
    ticket, writer = ticket_of(ana()), iris()
    browser = client_of(writer)
    browser.post(f"/tickets/{ticket.label}/presence")
    browser.post(f"/tickets/{ticket.label}/presence")
    assert session.query(TicketPresence).count() == 1
    browser.post(f"/tickets/{ticket.label}/replies", data={"reply": "We are on it."})
    assert session.query(TicketPresence).count() == 0
    browser.post(f"/tickets/{ticket.label}/presence")
    forget_lapsed_presence(later(minutes=2))
    assert session.query(TicketPresence).count() == 0


def test_what_would_be_given_to_somebody_away_goes_to_the_stand_in(app: Tanya) -> None:
    away, stand_in, third = iris(), devi(), make_person("Farid Hassan", roles="employee it_staff")
    _away(away, stand_in)
    ticket = ticket_of(ana())
    assign(ticket, away.id, by=actor(third), at=later(hours=1))
    assert ticket.owner_id == stand_in.id
    said = session.scalars(select(TicketChange).where(TicketChange.act == "assigned")).one()
    assert said.facts == {"owner": "Devi Nair", "stands_in_for": "Iris Tan"}


def test_the_absence_ends_with_its_last_day_in_the_persons_zone(app: Tanya) -> None:
    away, stand_in = iris(), devi()
    _away(away, stand_in)
    assert session.scalars(select(Absence)).one().ends_at == datetime(2026, 3, 6, 16, tzinfo=UTC)
    ticket = ticket_of(ana())
    assign(ticket, away.id, by=actor(stand_in), at=datetime(2026, 3, 6, 16, tzinfo=UTC))
    assert ticket.owner_id == away.id


def test_the_stand_in_hears_of_replies_too(app: Tanya) -> None:
    away, stand_in = iris(), devi()
    ticket = _owned(away)
    _away(away, stand_in)
    asker = session.get_one(Person, ticket.requester_id)
    reply(ticket, "Still red.", "<p>Still red.</p>", by=actor(asker), at=later(minutes=1))
    session.commit()
    tell(later(minutes=20))
    told = set(session.scalars(select(Notice.person_id).where(Notice.kind == "ticket_reply")))
    assert told == {away.id, stand_in.id}


def test_the_ticket_says_who_stands_in(client_of: ClientOf, noon: object) -> None:
    away, stand_in = iris(), devi()
    ticket = _owned(away)
    _away(away, stand_in)
    asker = session.get_one(Person, ticket.requester_id)
    for person in (asker, stand_in):
        assert "Devi Nair stands in" in client_of(person).get(f"/tickets/{ticket.label}").text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"last_day": "2026-03-04"}, "This day is over"),
        ({"last_day": "2030-01-01"}, "within a year"),
        ({"last_day": "soon"}, "Write the day like"),
        ({"stand_in": "0"}, "Choose somebody of the IT staff"),
        ({"stand_in": "me"}, "Choose somebody of the IT staff"),
    ],
)
def test_nonsense_is_refused_and_kept(client_of: ClientOf, noon: object, data: dict[str, str], words: str) -> None:
    form = {"stand_in": str(devi().id), "last_day": "2026-03-06"} | data
    answer = client_of(iris()).post("/desk/absence", data=form)
    assert answer.status_code == 422 and words in answer.text and form["last_day"] in answer.text
    assert f'aria-invalid="true" aria-describedby="{next(iter(data))}-wrong"' in answer.text
    assert session.query(Absence).count() == 0


def test_nobody_stands_in_for_himself_or_while_away(client_of: ClientOf, noon: object) -> None:
    person, colleague = iris(), devi()
    browser = client_of(person)
    own = browser.post("/desk/absence", data={"stand_in": str(person.id), "last_day": "2026-03-06"})
    assert own.status_code == 422 and "not yourself" in own.text
    _away(colleague, person)
    both = browser.post("/desk/absence", data={"stand_in": str(colleague.id), "last_day": "2026-03-06"})
    assert both.status_code == 422 and "Devi Nair is away, too" in both.text


def test_coming_back_ends_it(client_of: ClientOf, noon: object) -> None:
    browser = client_of(iris())
    browser.post("/desk/absence", data={"stand_in": str(devi().id), "last_day": "2026-03-06"})
    assert "Devi Nair stands in" in browser.get("/desk/absence").text
    browser.post("/desk/absence/end")
    assert "I am back" not in browser.get("/desk/absence").text


def test_who_stands_in_for_a_stand_in_that_goes_away_stands_in_for_both(app: Tanya) -> None:
    away, stand_in, third = iris(), devi(), make_person("Farid Hassan", roles="employee it_staff")
    _away(away, stand_in)
    _away(stand_in, third)
    ticket = ticket_of(ana())
    assign(ticket, away.id, by=actor(away, at=NOON), at=later(minutes=1))
    assert ticket.owner_id == away.id  # he takes it himself
    assign(ticket, None, by=actor(third), at=later(minutes=1))
    assign(ticket, away.id, by=actor(third), at=later(minutes=1))
    assert ticket.owner_id == third.id
    told = absence_of(away.id, at=later(minutes=1))
    assert told is not None and (told.name, told.stand_in_name) == ("Iris Tan", "Farid Hassan")


def test_a_stand_in_who_leaves_stands_in_for_nobody(app: Tanya) -> None:
    away, stand_in, third = iris(), devi(), make_person("Farid Hassan", roles="employee it_staff")
    _away(away, stand_in)
    deactivate(stand_in, keeps_name=True, by=actor(admin()), at=later(minutes=1))
    ticket = ticket_of(ana())
    assign(ticket, away.id, by=actor(third), at=later(minutes=2))
    assert ticket.owner_id == away.id


def test_a_stand_in_who_is_not_of_it_any_more_stands_in_for_nobody(app: Tanya) -> None:
    away, stand_in, third = iris(), devi(), make_person("Farid Hassan", roles="employee it_staff")
    _away(away, stand_in)
    withdraw_role(stand_in, Role.IT_STAFF, by=actor(admin()), at=later(minutes=1))
    ticket = ticket_of(ana())
    assign(ticket, away.id, by=actor(third), at=later(minutes=2))
    assert ticket.owner_id == away.id


def test_what_would_come_back_to_oneself_is_not_handed_over(client_of: ClientOf, noon: object) -> None:
    giver, taker = iris(), devi()
    ticket = _owned(giver)
    _away(taker, giver)
    answer = client_of(giver).post("/desk/hand-over", data={"to": str(taker.id)}, follow_redirects=True)
    assert "0 tickets are handed over." in answer.text
    assert session.get_one(Ticket, ticket.id).owner_id == giver.id


def test_all_open_tickets_are_handed_over_in_one_step(client_of: ClientOf, noon: object) -> None:
    giver, taker = iris(), devi()
    open_one, secret, of_other = _owned(giver), _owned(giver, "Salary", confidential=True), _owned(taker)
    secret.owner_id = giver.id
    answer = client_of(giver).post("/desk/hand-over", data={"to": str(taker.id)}, follow_redirects=True)
    assert "2 tickets are handed over." in answer.text
    assert {session.get_one(Ticket, each.id).owner_id for each in (open_one, secret, of_other)} == {taker.id}


def test_a_ticket_that_the_colleague_need_not_take_stays_and_is_named(client_of: ClientOf, noon: object) -> None:
    giver, taker = iris(), devi()
    spared, other = _owned(giver), ticket_of(sam())
    assign(other, giver.id, by=actor(giver), at=NOON)
    avoid(taker.id, spared.requester_id, until=later(days=14))
    answer = client_of(giver).post("/desk/hand-over", data={"to": str(taker.id)}, follow_redirects=True)
    assert "1 ticket is handed over." in answer.text
    assert f"{spared.label}</a>: Devi Nair has asked not to meet this person" in answer.text
    assert [session.get_one(Ticket, each.id).owner_id for each in (spared, other)] == [giver.id, taker.id]


def test_hand_over_asks_for_a_colleague(client_of: ClientOf, noon: object) -> None:
    giver = iris()
    ticket = _owned(giver)
    for to in ("", str(giver.id), str(session.get_one(Ticket, ticket.id).requester_id)):
        assert client_of(giver).post("/desk/hand-over", data={"to": to}).status_code == 422
    assert session.get_one(Ticket, ticket.id).owner_id == giver.id


def test_the_tickets_of_an_owner_who_is_deactivated_are_unassigned_in_their_team(app: Tanya) -> None:
    owner = iris()
    ticket = _owned(owner)
    team = ticket.team_id
    deactivate(owner, keeps_name=True, by=actor(admin()), at=NOON)
    assert (ticket.owner_id, ticket.team_id) == (None, team)
