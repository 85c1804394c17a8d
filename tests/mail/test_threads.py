"""What a mail refers to, so that mail programs show a conversation as one."""

from typing import Any

import pytest

from forum.app import Tanya
from forum.kernel.db import session
from forum.mail.actions import queue_mail
from forum.mail.compose import Sender, compose
from forum.mail.models import OutgoingMail
from forum.mail.threads import references_of
from forum.people.models import Person
from tests.conftest import NOON
from tests.people import ana, ben

pytestmark = pytest.mark.usefixtures("noon")
_SENDER = Sender("it@kencana.example", "https://ask.kencana.example", "Tanya", "in.kencana.example")
_FACTS = {"name": "Ana Lim", "by": "Iris Tan", "title": "VPN", "label": "", "path": "/answers/7", "text": ""}
_ROOT = "ticket-5@tanya"


def _sent(person: Person, *, answers: str | None = _ROOT, key: str | None = "k1", **more: Any) -> OutgoingMail:
    mail = queue_mail(
        person_id=person.id, address=person.email or "", language="en", template="question_answered", facts=_FACTS,
        sender_name="Iris Tan", at=NOON, in_reply_to=answers, reply_key=key, **more,
    )  # fmt: skip
    mail.done_at = NOON
    session.flush()
    return mail


def test_the_first_refers_to_the_name_of_its_ticket(app: Tanya) -> None:
    message = compose(mail := _sent(ana()), _SENDER, references_of(mail))
    assert message["In-Reply-To"] == message["References"] == "<ticket-5@kencana.example>"


def test_the_next_answers_the_last_and_names_all_before_it(app: Tanya) -> None:
    person = ana()
    receipt = _sent(person, answers="l1@laptop.example", is_auto_reply=True)
    second, third = _sent(person), _sent(person)
    expected = [_ROOT, "l1@laptop.example", receipt.message_id, second.message_id]
    assert references_of(third) == expected
    assert references_of(receipt) == ["l1@laptop.example"]
    assert (
        compose(third, _SENDER, expected)["In-Reply-To"] == f"<{second.message_id.replace('tanya', 'kencana.example')}>"
    )


def test_what_others_were_sent_or_what_never_left_is_not_named(app: Tanya) -> None:
    person = ana()
    _sent(ben(), key="k2"), _sent(person, answers="ticket-6@tanya", key="k3")
    _sent(person).failure = "not sent"
    assert references_of(_sent(person)) == [_ROOT]


def test_without_a_key_the_name_holds_a_conversation_together(app: Tanya) -> None:
    person = ana()
    first = _sent(person, answers="issue-3@tanya", key=None)
    assert references_of(_sent(person, answers="issue-3@tanya", key=None)) == ["issue-3@tanya", first.message_id]
    assert references_of(_sent(person, answers=None, key=None)) == []


def test_a_long_conversation_names_its_beginning_and_the_last(app: Tanya) -> None:
    person = ana()
    mails = [_sent(person) for _ in range(30)]
    named = references_of(mails[-1])
    assert named == [_ROOT, *(mail.message_id for mail in mails[-10:-1])]


def test_a_long_id_is_written_as_it_is(app: Tanya) -> None:
    long = f"{'a' * 100}@laptop.example"
    content = compose(_sent(ana(), answers=long), _SENDER, [long, long]).as_bytes()
    assert f"In-Reply-To: <{long}>\r\nReferences: <{long}>\r\n <{long}>\r\n".encode() in content
