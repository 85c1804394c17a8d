"""Somebody whose mails came back sees it, tries his address, and is mailed again; so an administrator may say, too."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.kernel.db import session
from forum.ledger.models import LedgerEntry
from forum.mail.actions import queue_mail
from forum.mail.bounces import note_bounce, pause_of
from forum.mail.models import OutgoingMail
from forum.people.models import Person
from tests.conftest import NOON
from tests.people import admin, ana, sam

ClientOf = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("noon")


def _paused() -> Person:
    person = ana()
    mail = queue_mail(
        person_id=person.id, address=person.email or "", language="en", template="news", facts={},
        sender_name="", at=NOON
    )  # fmt: skip
    note_bounce(mail, is_permanent=True, reason="550 no <such> user", at=NOON)
    session.commit()
    return person


def test_the_account_page_says_it_and_what_to_do(client_of: ClientOf) -> None:
    page = client_of(person := _paused()).get("/settings/account").text
    assert f"Mail to {person.email} came back" in page and "550 no &lt;such&gt; user" in page
    assert "came back" not in client_of(sam()).get("/settings/account").text


def test_who_confirms_that_mail_arrives_is_mailed_again(client_of: ClientOf) -> None:
    browser = client_of(person := _paused())
    assert browser.post("/settings/address/trial").status_code == 303
    mail = session.scalars(select(OutgoingMail).where(OutgoingMail.template == "address_again")).one()
    assert mail.address == person.email and pause_of(person.id)
    browser.get(mail.facts["link"])
    assert pause_of(person.id)
    browser.post(mail.facts["link"])
    assert pause_of(person.id) is None


def test_nobody_floods_his_own_mailbox_with_trials(client_of: ClientOf) -> None:
    browser = client_of(_paused())
    for _ in range(8):
        browser.post("/settings/address/trial")
    tried = select(OutgoingMail.id).where(OutgoingMail.template == "address_again")
    assert len(session.scalars(tried).all()) == 5


def test_an_administrator_sees_it_and_says_that_the_address_is_good(client_of: ClientOf) -> None:
    browser = client_of(admin())
    person = _paused()
    page = browser.get("/admin/mails").text
    assert "Mails come back from these people" in page and "Came back" in page
    browser.post(f"/admin/people/{person.handle}/mail")
    assert pause_of(person.id) is None and "Mails come back from these people" not in browser.get("/admin/mails").text
    assert "mail resumed" in session.scalars(select(LedgerEntry.act)).all()
