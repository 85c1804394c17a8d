"""The worker is killed in the midst of the queue of mails: each arrives, and only one under way may come twice."""

import threading
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from forum.app import Tanya
from forum.kernel import clock
from forum.kernel.db import session, transaction
from forum.mail.actions import queue_mail
from forum.mail.models import OutgoingMail
from tests import databases
from tests.operations.truth import of
from tests.running import Unit, environment_of, eventually, mail_server

_MAILS = 30
_FACTS = {"name": "Ana Lim", "by": "Iris Tan", "title": "VPN", "label": "", "path": "/answers/7", "text": "Reset it."}


class MailServer:
    """Takes every mail and notes for whom and with which Message-ID; kills the sender before it tells it of the 7th."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []
        self.sender: Unit | None = None
        self.killed = threading.Event()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content)
        self.taken.append((str(message["To"]), str(message["Message-ID"])))
        if len(self.taken) == 7 and self.sender:
            self.sender.end()
            self.killed.set()
        return "250 OK"


@pytest.fixture
def server() -> Iterator[tuple[MailServer, str]]:
    """A mail server on loopback, and its address."""
    mails = MailServer()
    with mail_server(mails) as address:
        yield mails, address


@pytest.mark.parametrize("kind", databases.KINDS)
def test_every_mail_is_sent_once_and_at_most_the_one_under_way_again(
    tmp_path: Path, kind: str, server: tuple[MailServer, str]
) -> None:
    (mails, address), url = server, databases.fresh_database(kind, tmp_path)
    app = databases.make_app(url, tmp_path)
    _queue_mails(app)
    with Unit(environment_of(tmp_path, url, TANYA_MAIL_URL=address), "worker") as mails.sender:
        assert mails.killed.wait(60)
        mails.sender.start()
        assert eventually(lambda: len(mails.taken) >= 15)
        mails.sender.kill()
        assert eventually(lambda: _waiting(app) == 0)
    _each_once(mails.taken, but_under_way=2)


def _queue_mails(app: Tanya) -> None:
    with of(app), transaction():
        for number in range(_MAILS):
            queue_mail(
                person_id=None, address=f"person{number}@kencana.example", language="en", facts=_FACTS,
                template="question_answered", sender_name="Iris Tan", at=clock.now(),
            )  # fmt: skip


def _waiting(app: Tanya) -> int:
    with of(app):
        left = select(func.count()).select_from(OutgoingMail).where(OutgoingMail.done_at.is_(None))
        return session.scalar(left) or 0


def _each_once(taken: list[tuple[str, str]], *, but_under_way: int) -> None:
    """Everybody's mail came, under one Message-ID; at most so many came a second time, the first of them certainly."""
    times = Counter(taken)
    assert len({address for address, _id in times}) == len(times) == _MAILS
    again = [mail for mail, count in times.items() if count > 1]
    assert taken[6] in again and len(again) <= but_under_way and max(times.values()) == 2
