"""The worker is killed in the midst of the queue of mails: each arrives, and only the one under way comes twice."""

from collections import Counter
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

_BETWEEN = 30  # mails from one kill to the next; what was lost with too many workers waits for its lease
_FACTS = {"name": "Ana Lim", "by": "Iris Tan", "title": "VPN", "label": "", "path": "/answers/7", "text": "Reset it."}


class MailServer:
    """Takes every mail and notes for whom and with which Message-ID. The sender is killed after every thirtieth, before
    it is told that the mail was taken, so many times."""

    def __init__(self, kills: int) -> None:
        self.taken: list[tuple[str, str]] = []
        self.under_way: list[tuple[str, str]] = []
        self.sender: Unit | None = None
        self._left = kills

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content)
        self.taken.append((str(message["To"]), str(message["Message-ID"])))
        if self._left and len(self.taken) % _BETWEEN == 0 and self.sender:
            self._left -= 1
            self.under_way.append(self.taken[-1])
            self.sender.kill()
        return "250 OK"


@pytest.mark.parametrize(("kind", "kills"), [("sqlite", 5), ("postgresql", 2)])
def test_every_mail_is_sent_once_and_only_the_one_under_way_again(tmp_path: Path, kind: str, kills: int) -> None:
    _survives(tmp_path, kind, kills)


@pytest.mark.slow
@pytest.mark.parametrize("kind", databases.KINDS)
def test_twenty_kills_lose_no_mail(tmp_path: Path, kind: str) -> None:
    _survives(tmp_path, kind, 20)


def _survives(folder: Path, kind: str, kills: int) -> None:
    url, mails = databases.fresh_database(kind, folder), MailServer(kills)
    app, count = databases.make_app(url, folder), _BETWEEN * (kills + 1)
    _queue_mails(app, count)
    with mail_server(mails) as address, Unit(environment_of(folder, url, TANYA_MAIL_URL=address), "worker") as sender:
        mails.sender = sender
        assert eventually(lambda: _waiting(app) == 0, seconds=60 + 25 * kills)
    times = Counter(mails.taken)
    assert len({address for address, _id in times}) == len(times) == count and len(mails.under_way) == kills
    assert sorted(mail for mail in times.elements() if times[mail] > 1) == sorted(mails.under_way * 2)


def _queue_mails(app: Tanya, count: int) -> None:
    with of(app), transaction():
        for number in range(count):
            queue_mail(
                person_id=None, address=f"person{number}@kencana.example", language="en", facts=_FACTS,
                template="question_answered", sender_name="Iris Tan", at=clock.now(),
            )  # fmt: skip


def _waiting(app: Tanya) -> int:
    with of(app):
        left = select(func.count()).select_from(OutgoingMail).where(OutgoingMail.done_at.is_(None))
        return session.scalar(left) or 0
