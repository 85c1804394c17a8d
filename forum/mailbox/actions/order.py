"""What an administrator orders about a message: let it through, put it somewhere, reject it, decide again."""

from datetime import datetime

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.pending import mark_done, try_again
from forum.kernel.words import N_
from forum.ledger.actions import ADMINISTRATION, record
from forum.mailbox.facts import Kind
from forum.mailbox.models import RawMail, ReceivedMail
from forum.tickets.models import Ticket
from forum.tickets.queries import number_typed

_REJECTED = N_("%(name)s rejected it.")
_NOT_WRITTEN = frozenset({None, Kind.PARK, Kind.IGNORE, Kind.REFUSE})


def may_order(decision: Kind | None, *, is_waiting: bool, is_kept: bool) -> bool:
    """Whether anything can still be decided: the message was written nowhere, and is there as it came."""
    return decision in _NOT_WRITTEN and not is_waiting and is_kept


def release(mail_id: int, *, by: Actor, at: datetime) -> None:
    """The message is decided on again without the rules that kept it out. Conflict if it was written or is gone."""
    mail = free_mail(mail_id, by=by)
    again(mail, by=by, at=at)
    record(ADMINISTRATION, "mail let through", {"mail": mail.id}, by=by, at=at)


def attach(mail_id: int, number: str, *, by: Actor, at: datetime) -> None:
    """The message belongs to the ticket with this number. Invalid if there is none."""
    mail = free_mail(mail_id, by=by)
    ticket = session.scalars(select(Ticket).where(Ticket.label == number_typed(number))).first()
    if ticket is None:
        raise Invalid("There is no ticket with this number.", field="ticket")
    mail.ordered_ticket_id, mail.ordered_question_id = ticket.merged_into_id or ticket.id, None
    again(mail, by=by, at=at)
    record(ADMINISTRATION, "mail put into a ticket", {"mail": mail.id, "ticket": ticket.label}, by=by, at=at)


def reject(mail_id: int, *, by: Actor, at: datetime) -> None:
    """Nothing follows from the message; it is kept as long as others."""
    mail = free_mail(mail_id, by=by)
    mail.decision = Kind.IGNORE
    mail.why = [*mail.why, [_REJECTED, {"name": by.name}]]
    mail.parked_at = None
    mark_done(mail, at=at)
    record(ADMINISTRATION, "mail rejected", {"mail": mail.id}, by=by, at=at)


def replay(mail_id: int, *, by: Actor, at: datetime) -> None:
    """The message is decided on again by the rules, with what is known now."""
    mail = free_mail(mail_id, by=by)
    mail.released_by_id = mail.ordered_ticket_id = mail.ordered_question_id = None
    _due(mail, at=at)
    record(ADMINISTRATION, "mail decided on again", {"mail": mail.id}, by=by, at=at)


def free_mail(mail_id: int, *, by: Actor) -> ReceivedMail:
    """A message of which something can still be decided, locked; Conflict if nothing can, NotFound if there is none."""
    by.check_may(Permission.ADMINISTER)
    wanted = select(ReceivedMail).where(ReceivedMail.id == mail_id).with_for_update()
    mail = session.scalars(wanted.execution_options(populate_existing=True)).first()
    if mail is None:
        raise NotFound
    is_waiting = mail.done_at is None and mail.parked_at is None
    if not may_order(mail.decision, is_waiting=is_waiting, is_kept=session.get(RawMail, mail.id) is not None):
        raise Conflict("Nothing can be decided about this message any more.")
    return mail


def again(mail: ReceivedMail, *, by: Actor, at: datetime) -> None:
    """The worker decides on it anew, let through by this administrator; flushed."""
    mail.released_by_id = by.id
    _due(mail, at=at)


def _due(mail: ReceivedMail, *, at: datetime) -> None:
    mail.done_at = None
    try_again(mail, at=at)
    session.flush()
