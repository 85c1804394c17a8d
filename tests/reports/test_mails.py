"""Mails a solution: those that left about one solved ticket, and those among them to its requester."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from forum.app import Tanya
from forum.kernel.db import session
from forum.mail.actions import queue_mail
from forum.notifications.reply_keys import ReplyTo, key_to
from forum.people.models import Person
from forum.reports.mails import Mails, mails
from forum.reports.scope import Cut, Scope, last_weeks
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.models import Ticket
from tests.conftest import NOON
from tests.people import ana, ben, iris
from tests.posts import actor, later, question

pytestmark = pytest.mark.usefixtures("noon")
WEEKS = Scope(last_weeks(12, at=NOON, zone=ZoneInfo("Asia/Kuala_Lumpur")))


def _solved(asker: Person, staff: Person) -> Ticket:
    ticket = make_ticket(question(asker).id, by=actor(staff), at=later(minutes=-60)).ticket
    resolve(ticket, Fix("Reset.", "<p>Reset.</p>", publish=True), by=actor(staff), at=later(minutes=-10))
    return ticket


def _mail(reader: Person, ticket: Ticket | None, *, failure: str | None = None, has_left: bool = True) -> None:
    key = key_to(ReplyTo(reader.id, ticket_id=ticket.id)) if ticket else None
    mail = queue_mail(
        person_id=reader.id, address=reader.email or "", language="en", template="news", facts={}, sender_name="",
        at=NOON, reply_key=key,
    )  # fmt: skip
    mail.done_at, mail.failure = NOON + timedelta(minutes=1) if has_left else None, failure


def test_mails_of_solved_tickets_are_counted(app: Tanya) -> None:
    asker, staff, other = ana(), iris(), ben()
    first, _second = _solved(asker, staff), _solved(asker, staff)
    for reader in (asker, asker, other):
        _mail(reader, first)
    _mail(asker, None), _mail(asker, first, failure="withheld"), _mail(asker, first, has_left=False)
    session.commit()
    whole = mails(Cut.WHOLE, WEEKS)[0]
    assert whole == Mails(2, 3, 2) == mails(Cut.WEEK, WEEKS)[11] and (whole.tenths, whole.requester_tenths) == (15, 10)


def test_without_a_solution_there_is_no_mean() -> None:
    assert Mails().tenths is None and Mails().requester_tenths is None
