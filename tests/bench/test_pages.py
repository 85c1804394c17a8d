"""The main pages on a company that has everything: as many statements however much there is, each by an index."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, event

from bench.company import fill
from forum.app import Tanya
from forum.kernel import clock
from forum.kernel.db import db, session
from tests import databases

FEW, MANY = 60, 2000
MOST = {
    "/questions/1/q": 10,
    "/questions/2/q": 10,
    "/questions": 7,
    "/questions?show=unanswered&sort=newest": 7,
    "/categories/network": 7,
    "/tags/vpn": 9,
    "/tags": 5,
    "/": 12,
    "/inbox": 5,
    "/people/ben.ong": 9,
    "/tickets": 5,
    "/tickets/IT-000001": 24,
    "/queue": 7,
    "/worklist": 6,
}
READ_MOST = ("/questions/1/q", "/questions/2/q", "/questions", "/inbox")
# Beside questions, whose lists have a test of their own and whose counts may walk the table up to a hundred; and beside
# tickets, so few here that PostgreSQL reads them all sooner than by an index.
BIG = ("answer", "comment", "vote", "notice", "affected", "follow", "question_tag")

Statement = tuple[str, Any]


@dataclass
class Company:
    """A forum with so many threads, as somebody of IT staff sees it."""

    app: Tanya
    browser: FlaskClient

    def statements_of(self, path: str) -> list[Statement]:
        """What the page asks the database."""
        seen: list[Statement] = []

        def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
            if statement != "BEGIN":
                seen.append((statement, parameters))

        with self.app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        answer = self.browser.get(path)
        event.remove(engine, "before_cursor_execute", note)
        assert answer.status_code == 200, path
        return seen

    def plan_of(self, statement: Statement) -> str:
        """How the database goes about it."""
        with self.app.app_context(), db.engine.connect() as connection:
            return "\n".join(_steps(connection, *statement))


def _steps(connection: Connection, sql: str, parameters: Any) -> list[str]:
    how = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    return [str(step[-1]) for step in connection.exec_driver_sql(f"{how} {sql}", parameters)]


@pytest.fixture(scope="module", params=databases.KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each database."""
    return str(request.param)


@pytest.fixture(scope="module")
def few(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """A company at its beginning."""
    yield from _company(FEW, kind, tmp_path_factory.mktemp("few"))


@pytest.fixture(scope="module")
def many(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """A company after a while."""
    yield from _company(MANY, kind, tmp_path_factory.mktemp("many"))


def _company(threads: int, kind: str, folder: Path) -> Iterator[Company]:
    app = databases.make_app(databases.fresh_database(kind, folder), folder)
    browser = app.test_client()
    with app.app_context():
        reader = fill(threads, at=clock.now())
        cookie = f"{reader.id}.{reader.session_epoch}"
        session.remove()
    with browser.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"] = cookie, True
    yield Company(app, browser)
    with app.app_context():
        db.engine.dispose()


def test_pages_cost_the_same_number_of_statements_however_much_there_is(few: Company, many: Company) -> None:
    for path, most in MOST.items():
        few.browser.get(path), many.browser.get(path)  # the first page of a process reads the settings
        counts = len(few.statements_of(path)), len(many.statements_of(path))
        assert counts[0] == counts[1] <= most, (path, counts)


def test_what_is_read_most_reads_no_big_table_from_end_to_end(many: Company) -> None:
    for path in READ_MOST:
        for statement in many.statements_of(path):
            plan = many.plan_of(statement)
            for table in BIG:
                for waste in (rf"SCAN {table}\b(?! USING)", rf"Seq Scan on {table}\b"):
                    assert not re.search(waste, plan), (path, statement, plan)


def test_tickets_of_answers_and_comments_are_found_by_their_posts(many: Company) -> None:
    """And not by their state: a thread of fifty answers would read all open tickets a hundred times."""
    plans = "\n".join(many.plan_of(statement) for statement in many.statements_of("/questions/2/q"))
    for post in ("answer", "comment"):
        assert re.search(rf"(ix_ticket|uq_ticket_open)_{post}\b", plans), plans


def test_the_worklist_and_home_walk_the_index_of_their_order(many: Company) -> None:
    """However many wait; SQLite once read all that were no duplicates, and sorted them."""
    for path, index in (("/worklist", "ix_question_waiting"), ("/", "ix_question_unanswered")):
        plans = "\n".join(many.plan_of(statement) for statement in many.statements_of(path))
        assert index in plans, plans
        assert "ix_question_duplicate_of_id" not in plans, plans


def test_the_queue_walks_open_tickets_in_its_order(many: Company) -> None:
    """The done ones are the most, and are neither listed nor counted."""
    for path in ("/queue", "/queue?view=mine", "/queue?view=resolved", "/queue?order=oldest"):
        listed, counted = (s for s in many.statements_of(path) if "FROM ticket " in s[0])
        assert "NOT IN ('closed', 'void')" in listed[0] and "NOT IN ('closed', 'void')" in counted[0]
        if isinstance(listed[1], tuple):  # SQLite; PostgreSQL reads so few all at once
            assert "ix_ticket_desk" in many.plan_of(listed) and "ix_ticket_desk" in many.plan_of(counted), path


def test_a_search_asks_for_the_threads_that_wait_for_the_index_and_not_for_all(many: Company) -> None:
    """SQLite once read every thread to find that none waited: 25 ms at 50,000."""
    for path in ("/search?q=vpn", "/search/suggestions?q=vp"):
        (asked,) = (s for s in many.statements_of(path) if "search_pending" in s[0])
        assert not re.search(r"SCAN question\b|Seq Scan on question\b", many.plan_of(asked)), path
