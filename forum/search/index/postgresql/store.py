"""Connections to the index, the locks that end with them, and what its errors mean.

Locks are advisory ones of a transaction, by the schema's name: nothing is left locked when a process dies.
"""

import errno
import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any, NoReturn

import psycopg
from psycopg import Connection, errors
from psycopg.sql import SQL, Composed, Identifier
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.pool import PoolProxiedConnection, QueuePool

from forum.search.index.postgresql.schema import FORMAT, MAKE_INDEXES, MAKE_TABLES, TABLES
from forum.search.index.protocol import NO_INDEX, IndexSilent, IndexUnusable, RebuildUnderWay

log = logging.getLogger("forum.search")
_KEPT_OPEN = 2  # connections a process keeps; more are opened and closed when more search at once
_MOST_OPEN = 16
_WRITER, _REBUILDER = 1, 2
_PATIENCE = "3s"  # how long an exchanged index waits for its last readers before it is left to the next rebuild
_SECONDS_TO_CONNECT = 3
_LONGEST = "5s"  # that a reader waits for one statement; then the index is silent

# A plan is made for the words that are asked for: one for any word would read whole tables. To compile it or to start
# other processes for it costs more than the search itself; to look at all threads one by one is never right, not in the
# order of a key either, as is planned for many words where every page that the index of words reads counts as far away.
_SETTINGS = """
SET jit = off; SET max_parallel_workers_per_gather = 0; SET plan_cache_mode = force_custom_plan;
SET enable_seqscan = off; SET random_page_cost = 1.1;
"""
_TAKE_ALL_TIME = "SET LOCAL statement_timeout = 0"
_ARE_THERE = "SELECT bool_and(to_regclass(name) IS NOT NULL) FROM unnest(%s::text[]) AS name"
_DAMAGE = (
    errors.UndefinedTable, errors.UndefinedColumn, errors.InvalidSchemaName, errors.UndefinedObject,
    errors.DataCorrupted, errors.IndexCorrupted, errors.InternalError_,
)  # fmt: skip


