"""What pages read of tickets: columns by statements made once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, case, func, select
from sqlalchemy.orm import aliased

from forum.accounts.actors import Actor
from forum.accounts.models import Team
from forum.kernel.db import BigId, read
from forum.kernel.errors import NotFound
from forum.kernel.text.settings import TICKET_PREFIX
from forum.people.models import Person, PersonState
from forum.questions.models import Question
from forum.questions.visibility import visible_to as question_visible_to
from forum.tickets.models import (
    Ticket,
    TicketChange,
    TicketMissing,
    TicketNote,
    TicketReply,
    TicketState,
    TicketWatcher,
)
from forum.tickets.opening import began_by_itself, has_public_thread, opening_is_hidden
from forum.tickets.visibility import hides_requester, unrestricted, visible_to
from forum.topics.models import Category
from forum.topics.visibility import reader_params

_Owner, _Requester = aliased(Person), aliased(Person)
_Of, _Survivor = aliased(Ticket), aliased(Ticket)


@dataclass(frozen=True)
class TicketBanner:
    """What every reader of a thread sees of its ticket. `may_open`: the reader may see the ticket itself; who may not
    has no facts of a confidential one, and no number."""

    label: str
    state: TicketState
    confidential: bool
    public_step: str
    promised_at: datetime | None
    resolution_due_at: datetime | None
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
        Ticket.resolution_due_at,
        Ticket.changed_at,
        _Owner.name.label("owner_name"),
        _Owner.handle.label("owner_handle"),
        _Owner.badge.label("owner_badge"),
        case((visible_to(), 1), else_=0).label("may_open"),
    )
    .outerjoin(_Owner, _Owner.id == Ticket.owner_id)
    .join(_Of, Ticket.id == func.coalesce(_Of.merged_into_id, _Of.id))
    .where(
        unrestricted(),
        _Of.question_id == bindparam("question_id", type_=BigId),
        _Of.answer_id.is_(None),
        _Of.comment_id.is_(None),
        Ticket.state != TicketState.VOID,
    )
    .order_by(_Of.id.desc())
    .limit(1)
)


_HIDDEN = ("promised_at", "resolution_due_at", "owner_name", "owner_handle", "owner_badge")


def banner_of(question_id: int, reader: Actor) -> TicketBanner | None:
    """The thread's newest ticket, or the one it was merged into; a confidential one says only that it is handled."""
    row = read(_BANNER, {**reader_params(reader), "question_id": question_id}).mappings().first()
    if row is None:
        return None
    facts = {**row, "may_open": bool(row["may_open"])}
    if row["confidential"] and not facts["may_open"]:
        facts.update(dict.fromkeys(_HIDDEN), label="", public_step="")
    return TicketBanner(**facts)


def _of_requester(*names: str) -> list[ColumnElement[Any]]:
    """What is told of the requester; empty for readers who may not know him."""
    return [case((hides_requester(), ""), else_=getattr(_Requester, name)).label(f"requester_{name}") for name in names]


_TICKET = (
    select(
        Ticket.id, Ticket.label, Ticket.state, Ticket.priority, Ticket.title, Ticket.html, Ticket.tags,
        Ticket.confidential, Ticket.created_at, Ticket.changed_at, Ticket.resolved_at, Ticket.promised_at,
        Ticket.public_step, Ticket.version, Ticket.question_id, Ticket.requester_id, Ticket.owner_id, Ticket.team_id,
        Ticket.answer_id, Ticket.comment_id, Ticket.category_id, Ticket.parent_id, Ticket.created_by_id,
        _Survivor.label.label("merged_into"),
        Ticket.impact, Ticket.urgency,
        began_by_itself().label("began_by_itself"), opening_is_hidden().label("opening_hidden"),
        Ticket.first_response_at, Ticket.spoken_at, Ticket.response_minutes, Ticket.resolution_minutes,
        Ticket.response_due_at, Ticket.update_due_at, Ticket.resolution_due_at, Ticket.due_at,
        Question.slug.label("question_slug"), Question.title.label("question_title"),
        Category.name.label("category"), Category.name_ms.label("category_ms"), Team.name.label("team"),
        _Owner.name.label("owner_name"), _Owner.handle.label("owner_handle"), _Owner.badge.label("owner_badge"),
        _Owner.photo.label("owner_photo"), _Owner.is_it_staff.label("owner_is_it_staff"),
        *_of_requester("name", "handle", "title", "department", "location", "email", "photo", "badge"),
        _Requester.is_it_staff.label("requester_is_it_staff"), _Requester.language.label("requester_language"),
        _Requester.zone.label("requester_zone"), hides_requester().label("hides_requester"),
        has_public_thread().label("has_public_thread"),
    )
    .join(_Requester, _Requester.id == Ticket.requester_id)
    .outerjoin(_Owner, _Owner.id == Ticket.owner_id)
    .outerjoin(Question, and_(Question.id == Ticket.question_id, question_visible_to()))
    .outerjoin(Category, Category.id == Ticket.category_id)
    .outerjoin(Team, Team.id == Ticket.team_id)
    .outerjoin(_Survivor, _Survivor.id == Ticket.merged_into_id)
    .where(visible_to(), Ticket.label == bindparam("label"))
)  # fmt: skip


