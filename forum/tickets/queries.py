"""What pages read of tickets: columns by statements made once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, Row, and_, bindparam, case, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from forum.accounts.actors import Actor
from forum.accounts.models import Team, TeamMembership
from forum.kernel.db import BigId, UtcDateTime, read
from forum.kernel.errors import NotFound
from forum.people.models import Person, PersonState
from forum.questions.models import Question
from forum.tickets.models import (
    Ticket,
    TicketChange,
    TicketMissing,
    TicketNote,
    TicketReply,
    TicketState,
    TicketWatcher,
)
from forum.tickets.rules import OPEN_STATES, UNSOLVED_STATES
from forum.tickets.visibility import unrestricted, visible_to
from forum.topics.models import Category
from forum.topics.visibility import READER_ID, reader_params

PAGE = 40
_Owner, _Requester = aliased(Person), aliased(Person)


@dataclass(frozen=True)
class TicketBanner:
    """What every reader of a thread sees of its ticket. `may_open`: the reader may see the ticket itself."""

    label: str
    state: TicketState
    confidential: bool
    public_step: str
    promised_at: datetime | None
    changed_at: datetime
    owner_name: str | None
    owner_handle: str | None
    owner_badge: str | None
    may_open: bool


_BANNER = (
    select(
        Ticket.label,
        Ticket.state,
        Ticket.confidential,
        Ticket.public_step,
        Ticket.promised_at,
        Ticket.changed_at,
        _Owner.name.label("owner_name"),
        _Owner.handle.label("owner_handle"),
        _Owner.badge.label("owner_badge"),
        case((visible_to(), 1), else_=0).label("may_open"),
    )
    .outerjoin(_Owner, _Owner.id == Ticket.owner_id)
    .where(
        unrestricted(),
        Ticket.question_id == bindparam("question_id", type_=BigId),
        Ticket.answer_id.is_(None),
        Ticket.comment_id.is_(None),
        Ticket.state != TicketState.VOID,
    )
    .order_by(Ticket.id.desc())
    .limit(1)
)


def banner_of(question_id: int, reader: Actor) -> TicketBanner | None:
    """The newest ticket of a thread that the reader may see; a confidential one says only that it is handled."""
    row = read(_BANNER, {**reader_params(reader), "question_id": question_id}).mappings().first()
    if row is None:
        return None
    facts = {**row, "may_open": bool(row["may_open"])}
    if row["confidential"] and not facts["may_open"]:
        hidden = {"public_step": "", "promised_at": None, "owner_name": None, "owner_handle": None, "owner_badge": None}
        facts.update(hidden)
    return TicketBanner(**facts)


_TICKET = (
    select(
        Ticket.id, Ticket.label, Ticket.state, Ticket.priority, Ticket.title, Ticket.html, Ticket.tags,
        Ticket.confidential, Ticket.created_at, Ticket.changed_at, Ticket.resolved_at, Ticket.promised_at,
        Ticket.public_step, Ticket.version, Ticket.question_id, Ticket.requester_id, Ticket.owner_id, Ticket.team_id,
        Ticket.answer_id, Ticket.comment_id, Ticket.category_id,
        Question.slug.label("question_slug"), Question.title.label("question_title"),
        Category.name.label("category"), Category.name_ms.label("category_ms"), Team.name.label("team"),
        _Owner.name.label("owner_name"), _Owner.handle.label("owner_handle"), _Owner.badge.label("owner_badge"),
        _Owner.photo.label("owner_photo"), _Owner.is_it_staff.label("owner_is_it_staff"),
        _Requester.name.label("requester_name"), _Requester.handle.label("requester_handle"),
        _Requester.title.label("requester_title"), _Requester.department.label("requester_department"),
        _Requester.location.label("requester_location"), _Requester.email.label("requester_email"),
        _Requester.photo.label("requester_photo"), _Requester.is_it_staff.label("requester_is_it_staff"),
        _Requester.badge.label("requester_badge"), _Requester.language.label("requester_language"),
    )
    .join(_Requester, _Requester.id == Ticket.requester_id)
    .outerjoin(_Owner, _Owner.id == Ticket.owner_id)
    .outerjoin(Question, Question.id == Ticket.question_id)
    .outerjoin(Category, Category.id == Ticket.category_id)
    .outerjoin(Team, Team.id == Ticket.team_id)
    .where(visible_to(), Ticket.label == bindparam("label"))
)  # fmt: skip


def ticket_page(label: str, reader: Actor) -> Row[Any]:
    """One ticket with its people; NotFound if it does not exist or the reader may not see it."""
    row = read(_TICKET, {**reader_params(reader), "label": label}).first()
    if row is None:
        raise NotFound
    return row


_SPEAKER = (Person.name, Person.handle, Person.photo, Person.is_it_staff, Person.badge)
_REPLIES = (
    select(TicketReply.id, TicketReply.html, TicketReply.at, *_SPEAKER)
    .join(Person, Person.id == TicketReply.author_id)
    .where(TicketReply.ticket_id == bindparam("ticket_id", type_=BigId))
    .order_by(TicketReply.id)
)
_WORDS = select(Ticket.source).where(unrestricted(), Ticket.id == bindparam("ticket_id", type_=BigId))
_LAST_REPLY = (
    select(TicketReply.source)
    .join(Ticket, Ticket.id == TicketReply.ticket_id)
    .where(unrestricted(), Ticket.id == bindparam("ticket_id", type_=BigId))
    .where(TicketReply.author_id != Ticket.requester_id)
    .order_by(TicketReply.id.desc())
    .limit(1)
)
_MISSING = (
    select(TicketMissing.id, TicketMissing.label)
    .where(TicketMissing.ticket_id == bindparam("ticket_id", type_=BigId), TicketMissing.answered_at.is_(None))
    .order_by(TicketMissing.id)
)
_NOTES = (
    select(TicketNote.id, TicketNote.html, TicketNote.at, *_SPEAKER)
    .join(Person, Person.id == TicketNote.author_id)
    .where(TicketNote.ticket_id == bindparam("ticket_id", type_=BigId))
    .order_by(TicketNote.id)
)
_HISTORY = (
    select(TicketChange.act, TicketChange.facts, TicketChange.at, Person.name, Person.handle)
    .join(Person, Person.id == TicketChange.by_id)
    .where(TicketChange.ticket_id == bindparam("ticket_id", type_=BigId))
    .order_by(TicketChange.id)
)
_WATCHERS = (
    select(TicketWatcher.device, *_SPEAKER)
    .join(Person, Person.id == TicketWatcher.person_id)
    .where(TicketWatcher.ticket_id == bindparam("ticket_id", type_=BigId))
    .order_by(TicketWatcher.at)
)
_COLLEAGUES = (
    select(Person.id, Person.name, Person.badge)
    .where(Person.is_it_staff.is_(True), Person.state == PersonState.ACTIVE)
    .order_by(Person.name_key)
)

_ALL_TEAMS = select(Team.id, Team.name).order_by(Team.name)


def replies_of(ticket_id: int) -> Sequence[Row[Any]]:
    """What was said in public, oldest first."""
    return read(_REPLIES, {"ticket_id": ticket_id}).all()


def words_of(ticket_id: int) -> str:
    """The Markdown with which the ticket began."""
    return str(read(_WORDS, {"ticket_id": ticket_id}).scalar_one())


def last_reply_of(ticket_id: int) -> str:
    """The Markdown of IT staff's last public reply, which usually tells the fix; empty if there is none."""
    return str(read(_LAST_REPLY, {"ticket_id": ticket_id}).scalar() or "")


