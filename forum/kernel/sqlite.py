"""SQLite's part of the bargain: pragmas, and transactions that say from the start whether they will write."""

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, event

from forum.kernel.errors import Busy

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA cache_size=-512",  # KiB a connection; the system keeps the rest of the file, a microsecond away
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA busy_timeout=15000",
)
ANALYZE_ANEW = "PRAGMA analysis_limit=100000", "DROP TABLE IF EXISTS sqlite_stat1", "ANALYZE"
"""In one transaction: 0.2 s for 50,000 threads, and bounded for any number."""
REMEDY_OF_DAMAGE = "Stop the forum, move the file and its -wal and -shm elsewhere, and run: forum restore BACKUP.tar"
_MAPPED = "PRAGMA mmap_size=268435456"
_UNMAPPED = "PRAGMA mmap_size=0"
_POLL_SECONDS = 0.002
_WAIT_SECONDS = 15.0
_SHORT_WAIT_MS = 250


def prepare_sqlite(engine: Engine, is_writing: Callable[[], bool]) -> None:
    """Connections of `engine` carry the pragmas; a transaction begun while `is_writing()` holds the write lock."""
    lock_path = f"{engine.url.database}.lock"

    @event.listens_for(engine, "connect")
    def _connected(dbapi: Any, _record: Any) -> None:
        dbapi.isolation_level = None
        for pragma in _PRAGMAS:
            dbapi.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        if not is_writing():
            driver: Any = connection.connection.driver_connection
            driver.execute("BEGIN")  # it waits for nothing and cannot fail; as a statement it takes as long as a query
            return
        if "write_lock" not in connection.info:  # kept by a connection that begins again before it is given back
            connection.info["write_lock"] = _locked(lock_path)
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except BaseException:
            _release(connection.info)
            raise

    @event.listens_for(engine, "reset")
    def _returned(dbapi: Any, record: Any, _state: Any) -> None:
        _release(record.info)
        if record.info.pop("mapped", False):
            dbapi.execute(_UNMAPPED)


def map_file(connection: Connection) -> None:
    """What `connection` reads until it is given back, it reads from the file as the system holds it in memory.

    That takes half the time where much of the file is read; for one page in a thousand it takes as long. Mapped pages
    count as the process's memory, once for each connection.
    """
    connection.exec_driver_sql(_MAPPED)
    connection.info["mapped"] = True


def empty_log(engine: Engine) -> bool:
    """The write-ahead log is empty; False if somebody still reads from it.

    That is not waited for, as a statement would: all writers would wait with it.
    """
    with engine.connect() as connection:
        connection.rollback()
        alone = connection.execution_options(isolation_level="AUTOCOMMIT")
        alone.exec_driver_sql(f"PRAGMA busy_timeout={_SHORT_WAIT_MS}")
        is_busy, *_ = alone.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        connection.invalidate()  # others wait as long as usual
    return not is_busy


def is_damage(failure: BaseException) -> bool:
    """Whether SQLite met something in its file that it never writes."""
    return getattr(failure, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_CORRUPT


def is_mistaken(failure: BaseException | None) -> bool:
    """Whether a statement could not be understood, as where it names a table that is not there: no matter of waiting,
    though it is called operational like a disk that is full."""
    return getattr(failure, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR


def _locked(path: str) -> int:
    """A descriptor that holds the lock of `path`; polled, since a blocking lock could wait for its own thread."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    until = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
        except OSError:
            if time.monotonic() > until:
                os.close(handle)
                raise Busy("Many people are writing at this moment. Your text is safe; please try again.") from None
            time.sleep(_POLL_SECONDS)


def _release(info: dict[Any, Any]) -> None:
    handle = info.pop("write_lock", None)
    if handle is not None:
        os.close(handle)
