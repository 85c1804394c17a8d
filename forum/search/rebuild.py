"""The index is made again beside the one in use, and exchanged at once."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from forum.kernel.db import session, transaction
from forum.questions.models import Question, Visibility
from forum.questions.visibility import unrestricted
from forum.search.documents import documents_of
from forum.search.index.protocol import Document
from forum.search.models import SearchPending
from forum.search.place import index

BATCH = 500  # threads read at once
_MARKED_AT_ONCE = 5_000


def count_threads() -> int:
    """How many threads the index will hold."""
    public = select(func.count()).select_from(Question).where(unrestricted(), Question.visibility == Visibility.PUBLIC)
    return session.scalar(public) or 0


def rebuild(*, at: datetime, progress: Callable[[int], None] = lambda _: None) -> int:
    """A new index holds every public thread and is the one in use; how many threads it holds.

    What the worker indexes meanwhile goes into the old one, so those rows are due once more before the exchange; what
    was waiting when the rebuild began has been read by it, and waits no more.
    Raises RebuildUnderWay if another process is at it.
    """
    waiting = array("q", session.scalars(select(SearchPending.id).where(SearchPending.done_at.is_(None))))
    session.rollback()
    index().make_again(_documents(progress), before_exchange=lambda: _make_due_again(since=at))
    _mark_covered(waiting, at=at)
    return index().status().threads


def _documents(progress: Callable[[int], None]) -> Iterator[Document]:
    for question_ids in batches_of_threads():
        yield from documents_of(question_ids)
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


def _make_due_again(*, since: datetime) -> None:
    with transaction():
        session.execute(
            update(SearchPending).where(SearchPending.done_at >= since).values(done_at=None, due_at=since, attempts=0)
        )


def _mark_covered(row_ids: Sequence[int], *, at: datetime) -> None:
    covered = {"done_at": at, "holder": None, "failure": None, "parked_at": None}
    for first in range(0, len(row_ids), _MARKED_AT_ONCE):
        slice_ = SearchPending.id.in_(row_ids[first : first + _MARKED_AT_ONCE])
        with transaction():
            session.execute(update(SearchPending).where(slice_).values(covered))