def ticket_page(label: str, reader: Actor) -> Row[Any]:
    """One ticket with its people; NotFound if it does not exist or the reader may not see it."""
    row = read(_TICKET, {**reader_params(reader), "label": label}).first()
    if row is None:
        raise NotFound
    return row


_SEEN = select(Ticket.id).where(visible_to(), Ticket.label == bindparam("label"))


def id_of(label: str, reader: Actor) -> int | None:
    """The id of the ticket with this number; None if there is none that the reader may see."""
    return read(_SEEN, {**reader_params(reader), "label": label}).scalar()


_THREAD = select(Ticket.question_id, Question.slug).join(Question, Question.id == Ticket.question_id).where(
    question_visible_to(), unrestricted(), Question.ticket_label == Ticket.label, Ticket.label == bindparam("label")
)  # fmt: skip


def thread_of(label: str, reader: Actor) -> Row[Any] | None:
    """The thread that shows this ticket's number to the reader, who need not see the ticket: its id and slug."""
    return read(_THREAD, {**reader_params(reader), "label": label}).first()


def number_typed(typed: str) -> str:
    """A ticket's number as somebody typed it: "it-12", "12" or "IT-000012" alike; other words as they are."""
    prefix, _dash, digits = typed.upper().rpartition("-")
    if not digits.isdecimal():
        return typed
    return f"{prefix or TICKET_PREFIX()}-{digits:0>6}"


_SPEAKER = (Person.name, Person.handle, Person.photo, Person.is_it_staff, Person.badge)
_REPLIES = (
    select(
        TicketReply.id, TicketReply.html, TicketReply.at, TicketReply.hidden_at, *_SPEAKER, Person.id.label("author_id")
    )
    .join(Person, Person.id == TicketReply.author_id)
    .where(TicketReply.ticket_id == bindparam("ticket_id", type_=BigId))
    .order_by(TicketReply.id)
)
hidden_replies = select(TicketReply.id).where(
    TicketReply.ticket_id == bindparam("ticket_id", type_=BigId), TicketReply.hidden_at.is_not(None)
)
_WORDS = select(Ticket.source).where(unrestricted(), Ticket.id == bindparam("ticket_id", type_=BigId))
_LAST_REPLY = (
    select(TicketReply.source)
    .join(Ticket, Ticket.id == TicketReply.ticket_id)
    .where(unrestricted(), Ticket.id == bindparam("ticket_id", type_=BigId))
    .where(TicketReply.author_id != Ticket.requester_id, TicketReply.hidden_at.is_(None))
    .order_by(TicketReply.id.desc())
    .limit(1)
)
_ASKED = (
    select(TicketMissing.id, TicketMissing.label)
    .where(TicketMissing.ticket_id == bindparam("ticket_id", type_=BigId))
    .order_by(TicketMissing.id)
)
_MISSING = _ASKED.where(TicketMissing.answered_at.is_(None))
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
    """The Markdown of IT staff's last reply that the requester can read: usually the fix. Empty if there is none."""
    return str(read(_LAST_REPLY, {"ticket_id": ticket_id}).scalar() or "")


def asked_of(ticket_id: int) -> Sequence[Row[Any]]:
    """What the requester was ever asked for."""
    return read(_ASKED, {"ticket_id": ticket_id}).all()


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
