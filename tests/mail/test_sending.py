"""Mails leave by a real SMTP server on loopback, with a person's name and both bodies."""

from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel.db import session
from forum.mail.actions import queue_mail
from forum.mail.compose import Sender, compose
from forum.mail.jobs import WITHHELD, send_due_mail
from forum.mail.models import OutgoingMail
from forum.mail.transport import Outlet
from tests.conftest import NOON
from tests.people import ana
from tests.posts import later
from tests.running import mail_server

SENDER = Sender("tanya@kencana.example", "https://ask.kencana.example", "Tanya")
FACTS = {"name": "Ana Lim", "by": "Iris Tan", "title": "VPN", "label": "", "path": "/answers/7", "text": "Reset <it>."}


class Mailbox:
    """Keeps what it is sent; refuses addresses that begin with "full", "nobody" or "relayed"."""

    def __init__(self) -> None:
        self.messages: list[Any] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address.startswith("full"):
            return "552 mailbox full"
        if address.startswith("nobody"):
            return "550 5.1.1 no such user"
        if address.startswith("relayed"):
            return "550 5.7.1 relaying denied"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.messages.append(envelope.content.decode())
        return "250 OK"


@pytest.fixture
def smtp() -> Iterator[tuple[Mailbox, str]]:
    """A server on a free port of loopback, and its address."""
    mailbox = Mailbox()
    with mail_server(mailbox) as address:
        yield mailbox, address


def _queue(
    address: str = "ana.lim@kencana.example", *, name: str = "Iris Tan (IT)", language: str = "en"
) -> OutgoingMail:
    mail = queue_mail(
        person_id=ana().id if address.startswith("ana") else None, address=address, language=language,
        template="question_answered", facts=FACTS, sender_name=name, at=NOON,
    )  # fmt: skip
    session.commit()
    return mail


def _send(url: str, *, minutes: int = 1, may_leave: bool = True) -> int:
    outlet = Outlet(url)
    sent = send_due_mail(
        outlet,
        SENDER,
        holder="test",
        at=later(minutes=minutes),
        may_leave=lambda ids, _at: set(ids) if may_leave else set(),
    )
    outlet.close()
    return sent


def test_a_queued_mail_is_sent_once(app: Tanya, smtp: tuple[Mailbox, str]) -> None:
    mailbox, url = smtp
    _queue()
    assert _send(url) == 1
    assert _send(url, minutes=9) == 0
    assert len(mailbox.messages) == 1 and "Reset &lt;it&gt;." in mailbox.messages[0]


def test_a_refused_mail_waits_and_the_others_leave(app: Tanya, smtp: tuple[Mailbox, str]) -> None:
    mailbox, url = smtp
    _queue("full@kencana.example")
    _queue()
    _send(url)
    refused = session.scalars(select(OutgoingMail).where(OutgoingMail.done_at.is_(None))).one()
    assert len(mailbox.messages) == 1 and "552" in (refused.failure or "") and refused.due_at > later(minutes=2)


def test_an_address_that_does_not_exist_is_parked_at_once(app: Tanya, smtp: tuple[Mailbox, str]) -> None:
    _queue("nobody@kencana.example")
    _send(smtp[1])
    parked = session.scalars(select(OutgoingMail)).one()
    assert parked.parked_at is not None and "no such user" in (parked.failure or "")


def test_a_refusal_by_policy_is_tried_again(app: Tanya, smtp: tuple[Mailbox, str]) -> None:
    _queue("relayed@kencana.example")
    _send(smtp[1])
    mail = session.scalars(select(OutgoingMail)).one()
    assert mail.failure and mail.parked_at is None


def test_what_may_not_leave_is_withheld_for_good(app: Tanya, smtp: tuple[Mailbox, str]) -> None:
    mailbox, url = smtp
    _queue()
    _send(url, may_leave=False)
    assert _send(url, minutes=9) == 0 and mailbox.messages == []
    assert session.scalars(select(OutgoingMail.failure)).one() == WITHHELD


def test_a_server_that_is_away_parks_nothing_at_first(app: Tanya) -> None:
    _queue()
    _send("smtp://127.0.0.1:1")
    mail = session.scalars(select(OutgoingMail)).one()
    assert mail.failure and mail.parked_at is None and mail.done_at is None


def test_after_eight_tries_it_is_parked(app: Tanya) -> None:
    _queue().attempts = 7
    session.commit()
    _send("smtp://127.0.0.1:1")
    assert session.scalars(select(OutgoingMail)).one().parked_at is not None


def test_it_carries_a_persons_name_and_stops_other_robots(app: Tanya) -> None:
    message = compose(_queue(), SENDER)
    assert message["From"] == '"Iris Tan (IT) via Tanya" <tanya@kencana.example>'
    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert message["Message-ID"] == compose(session.scalars(select(OutgoingMail)).one(), SENDER)["Message-ID"]


def test_both_bodies_say_it_with_the_link(app: Tanya) -> None:
    message = compose(_queue(), SENDER)
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        assert isinstance(body, EmailMessage) and "https://ask.kencana.example/answers/7" in body.get_content()


def test_a_name_cannot_add_a_header(app: Tanya) -> None:
    message = compose(_queue(name="Eve\r\nBcc: all@kencana.example"), SENDER)
    assert message["Bcc"] is None and "\n" not in str(message["From"])
