"""An administrator puts a message into a thread, in its sender's name: where the sender could write himself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from forum.answers.models import Answer, Comment
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid
from forum.ledger.models import LedgerEntry
from forum.mail.models import OutgoingMail
from forum.mailbox.actions.order import replay
from forum.mailbox.actions.put import put_as_answer, put_as_comment
from forum.mailbox.facts import Kind
from forum.mailbox.jobs import mail_in_work
from forum.mailbox.models import ReceivedMail
from forum.people.models import Person, PersonState
from forum.questions.actions import lock_question, protect_question
from forum.questions.models import Question
from forum.topics.models import Audience
from tests.conftest import NOON
from tests.mailbox.post import arrive, here, message, why
from tests.people import admin, ana, ben, make_person, mo
from tests.posts import actor, category, later, question

pytestmark = pytest.mark.usefixtures("noon")
Put = Callable[..., None]


def _of_ben(folder: Path, text: str = "Turn the cartridge.", **said: str) -> ReceivedMail:
    """A mail of Ben's that nobody could place."""
    ben()
    return arrive(message("ben.ong@kencana.example", to="nobody@kencana.example", text=text, **said), folder)


def _ben() -> Person:
    return session.scalars(select(Person).where(Person.handle == "ben.ong")).one()


def _worked(folder: Path, mail: ReceivedMail) -> ReceivedMail:
    session.commit()
    mail_in_work(here(folder))("test", NOON)
    session.expire_all()
    return session.get_one(ReceivedMail, mail.id)


def test_a_parked_message_becomes_its_sender_s_answer(app: Tanya, tmp_path: Path) -> None:
    asked, mail = question(ana()), _of_ben(tmp_path)
    put_as_answer(mail.id, question_id=asked.id, by=actor(admin()), at=NOON)
    mail = _worked(tmp_path, mail)
    written = session.scalars(select(Answer)).one()
    assert (written.question_id, written.author_id, written.source) == (asked.id, _ben().id, "Turn the cartridge.")
    assert mail.decision is Kind.POST and mail.question_id == asked.id and mail.parked_at is None
    assert "An administrator has said that it belongs to" in why(mail) and "may read it, and so write in it" in why(
        mail
    )


def test_or_a_comment_of_his_on_the_question(app: Tanya, tmp_path: Path) -> None:
    asked, mail = question(ana()), _of_ben(tmp_path)
    put_as_comment(mail.id, question_id=asked.id, by=actor(admin()), at=NOON)
    assert _worked(tmp_path, mail).decision is Kind.POST
    written = session.scalars(select(Comment)).one()
    assert (written.question_id, written.author_id) == (asked.id, _ben().id) and asked.answer_count == 0


def test_the_asker_s_short_words_are_an_answer_if_an_administrator_says_so(app: Tanya, tmp_path: Path) -> None:
    asked = question(ana())
    mail = arrive(message(to="nobody@kencana.example"), tmp_path)
    put_as_answer(mail.id, question_id=asked.id, by=actor(admin()), at=NOON)
    _worked(tmp_path, mail)
    assert session.scalars(select(Answer.author_id)).all() == [asked.author_id]


def test_the_record_says_who_put_what_where(app: Tanya, tmp_path: Path) -> None:
    asked, mail, boss = question(ana()), _of_ben(tmp_path), actor(admin())
    put_as_comment(mail.id, question_id=asked.id, by=boss, at=NOON)
    entry = session.scalars(select(LedgerEntry).where(LedgerEntry.act == "mail put into a thread")).one()
    assert entry.by_id == boss.id and entry.content == {"mail": mail.id, "question": asked.id, "kind": "comment"}


def _silence(asked: Question) -> None:
    _ben().silenced_until = later(hours=1)


def _suspend(asked: Question) -> None:
    _ben().suspended_until = later(hours=1)


def _close_account(asked: Question) -> None:
    _ben().state = PersonState.DEACTIVATED


def _close_category(asked: Question) -> None:
    asked.category_id = category("Board", audience=Audience.STAFF).id


def _lock(asked: Question) -> None:
    lock_question(asked, reason="Settled.", by=actor(mo()), at=NOON)


def _protect(asked: Question) -> None:
    protect_question(asked, reason="Many say only: me too.", by=actor(mo()), at=NOON)


