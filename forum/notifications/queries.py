"""One person's inbox."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, select, tuple_

from forum.accounts.actors import Actor
from forum.kernel.db import BigId, UtcDateTime, read
from forum.notifications.kinds import KINDS
from forum.notifications.matters import MATTERS, Matter
from forum.notifications.models import Notice
from forum.notifications.visibility import reader_params, visible_to
from forum.people.models import Person
from forum.topics.visibility import READER_ID

PAGE = 40
_INBOX = (
    select(
        Notice.id,
        Notice.kind,
        Notice.facts,
        Notice.at,
        Notice.read_at,
        Notice.question_id,
        Notice.ticket_id,
        Person.name,
        Person.photo,
        Person.is_it_staff,
        Person.badge,
        Person.handle,
    )
    .outerjoin(Person, Person.id == Notice.by_id)
    .where(visible_to())
    .order_by(Notice.at.desc(), Notice.id.desc())
    .limit(PAGE + 1)
)
_BEHIND = tuple_(Notice.at, Notice.id) < tuple_(bindparam("at", type_=UtcDateTime), bindparam("id", type_=BigId))
_OF_KINDS = Notice.kind.in_(bindparam("kinds", expanding=True))
_UNREAD = Notice.read_at.is_(None)
_KINDS = select(Notice.kind).where(Notice.person_id == READER_ID).distinct()


def _with(*conditions: ColumnElement[bool]) -> tuple[Select[Any], Select[Any]]:
    """The first page and any later one."""
    return _INBOX.where(*conditions), _INBOX.where(*conditions, _BEHIND)


_PAGES = {
    (False, False): _with(), (False, True): _with(_UNREAD), (True, False): _with(_OF_KINDS),
    (True, True): _with(_OF_KINDS, _UNREAD),
}  # fmt: skip


def inbox(
    reader: Actor, *, matter: str = "", is_unread: bool = False, after: tuple[datetime, int] | None = None
) -> Sequence[Row[Any]]:
    """Up to PAGE + 1 notices of what the reader may still see, newest first, from behind `after`.

    With `matter` only those of its kinds, with `is_unread` only those that he has not read.
    """
    first, later = _PAGES[bool(matter), is_unread]
    kinds = {"kinds": [kind.name for kind in KINDS.values() if kind.matter == matter]} if matter else {}
    if after is None:
        return read(first, {**reader_params(reader), **kinds}).all()
    return read(later, {**reader_params(reader), **kinds, "at": after[0], "id": after[1]}).all()


def matters_in_inbox(reader: Actor) -> list[Matter]:
    """The matters that the reader has notices of, in the order of the settings."""
    held = {KINDS[name].matter for name in read(_KINDS, {"reader_id": reader.id}).scalars() if name in KINDS}
    return [matter for matter in MATTERS.values() if matter.name in held]
