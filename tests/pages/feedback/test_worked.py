"""Did it work? From the mail without signing in, on the ticket, at home, in the thread; and when nobody answers."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.answers.actions import accept_answer
from forum.app import Tanya
from forum.feedback.jobs import close_what_nobody_answered
from forum.feedback.models import Feedback, Verdict
from forum.feedback.settings import CLOSE_AFTER_DAYS
from forum.kernel import clock
from forum.kernel.db import session
from forum.kernel.settings import registry
from forum.mail.models import OutgoingMail
from forum.notifications.jobs import expand_due_events
from forum.people.models import Person, PersonState
from forum.questions.models import Question
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.actions.work import assign, change_state
from forum.tickets.models import Ticket, TicketReply, TicketState
from forum.tickets.rules import Act
from tests.conftest import NOON
from tests.pages.tickets.test_queue import ticket_of
from tests.people import ana, ben, iris, sam
from tests.posts import actor, answer, later, question, tell

ClientOf = Callable[[Person], FlaskClient]
FIX = Fix("A new cable.", "<p>A new cable.</p>", publish=False)


def _solved(asker: Person, staff: Person, title: str = "My badge opens no door") -> tuple[Ticket, str]:
    """A ticket of the asker's that staff has and has solved, and the address mailed to the asker."""
    ticket = ticket_of(asker, title)
    assign(ticket, staff.id, by=actor(staff), at=NOON)
    resolve(ticket, FIX, by=actor(staff), at=NOON)
    return ticket, f"/worked/{_asked(ticket).token}"


def _asked(ticket: Ticket) -> Feedback:
    return session.scalars(
        select(Feedback).where(Feedback.ticket_id == ticket.id).order_by(Feedback.id.desc()).limit(1)
    ).one()


def test_the_mail_carries_the_link_for_the_requester_only(app: Tanya, noon: object) -> None:
    asker, staff = ana(), iris()
    ticket = make_ticket(question(asker).id, by=actor(staff), at=NOON).ticket
    resolve(ticket, FIX, by=actor(staff), at=NOON)
    session.commit()
    tell(later(minutes=11))
    mails = session.scalars(select(OutgoingMail).where(OutgoingMail.template == "ticket_solved")).all()
    assert [mail.facts["worked"] for mail in mails] == [f"/worked/{_asked(ticket).token}"]


def test_who_has_said_so_is_not_asked_by_mail_any_more(client: FlaskClient, noon: object) -> None:
    ticket = ticket_of(asker := ana(), "My badge opens no door")
    resolve(ticket, FIX, by=actor(iris()), at=NOON)
    session.commit()
    expand_due_events("test", NOON)
    assert asker.unread_count == 1
    client.post(f"/worked/{_asked(ticket).token}", data={"verdict": "worked"})
    tell(later(minutes=11))
    assert asker.unread_count == 0 and session.scalars(select(OutgoingMail)).all() == []


def test_opening_the_link_records_nothing(client: FlaskClient, noon: object) -> None:
    ticket, address = _solved(ana(), iris())
    assert client.get(address).status_code == 200 and client.head(address).status_code == 200
    assert (_asked(ticket).verdict, ticket.state) == (None, TicketState.RESOLVED)


def test_worked_closes_and_asks_for_a_rating_without_sign_in(client: FlaskClient, noon: object) -> None:
    ticket, address = _solved(ana(), iris())
    assert "How was it" in client.post(address, data={"verdict": "worked"}, follow_redirects=True).text
    client.post(f"{address}/rating", data={"rating": "4", "comment": "Quick!"})
    said = _asked(ticket)
    assert (said.verdict, said.rating, said.comment) == (Verdict.WORKED, 4, "Quick!")
    assert session.get_one(Ticket, ticket.id).state == TicketState.CLOSED


def test_not_yet_reopens_with_the_same_owner_and_keeps_the_history(client: FlaskClient, noon: object) -> None:
    ticket, address = _solved(asker := ana(), staff := iris())
    assert client.post(address, data={"verdict": "not_yet", "words": "Still red."}).status_code == 303
    again = session.get_one(Ticket, ticket.id)
    assert (again.state, again.owner_id) == (TicketState.OPEN, staff.id)
    said = session.scalars(select(TicketReply).where(TicketReply.author_id == asker.id)).one()
    assert said.source == "Still red." and session.query(TicketReply).count() == 2


