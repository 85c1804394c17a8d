"""One outage, forty reports: tickets are parts of one, and are solved with it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select

from forum.accounts.actors import Actor
from forum.kernel.db import session
from forum.kernel.errors import NotFound
from forum.questions.models import Question
from forum.tickets.actions.find import find_ticket, find_tickets, note_change
from forum.tickets.actions.resolve import Fix, can_publish, resolve
from forum.tickets.family.actions.find import find_both, relative
from forum.tickets.family.rules import check_may_be_part
from forum.tickets.models import Ticket
from forum.tickets.rules import UNSOLVED_STATES, check_may_work


def make_part(label: str, of_label: str, *, by: Actor, at: datetime) -> None:
    """The first ticket is a part of the second; a part has no parts. Refused as `check_may_be_part` says."""
    check_may_work(by)
    one, of = find_both(label, of_label, field="whole", by=by)
    check_may_be_part(relative(one), relative(of))
    if one.parent_id != of.id:
        one.parent_id = of.id
        note_change(one, "part_of", by=by, at=at, of=of.label)
        note_change(of, "has_part", by=by, at=at, label=one.label)


def end_part(label: str, *, by: Actor, at: datetime) -> None:
    """The ticket stands alone again."""
    check_may_work(by)
    ticket = find_ticket(label, by=by)
    if ticket.parent_id is not None:
        ticket.parent_id = None
        note_change(ticket, "part_of", by=by, at=at, of="")


def resolve_with_parts(label: str, fix: Fix, *, by: Actor, at: datetime) -> Sequence[Ticket]:
    """The ticket and all its unsolved parts that the person sees are solved by the same fix; the parts are returned.

    Each requester gets the fix as a reply. It is published in the parts' threads, too, where those take answers.
    """
    whole = select(Ticket.id).where(Ticket.label == label).scalar_subquery()
    family = find_tickets(or_(Ticket.label == label, Ticket.parent_id == whole), by=by)
    ticket = next((each for each in family if each.label == label), None)
    if ticket is None:
        raise NotFound
    resolve(ticket, fix, by=by, at=at)
    parts = [each for each in family if each.parent_id == ticket.id and each.state in UNSOLVED_STATES]
    for part in parts:
        publish = fix.publish and can_publish(part) and not _is_locked(part)
        resolve(part, Fix(fix.source, fix.html, publish=publish), by=by, at=at)
    return parts


def _is_locked(ticket: Ticket) -> bool:
    return session.get_one(Question, ticket.question_id).locked_at is not None
