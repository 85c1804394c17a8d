"""What the worker does for search: changed threads reach the index, an unusable index is made again."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from forum.kernel.db import session, transaction
from forum.kernel.pending import claim_due
from forum.search.documents import documents_of
from forum.search.index.protocol import RebuildUnderWay
from forum.search.models import SearchPending
from forum.search.place import index
from forum.search.rebuild import LEASE, rebuild

log = logging.getLogger("forum.search")
MOST_AT_ONCE = 200
_KEPT = timedelta(hours=6)  # longer than any rebuild takes: see `rebuild`


def index_due(holder: str, at: datetime) -> int:
    """Every thread that was due stands in the index as it is now; how many.

    Whatever fails or dies here leaves the rows as they are: their lease ends after a minute, and they are taken again.
    """
    reason = index().what_is_wrong()
    if reason:
        return _made_again(reason, at)
    rows = claim_due(SearchPending, holder=holder, at=at, most=MOST_AT_ONCE)
    if not rows:
        return 0
    row_ids, question_ids = [row.id for row in rows], sorted({row.question_id for row in rows})
    index().change(question_ids, documents_of)
    _mark_done(row_ids, at)
    return len(row_ids)


def waiting_threads() -> int:
    """How many rows are still to be worked on."""
    waiting = select(func.count()).select_from(SearchPending).where(SearchPending.done_at.is_(None))
    return session.scalar(waiting) or 0


def forget_done(at: datetime) -> None:
    """Rows of threads that were indexed hours ago are gone; none waits for an hour that a clock put back has left."""
    late = update(SearchPending).where(SearchPending.done_at.is_(None), SearchPending.due_at > at + LEASE)
    with transaction():
        session.execute(delete(SearchPending).where(SearchPending.done_at < at - _KEPT))
        session.execute(late.values(due_at=at))


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
