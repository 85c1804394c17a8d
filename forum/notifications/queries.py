"""One person's inbox."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, String, bindparam, case, cast, func, or_, select, tuple_

from forum.accounts.actors import Actor
from forum.kernel.db import BigId, UtcDateTime, read
from forum.kernel.lists import among, not_among
from forum.notifications.kinds import KINDS
from forum.notifications.matters import MATTERS, Matter
from forum.notifications.models import Notice
from forum.notifications.visibility import reader_params, visible_to
from forum.people.models import Person
from forum.topics.visibility import READER_ID

PAGE = 40
ABOUT = case(
    (
        or_(Notice.question_id.is_not(None), Notice.ticket_id.is_not(None)),
        func.coalesce(cast(Notice.question_id, String), "") + "-" + func.coalesce(cast(Notice.ticket_id, String), ""),
    ),
    else_=Notice.facts["path"].as_string(),
)
"""What a notice is grouped by: its thread and ticket, or else where it leads."""
_INBOX = (
    select(
        Notice.id,
        Notice.kind,
        Notice.facts,
        Notice.at,
        Notice.read_at,
        Notice.question_id,
        Notice.ticket_id,
        ABOUT.label("about"),
        Person.name,
        Person.photo,
        Person.is_it_staff,
        Person.badge,
        Person.handle,
    )
    .outerjoin(Person, Person.id == Notice.by_id)
    .where(visible_to())
    .order_by(Notice.at.desc(), Notice.id.desc())
)
_PLACE = tuple_(Notice.at, Notice.id)
_LAST = tuple_(bindparam("at", type_=UtcDateTime), bindparam("id", type_=BigId))
_NEWEST = tuple_(bindparam("newest_at", type_=UtcDateTime), bindparam("newest_id", type_=BigId))
_OF_KINDS = among(Notice.kind, "kinds", String)
_UNREAD = Notice.read_at.is_(None)
_KINDS = select(Notice.kind).where(Notice.person_id == READER_ID).distinct()


class Place(NamedTuple):
    """Where a page ended, and the newest notice when the first page was opened: what has come since is on none of the
    later pages."""

    at: datetime
    id: int
    newest_at: datetime
    newest_id: int


def inbox(
    reader: Actor, *, matter: str = "", is_unread: bool = False, after: Place | None = None
) -> tuple[list[Row[Any]], Place | None]:
    """PAGE notices of what the reader may still see, newest first, with all older ones of the same threads, and where
    the next page begins; what an earlier page has shown with its thread is not shown again.

    With `matter` only those of its kinds, with `is_unread` only those that he has not read.
    """
    asked = _asked(of_kinds=bool(matter), is_unread=is_unread)
    kinds = {"kinds": [kind.name for kind in KINDS.values() if kind.matter == matter]} if matter else {}
    params: dict[str, Any] = {**reader_params(reader), **kinds, **(after._asdict() if after else {})}
    params["above"] = above = list(read(asked.above, params).scalars()) if after else []
    rows = read(asked.later if after else asked.first, params).all()
    if len(rows) <= PAGE:
        return [*rows], None
    here, first, last = rows[:PAGE], rows[0], rows[PAGE - 1]
    shown = list({row.about for row in here})
    params |= {"at": last.at, "id": last.id, "shown": shown}
    older = read(asked.of_shown, params).all()
    more = read(asked.another, {**params, "above": [*above, *shown]}).first()
    newest = after[2:] if after else (first.at, first.id)
    return [*here, *older], Place(last.at, last.id, *newest) if more else None


class _Asked(NamedTuple):
    first: Select[Any]
    later: Select[Any]
    another: Select[Any]
    above: Select[Any]
    of_shown: Select[Any]


@cache
def _asked(*, of_kinds: bool, is_unread: bool) -> _Asked:
    """The first page, a later one, whether there is one, what stood above, and what more a page's threads have."""
    asked = _INBOX.where(*[_OF_KINDS] * of_kinds, *[_UNREAD] * is_unread)
    above = asked.with_only_columns(ABOUT).where(_PLACE >= _LAST, _PLACE <= _NEWEST).order_by(None).distinct()
    behind = asked.where(_PLACE < _LAST)
    others, of_shown = behind.where(not_among(ABOUT, "above", String)), behind.where(among(ABOUT, "shown", String))
    return _Asked(asked.limit(PAGE + 1), others.limit(PAGE + 1), others.limit(1), above, of_shown)


def matters_in_inbox(reader: Actor) -> list[Matter]:
    """The matters that the reader has notices of, in the order of the settings."""
    held = {KINDS[name].matter for name in read(_KINDS, {"reader_id": reader.id}).scalars() if name in KINDS}
    return [matter for matter in MATTERS.values() if matter.name in held]
