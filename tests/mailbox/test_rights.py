"""Where a message belongs, in which order it is looked for, and what its sender may do with what is found."""

from pathlib import Path

import pytest
from sqlalchemy import select

from forum.accounts.models import Team
from forum.app import Tanya
from forum.files.models import StoredFile
from forum.kernel.db import session
from forum.kernel.settings.registry import store
from forum.mail.models import OutgoingMail
from forum.mailbox.facts import Kind
from forum.mailbox.settings import MAIL_SPEAKER
from forum.notifications.reply_keys import ReplyTo, key_to
from forum.tickets.actions.make import PrivateRequest, open_private_ticket
from forum.tickets.actions.work import change_state
from forum.tickets.models import Ticket, TicketNote, TicketReply, TicketState
from forum.tickets.rules import Act
from tests.conftest import NOON
from tests.mailbox import letters
from tests.mailbox.post import SUPPORT, address, arrive, message, why
from tests.people import ana, iris
from tests.posts import actor, later

pytestmark = pytest.mark.usefixtures("noon")
_AWAY = {"Auto_Submitted": "auto-replied", "subject": "Automatic reply: your ticket"}


def _ticket(by: object) -> Ticket:
    request = PrivateRequest("The screen is dark", "Since Monday.", "<p>Since Monday.</p>", None, confidential=False)
    return open_private_ticket(request, by=actor(by), at=NOON)  # type: ignore[arg-type]


def _name(ticket: Ticket) -> str:
    """What every mail about the ticket refers to."""
    return f"<ticket-{ticket.id}@kencana.example>"


def _key(person_id: int, ticket: Ticket, *, is_note: bool = False) -> str:
    return f"reply+{key_to(ReplyTo(person_id, ticket_id=ticket.id, is_note=is_note))}@kencana.example"


def test_the_key_is_looked_for_first_then_what_is_answered_then_the_number(app: Tanya, tmp_path: Path) -> None:
    person = ana()
    first, second, third = (_ticket(person) for _ in range(3))
    marks = {"In_Reply_To": _name(second), "subject": f"Re: {third.label}"}
    by_key = arrive(message(to=_key(person.id, first), **marks), tmp_path)
    by_reference = arrive(message(**marks), tmp_path)
    by_number = arrive(message(subject=f"Re: {third.label}"), tmp_path)
    assert [mail.ticket_id for mail in (by_key, by_reference, by_number)] == [first.id, second.id, third.id]


def test_the_answer_to_a_note_is_a_note(app: Tanya, tmp_path: Path) -> None:
    ticket, staff = _ticket(ana()), iris()
    mail = arrive(message("iris.tan@kencana.example", to=_key(staff.id, ticket, is_note=True)), tmp_path)
    assert mail.decision is Kind.NOTE and session.scalars(select(TicketNote)).one(), why(mail)
    assert session.scalars(select(TicketReply)).all() == []


def test_a_note_s_key_makes_nobody_it_staff(app: Tanya, tmp_path: Path) -> None:
    ticket = _ticket(person := ana())
    mail = arrive(message(to=_key(person.id, ticket, is_note=True)), tmp_path)
    assert mail.decision is Kind.PARK and "is not of IT staff" in why(mail)


def test_what_staff_order_in_the_first_line_is_done(app: Tanya, tmp_path: Path) -> None:
    ticket, staff = _ticket(ana()), iris()
    arrive(message("iris.tan@kencana.example", subject=ticket.label, text="/assign iris\n\nI look at it."), tmp_path)
    said = session.scalars(select(TicketReply.source)).one()
    assert said == "I look at it." and session.get_one(Ticket, ticket.id).owner_id == staff.id


def test_an_order_further_down_is_only_words(app: Tanya, tmp_path: Path) -> None:
    ticket = _ticket(ana())
    iris()
    arrive(message("iris.tan@kencana.example", subject=ticket.label, text="Try to type\n/resolve\nthere."), tmp_path)
    assert "/resolve" in session.scalars(select(TicketReply.source)).one()
    assert session.get_one(Ticket, ticket.id).state is not TicketState.RESOLVED


def test_what_others_order_is_only_words(app: Tanya, tmp_path: Path) -> None:
    ticket = _ticket(ana())
    iris()
    arrive(message(subject=ticket.label, text="/assign iris\n/resolve it works"), tmp_path)
    ticket = session.get_one(Ticket, ticket.id)
    assert (ticket.owner_id, ticket.state is TicketState.RESOLVED) == (None, False)
    assert session.scalars(select(TicketReply.source)).one().startswith("/assign iris\n/resolve\n\nit works")


@pytest.mark.parametrize("headers", [_AWAY, {}])
def test_who_is_away_changes_neither_state_nor_clock(app: Tanya, tmp_path: Path, headers: dict[str, str]) -> None:
    ticket = _ticket(ana())
    change_state(ticket, Act.WAIT_FOR_REQUESTER, by=actor(iris()), at=NOON)
    due = ticket.resolution_due_at
    mail = arrive(message(In_Reply_To=_name(ticket), **headers), tmp_path, at=later(hours=5))
    ticket = session.get_one(Ticket, ticket.id)
    assert mail.decision is (Kind.ATTACH if headers else Kind.REPLY) and mail.ticket_id == ticket.id
    assert (ticket.state != TicketState.WAITING_REQUESTER) == (not headers)
    assert not headers or ticket.resolution_due_at == due


def test_the_receipt_speaks_with_the_leads_name_then_with_the_chosen_one(app: Tanya, tmp_path: Path) -> None:
    ana(), store(MAIL_SPEAKER, "Kencana IT")
    team = Team(name="Network", lead_id=iris().id)
    session.add(team)
    session.flush()
    address(team_id=team.id), address(name="help@kencana.example")
    arrive(message(to=SUPPORT), tmp_path), arrive(message(to="help@kencana.example"), tmp_path)
    names = session.scalars(select(OutgoingMail.sender_name).where(OutgoingMail.is_auto_reply))
    assert names.all() == ["Iris Tan (IT)", "Kencana IT"]


@pytest.mark.parametrize(("letter", "is_kept"), [("forward_nameless", True), ("command_resolve", False)])
def test_what_staff_quote_is_kept_in_their_own_ticket_and_never_told_to_others(
    app: Tanya, tmp_path: Path, letter: str, is_kept: bool
) -> None:
    _ticket(ana()).label = "IT-000042"
    iris(), address()
    mail = arrive(letters.raw(letter), tmp_path)
    shown = session.scalars(select(StoredFile.name)).all()
    assert mail.decision in (Kind.TICKET, Kind.REPLY) and (shown == ["history.txt"]) == is_kept, why(mail)
