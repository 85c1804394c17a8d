"""Mail about what was merged lands where it goes on, however it is found."""

from pathlib import Path

import pytest
from sqlalchemy import select

from forum.answers.models import Answer
from forum.app import Tanya
from forum.kernel.db import session
from forum.mail.actions import queue_mail
from forum.mail.compose import Sender, compose
from forum.mail.models import OutgoingMail
from forum.mailbox.facts import Kind
from forum.moderation.merging.merge import merge_threads
from forum.notifications.reply_keys import ReplyTo, key_to
from forum.questions.models import Question
from forum.tickets.family.actions.merge import merge
from forum.tickets.models import Ticket, TicketReply
from tests.conftest import NOON
from tests.mailbox.post import SUPPORT, address, arrive, message, why
from tests.people import ana, ben, iris, mo
from tests.posts import actor, answer, question

pytestmark = pytest.mark.usefixtures("noon")
_HERE = Sender("it@kencana.example", "http://forum.example", "Tanya", "forum.example")
_FACTS = {"name": "Ben Ong", "by": "Ana Lim", "title": "Printer", "label": "", "path": "/answers/7", "text": ""}
_WAYS = ("key", "in_reply_to", "references", "number")


def _answered(mail: OutgoingMail, way: str, *, label: str = "", **facts: str) -> object:
    """An answer to the mail that only one of its marks connects with it."""
    sent = compose(mail, _HERE)
    headers = {
        "in_reply_to": {"In_Reply_To": sent["Message-ID"]},
        "references": {"References": f"{sent['Message-ID']} <other@laptop.example>"},
    }
    subject = f"Re: {'a long subject that a mail server folds ' * 3}[{label}]" if way == "number" else "Something else"
    to = sent["Reply-To"].addresses[0].addr_spec if way == "key" else SUPPORT
    return message(to=to, subject=subject, text="It is the blue one.", **headers.get(way, {}), **facts)


def _ticket_by_mail(folder: Path, text: str) -> tuple[Ticket, OutgoingMail]:
    """A ticket, and the receipt that its requester has."""
    mail = arrive(message(text=text), folder)
    receipts = select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(1)
    return session.get_one(Ticket, mail.ticket_id), session.scalars(receipts).one()


@pytest.mark.parametrize("way", _WAYS)
def test_an_answer_finds_the_ticket_into_which_its_own_was_merged_twice(app: Tanya, tmp_path: Path, way: str) -> None:
    ana(), address()
    first, receipt = _ticket_by_mail(tmp_path, "The first.")
    label, staff = first.label, actor(iris())
    second, third = (_ticket_by_mail(tmp_path, text)[0].label for text in ("The second.", "The third."))
    merge(label, second, by=staff, at=NOON), merge(second, third, by=staff, at=NOON)
    mail = arrive(_answered(receipt, way, label=label), tmp_path)
    assert mail.decision is Kind.REPLY, (mail.failure, why(mail))
    said = session.scalars(select(Ticket.label).join(TicketReply, TicketReply.ticket_id == Ticket.id)).all()
    assert said == [third] and third in why(mail)


@pytest.mark.parametrize("way", _WAYS[:3])
def test_an_answer_finds_the_thread_into_which_its_own_was_merged(app: Tanya, tmp_path: Path, way: str) -> None:
    helper, asker = ben(), ana()
    one, into = question(asker), question(asker, title="Printer is silent")
    answer(one, helper)
    mail = queue_mail(
        person_id=helper.id, address=helper.email or "", language="en", template="question_answered", facts=_FACTS,
        sender_name="", at=NOON, reply_key=key_to(ReplyTo(helper.id, one.id)),
    )  # fmt: skip
    merge_threads(one.id, into.id, by=actor(mo()), at=NOON)
    came = arrive(_answered(mail, way, sender="Ben Ong <ben.ong@kencana.example>"), tmp_path)
    assert came.decision is Kind.POST, (came.failure, why(came))
    threads = select(Question.id).join(Answer, Answer.question_id == Question.id).where(Answer.author_id == helper.id)
    assert set(session.scalars(threads)) == {into.id} and came.question_id == into.id
