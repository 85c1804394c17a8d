"""The board: what is open, what was closed by month, what is planned; the line above every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, bindparam, select, tuple_

from forum.accounts.actors import Actor
from forum.kernel.db import BigId, UtcDateTime, read
from forum.kernel.settings import registry
from forum.knowledge.known.models import KnownIssue, Maintenance
from forum.knowledge.known.queries.affected import AFFECTED_COUNT
from forum.knowledge.known.visibility import maintenance_visible_to, reader_params, unrestricted, visible_to
from forum.people.models import Person
from forum.topics.models import Category
from forum.topics.visibility import unrestricted as any_category

PAGE = 40
_MOST = bindparam("most", type_=Integer)
_COLUMNS: tuple[Any, ...] = (
    KnownIssue.id,
    KnownIssue.title,
    KnownIssue.slug,
    KnownIssue.service,
    KnownIssue.state,
    KnownIssue.is_major,
    KnownIssue.since_at,
    KnownIssue.changed_at,
    KnownIssue.closed_at,
    KnownIssue.next_update_due_at,
    KnownIssue.promised_at,
    AFFECTED_COUNT,
    KnownIssue.workaround_html,
    Person.name.label("owner_name"),
    Person.handle.label("owner_handle"),
)
_LISTED = select(*_COLUMNS).join(Person, Person.id == KnownIssue.owner_id).where(visible_to()).limit(_MOST)
_OPEN = _LISTED.where(KnownIssue.closed_at.is_(None)).order_by(
    KnownIssue.is_major.desc(), KnownIssue.since_at.desc(), KnownIssue.id.desc()
)
_CLOSED = _LISTED.where(KnownIssue.closed_at.is_not(None)).order_by(KnownIssue.closed_at.desc(), KnownIssue.id.desc())
_CLOSED_BEFORE = _CLOSED.where(
    tuple_(KnownIssue.closed_at, KnownIssue.id)
    < tuple_(bindparam("after_at", type_=UtcDateTime), bindparam("after_id", type_=BigId))
)
_NEWEST = _LISTED.add_columns(KnownIssue.html).order_by(KnownIssue.changed_at.desc(), KnownIssue.id.desc())
_COMING = (
    select(
        Maintenance.id,
        Maintenance.title,
        Maintenance.service,
        Maintenance.html,
        Maintenance.begins_at,
        Maintenance.ends_at,
        Maintenance.cancelled_at,
    )
    .where(
        maintenance_visible_to(),
        Maintenance.cancelled_at.is_(None),
        Maintenance.ends_at > bindparam("now", type_=UtcDateTime),
    )
    .order_by(Maintenance.begins_at, Maintenance.id)
    .limit(_MOST)
)
_MAJOR = (
    select(
        KnownIssue.id, KnownIssue.title, KnownIssue.slug, KnownIssue.since_at, KnownIssue.next_update_due_at,
        KnownIssue.number, Category.slug.label("category_slug"),
    )
    .join(Category, Category.id == KnownIssue.category_id)
    .where(unrestricted(), any_category(), KnownIssue.closed_at.is_(None), KnownIssue.is_major.is_(True))
    .order_by(KnownIssue.since_at.desc(), KnownIssue.id)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Board:
    """What stands on the board, and whether older issues follow."""

    open: Sequence[Row[Any]]
    closed: Sequence[Row[Any]]
    coming: Sequence[Row[Any]]
    has_more: bool


def board(reader: Actor, *, at: datetime, after: tuple[datetime, int] | None = None) -> Board:
    """Open issues (major ones first), closed ones behind `after`, and maintenance that is not over."""
    params = {**reader_params(reader), "most": PAGE + 1, "now": at}
    statement = _CLOSED if after is None else _CLOSED_BEFORE
    behind = {"after_at": after[0], "after_id": after[1]} if after else {}
    closed = read(statement, {**params, **behind}).all()
    coming = read(_COMING, params).all()
    return Board(open_issues(reader, most=200), closed[:PAGE], coming, len(closed) > PAGE)


def open_issues(reader: Actor, *, most: int) -> Sequence[Row[Any]]:
    """What is broken now, major issues first."""
    return read(_OPEN, {**reader_params(reader), "most": most}).all()


def newest_issues(reader: Actor, *, most: int) -> Sequence[Row[Any]]:
    """The issues with the latest news, for feeds."""
    return read(_NEWEST, {**reader_params(reader), "most": most}).all()


def major_issues() -> Sequence[Row[Any]]:
    """Open major issues of all categories, for the line above every page, which shows those the reader may see.

    Kept in the process until the settings' version changes, which every change of an issue raises: no query a page.
    """
    return registry.kept("major issues", lambda: read(_MAJOR).all())
