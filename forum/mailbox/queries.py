"""What administrators read of mail that came in."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Team
from forum.kernel.db import BigId, UtcDateTime, read
from forum.kernel.errors import NotFound
from forum.mailbox.models import MailAddress, MailboxTrouble, MailStop, RawMail, ReceivedMail
from forum.people.models import Person
from forum.questions.models import Question
from forum.questions.visibility import unrestricted as any_question
from forum.tickets.models import Ticket
from forum.topics.models import Category
from forum.topics.visibility import unrestricted as any_category

MOST_LISTED = 50
_FORGOTTEN_AFTER = timedelta(hours=1)  # whoever reads the mailbox tries within minutes: since then, nobody is to
_Releaser = aliased(Person)
_LINE = (
    select(
        ReceivedMail.id, ReceivedMail.received_at, ReceivedMail.source, ReceivedMail.sender, ReceivedMail.subject,
        ReceivedMail.decision, ReceivedMail.why, ReceivedMail.done_at, ReceivedMail.parked_at, ReceivedMail.failure,
        ReceivedMail.is_answered, ReceivedMail.question_id, ReceivedMail.envelope_sender,
        ReceivedMail.envelope_recipients, ReceivedMail.message_id, RawMail.mail_id.label("raw_id"),
        Ticket.label, Question.title.label("question_title"), Person.name, Person.handle,
        _Releaser.name.label("releaser_name"),
    )
    .outerjoin(RawMail, RawMail.mail_id == ReceivedMail.id)
    .outerjoin(Ticket, Ticket.id == ReceivedMail.ticket_id)
    .outerjoin(Question, Question.id == ReceivedMail.question_id)
    .outerjoin(Person, Person.id == ReceivedMail.person_id)
    .outerjoin(_Releaser, _Releaser.id == ReceivedMail.released_by_id)
    .where(any_question())
)  # fmt: skip
_LISTED = (
    _LINE.where(ReceivedMail.id < bindparam("before", type_=BigId))
    .order_by(ReceivedMail.id.desc())
    .limit(MOST_LISTED + 1)
)
_PARKED = _LISTED.where(ReceivedMail.parked_at.is_not(None), ReceivedMail.done_at.is_(None))
_ONE = _LINE.where(ReceivedMail.id == bindparam("mail_id", type_=BigId))
_ADDRESSES = (
    select(MailAddress.id, MailAddress.address, MailAddress.makes, Category.name.label("category"), Team.name)
    .outerjoin(Category, Category.id == MailAddress.category_id)
    .outerjoin(Team, Team.id == MailAddress.team_id)
    .where(any_category())
    .order_by(MailAddress.address)
)
_AT = bindparam("at", type_=UtcDateTime())
_STOPS = (
    select(MailStop.id, MailStop.scope, MailStop.name, MailStop.at, MailStop.until, Person.name.label("by_name"))
    .outerjoin(Person, Person.id == MailStop.by_id)
    .where(MailStop.ended_at.is_(None), MailStop.until.is_(None) | (MailStop.until > _AT))
    .order_by(MailStop.id.desc())
    .limit(200)
)
_TROUBLES = (
    select(MailboxTrouble.name, MailboxTrouble.since, MailboxTrouble.why)
    .where(MailboxTrouble.at > bindparam("after", type_=UtcDateTime()))
    .order_by(MailboxTrouble.since)
    .limit(20)
)


def mails_before(before: int, *, parked_only: bool) -> Sequence[Row[Any]]:
    """Up to MOST_LISTED + 1 messages with ids before this one, the newest first."""
    return read(_PARKED if parked_only else _LISTED, {"before": before}).all()


def mail_shown(mail_id: int) -> Row[Any]:
    """One message and what became of it; NotFound if there is none."""
    row = read(_ONE, {"mail_id": mail_id}).one_or_none()
    if row is None:
        raise NotFound
    return row


def stops_in_force(*, at: datetime) -> Sequence[Row[Any]]:
    """Whose mail is held back now, the newest first."""
    return read(_STOPS, {"at": at}).all()


def mailbox_troubles(*, at: datetime) -> Sequence[Row[Any]]:
    """Mailboxes that cannot be read now, since when and why."""
    return read(_TROUBLES, {"after": at - _FORGOTTEN_AFTER}).all()


def all_addresses() -> Sequence[Row[Any]]:
    """Our addresses, with what mail to them becomes."""
    return read(_ADDRESSES).all()