def missing_of(ticket_id: int) -> Sequence[Row[Any]]:
    """What the requester was asked for and has not answered yet."""
    return read(_MISSING, {"ticket_id": ticket_id}).all()


def notes_of(ticket_id: int) -> Sequence[Row[Any]]:
    """What IT staff told each other, oldest first. Only for their page."""
    return read(_NOTES, {"ticket_id": ticket_id}).all()


def history_of(ticket_id: int) -> Sequence[Row[Any]]:
    """Every change with who and when, oldest first."""
    return read(_HISTORY, {"ticket_id": ticket_id}).all()


def watchers_of(ticket_id: int) -> Sequence[Row[Any]]:
    """Everybody affected, with the device they named."""
    return read(_WATCHERS, {"ticket_id": ticket_id}).all()


def it_staff() -> Sequence[Row[Any]]:
    """Who can own a ticket."""
    return read(_COLLEAGUES).all()


def all_teams() -> Sequence[Row[Any]]:
    """Which teams a ticket can be given to."""
    return read(_ALL_TEAMS).all()


_ROW = (
    Ticket.id, Ticket.label, Ticket.title, Ticket.state, Ticket.priority, Ticket.created_at, Ticket.changed_at,
    Ticket.confidential, _Requester.name.label("requester_name"), _Owner.name.label("owner_name"),
    Team.name.label("team"), Question.affected_count,
)  # fmt: skip
_ROWS = (
    select(*_ROW)
    .join(_Requester, _Requester.id == Ticket.requester_id)
    .outerjoin(_Owner, _Owner.id == Ticket.owner_id)
    .outerjoin(Team, Team.id == Ticket.team_id)
    .outerjoin(Question, Question.id == Ticket.question_id)
    .where(visible_to())
)
_MY_TEAMS = select(TeamMembership.team_id).where(TeamMembership.person_id == READER_ID)
VIEWS = {
    "mine": and_(Ticket.owner_id == READER_ID, Ticket.state.in_(UNSOLVED_STATES)),
    "team": and_(Ticket.team_id.in_(_MY_TEAMS), Ticket.state.in_(UNSOLVED_STATES)),
    "unassigned": and_(Ticket.owner_id.is_(None), Ticket.state.in_(UNSOLVED_STATES)),
    "waiting": Ticket.state.in_([TicketState.WAITING_REQUESTER, TicketState.WAITING_THIRD]),
    "open": Ticket.state.in_(UNSOLVED_STATES),
    "resolved": Ticket.state == TicketState.RESOLVED,
    "confidential": and_(Ticket.confidential.is_(True), Ticket.state.in_(OPEN_STATES)),
    "all": Ticket.id > 0,
}
_WATCHED = select(TicketWatcher.ticket_id).where(TicketWatcher.person_id == READER_ID)
_MINE = or_(Ticket.requester_id == READER_ID, Ticket.id.in_(_WATCHED))
_AFTER = tuple_(Ticket.created_at, Ticket.id) < tuple_(
    bindparam("after_at", type_=UtcDateTime), bindparam("after_id", type_=BigId)
)


