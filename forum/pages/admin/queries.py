"""What administrators read of the installation: backlogs, the outbox, the record."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, exists, select

from forum.accounts.models import Invitation
from forum.kernel.db import read
from forum.kernel.pending import Pending, count_stuck, is_parked
from forum.ledger.actions import ADMINISTRATION
from forum.ledger.models import LedgerEntry
from forum.mail.models import MailBounce, OutgoingMail
from forum.mailbox.models import ReceivedMail
from forum.notifications.models import EventPending
from forum.people.models import SYSTEM_PERSON_ID, Person, PersonState
from forum.search.models import SearchPending

_QUEUES: dict[str, type[Pending]] = {
    "search": SearchPending,
    "mail": OutgoingMail,
    "events": EventPending,
    "mail_in": ReceivedMail,
}
_MOST_MAILS = 60
_ENTRIES = (
    select(LedgerEntry.at, LedgerEntry.act, LedgerEntry.content, Person.name)
    .join(Person, Person.id == LedgerEntry.by_id)
    .where(LedgerEntry.chain == ADMINISTRATION)
)
_SETTINGS = _ENTRIES.where(LedgerEntry.act == "setting changed").order_by(LedgerEntry.position)
_PEOPLE = select(Person.id, Person.name, Person.handle).where(Person.id.in_(bindparam("ids", expanding=True)))
_MAILS = (
    select(
        OutgoingMail.id,
        OutgoingMail.address,
        OutgoingMail.template,
        OutgoingMail.created_at,
        OutgoingMail.done_at,
        OutgoingMail.parked_at,
        OutgoingMail.failure,
        OutgoingMail.attempts,
        select(MailBounce.reason)
        .where(MailBounce.mail_id == OutgoingMail.id)
        .order_by(MailBounce.id.desc())
        .limit(1)
        .scalar_subquery()
        .label("came_back"),
    )
    .order_by(OutgoingMail.id.desc())
    .limit(_MOST_MAILS)
)
_PARKED = _MAILS.where(is_parked(OutgoingMail))
_COMPANY_COMES = select(
    exists().where(Person.id.not_in([SYSTEM_PERSON_ID, bindparam("reader")]), Person.state == PersonState.ACTIVE)
    | exists().where(Invitation.id.is_not(None))
)


def people_by_id(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Name and handle of each of these people."""
    return {row.id: (row.name, row.handle) for row in read(_PEOPLE, {"ids": sorted(ids)})}


def backlogs(*, at: datetime) -> dict[str, dict[str, int]]:
    """For each table of pending work how many rows are late and how many parked."""
    return {name: _backlog(table, at) for name, table in _QUEUES.items()}


def newest_mails() -> Sequence[Row[Any]]:
    """The newest mails of the outbox."""
    return read(_MAILS).all()


def parked_mails() -> Sequence[Row[Any]]:
    """The newest of those mails that wait for an administrator."""
    return read(_PARKED).all()


def last_changes() -> dict[str, Row[Any]]:
    """The last change of each setting: who and when."""
    return {row.content.get("setting", ""): row for row in read(_SETTINGS)}


def company_comes(*, to: int) -> bool:
    """Whether anybody beside the person with the id `to` has an account or an invitation."""
    return bool(read(_COMPANY_COMES, {"reader": to}).scalar_one())


def _backlog(table: type[Pending], at: datetime) -> dict[str, int]:
    late, parked = count_stuck(table, at=at)
    return {"late": late, "parked": parked}
