"""What somebody mails into a ticket that he only watches."""

from pathlib import Path

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel.db import session
from forum.mail.compose import Sender, compose
from forum.mail.models import OutgoingMail
from forum.mailbox.facts import Kind
from forum.mailbox.models import ReceivedMail
from forum.notifications.reply_keys import ReplyTo, key_to
from forum.people.models import Person
from forum.tickets.actions.confide import make_confidential
from forum.tickets.actions.make import PrivateRequest, open_private_ticket
from forum.tickets.models import Ticket, TicketReply, TicketState, TicketWatcher
from tests.conftest import NOON
from tests.mailbox.post import arrive, message, why
from tests.people import admin, ana, ben
from tests.posts import actor

pytestmark = pytest.mark.usefixtures("noon")
_HERE = Sender("it@kencana.example", "http://forum.example", "Tanya", "forum.example")


@pytest.fixture
def watcher(app: Tanya) -> Person:
    return ben()


@pytest.fixture
def ticket(watcher: Person) -> Ticket:
    request = PrivateRequest("The screen is dark", "Since Monday.", "<p>Since Monday.</p>", None, confidential=False)
    made = open_private_ticket(request, by=actor(ana()), at=NOON)
    session.add(TicketWatcher(ticket_id=made.id, person_id=watcher.id, at=NOON))
    session.flush()
    return made


def _written(ticket: Ticket, watcher: Person, folder: Path, text: str = "Mine, too.", **headers: str) -> ReceivedMail:
    key = key_to(ReplyTo(watcher.id, ticket_id=ticket.id))
    session.flush()
    sent = message("ben.ong@kencana.example", to=f"reply+{key}@forum.example", text=text, **headers)
    return arrive(sent, folder)


def _told() -> list[str]:
    mails = [compose(mail, _HERE) for mail in session.scalars(select(OutgoingMail))]
    return [f"{mail['Subject']} " + " ".join(mail.get_body(("plain",)).get_content().split()) for mail in mails]  # type: ignore[union-attr]


def test_he_hears_that_he_does_not_write_there_what_he_can_do_and_keeps_his_words(
    ticket: Ticket, watcher: Person, tmp_path: Path
) -> None:
    mail = _written(ticket, watcher, tmp_path)
    [told] = _told()
    assert mail.decision is Kind.REFUSE and mail.is_answered and "watches it" in why(mail)
    assert told.startswith(f"Your words are not in the ticket: {ticket.label}") and "Mine, too." in told
    assert "Only the requester and IT staff write here." in told and "/questions/new" in told
    assert f"http://forum.example/tickets/{ticket.label}" in told
    assert not session.scalars(select(TicketReply)).all()


def test_he_hears_it_in_his_language(ticket: Ticket, watcher: Person, tmp_path: Path) -> None:
    watcher.language = "ms"
    _written(ticket, watcher, tmp_path)
    [told] = _told()
    assert "Hanya pemohon dan kakitangan IT menulis di sini." in told and "ticket" not in told.replace("/tickets/", "")


def test_of_a_closed_ticket_he_hears_that_it_is_closed(ticket: Ticket, watcher: Person, tmp_path: Path) -> None:
    ticket.state = TicketState.CLOSED
    assert _written(ticket, watcher, tmp_path).decision is Kind.REFUSE
    assert "This ticket is closed. Ask a new question" in _told()[0] and "when it is solved" not in _told()[0]


@pytest.mark.parametrize("headers", [{"Precedence": "bulk"}, {"X_Auto_Response_Suppress": "All"}])
def test_a_machine_is_not_answered_and_its_mail_waits(
    ticket: Ticket, watcher: Person, tmp_path: Path, headers: dict[str, str]
) -> None:
    assert _written(ticket, watcher, tmp_path, **headers).decision is Kind.PARK
    assert not _told()


def test_after_five_answers_an_hour_in_one_ticket_his_mail_waits(
    ticket: Ticket, watcher: Person, tmp_path: Path
) -> None:
    kinds = [_written(ticket, watcher, tmp_path, text=f"Line {n}").decision for n in range(6)]
    assert kinds == [Kind.REFUSE] * 5 + [Kind.PARK]
    assert len(_told()) == 5


def test_who_may_not_read_the_ticket_any_more_is_told_nothing_of_it(
    ticket: Ticket, watcher: Person, tmp_path: Path
) -> None:
    make_confidential(ticket, by=actor(admin()), at=NOON)
    assert _written(ticket, watcher, tmp_path).decision is Kind.PARK
    assert not _told()
