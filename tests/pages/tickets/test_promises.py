"""Promises in the browser: given and moved by IT staff, read by those who wait."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.kernel import clock
from forum.kernel.db import session
from forum.mail.compose import Sender, compose
from forum.mail.models import OutgoingMail
from forum.people.models import Person
from forum.tickets.actions.make import make_ticket
from forum.tickets.models import Ticket
from forum.tickets.timing.actions.promises import promise
from forum.tickets.timing.promises import promises_of
from tests.people import ana, iris, make_person, mo, sam
from tests.posts import actor, later, question, tell

ClientOf = Callable[[Person], FlaskClient]


@pytest.fixture
def told(app: object, noon: datetime) -> tuple[Ticket, Person, Person]:
    asker, staff = ana(), iris()
    return make_ticket(question(asker).id, by=actor(staff), at=noon).ticket, asker, staff


def _promised(told: tuple, due_at: datetime, reason: str = "") -> None:
    promise(told[0], due_at, reason, by=actor(told[2]), at=clock.now())
    session.commit()


def test_whoever_waits_reads_the_promise_everywhere(client_of: ClientOf, told: tuple) -> None:
    ticket, asker, staff = told
    sent = {"promised": "2026-03-06T15:00"}
    answer = client_of(staff).post(f"/tickets/{ticket.label}/promise", data=sent)
    assert answer.status_code == 303 and answer.location == f"/tickets/{ticket.label}#promise"
    page = client_of(asker).get(f"/tickets/{ticket.label}").text
    assert "Friday 15:00" in page and "Iris Tan promised it" in page
    assert "promised by" in client_of(asker).get("/").text
    for person in (asker, sam()):
        assert "Friday 15:00" in client_of(person).get(f"/questions/{ticket.question_id}", follow_redirects=True).text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2026-03-05T11:59", "This time is over"),
        ("", "Choose the day and time"),
        ("tomorrow", "Write day and time like"),
        ("9998-12-31T23:59", "within a year"),
    ],
)
def test_a_promise_that_cannot_be_keeps_what_was_typed(
    client_of: ClientOf, told: tuple, typed: str, words: str
) -> None:
    sent = {"promised": typed, "reason": "The part comes later."}
    answer = client_of(told[2]).post(f"/tickets/{told[0].label}/promise", data=sent)
    assert answer.status_code == 422 and words in answer.text
    assert f'value="{typed}"' in answer.text and 'value="The part comes later."' in answer.text
    assert not promises_of(told[0].id)


def test_a_move_without_reason_is_asked_for_one(client_of: ClientOf, told: tuple) -> None:
    _promised(told, later(days=1))
    browser, path = client_of(told[2]), f"/tickets/{told[0].label}/promise"
    refused = browser.post(path, data={"promised": "2026-03-09T15:00"})
    assert (
        refused.status_code == 422
        and 'value="2026-03-09T15:00"' in refused.text
        and "Say why it changes" in refused.text
    )
    browser.post(path, data={"promised": "2026-03-09T15:00", "reason": "The part comes later."})
    page = client_of(told[1]).get(f"/tickets/{told[0].label}").text
    assert "Monday 15:00" in page and "Moved" in page and "The part comes later." in page


def test_only_it_staff_who_see_the_ticket_promise(client_of: ClientOf, told: tuple) -> None:
    ticket, asker, _ = told
    sent = {"promised": "2026-03-06T15:00"}
    for person in (asker, sam(), mo()):
        assert client_of(person).post(f"/tickets/{ticket.label}/promise", data=sent).status_code == 403
    ticket.confidential = True
    session.commit()
    other = client_of(make_person("Mei Wong", roles="employee it_staff"))
    assert other.post(f"/tickets/{ticket.label}/promise", data=sent).status_code == 404


def test_a_confidential_promise_is_not_in_the_thread(client_of: ClientOf, told: tuple) -> None:
    _promised(told, later(days=1))
    told[0].confidential = True
    session.commit()
    page = client_of(sam()).get(f"/questions/{told[0].question_id}", follow_redirects=True).text
    assert "Being handled privately" in page and "promised by" not in page


def test_what_is_solved_takes_no_promise(client_of: ClientOf, told: tuple) -> None:
    browser, path = client_of(told[2]), f"/tickets/{told[0].label}"
    browser.post(f"{path}/resolution", data={"fix": "Replaced."})
    assert browser.post(f"{path}/promise", data={"promised": "2026-03-06T15:00"}).status_code == 409
    assert 'id="promise"' not in browser.get(path).text


def test_a_missed_promise_says_so_in_the_thread(client_of: ClientOf, told: tuple, noon: datetime) -> None:
    _promised(told, later(hours=1))
    with clock.standing(noon + timedelta(hours=2)):
        page = client_of(told[1]).get(f"/questions/{told[0].question_id}", follow_redirects=True).text
    assert "was promised by" in page


def test_the_mail_says_when_and_why_in_the_readers_language(client_of: ClientOf, told: tuple) -> None:
    told[1].language = "ms"
    session.commit()
    tell(later(minutes=11))
    _promised(told, later(days=1))
    tell(later(minutes=22))
    _promised(told, later(days=4), "The part comes later.")
    tell(later(minutes=33))
    mails = session.scalars(
        select(OutgoingMail).where(OutgoingMail.template == "ticket_promise").order_by(OutgoingMail.id)
    )
    first, second = (compose(mail, Sender("it@kencana.example", "http://forum.example", "Tanya")) for mail in mails)
    assert "berjanji" in first.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Isnin, 9 Mac 2026, 12:00" in second.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "The part comes later." in second.get_body(("html",)).get_content()  # type: ignore[union-attr]


def test_the_inbox_says_when(client_of: ClientOf, told: tuple) -> None:
    _promised(told, later(days=1))
    tell(later(minutes=11))
    assert "is solved by Friday 12:00" in client_of(told[1]).get("/inbox").text
