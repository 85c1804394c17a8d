"""A draft that was written in anger is kept until it has cooled down: the writer's own choice, seen by nobody else."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from forum.accounts.actors import Actor
from forum.conduct.models import KeptDraft
from forum.kernel.db import BigId, read, session
from forum.kernel.errors import Invalid, NotFound
from forum.people.models import Person

COOLS_FOR = timedelta(minutes=10)
KEPT_FOR = timedelta(days=30)
MOST_DRAFTS = 20
LONGEST_DRAFT = 120_000  # characters of all fields together

_MINE = (
    select(KeptDraft.id, KeptDraft.address, KeptDraft.fields, KeptDraft.at)
    .where(KeptDraft.person_id == bindparam("person_id", type_=BigId))
    .order_by(KeptDraft.at.desc(), KeptDraft.id.desc())
)


def keep_draft(address: str, fields: Sequence[tuple[str, str]], *, by: Actor, at: datetime) -> KeptDraft:
    """The draft waits for its writer: `fields` are the form's names and values, `address` is where it would be sent.

    Invalid if it is too long, or he keeps too many.
    """
    if sum(len(value) for _name, value in fields) > LONGEST_DRAFT:
        raise Invalid("This draft is too long to be kept: at most %(most)s characters can be.", most=LONGEST_DRAFT)
    if len(drafts_of(by.id)) >= MOST_DRAFTS:
        raise Invalid("You keep %(most)s drafts already. Send or discard one of them first.", most=MOST_DRAFTS)
    kept = KeptDraft(person_id=by.id, address=address, fields=[list(pair) for pair in fields], at=at)
    session.add(kept)
    session.flush()
    _recount(by.id)
    return kept


def discard_draft(draft_id: int, *, by: Actor) -> None:
    """The draft is gone; NotFound if this person keeps none with this id."""
    if not forget_draft(draft_id, by=by):
        raise NotFound


def forget_draft(draft_id: int, *, by: Actor) -> bool:
    """The draft is gone, if it was this person's; whether it was."""
    gone = session.execute(delete(KeptDraft).where(KeptDraft.id == draft_id, KeptDraft.person_id == by.id))
    _recount(by.id)
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def forget_drafts_of(person_id: int) -> None:
    """All of a person's drafts are gone."""
    session.execute(delete(KeptDraft).where(KeptDraft.person_id == person_id))
    _recount(person_id)


def forget_old_drafts(*, at: datetime) -> int:
    """Drafts that nobody has sent for KEPT_FOR are gone; how many. The caller commits."""
    old = KeptDraft.at < at - KEPT_FOR
    writers = session.scalars(select(KeptDraft.person_id).where(old).distinct()).all()
    gone = session.execute(delete(KeptDraft).where(old))
    for person_id in writers:
        _recount(person_id)
    return int(gone.rowcount)  # type: ignore[attr-defined]


def drafts_of(person_id: int) -> Sequence[Row[Any]]:
    """A person's drafts, newest first; for himself alone."""
    return read(_MINE, {"person_id": person_id}).all()


def text_of(fields: Sequence[Sequence[str]]) -> Mapping[str, str]:
    """The last value of each field."""
    return dict(fields)  # type: ignore[arg-type]


def _recount(person_id: int) -> None:
    """The person's own row says how many drafts wait, so that every page can tell without a query."""
    count = select(func.count()).where(KeptDraft.person_id == person_id).scalar_subquery()
    session.execute(update(Person).where(Person.id == person_id).values(draft_count=count))
