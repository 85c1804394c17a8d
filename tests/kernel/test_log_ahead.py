"""SQLite's write-ahead log is emptied now and then, and nobody waits for that."""

import sqlite3
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import text

from forum.app import Tanya
from forum.kernel.db import db, session, transaction
from forum.kernel.sqlite import empty_log


@pytest.mark.parametrize("own_app", ["sqlite"], indirect=True)
def test_a_log_that_somebody_reads_is_left_at_once_and_emptied_later(own_app: Tanya) -> None:
    with own_app.app_context():
        path = str(db.engine.url.database)
        log = Path(f"{path}-wal")
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM person").fetchone()
            with transaction():
                session.execute(text("UPDATE person SET location = 'Klang'"))
            began = monotonic()
            assert not empty_log(db.engine)
            assert monotonic() - began < 10  # a statement would wait fifteen seconds, and all writers with it
            assert log.stat().st_size
            reader.execute("ROLLBACK")
            assert empty_log(db.engine) and not log.stat().st_size
