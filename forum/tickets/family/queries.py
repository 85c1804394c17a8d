"""What a ticket's page shows of the tickets that belong to it, and of its requester."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from forum.accounts.actors import Actor
from forum.kernel.db import BigId, read
from forum.questions.models import Question
from forum.questions.visibility import listed_to
from forum.tickets.models import Ticket
from forum.tickets.rules import UNSOLVED_STATES
from forum.tickets.visibility import visible_to
from forum.topics.visibility import reader_params

MOST = 100
_FEW = 5
_ID = bindparam("ticket_id", type_=BigId)
_PERSON = bindparam("person_id", type_=BigId)
_SHORT = (Ticket.id, Ticket.label, Ticket.title, Ticket.state, Ticket.parent_id, Ticket.merged_into_id)
_RELATIVES = (
    select(*_SHORT)
    .where(visible_to(), (Ticket.parent_id == _ID) | (Ticket.merged_into_id == _ID) | (Ticket.id == bindparam("up_id")))
    .order_by(Ticket.id)
    .limit(MOST)
)
_OTHERS = select(*_SHORT).where(visible_to(), Ticket.requester_id == _PERSON, Ticket.id != _ID).order_by(
    Ticket.id.desc()
).limit(_FEW)  # fmt: skip
_THREADS = (
    select(Question.id, Question.slug, Question.title, Question.solved_at)
    .where(listed_to(), Question.author_id == _PERSON, Question.id != bindparam("origin_id", type_=BigId))
    .where(Question.ticket_label.not_in(select(Ticket.label).where(visible_to(), Ticket.requester_id == _PERSON)))
    .order_by(Question.id.desc())
    .limit(_FEW)
)


def relatives_of(ticket: Row[Any], reader: Actor) -> dict[str, Any]:
    """The tickets the reader sees that belong to this one: its whole, its parts, those merged into it."""
    params = {**reader_params(reader), "ticket_id": ticket.id, "up_id": ticket.parent_id or 0}
    rows = read(_RELATIVES, params).all()
    parts = [row for row in rows if row.parent_id == ticket.id]
    return {
        "whole": next((row for row in rows if row.id == ticket.parent_id), None),
        "parts": parts,
        "unsolved_parts": [row for row in parts if row.state in UNSOLVED_STATES],
        "merged": [row for row in rows if row.merged_into_id == ticket.id],
    }


def others_of(ticket: Row[Any], reader: Actor) -> Sequence[Row[Any]]:
    """The requester's last other tickets, as far as the reader may see them."""
    return read(_OTHERS, _of(ticket, reader)).all()


def threads_of(ticket: Row[Any], reader: Actor) -> Sequence[Row[Any]]:
    """The last threads that the requester asked under his name, without this ticket's and those of the others."""
    return read(_THREADS, {**_of(ticket, reader), "origin_id": ticket.question_id or 0}).all()


def _of(ticket: Row[Any], reader: Actor) -> dict[str, Any]:
    return {**reader_params(reader), "ticket_id": ticket.id, "person_id": ticket.requester_id}
