"""What an operator is told of a database that failed in a way that its code tells."""

import sqlite3

from forum.kernel.sqlite import REMEDY_OF_DAMAGE, is_damage

_REMEDY_OF_FULL_DISK = "Make room on the disk it is on."
_DISK_FULL_OF_POSTGRESQL = "53100"


def known_fault(failure: BaseException) -> tuple[str, str] | None:
    """A sentence that says what is wrong and one that says what to do; None for any other failure."""
    if is_damage(failure):
        return f"The database is damaged: {first_line(failure)}.", REMEDY_OF_DAMAGE
    if is_full(failure):
        return f"The database has no room left: {first_line(failure)}.", _REMEDY_OF_FULL_DISK
    return None


def is_full(failure: BaseException) -> bool:
    """Whether the database has no room left on its disk, as SQLite or PostgreSQL says it."""
    of_sqlite = getattr(failure, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
    return of_sqlite or getattr(failure, "sqlstate", None) == _DISK_FULL_OF_POSTGRESQL


def first_line(failure: BaseException) -> str:
    """What the failure says, without the lines that repeat the statement."""
    return str(failure).splitlines()[0]
