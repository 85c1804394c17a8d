"""The queue: saved views, filters, orders, by keyset paging; and one's own tickets. Statements are built once each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Row,
    String,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import aliased

from forum.accounts.actors import Actor
from forum.accounts.models import Team, TeamMembership
from forum.kernel.db import BigId, UtcDateTime, read
from forum.people.models import Person
from forum.questions.models import Question
from forum.tickets.models import Ticket, TicketState, TicketWatcher
from forum.tickets.rules import OPEN_STATES, UNSOLVED_STATES
from forum.tickets.visibility import unrestricted, visible_to
from forum.topics.models import Category
from forum.topics.visibility import READER_ID, reader_params

PAGE = 40
_OPEN = Ticket.state.not_in([literal_column("'closed'"), literal_column("'void'")])  # as the index on these says it
_UNSOLVED = Ticket.state.in_(UNSOLVED_STATES)
_MY_TEAMS = select(TeamMembership.team_id).where(TeamMembership.person_id == READER_ID)
VIEWS: dict[str, ColumnElement[bool]] = {
    "mine": and_(Ticket.owner_id == READER_ID, _UNSOLVED),
    "team": and_(Ticket.team_id.in_(_MY_TEAMS), _UNSOLVED),
    "unassigned": and_(Ticket.owner_id.is_(None), _UNSOLVED),
    "today": and_(Ticket.due_at < bindparam("day_ends", type_=UtcDateTime), _UNSOLVED),
    "overdue": and_(Ticket.due_at < bindparam("at", type_=UtcDateTime), _UNSOLVED),
    "waiting": Ticket.state.in_([TicketState.WAITING_REQUESTER, TicketState.WAITING_THIRD]),
    "confidential": and_(Ticket.confidential.is_(True), Ticket.state.in_(OPEN_STATES)),
    "open": _UNSOLVED,
    "resolved": Ticket.state == TicketState.RESOLVED,
    "all": true(),
}
_OF_OPEN = frozenset(VIEWS) - {"all"}  # what an index holds; to count all would read every ticket there ever was


class Order(StrEnum):
    """Which tickets come first."""

    DUE = "due"
    OLDEST = "oldest"
    NEWEST = "newest"
    CHANGED = "changed"


@dataclass(frozen=True)
class _By:
    column: Any
    descends: bool


_ORDERS = {
    Order.DUE: _By(Ticket.due_at, False),
    Order.OLDEST: _By(Ticket.created_at, False),
    Order.NEWEST: _By(Ticket.created_at, True),
    Order.CHANGED: _By(Ticket.changed_at, True),
}
_Owner, _Requester = aliased(Person), aliased(Person)
_LOOKED_THROUGH = Ticket.title + " " + Ticket.label + " " + _Requester.name
_MOST_WORDS = 8
_FILTERS: dict[str, ColumnElement[bool]] = {
    "state": Ticket.state == bindparam("state", type_=String),
    "priority": Ticket.priority == bindparam("priority", type_=String),
    "team": Ticket.team_id == bindparam("team", type_=BigId),
    "owner": Ticket.owner_id == bindparam("owner", type_=BigId),
    "category": Ticket.category_id == bindparam("category", type_=BigId),
}


@dataclass(frozen=True)
class Today:
    """What is overdue is so at `at`; what is due today, before the reader's day `ends_at`."""

    at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Wish:
    """What somebody wants to see of the queue. `filters` has values by the names of _FILTERS; each of its "words"
    stands in title, number or requester."""

    view: str = "open"
    filters: Mapping[str, str | int] = field(default_factory=dict)
    order: Order = Order.DUE
    after: tuple[datetime, int] | None = None