def _listed(condition: Any, *, further: bool) -> Executable:
    statement = _ROWS.where(condition)
    if further:
        statement = statement.where(_AFTER)
    return statement.order_by(Ticket.created_at.desc(), Ticket.id.desc()).limit(PAGE + 1)


_QUEUES = {(view, further): _listed(VIEWS[view], further=further) for view in VIEWS for further in (False, True)}
_OWN = {further: _listed(_MINE, further=further) for further in (False, True)}
_COUNTS = select(*(func.count(case((condition, 1))).label(name) for name, condition in VIEWS.items())).where(
    visible_to()
)


def queue(view: str, reader: Actor, after: tuple[datetime, int] | None = None) -> Sequence[Row[Any]]:
    """Up to PAGE + 1 tickets of a saved view, newest first, from behind `after`."""
    return read(_QUEUES[view, after is not None], _params(reader, after)).all()


def own_tickets(reader: Actor, after: tuple[datetime, int] | None = None) -> Sequence[Row[Any]]:
    """Up to PAGE + 1 tickets that the reader asked for or watches, newest first."""
    return read(_OWN[after is not None], _params(reader, after)).all()


def queue_counts(reader: Actor) -> Mapping[str, int]:
    """How many tickets each saved view holds, in one query."""
    return dict(read(_COUNTS, reader_params(reader)).mappings().one())


def _params(reader: Actor, after: tuple[datetime, int] | None) -> dict[str, Any]:
    place = {"after_at": after[0], "after_id": after[1]} if after else {}
    return {**reader_params(reader), **place}