@pytest.mark.parametrize("put", [put_as_answer, put_as_comment])
@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (_silence, "ben.ong@kencana.example is silenced"),
        (_suspend, "Nobody with the address ben.ong@kencana.example may write in threads."),
        (_close_account, "Nobody with the address ben.ong@kencana.example may write in threads."),
        (_close_category, "ben.ong@kencana.example may not read that thread"),
        (_lock, "This question is locked."),
        (_protect, "the account of ben.ong@kencana.example is too new"),
    ],
)
def test_what_its_sender_could_not_write_there_is_refused_with_the_reason(
    app: Tanya, tmp_path: Path, put: Put, happens: Callable[[Question], None], said: str
) -> None:
    asked, mail, boss = (
        question(ana()),
        _of_ben(tmp_path),
        actor(make_person("Farid Aziz", roles="it_staff administrator")),
    )
    happens(asked)
    session.flush()
    with pytest.raises(Invalid) as refused:
        put(mail.id, question_id=asked.id, by=boss, at=NOON)
    assert said in str(refused.value) and refused.value.field == "thread"


@pytest.mark.parametrize("happens", [_silence, _suspend, _close_account, _close_category, _lock, _protect])
def test_what_has_changed_before_it_is_written_parks_it_again_and_nobody_is_told(
    app: Tanya, tmp_path: Path, happens: Callable[[Question], None]
) -> None:
    asked, mail = question(ana()), _of_ben(tmp_path)
    put_as_answer(mail.id, question_id=asked.id, by=actor(admin()), at=NOON)
    happens(asked)
    mail = _worked(tmp_path, mail)
    assert mail.decision is Kind.PARK and mail.parked_at is not None and len(mail.why) >= 2
    assert not session.scalars(select(Answer)).all() and not session.scalars(select(OutgoingMail)).all()


def test_a_thread_that_the_administrator_may_not_read_does_not_exist_for_him(app: Tanya, tmp_path: Path) -> None:
    asked, mail, boss = question(ana()), _of_ben(tmp_path), actor(admin())
    asked.category_id = category("Board", audience=Audience.GROUPS).id
    session.flush()
    for number in (asked.id, 4711, 0):
        with pytest.raises(Invalid, match="There is no thread"):
            put_as_answer(mail.id, question_id=number, by=boss, at=NOON)


def test_a_comment_is_short_and_brings_no_files(app: Tanya, tmp_path: Path) -> None:
    asked, boss = question(ana()), actor(admin())
    sent = message("ben.ong@kencana.example", to="nobody@kencana.example", text="See there.")
    sent.add_attachment(b"log", maintype="text", subtype="plain", filename="log.txt")
    long = _of_ben(tmp_path, "word " * 500)
    with pytest.raises(Invalid, match="takes no files"):
        put_as_comment(arrive(sent, tmp_path).id, question_id=asked.id, by=boss, at=NOON)
    with pytest.raises(Invalid, match="at most 2000 characters"):
        put_as_comment(long.id, question_id=asked.id, by=boss, at=NOON)


def test_files_come_along_with_an_answer(app: Tanya, tmp_path: Path) -> None:
    asked = question(ana())
    ben()
    sent = message("ben.ong@kencana.example", to="nobody@kencana.example", text="See there.")
    sent.add_attachment(b"log", maintype="text", subtype="plain", filename="log.txt")
    mail = arrive(sent, tmp_path)
    put_as_answer(mail.id, question_id=asked.id, by=actor(admin()), at=NOON)
    _worked(tmp_path, mail)
    assert "log.txt" in session.scalars(select(Answer.source)).one()


def test_what_was_written_is_not_put_anywhere_again(app: Tanya, tmp_path: Path) -> None:
    asked, mail, boss = question(ana()), _of_ben(tmp_path), actor(admin())
    put_as_answer(mail.id, question_id=asked.id, by=boss, at=NOON)
    mail = _worked(tmp_path, mail)
    for put in (put_as_answer, put_as_comment):
        with pytest.raises(Conflict):
            put(mail.id, question_id=asked.id, by=boss, at=NOON)


def test_deciding_again_or_another_place_forgets_the_thread(app: Tanya, tmp_path: Path) -> None:
    asked, mail, boss = question(ana()), _of_ben(tmp_path), actor(admin())
    put_as_answer(mail.id, question_id=asked.id, by=boss, at=NOON)
    _lock(asked)
    mail = _worked(tmp_path, mail)
    replay(mail.id, by=boss, at=NOON)
    assert _worked(tmp_path, mail).decision is Kind.PARK and "none of the addresses" in why(mail)
