"""What an administrator does with a message that was kept out."""

from pathlib import Path

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid
from forum.mailbox.actions.order import attach, reject, release, replay
from forum.mailbox.actions.stops import block, end_stop
from forum.mailbox.facts import Kind
from forum.mailbox.jobs import mail_in_work
from forum.mailbox.models import MailStop, ReceivedMail
from forum.tickets.models import Ticket, TicketNote
from tests.conftest import NOON
from tests.mailbox.post import address, arrive, here, message, why
from tests.people import admin, ana, make_person
from tests.posts import actor

pytestmark = pytest.mark.usefixtures("noon")


def _worked(folder: Path, mail: ReceivedMail) -> ReceivedMail:
    session.commit()
    mail_in_work(here(folder))("test", NOON)
    session.expire_all()
    return session.get_one(ReceivedMail, mail.id)


def test_a_parked_message_is_let_through(app: Tanya, tmp_path: Path) -> None:
    ana()
    mail = arrive(message(to="nobody@kencana.example"), tmp_path)
    assert mail.decision is Kind.PARK
    release(mail.id, by=actor(admin()), at=NOON)
    mail = _worked(tmp_path, mail)
    assert mail.decision is Kind.TICKET and mail.ticket_id and mail.parked_at is None


def test_what_was_written_is_not_written_again(app: Tanya, tmp_path: Path) -> None:
    ana(), address()
    mail, boss = arrive(message(), tmp_path), actor(admin())
    with pytest.raises(Conflict):
        release(mail.id, by=boss, at=NOON)
    with pytest.raises(Conflict):
        replay(mail.id, by=boss, at=NOON)


def test_a_stranger_s_words_are_a_note_where_an_administrator_puts_them(app: Tanya, tmp_path: Path) -> None:
    ana(), address()
    ticket = session.get_one(Ticket, arrive(message(), tmp_path).ticket_id)
    mail = arrive(message("ana@home.example", text="My own address."), tmp_path)
    boss = actor(make_person("Farid Aziz", roles="employee it_staff administrator"))
    attach(mail.id, ticket.label.lower(), by=boss, at=NOON)
    mail = _worked(tmp_path, mail)
    note = session.scalars(select(TicketNote)).one()
    assert mail.decision is Kind.NOTE and note.source == "ana@home.example wrote by mail:\n\nMy own address."
    assert "may not write there" in why(mail)


def test_a_number_that_no_ticket_has_is_refused(app: Tanya, tmp_path: Path) -> None:
    mail = arrive(message(), tmp_path)
    with pytest.raises(Invalid):
        attach(mail.id, "IT-999999", by=actor(admin()), at=NOON)


def test_a_rejected_message_stays_and_says_by_whom(app: Tanya, tmp_path: Path) -> None:
    mail = arrive(message(), tmp_path)
    reject(mail.id, by=actor(admin()), at=NOON)
    assert mail.decision is Kind.IGNORE and "Aishah Rahman rejected it." in why(mail)


def test_the_rules_decide_again_with_what_is_known_now(app: Tanya, tmp_path: Path) -> None:
    mail = arrive(message(), tmp_path)
    ana(), address()
    replay(mail.id, by=actor(admin()), at=NOON)
    assert _worked(tmp_path, mail).decision is Kind.TICKET


def test_a_blocked_sender_is_ignored_until_it_ends(app: Tanya, tmp_path: Path) -> None:
    ana(), address()
    boss = actor(admin())
    block("ana.lim@kencana.example", by=boss, at=NOON)
    assert arrive(message(), tmp_path).decision is Kind.IGNORE
    end_stop(session.scalars(select(MailStop.id)).one(), by=boss, at=NOON)
    assert arrive(message(), tmp_path).decision is Kind.TICKET
