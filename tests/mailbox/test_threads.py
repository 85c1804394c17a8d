"""What is mailed into a thread where the writer may not write."""

from pathlib import Path

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel.db import session
from forum.mail.compose import Sender, compose
from forum.mail.models import OutgoingMail
from forum.mailbox.facts import Kind
from forum.notifications.reply_keys import ReplyTo, key_to
from forum.questions.actions import follow, lock_question, protect_question
from forum.questions.models import Question
from tests.conftest import NOON
from tests.mailbox.post import arrive, message
from tests.people import ana, ben, mo
from tests.posts import actor, question

pytestmark = pytest.mark.usefixtures("noon")
_HERE = Sender("it@kencana.example", "http://forum.example", "Tanya", "forum.example")


def _answered(asked: Question, folder: Path, **headers: str) -> Kind:
    follower = ben()
    follow(asked, by=actor(follower), at=NOON)
    key = key_to(ReplyTo(follower.id, question_id=asked.id))
    session.flush()
    sent = message("ben.ong@kencana.example", to=f"reply+{key}@forum.example", text="Turn the cartridge.", **headers)
    return Kind(arrive(sent, folder).decision)


def _told() -> list[str]:
    mails = [compose(mail, _HERE) for mail in session.scalars(select(OutgoingMail))]
    return [" ".join(mail.get_body(("plain",)).get_content().split()) for mail in mails]  # type: ignore[union-attr]


def test_a_newcomer_hears_why_his_mail_is_not_in_a_protected_thread_and_keeps_his_words(
    app: Tanya, tmp_path: Path
) -> None:
    asked = question(ana())
    protect_question(asked, reason="Many say only: me too.", by=actor(mo()), at=NOON)
    assert _answered(asked, tmp_path) is Kind.REFUSE
    [mail] = _told()
    assert "too new to write in it" in mail and "Turn the cartridge." in mail
    assert asked.answer_count == 0


def test_so_does_who_writes_into_a_locked_one(app: Tanya, tmp_path: Path) -> None:
    asked = question(ana())
    lock_question(asked, reason="Settled.", by=actor(mo()), at=NOON)
    assert _answered(asked, tmp_path) is Kind.REFUSE
    assert "This question is locked" in _told()[0]


def test_a_machine_is_not_answered_and_its_mail_waits(app: Tanya, tmp_path: Path) -> None:
    asked = question(ana())
    lock_question(asked, reason="Settled.", by=actor(mo()), at=NOON)
    assert _answered(asked, tmp_path, Precedence="bulk") is Kind.PARK
    assert not _told()
