"""The sample company is as rich as it promises, and plays through."""

import re
from pathlib import Path

from sqlalchemy import func, select

from forum.app import Tanya
from forum.files.storage import FolderStorage
from forum.kernel import clock
from forum.kernel.db import session
from forum.knowledge.faq.models import FaqEntry, FaqState
from forum.ledger.models import LedgerEntry
from forum.people.models import Person
from forum.questions.models import Question
from forum.sample.load import load_sample_company
from forum.sample.threads import read_company, read_threads
from forum.tickets.models import Ticket

THREADS = read_threads()


def test_there_are_enough_threads_of_each_kind() -> None:
    malay = [thread for thread in THREADS if thread.facts.get("language") == "ms"]
    long = [thread for thread in THREADS if sum(said.kind == "answer" for said in thread.said) > 5]
    pictured = [thread for thread in THREADS if "picture:" in thread.source + "".join(s.source for s in thread.said)]
    duplicates = [thread for thread in THREADS if "duplicate_of" in thread.facts]
    assert len(THREADS) >= 40 and len(malay) >= 10 and len(pictured) >= 6 and len(duplicates) >= 3
    assert len(long) >= 3


def test_no_two_texts_are_alike() -> None:
    texts = [re.sub(r"\W+", " ", said.source) for thread in THREADS for said in thread.said]
    assert len(set(texts)) == len(texts)


def test_there_are_twelve_people() -> None:
    assert len(read_company()["person"]) == 12


def test_it_plays_through(app: Tanya, tmp_path: Path) -> None:
    assert load_sample_company(FolderStorage(tmp_path), at=clock.now()) == len(THREADS)
    assert session.scalar(select(func.count()).select_from(Question)) == len(THREADS)
    assert len(set(session.scalars(select(Ticket.state)))) >= 5
    assert session.scalar(select(func.max(Person.unread_count))) > 0
    entries = session.scalars(select(FaqEntry.state)).all()
    assert len(entries) >= 8 and set(entries) == {FaqState.PUBLISHED}
    _in_order()


def _in_order() -> None:
    """What happened to a ticket stands in its record in the order of time."""
    entries = session.execute(
        select(LedgerEntry.chain, LedgerEntry.at).order_by(LedgerEntry.chain, LedgerEntry.position)
    ).all()
    assert [entry.at for entry in entries] == [entry.at for entry in sorted(entries)]
