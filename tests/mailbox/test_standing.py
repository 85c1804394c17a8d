"""Mail of people who may not write everywhere: suspended, silenced, gone."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from forum.accounts.models import Team
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.settings.registry import store
from forum.mail.models import OutgoingMail
from forum.mailbox.actions.order import release
from forum.mailbox.facts import Kind, Makes
from forum.mailbox.jobs import mail_in_work
from forum.mailbox.models import ReceivedMail
from forum.mailbox.settings import TRUSTED_SERVERS
from forum.people.models import Person, PersonState
from forum.questions.models import Question
from forum.questions.visibility import unrestricted as any_question
from forum.tickets.models import Ticket
from tests.conftest import NOON
from tests.mailbox.post import address, arrive, here, message, why
from tests.people import admin, ana, make_person
from tests.posts import actor, category, question

pytestmark = pytest.mark.usefixtures("noon")
_SOON = NOON + timedelta(days=3)


def _team() -> Team:
    lead = make_person("Iris Tan", roles="employee it_staff")
    made = Team(name="Network", lead_id=lead.id)
    session.add(made)
    session.flush()
    return made


def _released(mail: ReceivedMail, folder: Path) -> ReceivedMail:
    release(mail.id, by=actor(admin()), at=NOON)
    session.commit()
    mail_in_work(here(folder))("test", NOON)
    session.expire_all()
    return session.get_one(ReceivedMail, mail.id)


def _receipts() -> list[str]:
    return list(session.scalars(select(OutgoingMail.template).where(OutgoingMail.is_auto_reply)))


def test_a_suspended_colleague_s_mail_is_a_confidential_ticket_of_the_address_s_team(
    app: Tanya, tmp_path: Path
) -> None:
    ana().suspended_until = _SOON
    team = _team()
    address(team_id=team.id)
    mail = arrive(message(), tmp_path)
    ticket = session.scalars(select(Ticket)).one()
    assert (mail.decision, ticket.confidential, ticket.team_id) == (Kind.LEAD_TICKET, True, team.id), why(mail)
    assert _receipts() == []


def test_his_mail_to_an_address_for_questions_is_no_question(app: Tanya, tmp_path: Path) -> None:
    ana().suspended_until = _SOON
    address(Makes.QUESTION, category_id=category().id, team_id=_team().id)
    assert arrive(message(), tmp_path).decision is Kind.LEAD_TICKET
    assert session.scalars(select(Question).where(any_question())).all() == []


def test_what_was_parked_of_a_suspended_colleague_is_still_the_leads_when_it_is_let_through(
    app: Tanya, tmp_path: Path
) -> None:
    ana().suspended_until = _SOON
    address(team_id=_team().id), store(TRUSTED_SERVERS, "mx.kencana.example")
    forged = message(Authentication_Results="mx.kencana.example; dmarc=fail header.from=kencana.example")
    mail = arrive(forged, tmp_path)
    assert mail.decision is Kind.PARK
    mail = _released(mail, tmp_path)
    assert mail.decision is Kind.LEAD_TICKET and "is suspended" in why(mail), (mail.failure, why(mail))
    assert session.scalars(select(Ticket.confidential)).all() == [True]


def test_mail_of_a_closed_account_stays_parked_until_it_is_put_somewhere(app: Tanya, tmp_path: Path) -> None:
    ana().state = PersonState.DEACTIVATED
    address()
    mail = _released(arrive(message(), tmp_path), tmp_path)
    assert mail.decision is Kind.PARK and "is closed" in why(mail), (mail.failure, why(mail))


def test_mail_that_is_from_nobody_opens_no_account_when_it_is_let_through(app: Tanya, tmp_path: Path) -> None:
    address()
    raw = bytes(message()).replace(b"From: Ana Lim <ana.lim@kencana.example>\n", b"")
    mail = _released(arrive(raw, tmp_path), tmp_path)
    assert mail.decision is Kind.PARK, (mail.failure, why(mail))
    assert session.scalars(select(Person.id).where(Person.email == "")).all() == []


def test_what_one_of_our_own_addresses_sent_is_not_answered_when_it_is_let_through(app: Tanya, tmp_path: Path) -> None:
    address()
    mail = _released(arrive(message("it@kencana.example"), tmp_path), tmp_path)
    assert mail.decision is Kind.TICKET and _receipts() == [], (mail.failure, why(mail))


def test_a_silenced_colleague_has_his_ticket_and_a_receipt(app: Tanya, tmp_path: Path) -> None:
    ana().silenced_until = _SOON
    address()
    assert arrive(message(), tmp_path).decision is Kind.TICKET and _receipts() == ["receipt"]


def test_a_silenced_colleague_s_mail_to_an_address_for_questions_is_his_ticket(app: Tanya, tmp_path: Path) -> None:
    ana().silenced_until = _SOON
    address(Makes.QUESTION, category_id=category().id)
    mail = arrive(message(), tmp_path)
    assert mail.decision is Kind.TICKET and session.scalars(select(Ticket)).one(), why(mail)


def test_a_silenced_colleague_writes_in_no_thread(app: Tanya, tmp_path: Path) -> None:
    person = ana()
    asked = question(person)
    person.silenced_until = _SOON
    mail = arrive(message(In_Reply_To=f"<question-{asked.id}@kencana.example>"), tmp_path)
    assert mail.decision is Kind.PARK and "is silenced" in why(mail)