class Store:
    """The index in one schema of the database at `url`."""

    def __init__(self, url: str, schema: str) -> None:
        self.schema = schema
        self._url = url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._pool = QueuePool(self._connect, pool_size=_KEPT_OPEN, max_overflow=_MOST_OPEN - _KEPT_OPEN, timeout=20)  # type: ignore[arg-type]

    def sql(self, text: str) -> Composed:
        """The statement with {schema} filled in."""
        return SQL(text).format(schema=Identifier(self.schema))  # type: ignore[arg-type]

    @contextmanager
    def connection(self) -> Iterator[Connection[Any]]:
        """A connection on which every statement stands alone. Its errors are what the protocol promises."""
        lent = self._lent()
        found: Connection[Any] = lent.driver_connection  # type: ignore[assignment]
        try:
            yield found
        except psycopg.Error as error:
            if found.broken or found.closed:
                lent.invalidate()
                raise IndexSilent("the database of the index is gone") from error
            if isinstance(error, _DAMAGE) and self._was_never_made(found):
                raise IndexUnusable(NO_INDEX) from error
            self._explain(error)
        finally:
            lent.close()

    def close(self) -> None:
        """No connection is open."""
        self._pool.dispose()
        self._pool = self._pool.recreate()

    @contextmanager
    def writing(self) -> Iterator[Connection[Any]]:
        """A transaction during which nobody else changes or exchanges the index; waits for whoever does."""
        with self.connection() as connection, connection.transaction():
            connection.execute(_TAKE_ALL_TIME)
            self.lock(connection)
            yield connection

    def lock(self, connection: Connection[Any]) -> None:
        """Nobody else writes until the transaction of the connection ends."""
        connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", (self.schema, _WRITER))

    @contextmanager
    def rebuilding(self) -> Iterator[Connection[Any]]:
        """A transaction that fills a new schema; RebuildUnderWay if somebody does already.

        Until it is committed nobody sees the schema, and nothing of it is left if it is not.
        """
        with self.connection() as connection, connection.transaction():
            asked = connection.execute(
                "SELECT pg_try_advisory_xact_lock(hashtext(%s), %s)", (self.schema, _REBUILDER)
            ).fetchone()
            if asked != (True,):
                raise RebuildUnderWay("The index is being made again already.")
            connection.execute(_TAKE_ALL_TIME)
            yield connection

    def new_tables(self, connection: Connection[Any]) -> "Store":
        """An index without a thread beside the one in use; what is filled through it takes its place later."""
        new = Store(self._url, f"{self.schema}_new")
        connection.execute(new.sql("DROP SCHEMA IF EXISTS {schema} CASCADE"))
        connection.execute(new.sql(MAKE_TABLES), prepare=False)
        return new

    def exchange(self, connection: Connection[Any], new: "Store") -> None:
        """`new` is the index in use once the transaction is committed. The caller holds the writer's lock."""
        old = f"{self.schema}_old"
        connection.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(Identifier(old)))
        rename = SQL("ALTER SCHEMA {} RENAME TO {}")
        if self.is_there(connection):
            connection.execute(rename.format(Identifier(self.schema), Identifier(old)))
        connection.execute(rename.format(Identifier(new.schema), Identifier(self.schema)))

    def is_there(self, connection: Connection[Any]) -> bool:
        """Whether there is a schema of the index's name, whatever is in it."""
        asked = connection.execute("SELECT to_regnamespace(quote_ident(%s)) IS NOT NULL", (self.schema,)).fetchone()
        return asked == (True,)

    def _was_never_made(self, connection: Connection[Any]) -> bool:
        with suppress(psycopg.Error):
            return not self.is_there(connection)
        return False

    def clear(self) -> None:
        """The index that was exchanged is gone, unless somebody still reads it: then the next rebuild takes it."""
        with suppress(errors.LockNotAvailable), self.connection() as connection, connection.transaction():
            connection.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
            connection.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(Identifier(f"{self.schema}_old")))

    def finish(self, connection: Connection[Any]) -> None:
        """The tables are quick to search."""
        connection.execute("SET LOCAL maintenance_work_mem = '256MB'")
        connection.execute(self.sql(MAKE_INDEXES), prepare=False)
        for name in TABLES:
            connection.execute(self.sql(f"ANALYZE {{schema}}.{name}"))

    def check(self, connection: Connection[Any]) -> None:
        """Every table is there and of this version, and nobody has found it damaged; else IndexUnusable."""
        if not self.is_there(connection):
            raise IndexUnusable(NO_INDEX)
        names = [f"{self.schema}.{name}" for name in TABLES]
        if connection.execute(_ARE_THERE, [names]).fetchone() != (True,):
            raise IndexUnusable("a table of the index is gone")
        state = connection.execute(self.sql("SELECT format, damage FROM {schema}.state")).fetchone()
        check_state(*(state or ("", "")))

    def note_damage(self, damage: str) -> None:
        """Whoever writes the index will make it again."""
        with suppress(psycopg.Error, IndexSilent), closing(self._lent()) as lent:
            lent.driver_connection.execute(self.sql("UPDATE {schema}.state SET damage = %s"), (damage[:200],))  # type: ignore[union-attr]

    def give_up(self, error: Exception) -> NoReturn:
        """What the index holds cannot be read or written."""
        log.error("the search index is damaged", exc_info=error)
        self.note_damage(str(error) or type(error).__name__)
        raise IndexUnusable("the index is damaged") from error

    def _explain(self, error: psycopg.Error) -> NoReturn:
        if isinstance(error, _DAMAGE):
            self.give_up(error)
        if isinstance(error, errors.InsufficientPrivilege):
            raise IndexUnusable(f"the database does not allow it ({error.diag.message_primary})") from error
        if isinstance(error, errors.QueryCanceled):
            raise IndexSilent("the index takes too long to answer") from error
        if isinstance(error, errors.DiskFull):
            raise OSError(errno.ENOSPC, str(error)) from error
        raise error

    def _lent(self) -> PoolProxiedConnection:
        try:
            return self._pool.connect()
        except (psycopg.OperationalError, NoneFree) as error:
            raise IndexSilent("the database of the index does not answer") from error

    def _connect(self) -> Connection[Any]:
        connection = psycopg.connect(self._url, autocommit=True, connect_timeout=_SECONDS_TO_CONNECT)
        connection.execute(_SETTINGS)
        connection.execute(f"SET statement_timeout = '{_LONGEST}'")
        return connection


def check_state(written: str, damage: str) -> None:
    """The index is of this version and nobody has found it damaged; else IndexUnusable."""
    if written != FORMAT:
        raise IndexUnusable("the index is of another version")
    if damage:
        raise IndexUnusable("the index is damaged")
