"""What an operator is told of a database that failed in a way that its code tells."""

import sqlite3
from logging import Logger

from sqlalchemy.exc import OperationalError

from forum.kernel.postgresql import takes_no_changes, was_planned_before
from forum.kernel.sqlite import REMEDY_OF_DAMAGE, is_damage

_REMEDY_OF_FULL_DISK = "Make room on the disk it is on."
_DISK_FULL_OF_POSTGRESQL = "53100"
TAKES_NO_CHANGES = (
    "PostgreSQL takes no changes: it is read-only.",
    "Name the primary server in TANYA_DATABASE_URL.",
)


def known_fault(failure: BaseException) -> tuple[str, str] | None:
    """A sentence that says what is wrong and one that says what to do; None for any other failure."""
    if is_damage(failure):
        return f"The database is damaged: {first_line(failure)}.", REMEDY_OF_DAMAGE
    if is_full(failure):
        return f"The database has no room left: {first_line(failure)}.", _REMEDY_OF_FULL_DISK
    if takes_no_changes(failure):
        return TAKES_NO_CHANGES
    return None


def is_full(failure: BaseException) -> bool:
    """Whether the database has no room left on its disk, as SQLite or PostgreSQL says it."""
    of_sqlite = getattr(failure, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
    return of_sqlite or getattr(failure, "sqlstate", None) == _DISK_FULL_OF_POSTGRESQL


def in_a_line(failure: BaseException) -> str:
    """What an operator is told of a database that is away, busy, damaged, full or only reads; empty for a mistake of
    ours, of which a trace tells more."""
    cause = getattr(failure, "orig", None) or failure
    if fault := known_fault(cause):
        return " ".join(fault)
    return first_line(cause) if isinstance(failure, OperationalError) else ""


def log_failure(log: Logger, words: str, failure: BaseException, **extra: object) -> None:
    """The failure is logged: in a line where that tells all, else with its trace."""
    if why := in_a_line(failure):
        log.error(words, extra={**extra, "reason": why})
    else:
        log.error(words, extra=extra, exc_info=failure)


def is_away(failure: BaseException) -> bool:
    """Whether the database is away, busy, only reads or is being changed: nothing is wrong with what was to be
    written."""
    cause = getattr(failure, "orig", None)
    return isinstance(failure, OperationalError) or takes_no_changes(cause) or was_planned_before(cause)


def first_line(failure: BaseException) -> str:
    """What the failure says, without the lines that repeat the statement."""
    return str(failure).partition("\n")[0]
