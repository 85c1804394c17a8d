"""What must be true of a forum whatever has happened to it, and the people who post to it meanwhile."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from typing import Any

from sqlalchemy import func, select, text

from forum.accounts.actors import load_actor
from forum.answers.models import Answer, Comment
from forum.app import Tanya
from forum.kernel import clock
from forum.kernel.db import db, is_sqlite, session, transaction
from forum.notifications.models import EventPending, Notice
from forum.people.models import Person
from forum.questions.models import Question
from forum.search import place
from forum.search.asking import Asker
from forum.search.check import Difference, difference
from forum.search.jobs import waiting_threads
from forum.search.queries import search
from forum.votes.recount import recount_all
from tests.operations.posting import Poster, cookie_of
from tests.people import make_person
from tests.posts import answer, category, question
from tests.running import eventually

CLIENTS = 8
KEY = "t" * 40


def arranged(app: Tanya) -> list[str]:
    """A category, a thread that all write to, and so many people of IT, whom no limit stops; their cookies."""
    with of(app):
        with transaction():
            asker = make_person("Ana Lim")
            thread = question(asker, category(), at=clock.now())
            answer(thread, make_person("Ben Ong"), at=clock.now())
            people = [make_person(f"Helper {n}", roles="employee it_staff") for n in range(CLIENTS)]
        return [cookie_of(app, person) for person in people]


@contextmanager
def of(app: Tanya) -> Iterator[None]:
    """The application's context with its own index, and no connection left open afterwards."""
    place.configure(app.extensions["environment"].search)
    with app.app_context():
        try:
            yield
        finally:
            session.remove()
            db.engine.dispose()


@contextmanager
def posting(port: int, cookies: list[str]) -> Iterator[list[Poster]]:
    """Eight clients post while the block runs; afterwards each has had an answer to every form it sent."""
    clients = [Poster(port, cookie, "hardware") for cookie in cookies]
    for client in clients:
        client.start()
    yield clients
    for client in clients:
        client.stop()
    assert not any(client.is_alive() for client in clients)
    wrong = [client.wrong for client in clients if client.wrong]
    assert not wrong, wrong


def holds(app: Tanya, said: list[str]) -> None:
    """Everything that was ever acknowledged is there once and found, and the forum agrees with itself."""
    agrees_with_itself(app)
    with of(app):
        assert _times(said) == {1: len(said)}
        assert [word for word in said[-40:] if not _is_found(word)] == []


def agrees_with_itself(app: Tanya) -> None:
    """Counters equal recounts, the index is the database's, and SQLite finds nothing wrong with its file."""
    with of(app):
        assert eventually(lambda: _fresh(_waiting) == 0)
        assert _stored_counts() == _counted_again()
        assert _fresh(difference) == Difference(0, 0, 0)
        if is_sqlite():
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []


def _fresh(ask: Any) -> Any:
    session.rollback()
    return ask()


def _waiting() -> int:
    untold = select(func.count()).select_from(EventPending).where(EventPending.done_at.is_(None))
    return waiting_threads() + (session.scalar(untold) or 0)


def _times(said: list[str]) -> Counter[int]:
    """How many of the words are in how many posts."""
    sources = [s for kind in (Question, Answer, Comment) for s in session.scalars(select(kind.source))]
    seen = Counter(word.strip(".") for source in sources for word in source.split())
    return Counter(seen[word] for word in said)


def _stored_counts() -> dict[str, Any]:
    """Every counter that stands on a row."""
    of_questions = (
        Question.id, Question.answer_count, Question.score, Question.affected_count, Question.has_staff_answer,
        Question.last_answer_at, Question.last_answer_by_id, Question.active_at, Question.solved_at,
    )  # fmt: skip
    of_answers = Answer.id, Answer.score, Answer.failed_count
    unread = select(Person.id, Person.unread_count).where(Person.unread_count > 0).order_by(Person.id)
    return {
        "questions": session.execute(select(*of_questions).order_by(Question.id)).all(),
        "answers": session.execute(select(*of_answers).order_by(Answer.id)).all(),
        "unread": session.execute(unread).all(),
    }


def _counted_again() -> dict[str, Any]:
    with transaction():
        recount_all()
        unread = select(Notice.person_id, func.count()).where(Notice.read_at.is_(None)).group_by(Notice.person_id)
        return {**_stored_counts(), "unread": session.execute(unread.order_by(Notice.person_id)).all()}


def _is_found(word: str) -> bool:
    reader = load_actor(1, at=clock.now())
    assert reader is not None
    return len(search(word, Asker(reader, at=clock.now(), zone=UTC)).hits) == 1
