"""PostgreSQL plans the statements of a page once a connection."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from psycopg import _queries
from psycopg.pq import TransactionStatus
from sqlalchemy import func, literal, select, text
from sqlalchemy.exc import NotSupportedError

from forum.app import Tanya
from forum.kernel.cursors import LateCursor
from forum.kernel.db import db, one_moment, read, session, transaction
from forum.kernel.faults import is_away
from forum.people.models import Person
from tests import databases


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tanya]:
    """An application with a PostgreSQL of its own, as requests find it."""
    folder = tmp_path_factory.mktemp("postgresql")
    app = databases.make_app(databases.fresh_database("postgresql", folder), folder)
    yield app
    with app.app_context():
        db.engine.dispose()


def prepared() -> list[str]:
    """The statements that this connection has prepared."""
    return list(read(text("SELECT statement FROM pg_prepared_statements")).scalars())


def test_statements_stay_prepared_from_request_to_request(postgresql: Tanya) -> None:
    statement = select(func.count(Person.id), func.min(Person.created_at))
    for _ in range(8):
        with postgresql.app_context():
            read(statement)
    with postgresql.app_context():
        assert any("min(person.created_at)" in known for known in prepared())


def test_a_statement_is_prepared_on_its_first_use(postgresql: Tanya) -> None:
    with postgresql.app_context():
        read(select(func.count(Person.id), func.max(Person.created_at)))
        assert any("max(person.created_at)" in known for known in prepared())


def test_a_schema_that_is_changed_meanwhile_fails_one_request_and_no_more(postgresql: Tanya) -> None:
    """PostgreSQL runs no statement that was prepared for other columns, and by itself nothing prepares it anew."""
    statement = select(Person.location).where(Person.id == 1)
    with postgresql.app_context():
        with db.engine.connect() as one, db.engine.connect() as other, db.engine.connect() as migration:
            assert one.execute(statement).one() == other.execute(statement).one()
            migration.execute(text("ALTER TABLE person ALTER COLUMN location TYPE varchar(300)"))
        with pytest.raises(NotSupportedError) as failure, db.engine.connect() as one:
            one.execute(statement)
        assert is_away(failure.value)
        with db.engine.connect() as one, db.engine.connect() as other:
            assert one.execute(statement).one() == other.execute(statement).one()


def test_moments_come_in_utc_whatever_the_servers_zone(postgresql: Tanya) -> None:
    with postgresql.app_context():
        moment = read(text("SELECT TIMESTAMPTZ '2026-03-01 08:30+08'")).scalar()
        assert moment == datetime(2026, 3, 1, 0, 30, tzinfo=UTC)
        assert moment.tzinfo is UTC  # a zone of that name would have each moment brought into it


def test_a_write_that_fails_is_still_undone(postgresql: Tanya) -> None:
    with postgresql.app_context():
        before = session.scalar(select(Person.name).where(Person.id == 1))
        with pytest.raises(ZeroDivisionError), transaction():
            session.execute(text("UPDATE person SET name = 'changed' WHERE id = 1"))
            _ = 1 / 0
        assert session.scalar(select(Person.name).where(Person.id == 1)) == before


def test_a_read_that_fails_leaves_the_connection_usable(postgresql: Tanya) -> None:
    with postgresql.app_context():
        with pytest.raises(Exception, match="division by zero"):
            read(text("SELECT 1 / 0"))
        session.rollback()
        assert read(text("SELECT 1")).scalar() == 1


def test_what_reads_begins_no_transaction_and_what_writes_does(postgresql: Tanya) -> None:
    def status() -> TransactionStatus:
        driver: Any = session.connection().connection.driver_connection
        return TransactionStatus(driver.info.transaction_status)

    with postgresql.app_context():
        for _ in range(2):
            read(text("SELECT 1"))
            assert status() is TransactionStatus.IDLE
            with transaction():
                session.execute(text("SELECT 1"))
                assert status() is TransactionStatus.INTRANS


def test_one_moment_does_not_see_what_others_write_meanwhile(postgresql: Tanya) -> None:
    name = select(Person.name).where(Person.id == 1)
    with postgresql.app_context(), one_moment():
        before = session.scalar(name)
        with db.engine.connect() as other:
            other.execute(text("UPDATE person SET name = 'changed' WHERE id = 1"))
            assert other.scalar(name) == "changed"
            assert session.scalar(name) == before
            other.execute(text("UPDATE person SET name = :name WHERE id = 1"), {"name": before})


def test_columns_are_described_once_a_statement(postgresql: Tanya, monkeypatch: pytest.MonkeyPatch) -> None:
    described: list[object] = []
    columns = LateCursor.columns
    monkeypatch.setattr(LateCursor, "columns", lambda cursor: described.append(cursor) or columns(cursor))
    statement = select(Person.id, Person.name).where(Person.id == 1)
    with postgresql.app_context():
        read(statement).all()
        read(statement).all()  # from now on it has a cache of its own
        read(statement).all()
        known = len(described)
        assert read(statement).all() == read(statement).all()
        assert len(described) == known > 0


def test_a_long_statement_is_looked_through_once(postgresql: Tanya) -> None:
    statement = select(*(literal(number).label(f"a_column_with_a_long_name_{number}") for number in range(200)))
    with postgresql.app_context():
        read(statement)
        known = _queries._query2pg.cache_info().hits
        for _ in range(3):
            read(statement)
        assert _queries._query2pg.cache_info().hits == known + 3
