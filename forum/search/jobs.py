"""What the worker does for search: changed threads reach the index, an unusable index is made again."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from forum.kernel.db import session, transaction
from forum.kernel.pending import claim_due, is_waiting, note_failure
from forum.search.documents import documents_of
from forum.search.index.protocol import IndexUnusable, RebuildUnderWay
from forum.search.models import SearchPending
from forum.search.place import index
from forum.search.rebuild import rebuild

log = logging.getLogger("forum.search")
MOST_AT_ONCE = 200
_AHEAD = timedelta(minutes=10)  # for longer than that nothing waits that has not failed
_KEPT = timedelta(hours=6)  # longer than any rebuild takes: see `rebuild`


def index_due(holder: str, at: datetime) -> int:
    """Every thread that was due stands in the index as it is now; how many.

    Whatever dies here, or finds no index, leaves the rows as they are: their lease ends after a minute, and they are
    taken again.
    """
    reason = index().what_is_wrong()
    if reason:
        return _made_again(reason, at)
    rows = claim_due(SearchPending, holder=holder, at=at, most=MOST_AT_ONCE)
    if not rows:
        return 0
    _index({row.id: row.question_id for row in rows}, at)
    return len(rows)


def waiting_threads() -> int:
    """How many rows are still to be worked on."""
    waiting = select(func.count()).select_from(SearchPending).where(is_waiting(SearchPending))
    return session.scalar(waiting) or 0


def forget_done(at: datetime) -> None:
    """Rows of threads that were indexed hours ago are gone; none waits for an hour that a clock put back has left."""
    late = update(SearchPending).where(SearchPending.done_at.is_(None), SearchPending.due_at > at + _AHEAD)
    with transaction():
        session.execute(delete(SearchPending).where(SearchPending.done_at < at - _KEPT))
        session.execute(late.values(due_at=at))


def _index(threads: dict[int, int], at: datetime) -> None:
    """The threads by their rows: all at once, or one by one where one of them cannot be."""
    try:
        index().change(sorted(set(threads.values())), documents_of)
    except (IndexUnusable, OSError, SQLAlchemyError):
        raise
    except Exception as failure:  # whatever is wrong with one thread, the others are found
        if len(threads) > 1:
            for row_id, question_id in threads.items():
                _index({row_id: question_id}, at)
            return
        ((row_id, question_id),) = threads.items()
        log.exception("a thread cannot be indexed", extra={"question": question_id})
        note_failure(SearchPending, row_id, repr(failure), at=at)
    else:
        _mark_done(list(threads), at)


def _mark_done(row_ids: list[int], at: datetime) -> None:
    done = {"done_at": at, "holder": None, "failure": None}
    with transaction():
        session.execute(update(SearchPending).where(SearchPending.id.in_(row_ids)).values(done))


def _made_again(reason: str, at: datetime) -> int:
    log.warning("the search index is made again", extra={"reason": reason})
    try:
        return rebuild(at=at)
    except RebuildUnderWay:
        return 0
