"""Mails that wait are sent by a worker to a server on loopback: `python -m bench.mail [MAILS] [sqlite|postgresql]`.

Each mail is about a notice: whether its reader may see it is asked before it leaves. Time runs from the first mail that
the server takes to the last. The worker's memory is told at every tenth of the way, and what it takes of the
processors, which says how it would be on a machine that has nothing else to do.
"""

import os
import subprocess
import sys
import threading
import time
from datetime import datetime
from itertools import cycle, islice
from typing import Any

from aiosmtpd.controller import Controller
from sqlalchemy import insert, select

from bench.company import fill
from bench.pages import over_databases, signed_in
from bench.serving import megabytes, processor_seconds
from forum.kernel.db import session, transaction
from forum.mail.models import OWN_DOMAIN, OutgoingMail
from forum.notifications.models import Notice
from forum.operations.serve import bound_socket
from forum.people.models import Person, PersonState
from forum.questions.models import Question, Visibility
from forum.questions.visibility import unrestricted
from forum.topics.models import Audience, Category
from forum.topics.visibility import unrestricted as any_category

THREADS = 500
GOAL = 100
"""Mails a second."""
_BATCH = 2000
_FACTS = {
    "name": "Ana Lim", "by": "Iris Tan", "title": "VPN drops every hour", "label": "", "path": "/answers/7",
    "text": "Reset it. " * 40, "reason": "", "words": "", "worked": "", "unsubscribe": "/unsubscribe/key/answers",
}  # fmt: skip


class Taking:
    """Counts what it is sent, and how often the same; notes when, and the sender's memory and work at every tenth."""

    def __init__(self, most: int) -> None:
        self.most, self.taken, self.times = most, set[str](), list[float]()
        self.worker = 0
        self.memory, self.cpu = list[int](), list[float]()
        self.ended = threading.Event()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.times.append(time.perf_counter())
        self.taken.add(envelope.mail_from)
        if len(self.times) % (self.most // 10) == 0:
            self.memory.append(megabytes(f"{self.worker}", "Rss"))
            self.cpu.append(processor_seconds(f"{self.worker}"))
        if len(self.taken) == self.most:
            self.ended.set()
        return "250 OK"


def fill_mails(count: int, *, at: datetime) -> Person:
    """So many mails wait, each with a notice of a thread. Committed."""
    reader = fill(THREADS, at=at)
    with transaction():
        working = Person.email.is_not(None), Person.state == PersonState.ACTIVE
        people = session.execute(select(Person.id, Person.email).where(*working).order_by(Person.id))
        open_to_all = select(Category.id).where(any_category(), Category.audience == Audience.EVERYONE)
        threads = select(Question.id).where(
            unrestricted(), Question.visibility == Visibility.PUBLIC, Question.category_id.in_(open_to_all)
        )
        pairs = zip(cycle(people.all()), cycle(session.scalars(threads).all()), strict=False)
        numbered = enumerate(islice(pairs, count))
        while batch := list(islice(numbered, _BATCH)):
            _write(batch, at)
    return reader


def _write(batch: list[Any], at: datetime) -> None:
    mails = [
        {"person_id": person.id, "address": person.email, "language": "en", "template": "question_answered",
         "facts": _FACTS, "sender_name": "Iris Tan (IT)", "message_id": f"{number:024x}{OWN_DOMAIN}",
         "in_reply_to": f"question-{thread}{OWN_DOMAIN}", "created_at": at, "due_at": at}
        for number, (person, thread) in batch
    ]  # fmt: skip
    ids = session.scalars(insert(OutgoingMail).returning(OutgoingMail.id, sort_by_parameter_order=True), mails)
    session.execute(insert(Notice), [
        {"person_id": person.id, "kind": "answer", "question_id": thread, "mail_id": mail_id, "facts": {}, "at": at}
        for mail_id, (_number, (person, thread)) in zip(ids.all(), batch, strict=True)
    ])  # fmt: skip


def measure(kind: str, url: str, mails: int) -> None:
    """Prints this database's line."""
    signed_in(lambda at: fill_mails(mails, at=at))
    with bound_socket("127.0.0.1", 0) as probe:
        port = probe.getsockname()[1]
    server = Controller(taking := Taking(mails), hostname="127.0.0.1", port=port)
    server.start()
    told = {"TANYA_MAIL_URL": f"smtp://127.0.0.1:{port}", "TANYA_MAIL_IN_DOMAIN": "in.kencana.example"}
    worker = subprocess.Popen([sys.executable, "-m", "forum.cli", "worker"], env={**os.environ, **told})
    taking.worker = worker.pid
    try:
        if not taking.ended.wait(mails / 10 + 60):
            raise SystemExit(f"only {len(taking.taken)} of {mails} mails came")
        time.sleep(1)  # would one come again?
    finally:
        worker.terminate()
        worker.wait(20)
        server.stop()
    seconds = taking.times[mails - 1] - taking.times[0]
    cpu = 1000 * (taking.cpu[-1] - taking.cpu[0]) / (mails * 0.9)
    print(f"{kind}: {mails} mails in {seconds:.1f} s, {mails / seconds:.0f} a second (goal {GOAL}),"
          f" {cpu:.1f} ms of CPU each, {len(taking.times) - mails} twice; load {os.getloadavg()[0]:.1f};"
          f" worker MB at each tenth: {' '.join(map(str, taking.memory))}", flush=True)  # fmt: skip


def main() -> None:
    """10,000 mails, or as many as the command names."""
    over_databases(measure, most=10_000)


if __name__ == "__main__":
    main()
