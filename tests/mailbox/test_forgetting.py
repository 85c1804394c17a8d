"""What must be forgotten is forgotten in messages as they came."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from forum.app import Tanya
from forum.kernel.db import session
from forum.mailbox.actions.forget import forget_mails_of, forget_raw_mails, raw_mails_with
from forum.mailbox.jobs import forget_old_raw_mail
from forum.mailbox.models import RawMail, ReceivedMail
from forum.privacy.spellings import secret
from tests.conftest import NOON
from tests.mailbox.post import address, arrive, message
from tests.people import ana

SECRET = "Kzq7!hünter<99>"
pytestmark = pytest.mark.usefixtures("noon")


def _kept() -> int:
    return session.scalar(select(func.count()).select_from(RawMail)) or 0


@pytest.mark.parametrize("coding", ["base64", "quoted-printable", "8bit"])
def test_a_secret_is_found_however_the_message_is_encoded(app: Tanya, tmp_path: Path, coding: str) -> None:
    hidden = message()
    hidden.set_content(f"It is {SECRET}.", cte=coding)
    arrive(hidden, tmp_path), arrive(message(), tmp_path)
    session.commit()
    [found] = raw_mails_with(secret(SECRET).finds)
    assert forget_raw_mails(found) == 1 and _kept() == 1


def test_a_secret_is_found_in_a_subject_and_in_an_unknown_charset(app: Tanya, tmp_path: Path) -> None:
    arrive(message(subject=f"It is {SECRET}"), tmp_path)
    odd = message(text="It is hunter22.")
    odd.set_param("charset", "x-unknown")
    arrive(odd, tmp_path)
    session.commit()
    assert [len(found) for word in (SECRET, "hunter22") for found in raw_mails_with(secret(word).finds)] == [1, 1]


def test_nothing_of_an_erased_person_is_left(app: Tanya, tmp_path: Path) -> None:
    person, _ = ana(), address()
    arrive(message(), tmp_path)
    assert forget_mails_of(person.id, addresses=["Ana.Lim@kencana.example"]) == 1
    [mail] = session.scalars(select(ReceivedMail))
    session.refresh(mail)
    assert (_kept(), mail.sender, mail.subject, mail.why) == (0, "", "", [])


def test_raw_messages_go_after_ninety_days(app: Tanya, tmp_path: Path) -> None:
    arrive(message(), tmp_path)
    session.commit()
    forget_old_raw_mail(NOON + timedelta(days=89))
    assert _kept() == 1
    forget_old_raw_mail(NOON + timedelta(days=91))
    [mail] = session.scalars(select(ReceivedMail))
    assert (_kept(), mail.subject, mail.conversation, mail.sender) == (0, "", "", "ana.lim@kencana.example")
