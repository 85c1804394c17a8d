"""What becomes of a message, from the mail server to the ticket."""

from pathlib import Path

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.conduct.settings import WATCHED_WORDS
from forum.kernel.db import session
from forum.kernel.settings.registry import store
from forum.mailbox.facts import Kind, Makes
from forum.tickets.actions.make import PrivateRequest, open_private_ticket
from forum.tickets.models import Ticket, TicketNote, TicketReply
from tests.conftest import NOON
from tests.mailbox.post import address, arrive, message, why
from tests.people import ana, ben, iris
from tests.posts import actor, category

pytestmark = pytest.mark.usefixtures("noon")


def _ticket(by: object) -> Ticket:
    request = PrivateRequest("The screen is dark", "Since Monday.", "<p>Since Monday.</p>", None, confidential=False)
    return open_private_ticket(request, by=actor(by), at=NOON)  # type: ignore[arg-type]


def _tickets() -> list[Ticket]:
    return list(session.scalars(select(Ticket).order_by(Ticket.id)))


def test_a_colleagues_mail_to_support_becomes_his_ticket(app: Tanya, tmp_path: Path) -> None:
    person, _ = ana(), address()
    mail = arrive(message(), tmp_path)
    [ticket] = _tickets()
    assert (mail.decision, mail.ticket_id) == (Kind.TICKET, ticket.id), (mail.failure, why(mail))
    assert (ticket.title, ticket.requester_id) == ("The printer is on fire", person.id)
    assert "smells of smoke" in ticket.html


def test_the_same_message_delivered_twice_is_one_ticket(app: Tanya, tmp_path: Path) -> None:
    ana(), address()
    sent = message()
    arrive(sent, tmp_path)
    arrive(sent, tmp_path)
    assert len(_tickets()) == 1


def test_the_requester_replies_by_the_number_in_the_subject(app: Tanya, tmp_path: Path) -> None:
    ticket = _ticket(ana())
    mail = arrive(message(subject=f"Re: [{ticket.label}] The screen is dark", text="It works now."), tmp_path)
    [said] = session.scalars(select(TicketReply))
    assert (mail.decision, said.ticket_id) == (Kind.REPLY, ticket.id), (mail.failure, why(mail))
    assert f"Its subject names {ticket.label}." in why(mail)


def test_a_stranger_with_the_number_is_parked(app: Tanya, tmp_path: Path) -> None:
    ticket = _ticket(ana())
    ben()
    mail = arrive(message("Ben Ong <ben.ong@kencana.example>", subject=f"Re: {ticket.label}"), tmp_path)
    assert mail.decision is Kind.PARK and mail.parked_at is not None
    assert "neither requester nor watcher" in why(mail)
    assert not session.scalars(select(TicketReply)).all()


def test_staff_write_a_note_by_command(app: Tanya, tmp_path: Path) -> None:
    ticket = _ticket(ana())
    iris()
    sent = message("iris.tan@kencana.example", subject=f"Re: {ticket.label}", text="/note\nThe cable is broken.")
    mail = arrive(sent, tmp_path)
    [note] = session.scalars(select(TicketNote))
    assert mail.decision is Kind.NOTE and "cable" in note.source, (mail.failure, why(mail))


def test_what_staff_write_by_mail_stands_under_their_own_name_and_no_departments(app: Tanya, tmp_path: Path) -> None:
    ticket, staff = _ticket(ana()), iris()
    text = "Hi Ana,\n\nthe cable is new.\n\nRegards,\nIT Department"
    mail = arrive(message("iris.tan@kencana.example", subject=f"Re: {ticket.label}", text=text), tmp_path)
    [said] = session.scalars(select(TicketReply))
    assert mail.decision is Kind.REPLY and said.author_id == staff.id, (mail.failure, why(mail))
    assert "the cable is new." in said.source and "Department" not in said.source + said.html


def test_an_employees_mail_keeps_the_line_of_his_department(app: Tanya, tmp_path: Path) -> None:
    ticket = _ticket(ana())
    arrive(message(subject=f"Re: {ticket.label}", text="Whom do I call?\nIT support"), tmp_path)
    [said] = session.scalars(select(TicketReply))
    assert "IT support" in said.source


def test_mail_to_an_address_for_questions_is_asked_in_public(app: Tanya, tmp_path: Path) -> None:
    ana(), address(Makes.QUESTION, category_id=category().id)
    mail = arrive(message(), tmp_path)
    assert mail.decision is Kind.QUESTION and mail.question_id, (mail.failure, why(mail))


def test_a_subject_of_three_chinese_characters_is_the_title(app: Tanya, tmp_path: Path) -> None:
    ana()
    address()
    arrive(message(subject="打印机", text="三楼的打印机不能用了。"), tmp_path)
    assert session.scalars(select(Ticket.title)).one() == "打印机"


def test_a_word_that_is_not_written_here_reaches_it_as_dots(app: Tanya, tmp_path: Path) -> None:
    ana()
    address()
    store(WATCHED_WORDS, "block: casino*\nmask: damn")
    mail = arrive(message(subject="The damn casino printer", text="Casinos are out of paper."), tmp_path)
    ticket = session.scalars(select(Ticket)).one()
    assert (mail.decision, ticket.title) == (Kind.TICKET, "The •••••• •••••• printer"), why(mail)
    assert ticket.source.startswith("•••••• are out of paper.") and "Casino" not in ticket.html
