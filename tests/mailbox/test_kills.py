"""The worker is killed while mail comes in: each message is there once, and is given up by its server only then."""

import random
import smtplib
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from imap_tools import BaseMailBox
from sqlalchemy import func, select

from forum.kernel.db import session, transaction
from forum.mail.models import OutgoingMail
from forum.mailbox.actions.keep import digest_of
from forum.mailbox.models import RawMail, ReceivedMail
from forum.mailbox.sources.imap import Account, opened
from forum.tickets.models import Ticket
from tests import databases
from tests.mailbox import dovecot
from tests.mailbox.forums import Forum, founded, working
from tests.mailbox.post import message
from tests.operations.truth import of
from tests.people import make_person
from tests.running import Unit, eventually

_BETWEEN = 8  # messages from one kill to the next


@pytest.mark.parametrize(("kind", "kills"), [("sqlite", 3), ("postgresql", 1)])
def test_what_was_delivered_by_lmtp_is_there_once(tmp_path: Path, kind: str, kills: int) -> None:
    _survives_lmtp(tmp_path, kind, kills)


@pytest.mark.parametrize(("kind", "kills"), [("sqlite", 3), ("postgresql", 1)])
def test_what_left_the_mailbox_is_there_once(tmp_path: Path, kind: str, kills: int) -> None:
    _survives_imap(tmp_path, kind, kills)


@pytest.mark.slow
@pytest.mark.parametrize("kind", databases.KINDS)
def test_twenty_kills_lose_nothing_that_comes_by_lmtp(tmp_path: Path, kind: str) -> None:
    _survives_lmtp(tmp_path, kind, 20)


@pytest.mark.slow
@pytest.mark.parametrize("kind", databases.KINDS)
def test_twenty_kills_lose_nothing_that_comes_by_imap(tmp_path: Path, kind: str) -> None:
    _survives_imap(tmp_path, kind, 20)


class _Server(threading.Thread):
    """Delivers each message by LMTP until it is told that it was taken; `taken` counts them."""

    def __init__(self, forum: Forum, raws: list[bytes]) -> None:
        super().__init__(daemon=True)
        self._forum, self._raws = forum, raws
        self.taken = 0

    def run(self) -> None:
        """Until all were taken."""
        for raw in self._raws:
            while not self._is_taken(raw):
                time.sleep(0.05)
            self.taken += 1

    def _is_taken(self, raw: bytes) -> bool:
        try:
            self._forum.deliver(raw, "person@kencana.example", [self._forum.support])
        except (OSError, smtplib.SMTPException):
            return False
        return True


def _survives_lmtp(folder: Path, kind: str, kills: int) -> None:
    forum, chance = founded(kind, folder, "kencana.example"), random.Random(kind)
    raws = _written(forum, _BETWEEN * (kills + 1))
    with working(forum) as worker:
        server = _Server(forum, raws)
        server.start()
        for number in range(kills):
            wanted = _BETWEEN * number + chance.randrange(1, _BETWEEN)
            assert eventually(lambda wanted=wanted: server.taken >= wanted)
            time.sleep(chance.uniform(0, 0.3))
            worker.end()
            assert {digest_of(raw) for raw in raws[: server.taken]} <= _kept(forum)
            worker.start()
        _is_there_once(forum, raws)


def _survives_imap(folder: Path, kind: str, kills: int) -> None:
    with dovecot.running() as port:
        account = Account.of(dovecot.url(port), done_folder="Done")
        more = {"TANYA_MAIL_IN_IMAP": dovecot.url(port), "TANYA_MAIL_IN_IMAP_DONE": "Done"}
        forum, chance = founded(kind, folder, "kencana.example", **more), random.Random(kind)
        raws = _written(forum, _BETWEEN * (kills + 1))
        with opened(account) as box, Unit(forum.env, "worker") as worker:
            for raw in raws:
                box.append(raw, "INBOX")
            for number in range(kills):
                wanted = _BETWEEN * number + chance.randrange(1, _BETWEEN)
                assert eventually(lambda wanted=wanted: len(_kept(forum)) >= wanted)
                worker.end()
                assert _kept(forum) | _in(box, "INBOX") == {digest_of(raw) for raw in raws}
                worker.start()
            _is_there_once(forum, raws)
            assert eventually(lambda: not _in(box, "INBOX")) and len(_in(box, "Done")) == len(raws)


def _written(forum: Forum, count: int) -> list[bytes]:
    """So many messages, each of a colleague of its own: no limit stops them."""
    with of(forum.app), transaction():
        people = [make_person(f"Person {number}") for number in range(count)]
        senders = [person.email for person in people]
    mails = [message(f"{each}", to=forum.support, subject=f"It is broken, {n}") for n, each in enumerate(senders)]
    return [bytes(mail).replace(b"\n", b"\r\n") for mail in mails]


def _kept(forum: Forum) -> set[str]:
    """Which messages are stored as they came."""
    with of(forum.app):
        return set(session.scalars(select(ReceivedMail.digest).join(RawMail, RawMail.mail_id == ReceivedMail.id)))


def _in(box: BaseMailBox, folder: str) -> set[str]:
    box.folder.set(folder)
    return {digest_of(each.obj.as_bytes()) for each in box.fetch(mark_seen=False)}


def _is_there_once(forum: Forum, raws: list[bytes]) -> None:
    """Each message was read, and is one ticket with one receipt."""
    assert eventually(lambda: forum.has_read(len(raws)), seconds=120)
    with of(forum.app):
        assert _kept(forum) == {digest_of(raw) for raw in raws}
    with of(forum.app):
        titles = Counter(session.scalars(select(Ticket.title)))
        receipts = session.scalar(select(func.count()).where(OutgoingMail.template == "receipt"))
    assert titles == Counter(f"It is broken, {number}" for number in range(len(raws))) and receipts == len(raws)
