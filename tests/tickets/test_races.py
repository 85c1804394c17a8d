"""Many clicks at once: real sessions on a database of the test's own, each click with a connection of its own."""

from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel import clock
from forum.kernel.db import db, session, transaction
from forum.kernel.settings import registry
from forum.tickets.models import NumberSeries, Ticket
from tests import databases
from tests.people import iris, make_person
from tests.posts import question

THREADS, CLICKS, AT_ONCE = 50, 200, 12


@pytest.fixture(params=databases.KINDS)
def own_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tanya]:
    """An application on a database that nobody else uses and whose commits are real."""
    registry.forget()
    app = databases.make_app(databases.fresh_database(request.param, tmp_path), tmp_path)
    yield app
    with app.app_context():
        session.remove()
        db.engine.dispose()
    registry.forget()


def _arranged(app: Tanya) -> tuple[list[int], list[str]]:
    """Fifty threads, and the session cookies of two of IT."""
    with app.app_context(), transaction():
        asker, quicker, slower = iris(), *(make_person(name, roles="employee it_staff") for name in ("Ravi", "Mei"))
        asked = [question(asker, at=clock.now()).id for _ in range(THREADS)]
        return asked, [f"{person.id}.{person.session_epoch}" for person in (quicker, slower)]


def _click(app: Tanya, question_id: int, cookie: str) -> tuple[int, str]:
    browser = app.test_client()
    with browser.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"] = cookie, True
    answer = browser.post(f"/questions/{question_id}/ticket")
    assert answer.status_code == 303, answer.text
    return question_id, str(answer.location).rpartition("/")[2]


def test_two_hundred_clicks_on_fifty_threads_give_fifty_tickets(own_app: Tanya) -> None:
    asked, cookies = _arranged(own_app)
    clicks = [(asked[n % THREADS], cookies[n // THREADS % 2]) for n in range(CLICKS)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(lambda click: _click(own_app, *click), clicks))
    labels = defaultdict(set)
    for question_id, label in told:
        labels[question_id].add(label)
    assert all(len(seen) == 1 for seen in labels.values())  # whoever clicked was shown the same ticket
    with own_app.app_context():
        numbers = session.scalars(select(Ticket.label).order_by(Ticket.id)).all()
        assert numbers == [f"IT-{n:06d}" for n in range(1, THREADS + 1)]  # no gap, in order of commit
        assert session.get_one(NumberSeries, "tickets").last == THREADS
