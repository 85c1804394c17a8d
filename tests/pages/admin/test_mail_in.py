"""The pages of mail that came in: what was decided and why, what can still be done, our addresses."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.answers.models import Answer, Comment
from forum.kernel.db import session
from forum.kernel.paths import shipped
from forum.mailbox.actions.stops import trip
from forum.mailbox.actions.troubles import end_trouble, note_trouble
from forum.mailbox.facts import Reason, Scope
from forum.mailbox.jobs import mail_in_work
from forum.mailbox.models import MailAddress, MailStop, ReceivedMail
from forum.pages.admin.mail_kinds import MAIL_KINDS
from forum.people.models import Person
from tests.conftest import NOON
from tests.mailbox import letters
from tests.mailbox.post import address, arrive, here, message
from tests.people import admin, ana, ben
from tests.posts import question

ClientOf = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("noon")


def _parked(folder: Path) -> ReceivedMail:
    """A colleague wrote to an address that opens nothing."""
    return arrive(message(to="nobody@kencana.example"), folder)


def test_every_kind_of_mail_is_called_by_words() -> None:
    assert set(MAIL_KINDS) == {each.name for each in (shipped("templates") / "email").iterdir() if each.is_dir()}


def test_each_message_stands_in_the_list_with_what_was_decided_and_why(client_of: ClientOf, tmp_path: Path) -> None:
    browser, _ = client_of(admin()), (ana(), address())
    arrive(message(), tmp_path), _parked(tmp_path)
    page, waiting = (browser.get(path).text for path in ("/admin/mail-in", "/admin/mail-in?show=parked"))
    assert "Mail to this address becomes a ticket." in page and "A receipt was sent." in page
    assert "none of the addresses that open tickets" in waiting and "becomes a ticket" not in waiting


def test_a_message_says_whom_it_is_from_what_it_says_and_in_malay_why(client_of: ClientOf, tmp_path: Path) -> None:
    (boss := admin()).language = "ms"
    page = client_of(boss).get(f"/admin/mail-in/{_parked(tmp_path).id}").text
    assert "ana.lim@kencana.example" in page and "It smells of smoke." in page
    assert "none of the addresses" not in page


def test_the_files_of_a_message_and_what_is_wrong_with_it_are_named(client_of: ClientOf, tmp_path: Path) -> None:
    mail_id = arrive(letters.raw("winmail_broken").replace(b"support@", b"nobody@"), tmp_path).id
    page = client_of(admin()).get(f"/admin/mail-in/{mail_id}").text
    assert "winmail.dat" in page and "only Outlook can open" in page


def test_it_is_let_through_once(client_of: ClientOf, tmp_path: Path) -> None:
    mail_id, browser = _parked(tmp_path).id, client_of(admin())
    assert browser.post(f"/admin/mail-in/{mail_id}/release").status_code == 303
    assert session.get_one(ReceivedMail, mail_id).parked_at is None
    assert browser.post(f"/admin/mail-in/{mail_id}/release").status_code == 409


def test_a_number_that_no_ticket_has_comes_back_with_a_sentence(client_of: ClientOf, tmp_path: Path) -> None:
    mail_id = _parked(tmp_path).id
    answer = client_of(admin()).post(f"/admin/mail-in/{mail_id}/ticket", data={"ticket": "IT-999999"})
    assert answer.status_code == 422
    assert "There is no ticket with this number." in answer.text and 'value="IT-999999"' in answer.text


def test_a_rejected_message_says_by_whom(client_of: ClientOf, tmp_path: Path) -> None:
    mail_id, browser = _parked(tmp_path).id, client_of(admin())
    browser.post(f"/admin/mail-in/{mail_id}/rejection")
    assert "Aishah Rahman rejected it." in browser.get(f"/admin/mail-in/{mail_id}").text


def test_a_sender_is_blocked_and_let_through_again(client_of: ClientOf, tmp_path: Path) -> None:
    mail_id, browser = _parked(tmp_path).id, client_of(admin())
    browser.post(f"/admin/mail-in/{mail_id}/block")
    assert "blocked by Aishah Rahman" in browser.get("/admin/mail-in").text
    browser.post(f"/admin/mail-stops/{session.scalars(select(MailStop.id)).one()}/end")
    assert "blocked by" not in browser.get("/admin/mail-in").text


def test_what_the_circuit_breaker_holds_back_is_named(client_of: ClientOf) -> None:
    trip(Scope.DOMAIN, "bots.example", at=NOON)
    page = client_of(admin()).get("/admin/mail-in").text
    assert "bots.example" in page and "by the circuit breaker, until" in page


@pytest.mark.parametrize(("way", "written"), [("answer", Answer), ("comment", Comment)])
def test_it_is_put_into_a_thread_by_its_address(
    client_of: ClientOf, tmp_path: Path, way: str, written: type[Answer] | type[Comment]
) -> None:
    asked, mail_id, browser = question(ben()), _parked_of_ana(tmp_path), client_of(admin())
    form = {"thread": f"https://ask.example/questions/{asked.id}/the-printer"}
    assert browser.post(f"/admin/mail-in/{mail_id}/{way}", data=form).status_code == 303
    mail_in_work(here(tmp_path))("test", NOON)
    assert session.scalars(select(written.author_id)).one() == session.get_one(ReceivedMail, mail_id).person_id
    assert f'href="/questions/{asked.id}"' in browser.get(f"/admin/mail-in/{mail_id}").text


def _parked_of_ana(folder: Path) -> int:
    ana()
    return _parked(folder).id


@pytest.mark.parametrize("typed", ["4711", "the printer", "", "9" * 30])
def test_a_thread_that_is_none_is_said_beside_its_field(client_of: ClientOf, tmp_path: Path, typed: str) -> None:
    answer = client_of(admin()).post(f"/admin/mail-in/{_parked_of_ana(tmp_path)}/answer", data={"thread": typed})
    assert answer.status_code == 422 and "There is no thread with this number or address." in answer.text
    assert f'value="{typed}"' in answer.text and 'aria-describedby="thread-wrong thread-help"' in answer.text


def test_a_mailbox_that_cannot_be_read_is_said_until_it_can_be(client_of: ClientOf) -> None:
    browser, name = client_of(admin()), "forum@kencana.example (imap.example)"
    note_trouble(name, Reason("The mail server refuses it: %(why)s.", {"why": "try <later>"}), at=NOON)
    for path in ("/admin", "/admin/mail-in"):
        page = browser.get(path).text
        assert f"The mailbox {name} cannot be read since" in page and "refuses it: try &lt;later&gt;." in page
    end_trouble(name)
    assert "cannot be read since" not in browser.get("/admin").text


def test_a_mailbox_that_nobody_reads_any_more_is_not_said(client_of: ClientOf) -> None:
    note_trouble("forum@kencana.example", Reason("It hurts."), at=NOON - timedelta(hours=2))
    assert "cannot be read since" not in client_of(admin()).get("/admin/mail-in").text


def test_an_address_is_added_once_and_removed(client_of: ClientOf) -> None:
    browser, form = client_of(admin()), {"email": "Help@kencana.example", "makes": "ticket"}
    assert browser.post("/admin/mail-addresses", data={**form, "key": "a"}).status_code == 303
    again = browser.post("/admin/mail-addresses", data={**form, "key": "b"})
    assert again.status_code == 422 and "stands in the list already" in again.text
    browser.post(f"/admin/mail-addresses/{session.scalars(select(MailAddress.id)).one()}/removal")
    assert "No addresses yet" in browser.get("/admin/mail-addresses").text


def test_an_address_for_questions_needs_a_category(client_of: ClientOf) -> None:
    answer = client_of(admin()).post(
        "/admin/mail-addresses", data={"email": "ask@kencana.example", "makes": "question"}
    )
    assert answer.status_code == 422 and "Choose a category." in answer.text and "ask@kencana.example" in answer.text
