"""Work that must happen: a row written with its cause, claimed with a lease, tried again, parked at last."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, String, Text, and_, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import UtcDateTime, change_where, is_there, primary_key, read, session, transaction
from forum.kernel.holders import has_died
from forum.kernel.wrong_clock import WRONG_CLOCK

LEASE = timedelta(seconds=60)
LATE = timedelta(minutes=2)  # so long after its time work should have been done
MOST_ATTEMPTS = 8
LONGEST_WAIT = timedelta(minutes=2 ** (MOST_ATTEMPTS - 1))  # of what has failed and is tried again
_MOST_LOSSES = 3  # a row that was lost more often may be what kills: it waits for the end of its lease


class Pending:
    """The columns of a table of pending work. `due_at` moves forward with each lease and each failure."""

    id: Mapped[int] = primary_key()
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    parked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failure: Mapped[str | None] = mapped_column(Text)
    holder: Mapped[str | None] = mapped_column(String(80))


P = TypeVar("P", bound=Pending)


def is_waiting(table: type[Pending]) -> ColumnElement[bool]:
    """True for a row whose work is to be done, now or later."""
    return and_(table.done_at.is_(None), table.parked_at.is_(None))


def is_parked(table: type[Pending]) -> ColumnElement[bool]:
    """True for a row whose work has failed too often and waits for the administrator."""
    return and_(table.done_at.is_(None), table.parked_at.is_not(None))


def count_stuck(table: type[Pending], *, at: datetime) -> tuple[int, int]:
    """How many rows should have been done LATE ago, and how many are parked."""
    overdue = select(func.count()).select_from(table).where(is_waiting(table), table.due_at < at - LATE)
    given_up = select(func.count()).select_from(table).where(is_parked(table))
    return read(overdue).scalar_one(), read(given_up).scalar_one()


def claim_due(table: type[P], *, holder: str, at: datetime, most: int) -> Sequence[P]:
    """Up to `most` rows that are due, now leased to `holder` for a minute; committed, so that the work can be slow."""
    due = table.due_at <= at, is_waiting(table)
    if not is_there(select(table.id).where(*due)):
        return ()
    wanted = select(table).where(*due).order_by(table.due_at, table.id).limit(most)
    with transaction():
        rows = session.scalars(wanted.with_for_update(skip_locked=True)).all()
        for row in rows:
            row.holder, row.due_at, row.attempts = holder, at + LEASE, row.attempts + 1
    return rows


def release_lost(table: type[P], *, at: datetime) -> int:
    """Rows whose holder was killed on this machine are due now, not only when their lease ends; how many.

    For a process that starts and holds nothing yet.
    """
    held = select(table.holder).where(table.holder.is_not(None), table.done_at.is_(None)).distinct()
    with transaction():
        lost = [holder for holder in session.scalars(held) if holder and has_died(holder)]
        mine = table.holder.in_(lost), table.done_at.is_(None), table.attempts <= _MOST_LOSSES
        result = session.execute(update(table).where(*mine).values(holder=None, due_at=at))
    return int(result.rowcount)  # type: ignore[attr-defined]


def take_up_mistimed(table: type[P], *, at: datetime) -> int:
    """Rows that a wrong clock left for a moment that is further away than any work waits are due now; how many."""
    mistimed = is_waiting(table), table.due_at > at + LONGEST_WAIT + WRONG_CLOCK
    return change_where(table, *mistimed, holder=None, due_at=at)


def mark_done(row: Pending, *, at: datetime) -> None:
    """The work of this row has been done; the caller commits."""
    row.done_at, row.holder, row.failure = at, None, None


def mark_failed(row: Pending, failure: str, *, at: datetime) -> None:
    """The row is tried again after 2, 4, 8 ... minutes, and parked for the administrator after the last try."""
    if row.attempts >= MOST_ATTEMPTS:
        park(row, failure, at=at)
    else:
        row.failure, row.holder = failure[:2000], None
        row.due_at = at + timedelta(minutes=2**row.attempts)


def note_failure(table: type[Pending], row_id: int, failure: str, *, at: datetime) -> None:
    """As `mark_failed`, instead of what the transaction under way has written; committed."""
    session.rollback()
    with transaction():
        mark_failed(session.get_one(table, row_id), failure, at=at)


def park(row: Pending, failure: str, *, at: datetime) -> None:
    """The row waits for the administrator, however often it was tried; the caller commits."""
    row.failure, row.holder, row.parked_at = failure[:2000], None, at


def try_again(row: Pending, *, at: datetime) -> None:
    """A parked row is due, with all its tries before it; the caller commits."""
    row.parked_at, row.attempts, row.due_at, row.failure = None, 0, at, None


def try_parked_again(table: type[P], *, at: datetime) -> int:
    """Every parked row is due, with all its tries before it; how many. The caller commits."""
    again = update(table).where(is_parked(table)).values(parked_at=None, attempts=0, due_at=at, failure=None)
    return int(session.execute(again).rowcount)  # type: ignore[attr-defined]
