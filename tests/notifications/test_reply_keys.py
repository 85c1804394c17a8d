"""The Reply-To of a mail says whose answer to what comes there, and nobody can guess another's."""

import re
from email.message import EmailMessage

import pytest
from sqlalchemy import func, select

from forum.app import Tanya
from forum.kernel.db import session
from forum.mail.compose import Sender, compose
from forum.mail.marker import is_marker, marker
from forum.mail.models import OutgoingMail
from forum.notifications.models import Notice, ReplyKey
from forum.notifications.reply_keys import ReplyTo, answered_by, find_by_message_id, find_reply_key, key_to
from forum.tickets.actions.make import make_ticket
from tests.conftest import NOON
from tests.people import ana, ben, iris
from tests.posts import actor, answer, later, question, tell

pytestmark = pytest.mark.usefixtures("noon")
OUT = Sender("it@kencana.example", "http://forum.example", "Tanya")
BOTH_WAYS = Sender("it@kencana.example", "http://forum.example", "Tanya", "in.kencana.example")


def _mail_about_an_answer(app: Tanya) -> OutgoingMail:
    answer(question(ana()), ben())
    session.commit()
    tell(later(minutes=1))
    return session.scalars(select(OutgoingMail)).one()


def _notice(kind: str, question_id: int | None = None, ticket_id: int | None = None) -> Notice:
    return Notice(person_id=1, kind=kind, question_id=question_id, ticket_id=ticket_id)


def test_a_mail_is_answered_to_its_thread_in_the_name_of_who_speaks(app: Tanya) -> None:
    mail = _mail_about_an_answer(app)
    reply_to = compose(mail, BOTH_WAYS)["Reply-To"].addresses[0]
    assert (reply_to.display_name, reply_to.domain) == ("Ben Ong via Tanya", "in.kencana.example")
    assert re.fullmatch(r"reply\+[0-9a-f]{32}", reply_to.username)
    notice = session.scalars(select(Notice)).one()
    assert find_reply_key(reply_to.username) == ReplyTo(notice.person_id, notice.question_id)


def test_without_mail_in_nobody_is_led_to_answer(app: Tanya) -> None:
    assert compose(_mail_about_an_answer(app), OUT)["Reply-To"] is None


def test_what_can_be_answered_says_above_which_line(app: Tanya) -> None:
    mail = _mail_about_an_answer(app)
    for kind in ("plain", "html"):
        both, out = (compose(mail, way).get_body((kind,)) for way in (BOTH_WAYS, OUT))
        assert isinstance(both, EmailMessage) and isinstance(out, EmailMessage)
        assert marker("en") in both.get_content() and marker("en") not in out.get_content()
        assert is_marker(both.get_content().splitlines()[0]) or kind == "html"


def test_a_server_that_folds_case_loses_nothing(app: Tanya) -> None:
    mail = _mail_about_an_answer(app)
    assert find_reply_key(f"REPLY+{mail.reply_key}".upper()) == find_reply_key(f"reply+{mail.reply_key}") is not None


@pytest.mark.parametrize("wrong", ["", "reply", "reply+", "reply+0", "bounce+{key}", "reply+{key}0", "{key}"])
def test_what_is_no_key_is_nobodys(app: Tanya, wrong: str) -> None:
    mail = _mail_about_an_answer(app)
    assert find_reply_key(wrong.format(key=mail.reply_key)) is None


def test_one_key_for_each_person_and_thing(app: Tanya) -> None:
    asked, staff = question(ana()), actor(iris())
    ticket = make_ticket(asked.id, by=staff, at=NOON).ticket
    wanted = [ReplyTo(1, asked.id), ReplyTo(1, ticket_id=ticket.id), ReplyTo(1, None, ticket.id, is_note=True)]
    wanted.append(ReplyTo(staff.id, asked.id))
    keys = [key_to(each) for each in wanted * 2]
    assert len(set(keys)) == session.scalar(select(func.count()).select_from(ReplyKey)) == len(wanted)
    assert [find_reply_key(f"reply+{key}") for key in keys] == wanted * 2


def test_our_message_id_leads_there_too_and_a_foreign_one_nowhere(app: Tanya) -> None:
    mail = _mail_about_an_answer(app)
    sent = str(compose(mail, BOTH_WAYS)["Message-ID"])
    assert find_by_message_id(sent) == find_by_message_id(sent.strip("<>")) == find_reply_key(f"reply+{mail.reply_key}")
    assert find_by_message_id("<123@elsewhere.example>") is None and find_by_message_id("") is None


def test_an_answer_to_a_deadline_is_a_note_and_to_the_requesters_words_a_reply() -> None:
    late, said = _notice("late_response", ticket_id=7), _notice("ticket_reply", ticket_id=7)
    assert answered_by([said]) == ReplyTo(1, ticket_id=7)
    assert answered_by([late]) == answered_by([said, late]) == ReplyTo(1, ticket_id=7, is_note=True)


def test_a_mail_about_two_things_or_about_ones_conduct_has_no_key() -> None:
    assert answered_by([_notice("answer", 1), _notice("answer", 2)]) is None
    assert (
        answered_by([_notice("held", 1)]) is None and answered_by([_notice("answer", 1), _notice("moved", 1)]) is None
    )
    assert answered_by([_notice("known_update")]) is None