def test_a_link_used_twice_is_answered_kindly(client: FlaskClient, noon: object) -> None:
    _ticket, address = _solved(ana(), iris())
    client.post(address, data={"verdict": "worked"})
    assert client.post(address, data={"verdict": "worked"}).status_code == 303
    other = client.post(address, data={"verdict": "not_yet"})
    assert other.status_code == 409 and "You have told us already" in other.text
    assert session.query(Feedback).count() == 1


def test_an_altered_link_leads_to_ones_tickets(client: FlaskClient, noon: object) -> None:
    ticket, address = _solved(ana(), iris())
    for wrong in (f"{address}x", address[:-1], "/worked/1", "/worked/999999-ab", "/worked/é-é"):
        assert client.get(wrong).status_code == 404
        told = client.post(wrong, data={"verdict": "worked"})
        assert told.status_code == 404 and "not complete" in told.text
    assert _asked(ticket).verdict is None


def test_an_expired_link_says_so(client: FlaskClient) -> None:
    with clock.standing(NOON):
        ticket, address = _solved(ana(), iris())
    with clock.standing(later(days=31)):
        assert client.get(address).status_code == 410
        assert client.post(address, data={"verdict": "worked"}).status_code == 409
    assert _asked(ticket).verdict is None


def test_each_resolution_is_asked_about_once_and_the_old_link_is_over(client: FlaskClient, noon: object) -> None:
    ticket, first = _solved(ana(), staff := iris())
    change_state(ticket, Act.REOPEN, by=actor(staff), at=NOON)
    resolve(ticket, FIX, by=actor(staff), at=NOON)
    assert client.get(first).status_code == 410
    assert client.get(f"/worked/{_asked(ticket).token}").status_code == 200


def test_nobody_is_asked_about_a_ticket_he_solved_himself(app: Tanya) -> None:
    staff = iris()
    ticket = ticket_of(staff)
    resolve(ticket, FIX, by=actor(staff), at=NOON)
    assert _asked(ticket).person_id is None


def test_the_owner_does_not_answer_with_a_forwarded_link(client_of: ClientOf, noon: object) -> None:
    ticket, address = _solved(ana(), staff := iris())
    assert client_of(staff).post(address, data={"verdict": "worked"}).status_code == 403
    assert _asked(ticket).verdict is None


def test_whoever_may_not_write_is_told(client: FlaskClient, noon: object) -> None:
    ticket, address = _solved(asker := ana(), iris())
    asker.state = PersonState.DEACTIVATED
    assert client.post(address, data={"verdict": "worked"}).status_code == 403
    assert session.get_one(Ticket, ticket.id).state == TicketState.RESOLVED


@pytest.mark.parametrize("data", [{}, {"verdict": "maybe"}])
def test_nonsense_is_refused(client: FlaskClient, noon: object, data: dict[str, str]) -> None:
    _ticket, address = _solved(ana(), iris())
    assert client.post(address, data=data).status_code == 422


def test_a_rating_that_is_none_loses_no_words(client: FlaskClient, noon: object) -> None:
    _ticket, address = _solved(ana(), iris())
    client.post(address, data={"verdict": "worked"})
    told = client.post(f"{address}/rating", data={"rating": "9", "comment": "It was Iris who helped."})
    assert told.status_code == 422 and "It was Iris who helped." in told.text


def test_the_page_names_the_matter_to_its_requester_only(
    client_of: ClientOf, client: FlaskClient, noon: object
) -> None:
    ticket, address = _solved(asker := ana(), iris(), "My salary slip")
    assert "My salary slip" in client_of(asker).get(address).text
    for browser in (client, client_of(sam())):
        assert "My salary slip" not in browser.get(address).text and ticket.label in browser.get(address).text


def test_the_askers_home_and_ticket_ask_and_others_do_not(client_of: ClientOf, noon: object) -> None:
    ticket, address = _solved(asker := ana(), staff := iris())
    for person, asks in ((asker, True), (sam(), False), (staff, False)):
        assert (f'action="{address}"' in client_of(person).get("/").text) is asks
    assert f'action="{address}"' in client_of(asker).get(f"/tickets/{ticket.label}").text
    assert f'action="{address}"' not in client_of(staff).get(f"/tickets/{ticket.label}").text


