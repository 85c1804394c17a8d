"""The one automatic mail: what it says, and that it never starts a circle."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.intake.actions import FieldDraft, change_form
from forum.intake.models import FieldKind
from forum.kernel.db import session
from forum.kernel.settings.registry import store
from forum.mail.compose import Sender, compose
from forum.mail.models import OutgoingMail
from forum.mailbox.facts import Kind, Scope
from forum.mailbox.models import MailStop, ReceivedMail
from forum.mailbox.settings import UNKNOWN_SENDERS
from forum.notifications.models import Notice
from forum.people.models import Person, PersonState
from forum.tickets.models import Ticket
from tests.conftest import NOON
from tests.knowledge.entries import QUESTION, published
from tests.knowledge.issues import opened
from tests.mailbox.post import address, arrive, message, why
from tests.people import admin, ana, ben, iris, sam
from tests.posts import actor, answer, category, question, tell

pytestmark = pytest.mark.usefixtures("noon")
_HERE = Sender("it@kencana.example", "http://forum.example", "Tanya", "forum.example")


def _sent() -> list[OutgoingMail]:
    return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def _strangers_are(what: str) -> None:
    store(UNKNOWN_SENDERS, what)
    session.flush()


def test_a_new_ticket_is_answered_once_with_its_number(app: Tanya, tmp_path: Path) -> None:
    ana(), address()
    came = message()
    arrive(came, tmp_path)
    [mail] = _sent()
    sent, label = compose(mail, _HERE), session.scalars(select(Ticket.label)).one()
    assert label in sent["Subject"] and label in sent.as_string()
    assert sent["Auto-Submitted"] == "auto-replied" and sent["In-Reply-To"] == came["Message-ID"]
    assert sent["Reply-To"].addresses[0].domain == "forum.example"


def test_the_receipt_asks_at_once_for_all_that_the_mail_does_not_tell(app: Tanya, tmp_path: Path) -> None:
    ana(), address(category_id=(place := category()).id)
    asked = [
        FieldDraft("system", "System", FieldKind.CHOICE, required=True, options=["Windows 11", "macOS"]),
        FieldDraft("floor", "Floor", required=True),
        FieldDraft("since", "Since when", FieldKind.DATE, required=True),
        FieldDraft("else", "What else", required=False),
    ]
    change_form(place.id, asked, by=actor(admin()), at=NOON)
    arrive(message(text="It is a Windows 11 laptop.\nFloor: 3"), tmp_path)
    [mail] = _sent()
    assert mail.facts["missing"] == ["Since when"]
    assert "- Since when" in compose(mail, _HERE).get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_a_receipt_that_nobody_can_reply_to_says_how_to_write_again(app: Tanya, tmp_path: Path) -> None:
    ana(), address(category_id=(place := category()).id)
    change_form(place.id, [FieldDraft("floor", "Floor", required=True)], by=actor(admin()), at=NOON)
    arrive(message(), tmp_path)
    [mail] = _sent()
    sent, label = compose(mail, replace(_HERE, mail_in_domain="")), session.scalars(select(Ticket.label)).one()
    for part in sent.iter_parts():
        words = part.get_content()
        assert f"write to us again with {label} in the subject" in words and f"with {label} in its subject" in words
        assert "reply to this mail" not in words
    arrive(message(subject=f"Re: {label}", text="It is floor 3."), tmp_path)
    assert [mail.template for mail in _sent()] == ["receipt"]


def test_a_message_with_an_id_that_no_server_takes_has_its_receipt_too(app: Tanya, tmp_path: Path) -> None:
    ana(), address()
    arrive(bytes(message()).replace(b"@laptop.example", "@läptop.example".encode()), tmp_path)
    [mail] = _sent()
    assert mail.in_reply_to is None and b"IT-000001" in compose(mail, _HERE).as_bytes()


def test_the_receipt_says_when_to_expect_an_answer_and_what_may_help_meanwhile(app: Tanya, tmp_path: Path) -> None:
    ana(), address()
    opened(staff := iris())
    published(asked := question(ben()), answer(asked, sam()), staff)
    arrive(message(subject="Outlook does not start", text="And the printer prints blank pages, why?"), tmp_path)
    facts = session.scalars(select(OutgoingMail.facts).where(OutgoingMail.template == "receipt")).one()
    assert [each["title"] for each in facts["helpful"]] == ["Outlook does not start", QUESTION]
    assert facts["helpful"][0]["path"].startswith("/known-issues/") and facts["expected"]


def test_the_receipt_of_a_stranger_names_nothing_of_ours(app: Tanya, tmp_path: Path) -> None:
    address(), _strangers_are("create"), opened(iris())
    arrive(message("Zoe <zoe@elsewhere.example>", subject="Outlook does not start"), tmp_path)
    facts = session.scalars(select(OutgoingMail.facts).where(OutgoingMail.template == "receipt")).one()
    assert facts["helpful"] == [] and not facts["may_sign_in"]


def test_the_answer_to_the_receipt_lands_in_the_ticket(app: Tanya, tmp_path: Path) -> None:
    ana(), address()
    arrive(message(), tmp_path)
    receipt = compose(_sent()[0], _HERE)
    to = receipt["Reply-To"].addresses[0].addr_spec
    mail = arrive(message(subject="about something else", to=to, text="Room 3."), tmp_path)
    assert mail.decision is Kind.REPLY and "reply address belongs to" in why(mail)
    assert len(_sent()) == 1


def test_another_persons_key_is_parked(app: Tanya, tmp_path: Path) -> None:
    ana(), iris(), address()
    arrive(message(), tmp_path)
    to = compose(_sent()[0], _HERE)["Reply-To"].addresses[0].addr_spec
    mail = arrive(message("iris.tan@kencana.example", to=to), tmp_path)
    assert mail.decision is Kind.PARK and "somebody else" in why(mail)


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.example>"},
        {"X_Auto_Response_Suppress": "All"},
    ],
)
def test_what_machines_wrote_or_wants_no_answer_gets_none(app: Tanya, tmp_path: Path, headers: dict[str, str]) -> None:
    ana(), address()
    arrive(message(**headers), tmp_path)
    assert _sent() == []


def test_a_person_who_wants_no_automatic_answer_is_heard(app: Tanya, tmp_path: Path) -> None:
    ana(), address()
    assert arrive(message(X_Auto_Response_Suppress="All"), tmp_path).decision is Kind.TICKET


def test_a_stranger_is_refused_kindly_where_the_setting_says_so(app: Tanya, tmp_path: Path) -> None:
    address(), _strangers_are("refuse")
    mail = arrive(message("Zoe <zoe@elsewhere.example>"), tmp_path)
    [sent] = _sent()
    assert mail.decision is Kind.REFUSE and sent.template == "mail_refused"
    assert "address at work" in compose(sent, _HERE).get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_a_stranger_becomes_an_account_to_be_confirmed(app: Tanya, tmp_path: Path) -> None:
    address(), _strangers_are("create")
    arrive(message("Zoe Wan <zoe@elsewhere.example>"), tmp_path)
    person = session.scalars(select(Person).where(Person.email == "zoe@elsewhere.example")).one()
    assert (person.state, person.name) == (PersonState.UNCONFIRMED, "Zoe Wan")
    assert session.scalars(select(Ticket.requester_id)).one() == person.id
    assert [mail.template for mail in _sent()] == ["receipt"]


def test_a_robot_that_changes_its_address_is_stopped_and_an_administrator_told(app: Tanya, tmp_path: Path) -> None:
    boss = admin()
    address(), _strangers_are("create")
    for number in range(40):
        sent = message(f"robot{number}@bot{number}.example", subject=f"[#{number}] Your request was received")
        arrive(sent, tmp_path, at=NOON + timedelta(seconds=number))
    assert len([mail for mail in _sent() if mail.template == "receipt"]) == 5
    assert session.scalars(select(MailStop.scope)).all() == [Scope.CONVERSATION]
    tell(NOON + timedelta(minutes=1))
    assert [(told.person_id, told.kind) for told in session.scalars(select(Notice))] == [(boss.id, "mail_stopped")]


def test_one_address_has_ten_receipts_an_hour_and_then_waits(app: Tanya, tmp_path: Path) -> None:
    ana().created_at = NOON - timedelta(days=30)
    address()
    decided = [arrive(message(subject=f"Trouble with {word}"), tmp_path).decision for word in "abcdefghijkl"]
    assert decided == [Kind.TICKET] * 10 + [Kind.PARK] * 2 and len(_sent()) == 10
    assert session.scalars(select(MailStop.scope)).all() == [Scope.ADDRESS]


def test_a_domain_that_says_something_else_each_time_is_stopped(app: Tanya, tmp_path: Path) -> None:
    address(), _strangers_are("create")
    for number in range(30):
        words = "abcdefghijklmnopqrstuvwxyz0123456789"[number]
        sent = message(f"robot{number}@bots.example", subject=f"Something about {words * 3}x")
        arrive(sent, tmp_path, at=NOON + timedelta(seconds=number))
    assert len(_sent()) == 20
    assert session.scalars(select(MailStop.scope)).all() == [Scope.DOMAIN]
    assert len(session.scalars(select(ReceivedMail.id).where(ReceivedMail.parked_at.is_not(None))).all()) == 10
