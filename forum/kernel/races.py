"""Where two people do the same thing at the same moment: one after the other, or the second finds it done."""

import hashlib
from typing import Any, cast

from sqlalchemy import Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

from forum.kernel.db import Model, is_sqlite, session


def in_turn(name: str) -> None:
    """Until this transaction ends nobody else comes past an `in_turn` with the same name.

    SQLite has one writer anyway; PostgreSQL takes an advisory lock. Call it before rows are locked, so that
    nobody waits here while holding what another needs.
    """
    if is_sqlite():
        return
    number = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)
    session.execute(select(func.pg_advisory_xact_lock(number)))


def insert_new(kind: type[Model], **values: Any) -> bool:
    """A row with these values exists; True if it was not there before. A race for a unique key fails for nobody."""
    table = cast(Table, kind.__table__)
    statement: Any = (sqlite if is_sqlite() else postgresql).insert(table).values(values)
    options = {"preserve_rowcount": True}  # an INSERT's is -1 on PostgreSQL otherwise
    result: Any = session.execute(statement.on_conflict_do_nothing().inline(), execution_options=options)
    return int(result.rowcount) == 1
