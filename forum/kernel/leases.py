"""A row that says which worker does a periodic job until when, so that two workers never do it twice."""

from datetime import datetime, timedelta

from sqlalchemy import String, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model, UtcDateTime, read, session, transaction
from forum.kernel.holders import has_died
from forum.kernel.wrong_clock import WRONG_CLOCK


class JobLease(Model):
    """`holder` does the job `name` until `until` (UTC)."""

    __tablename__ = "job_lease"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    until: Mapped[datetime] = mapped_column(UtcDateTime)


def latest_lease() -> datetime | None:
    """Until when somebody has a job, of all jobs: a little later than now, where workers run."""
    latest: datetime | None = read(select(func.max(JobLease.until))).scalar_one()
    return latest


def take_lease(name: str, holder: str, *, lasting: timedelta, at: datetime) -> bool:
    """True if `holder` now has the job until `at + lasting`; committed. False while another's lease runs.

    One that would run for an hour longer than this was taken by a clock that was wrong, and does not hold.
    """
    values = {"holder": holder, "until": at + lasting}
    with transaction():
        is_over = or_(JobLease.until < at, JobLease.until > at + lasting + WRONG_CLOCK)
        lapsed = update(JobLease).where(JobLease.name == name, is_over)
        taken = session.execute(lapsed.values(values)).rowcount  # type: ignore[attr-defined]
        if taken or session.scalar(select(JobLease.name).where(JobLease.name == name)):
            return bool(taken)
    try:
        with transaction():
            session.execute(insert(JobLease).values(name=name, **values))
    except IntegrityError:
        return False
    return True


def free_lost_lease(name: str) -> None:
    """Nobody has the job if its holder was killed on this machine; else it ends as it would have.

    For a process that starts and holds nothing yet.
    """
    with transaction():
        holder = session.scalar(select(JobLease.holder).where(JobLease.name == name))
        if holder and has_died(holder):
            session.execute(delete(JobLease).where(JobLease.name == name, JobLease.holder == holder))
