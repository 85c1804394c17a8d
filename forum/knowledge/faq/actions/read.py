"""What readers do with an entry: open it, say whether it helped, tell its owner something."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update

from forum.accounts.actors import Actor
from forum.conduct.actions import check_limit, check_may_post
from forum.conduct.limits import Act
from forum.conduct.screening import screened_line
from forum.kernel.db import session
from forum.kernel.errors import Conflict
from forum.kernel.events import publish
from forum.kernel.races import insert_new
from forum.knowledge.faq.actions.doubt import doubt_entry
from forum.knowledge.faq.events import FaqCommented
from forum.knowledge.faq.models import Doubt, FaqEntry, FaqOpening, FaqState, FaqVote
from forum.knowledge.faq.rules import FAILED_IN_A_ROW_FOR_DOUBT, check_comment, check_may_vote

_OPENINGS_KEPT = timedelta(days=8)


def count_opening(entry: FaqEntry, *, day: date, by: Actor) -> None:
    """The reader counts once a day; whose words they are does not count at all."""
    if by.id != entry.credited_id and insert_new(FaqOpening, entry_id=entry.id, person_id=by.id, day=day):
        _count(entry, opened_count=FaqEntry.opened_count + 1)


def vote_on_entry(entry: FaqEntry, *, helped: bool, by: Actor, at: datetime) -> None:
    """Whether it helped this person; he may change his mind. Suspect after three in a row whom it did not help."""
    check_may_vote(is_own=entry.credited_id == by.id, is_published=entry.state is FaqState.PUBLISHED)
    before = session.scalar(select(FaqVote.helped).where(*_vote_of(entry, by)))
    if before is helped:
        return
    check_limit(Act.VOTE, by=by, at=at)
    if before is None:
        insert_new(FaqVote, entry_id=entry.id, person_id=by.id, helped=helped, comment="", at=at)
    else:
        session.execute(update(FaqVote).where(*_vote_of(entry, by)).values(helped=helped, at=at))
    _count(
        entry,
        helped_count=FaqEntry.helped_count + (helped - bool(before)),
        failed_count=FaqEntry.failed_count + ((not helped) - (before is False)),
        failed_in_a_row=0 if helped else FaqEntry.failed_in_a_row + 1,
    )
    if entry.failed_in_a_row >= FAILED_IN_A_ROW_FOR_DOUBT:
        doubt_entry(entry.id, Doubt.READERS, by_id=by.id, at=at)


def comment_on_entry(entry: FaqEntry, comment: str, *, by: Actor, at: datetime) -> None:
    """The owner reads it beside the person's vote, which there must be. Publishes FaqCommented."""
    check_may_post(by=by, at=at)
    check_comment(comment)
    check_limit(Act.COMMENT, by=by, at=at)
    said = screened_line(comment, field="comment")
    told = session.execute(update(FaqVote).where(*_vote_of(entry, by)).values(comment=said, at=at))
    if not told.rowcount:  # type: ignore[attr-defined]
        raise Conflict("First say whether it helped, then add your comment.")
    publish(FaqCommented(entry.id, by.id, at))


def sweep_openings(*, at: datetime) -> int:
    """Marks of readings older than eight days are gone; how many. The caller commits."""
    swept = session.execute(delete(FaqOpening).where(FaqOpening.day < (at - _OPENINGS_KEPT).date()))
    return int(swept.rowcount)  # type: ignore[attr-defined]


def _vote_of(entry: FaqEntry, by: Actor) -> tuple[ColumnElement[bool], ...]:
    return FaqVote.entry_id == entry.id, FaqVote.person_id == by.id


def _count(entry: FaqEntry, **values: object) -> None:
    session.execute(
        update(FaqEntry).where(FaqEntry.id == entry.id).values(values),
        execution_options={"synchronize_session": False},
    )
    session.expire(entry, list(values))
