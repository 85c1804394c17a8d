"""One person's inbox."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, tuple_

from forum.accounts.actors import Actor
from forum.kernel.db import BigId, UtcDateTime, read
from forum.notifications.models import Notice
from forum.notifications.visibility import reader_params, visible_to
from forum.people.models import Person

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
_AFTER = _INBOX.where(
    tuple_(Notice.at, Notice.id) < tuple_(bindparam("at", type_=UtcDateTime), bindparam("id", type_=BigId))
)


def inbox(reader: Actor, after: tuple[datetime, int] | None = None) -> Sequence[Row[Any]]:
    """Up to PAGE + 1 notices of what the reader may still see, newest first, from behind `after`."""
    if after is None:
        return read(_INBOX, reader_params(reader)).all()
    return read(_AFTER, {**reader_params(reader), "at": after[0], "id": after[1]}).all()
