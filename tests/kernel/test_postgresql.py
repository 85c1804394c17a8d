"""PostgreSQL plans the statements of a page once a connection."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select, text

from forum.app import Tanya
from forum.kernel.db import db, read, session, transaction
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