_ROWS = (
    select(
        Ticket.id, Ticket.label, Ticket.title, Ticket.state, Ticket.priority, Ticket.created_at, Ticket.changed_at,
        Ticket.confidential, Ticket.due_at, Ticket.promised_at, Ticket.requester_id, Ticket.owner_id, Ticket.team_id,
        Ticket.category_id,
        _Requester.name.label("requester_name"), _Owner.name.label("owner_name"),
        Team.name.label("team"), Category.name.label("category"), Category.name_ms.label("category_ms"),
        Question.affected_count,
    )
    .join(_Requester, _Requester.id == Ticket.requester_id)
    .outerjoin(_Owner, _Owner.id == Ticket.owner_id)
    .outerjoin(Team, Team.id == Ticket.team_id)
    .outerjoin(Category, Category.id == Ticket.category_id)
    .outerjoin(Question, Question.id == Ticket.question_id)
)  # fmt: skip
_Mine = aliased(Ticket)
_ASKED_FOR = select(_Mine.id).where(unrestricted(), _Mine.requester_id == READER_ID)
_WATCHED = select(TicketWatcher.ticket_id).where(TicketWatcher.person_id == READER_ID)
_OWN = Ticket.id.in_(_ASKED_FOR.union(_WATCHED))  # each by its index: an OR of both reads every ticket on PostgreSQL
_AFTER = tuple_(bindparam("after_at", type_=UtcDateTime), bindparam("after_id", type_=BigId))
_COUNTS = select(
    *(func.count(case((condition, 1))).label(name) for name, condition in VIEWS.items() if name in _OF_OPEN)
).where(_OPEN, visible_to())


def queue(wish: Wish, reader: Actor, today: Today) -> Sequence[Row[Any]]:
    """Up to PAGE + 1 tickets as wished, from behind `after`."""
    filters = dict(wish.filters)
    words = f"{filters.pop('words', '')}".split()[:_MOST_WORDS]
    looked_for = {f"word_{place}": re.sub("([%_/])", r"/\1", word) for place, word in enumerate(words)}
    statement = _statement(wish.view, tuple(sorted(filters)), tuple(looked_for), wish.order, wish.after is not None)
    return read(statement, {**_params(reader, wish.after), **_moments(today), **filters, **looked_for}).all()


def own_tickets(reader: Actor, after: tuple[datetime, int] | None = None) -> Sequence[Row[Any]]:
    """Up to PAGE + 1 tickets that the reader asked for or watches, newest first."""
    return read(_own(after is not None), _params(reader, after)).all()


def queue_counts(reader: Actor, today: Today) -> Mapping[str, int | None]:
    """How many tickets each saved view holds, in one query; None for those that are not counted."""
    counted = read(_COUNTS, {**reader_params(reader), **_moments(today)}).mappings().one()
    return {**dict.fromkeys(VIEWS), **counted}


def place_in(row: Row[Any], order: Order) -> tuple[datetime, int]:
    """Where a row stands in this order."""
    return getattr(row, _ORDERS[order].column.key), row.id


@lru_cache(maxsize=512)
def _statement(view: str, filters: tuple[str, ...], words: tuple[str, ...], order: Order, further: bool) -> Executable:
    conditions = [VIEWS[view], visible_to(), *(_FILTERS[name] for name in filters)]
    conditions += [_LOOKED_THROUGH.icontains(bindparam(word, type_=String), escape="/") for word in words]
    if view in _OF_OPEN:
        conditions.append(_OPEN)
    return _ordered(_ROWS.where(*conditions), order, further=further)


@lru_cache(maxsize=2)
def _own(further: bool) -> Executable:
    return _ordered(_ROWS.where(_OWN, visible_to()), Order.NEWEST, further=further)


def _ordered(rows: Any, order: Order, *, further: bool) -> Executable:
    by = _ORDERS[order]
    place = tuple_(by.column, Ticket.id)
    if further:
        rows = rows.where(place < _AFTER if by.descends else place > _AFTER)
    columns = (by.column.desc(), Ticket.id.desc()) if by.descends else (by.column, Ticket.id)
    listed: Executable = rows.order_by(*columns).limit(PAGE + 1)
    return listed


def _params(reader: Actor, after: tuple[datetime, int] | None) -> dict[str, Any]:
    place = {"after_at": after[0], "after_id": after[1]} if after else {}
    return {**reader_params(reader), **place}


def _moments(today: Today) -> dict[str, datetime]:
    return {"at": today.at, "day_ends": today.ends_at}
