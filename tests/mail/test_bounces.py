"""Mails that come back: the forum stops writing to where nobody reads, and says so to whoever can mend it."""

from typing import Any

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel.db import session
from forum.mail.actions import queue_mail
from forum.mail.bounces import bounced, pause_of, resume_mail
from forum.mail.compose import Sender
from forum.mail.jobs import PAUSED, send_due_mail
from forum.mail.models import OutgoingMail
from forum.mail.transport import Outlet
from forum.notifications.models import Notice
from forum.people.models import Person
from tests.conftest import NOON
from tests.people import ana
from tests.posts import later, tell
from tests.running import mail_server

pytestmark = pytest.mark.usefixtures("noon")
SENDER = Sender("it@kencana.example", "https://ask.kencana.example", "Tanya", "in.kencana.example")
FACTS = {"name": "Ana Lim", "by": "Iris Tan", "title": "VPN", "label": "", "path": "/answers/7", "text": ""}


def _queue(
    person: Person, *, address: str = "", unsubscribe: str = "/unsubscribe/x/answers", **more: Any
) -> OutgoingMail:
    mail = queue_mail(
        person_id=person.id, address=address or person.email or "", language="en", template="question_answered",
        facts={**FACTS, "unsubscribe": unsubscribe}, sender_name="Iris Tan", at=NOON, **more,
    )  # fmt: skip
    session.commit()
    return mail


def _come_back(mail: OutgoingMail, *days: int, is_permanent: bool = False) -> None:
    for day in days:
        token = mail.message_id.partition("@")[0]
        assert bounced(f"bounce+{token}", is_permanent=is_permanent, reason="mailbox full", at=later(days=day))
        session.commit()


class Server:
    """Notes whom mails say they are from, on the envelope; knows no address that begins with "gone"."""

    def __init__(self) -> None:
        self.senders: list[str] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address.startswith("gone"):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.senders.append(envelope.mail_from)
        return "250 OK"


def _sent(sender: Sender = SENDER) -> list[str]:
    """The envelope senders of what was due."""
    with mail_server(server := Server()) as url:
        outlet = Outlet(url)
        send_due_mail(outlet, sender, holder="test", at=later(days=30), may_leave=lambda ids, _at: set(ids))
        outlet.close()
    return server.senders


def test_each_mail_has_an_address_of_its_own_for_its_bounce(app: Tanya) -> None:
    mail = _queue(ana())
    assert _sent() == [f"bounce+{mail.message_id.partition('@')[0]}@in.kencana.example"]


def test_without_mail_in_bounces_go_where_the_mail_came_from(app: Tanya) -> None:
    _queue(ana())
    assert _sent(Sender("it@kencana.example", "https://ask.kencana.example", "Tanya")) == ["it@kencana.example"]


def test_of_the_bounce_of_an_automatic_answer_nobody_is_told(app: Tanya) -> None:
    _queue(ana(), is_auto_reply=True)
    assert _sent() == ["<>"]


def test_a_wrong_address_is_mailed_no_more_news_but_its_accounts_mails(app: Tanya) -> None:
    _come_back(_queue(person := ana()), 0, is_permanent=True)
    second, link = _queue(person), _queue(person, unsubscribe="")
    assert pause_of(person.id) and _sent() == [f"bounce+{link.message_id.partition('@')[0]}@in.kencana.example"]
    assert session.get_one(OutgoingMail, second.id, populate_existing=True).failure == PAUSED


def test_the_person_is_told_in_the_inbox(app: Tanya) -> None:
    _come_back(_queue(person := ana()), 0, is_permanent=True)
    tell(later(minutes=1))
    notice = session.scalars(select(Notice)).one()
    assert (notice.person_id, notice.kind, notice.facts["title"]) == (person.id, "mail_paused", person.email)
    assert session.get_one(Person, person.id, populate_existing=True).unread_count == 1


@pytest.mark.parametrize(
    ("days", "is_paused"), [((0, 0, 0, 0), False), ((0, 1), False), ((0, 1, 2), True), ((0, 1, 20), False)]
)
def test_a_full_mailbox_is_mailed_until_it_was_full_on_three_days_of_two_weeks(
    app: Tanya, days: tuple[int, ...], is_paused: bool
) -> None:
    _come_back(_queue(person := ana()), *days)
    assert (pause_of(person.id) is not None) == is_paused


def test_what_came_back_before_the_address_was_confirmed_counts_no_more(app: Tanya) -> None:
    mail = _queue(person := ana())
    _come_back(mail, 0, 1, 2)
    resume_mail(person.id, at=later(days=2.5))
    session.commit()
    _come_back(mail, 3)
    assert pause_of(person.id) is None
    _come_back(mail, 4, 5)
    assert pause_of(person.id)


def test_a_bounce_of_an_address_that_is_not_his_any_more_stops_nothing(app: Tanya) -> None:
    _come_back(_queue(person := ana(), address="old@kencana.example"), 0, is_permanent=True)
    assert pause_of(person.id) is None


def test_an_address_that_the_server_refuses_is_paused_too(app: Tanya) -> None:
    person = ana()
    person.email = "gone@kencana.example"
    _queue(person)
    assert _sent() == [] and "no such user" in pause_of(person.id).reason  # type: ignore[union-attr]


@pytest.mark.parametrize("which", ["", "bounce+", "bounce+123", "<123@elsewhere.example>"])
def test_what_is_no_mail_of_ours_bounces_for_nobody(app: Tanya, which: str) -> None:
    _queue(ana())
    assert not bounced(which, is_permanent=True, reason="", at=NOON)


def test_a_message_id_or_folded_case_finds_the_mail_as_well(app: Tanya) -> None:
    token = _queue(ana()).message_id.partition("@")[0]
    for which in (f"<{token}@kencana.example>", f"BOUNCE+{token.upper()}"):
        assert bounced(which, is_permanent=False, reason="", at=NOON)
