"""How many mails somebody has had today, since nobody shall have too many."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, exists, func, select

from forum.accounts.settings import COMPANY_ZONE
from forum.kernel.db import BigId, UtcDateTime, read
from forum.kernel.moments import day_begins, zone_named
from forum.kernel.wrong_clock import WRONG_CLOCK
from forum.mail.models import MailPause, OutgoingMail
from forum.notifications.settings import MAILS_A_DAY
from forum.people.models import WITH_ACCOUNT, Person

_PERSON = bindparam("person_id", type_=BigId)
_IS_PAUSED = exists().where(MailPause.person_id == _PERSON, MailPause.ended_at.is_(None))
_HAS_ACCOUNT = exists().where(Person.id == _PERSON, Person.state.in_(WITH_ACCOUNT))
_TODAY = select(
    func.count(OutgoingMail.id).label("mails"), _IS_PAUSED.label("is_paused"), _HAS_ACCOUNT.label("has_account")
).where(
    OutgoingMail.person_id == _PERSON,
    OutgoingMail.created_at >= bindparam("begun", type_=UtcDateTime),
    OutgoingMail.created_at < bindparam("wrong", type_=UtcDateTime),
)


@dataclass(frozen=True)
class NextMail:
    """Which mail of the reader's day the next one would be; whether it waits for the digest, since his day is full;
    whether it does not leave at all, since mails to him came back; and whether he has an account to read it in."""

    number: int
    waits: bool
    is_paused: bool
    has_account: bool


def mails_today(person_id: int, zone: str, *, at: datetime) -> int:
    """How many mails this person has been sent since his day began in his zone (empty: the company's), or will be as
    soon as they can leave."""
    return int(_today(person_id, zone, at).mails)


def next_mail_to(person_id: int, zone: str, *, at: datetime) -> NextMail:
    """What whoever writes to this person now should know."""
    today = _today(person_id, zone, at)
    return NextMail(today.mails + 1, today.mails >= MAILS_A_DAY(), bool(today.is_paused), bool(today.has_account))


def _today(person_id: int, zone: str, at: datetime) -> Row[Any]:
    there = zone_named(zone or COMPANY_ZONE())
    begun = day_begins(at.astimezone(there).date(), there)
    return read(_TODAY, {"person_id": person_id, "begun": begun, "wrong": at + WRONG_CLOCK}).one()