def test_staff_read_what_was_said_of_their_own_work_only(
    client_of: ClientOf, client: FlaskClient, noon: object
) -> None:
    _ticket, address = _solved(ana(), staff := iris())
    client.post(address, data={"verdict": "worked"})
    client.post(f"{address}/rating", data={"rating": "5", "comment": "Thank you, Iris!"})
    other = sam()
    other.roles, other.is_it_staff = "employee it_staff", True
    assert "Thank you, Iris!" in client_of(staff).get("/feedback").text
    assert "Thank you, Iris!" not in client_of(other).get("/feedback").text
    assert client_of(ben()).get("/feedback").status_code == 403


def test_no_answer_closes_after_five_working_days(app: Tanya) -> None:
    with clock.standing(NOON):  # Thursday
        ticket, _address = _solved(ana(), iris())
    session.commit()
    for days, state in ((6, TicketState.RESOLVED), (8, TicketState.CLOSED), (9, TicketState.CLOSED)):
        close_what_nobody_answered(later(days=days))
        assert session.get_one(Ticket, ticket.id, populate_existing=True).state == state


def test_a_ticket_closed_unanswered_can_still_be_reopened_by_its_link(client: FlaskClient) -> None:
    with clock.standing(NOON):
        ticket, address = _solved(ana(), iris())
    session.commit()
    close_what_nobody_answered(later(days=8))
    with clock.standing(later(days=9)):
        assert client.post(address, data={"verdict": "not_yet"}).status_code == 303
    assert session.get_one(Ticket, ticket.id).state == TicketState.OPEN


def test_with_the_setting_at_nought_nothing_is_closed(app: Tanya) -> None:
    registry.store(CLOSE_AFTER_DAYS, 0)
    registry.refresh(session.scalar(select(registry.version_now)))
    ticket, _address = _solved(ana(), iris())
    session.commit()
    assert close_what_nobody_answered(later(days=60)) == 0 and _asked(ticket).closes_at is None


def test_not_yet_where_the_thread_has_another_ticket_is_refused_with_its_number(
    client: FlaskClient, noon: object
) -> None:
    asked, staff = question(ana()), iris()
    ticket = make_ticket(asked.id, by=actor(staff), at=NOON).ticket
    resolve(ticket, FIX, by=actor(staff), at=NOON)
    change_state(ticket, Act.CLOSE, by=actor(staff), at=NOON)
    other = make_ticket(asked.id, by=actor(staff), at=NOON).ticket
    told = client.post(f"/worked/{_asked(ticket).token}", data={"verdict": "not_yet", "words": "Still red."})
    assert told.status_code == 409 and f'href="/tickets/{other.label}">' in told.text and "Still red." in told.text
    assert _asked(ticket).verdict is None


def _accepted_for(asker: Person, staff: Person) -> tuple[Question, str]:
    asked = question(asker)
    given = answer(asked, ben())
    accept_answer(asked, given, by=actor(staff), at=later(days=8))
    row = session.scalars(select(Feedback).where(Feedback.answer_id == given.id)).one()
    return asked, f"/worked/{row.token}"


def test_the_asker_is_asked_in_his_thread_about_an_answer_accepted_for_him(client_of: ClientOf) -> None:
    asked, address = _accepted_for(asker := ana(), staff := iris())
    with clock.standing(later(days=8)):
        page = f"/questions/{asked.id}/{asked.slug}"
        assert address in client_of(asker).get(page).text and address not in client_of(staff).get(page).text
        assert client_of(asker).post(address, data={"verdict": "worked"}).location == page
        assert address not in client_of(asker).get(page).text
    assert session.get_one(Question, asked.id).solved_at is not None


def test_an_accepted_answer_that_does_not_work_opens_the_question_again(client_of: ClientOf) -> None:
    asked, address = _accepted_for(asker := ana(), iris())
    with clock.standing(later(days=8)):
        client_of(asker).post(address, data={"verdict": "not_yet"})
    assert session.get_one(Question, asked.id).solved_at is None


def test_who_accepts_himself_is_not_asked(app: Tanya) -> None:
    asked = question(asker := ana())
    accept_answer(asked, answer(asked, ben()), by=actor(asker), at=NOON)
    assert session.query(Feedback).count() == 0


def test_a_published_fix_is_asked_about_once(app: Tanya) -> None:
    ticket = make_ticket(question(ana()).id, by=actor(staff := iris()), at=NOON).ticket
    resolve(ticket, Fix("A new cable.", "<p>A new cable.</p>", publish=True), by=actor(staff), at=NOON)
    assert [row.ticket_id for row in session.scalars(select(Feedback))] == [ticket.id]
