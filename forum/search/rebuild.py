"""The index is made again beside the one in use, and exchanged at once."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import delete, func, or_, select, update

from forum.kernel.db import is_there, session, transaction
from forum.questions.models import Question, Visibility
from forum.questions.visibility import unrestricted
from forum.search.documents import documents_of
from forum.search.index.protocol import Document, RebuildUnderWay
from forum.search.models import SearchPending
from forum.search.place import index

BATCH = 500  # threads read at once
_HOLDER = "rebuild"
_LEASE = timedelta(minutes=1)  # longer than a batch takes


def count_threads() -> int:
    """How many threads the index will hold."""
    public = select(func.count()).select_from(Question).where(unrestricted(), Question.visibility == Visibility.PUBLIC)
    return session.scalar(public) or 0


def rebuild(*, at: datetime, progress: Callable[[int], None] = lambda _: None) -> int:
    """A new index holds every public thread and is the one in use; how many threads it holds.

    What the worker indexes meanwhile goes into the old one, so those rows are due once more before the exchange: all
    that are done, since those that were done before are forgotten first, which asks no clock. What was waiting when the
    rebuild began has been read by it, and waits no more.
    Raises RebuildUnderWay if another process is at it.
    """
    try:
        index().make_again(_documents(progress, at=at), before_exchange=lambda: _make_due_again(at=at))
    except RebuildUnderWay:
        raise
    except BaseException:
        _give_up(at=at)
        raise
    _mark_covered(at=at)
    return index().status().threads


def _documents(progress: Callable[[int], None], *, at: datetime) -> Iterator[Document]:
    begun = monotonic()
    _take_what_waits(at=at)
    for question_ids in batches_of_threads():
        yield from documents_of(question_ids)
        _hold_on(at=at + timedelta(seconds=monotonic() - begun))
        progress(len(question_ids))


def batches_of_threads() -> Iterator[list[int]]:
    """Ids of public threads in order; each batch read in a short transaction of its own."""
    last = 0
    while True:
        wanted = select(Question.id).where(unrestricted(), Question.visibility == Visibility.PUBLIC, Question.id > last)
        ids = list(session.scalars(wanted.order_by(Question.id).limit(BATCH)))
        if not ids:
            return
        yield ids
        session.rollback()
        last = ids[-1]


def _take_what_waits(*, at: datetime) -> None:
    """Rows that wait are the rebuild's, rows that are done are gone; a change from now on makes a row of its own."""
    free = or_(SearchPending.holder.is_(None), SearchPending.holder == _HOLDER)
    with transaction():
        session.execute(delete(SearchPending).where(SearchPending.done_at.is_not(None)))
        session.execute(
            update(SearchPending)
            .where(SearchPending.done_at.is_(None), free)
            .values(holder=_HOLDER, due_at=at + _LEASE)
        )


def _hold_on(*, at: datetime) -> None:
    """The rows stay the rebuild's. Those of one that is killed are due after the lease; of one that lasts longer than
    that at its end the worker indexes those threads once more, and that is all.
    """
    if is_there(select(SearchPending.id).where(SearchPending.holder == _HOLDER)):
        with transaction():
            session.execute(update(SearchPending).where(SearchPending.holder == _HOLDER).values(due_at=at + _LEASE))


def _give_up(*, at: datetime) -> None:
    session.rollback()
    with transaction():
        session.execute(update(SearchPending).where(SearchPending.holder == _HOLDER).values(holder=None, due_at=at))


def _mark_covered(*, at: datetime) -> None:
    covered = {"done_at": at, "holder": None, "failure": None, "parked_at": None}
    with transaction():
        session.execute(update(SearchPending).where(SearchPending.holder == _HOLDER).values(covered))


def _make_due_again(*, at: datetime) -> None:
    done = update(SearchPending).where(SearchPending.done_at.is_not(None))
    with transaction():
        session.execute(done.values(done_at=None, due_at=at, attempts=0))
