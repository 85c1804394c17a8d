"""What SQLite's planner knows of the tables: gathered anew, and read by connections that are open already."""

from pathlib import Path

from sqlalchemy import Connection, text

from forum.kernel.db import db, gather_statistics, session, transaction
from tests import databases


def test_an_open_connection_plans_by_what_there_is_now(tmp_path: Path) -> None:
    app = databases.make_app(databases.fresh_database("sqlite", tmp_path), tmp_path)
    with app.app_context():
        with transaction():
            session.execute(text("CREATE TABLE t (a INTEGER, b INTEGER)"))
            session.execute(text("CREATE INDEX ix_t_a ON t (a)"))
            session.execute(text("CREATE INDEX ix_t_b ON t (b)"))
        _write(1)
        gather_statistics()
        with db.engine.connect() as open_before:
            assert "SCAN t" in _plan(open_before, 7)
            _write(5000)
            gather_statistics()
            assert "USING INDEX ix_t_b" in _plan(open_before, 8)
        db.engine.dispose()


def _write(rows: int) -> None:
    with transaction():
        session.execute(text("INSERT INTO t VALUES (1, :b)"), [{"b": number} for number in range(rows)])


def _plan(connection: Connection, b: int) -> str:
    """How `b` would be looked for; a plan is kept with its words."""
    connection.execute(text("SELECT count(b) FROM t"))  # what runs sees whether the schema has changed
    rows = connection.execute(text(f"EXPLAIN QUERY PLAN SELECT * FROM t WHERE a = 1 AND b = {b}")).all()
    connection.rollback()
    return "\n".join(row[-1] for row in rows)
