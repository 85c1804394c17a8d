"""Mails that came back: whoever cannot be reached by mail is sent no news until his address is known to be good."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from forum.kernel.db import BigId, read, session
from forum.kernel.events import publish
from forum.kernel.text.clean import clean_line
from forum.mail.events import MailPaused
from forum.mail.models import BOUNCE_PREFIX, OWN_DOMAIN, MailBounce, MailPause, OutgoingMail
from forum.mail.rules import BOUNCES_WITHIN, came_back_too_often
from forum.people.models import Person

_LONGEST_REASON = 500
_PAUSED = (
    select(MailPause.person_id, MailPause.address, MailPause.reason, MailPause.at, Person.name, Person.handle)
    .join(Person, Person.id == MailPause.person_id)
    .where(MailPause.ended_at.is_(None))
)
_EVERYBODY = _PAUSED.order_by(MailPause.at.desc()).limit(100)
_MINE = _PAUSED.where(MailPause.person_id == bindparam("person_id", type_=BigId))


def bounced(which: str, *, is_permanent: bool, reason: str, at: datetime) -> bool:
    """The mail came back; False if it is none of ours. The caller commits.

    `which` is its Message-ID, or the local part of the address that its bounce came to. If it said that the address is
    not good, or mails came back too often, news are not mailed to its reader any more (RFC 3464, RFC 5321 3.6.3).
    """
    token = which.strip().strip("<>").partition("@")[0].lower().removeprefix(f"{BOUNCE_PREFIX}+")
    mail = session.scalars(select(OutgoingMail).where(OutgoingMail.message_id == token + OWN_DOMAIN)).first()
    if mail is None:
        return False
    note_bounce(mail, is_permanent=is_permanent, reason=reason, at=at)
    return True


def note_bounce(mail: OutgoingMail, *, is_permanent: bool, reason: str, at: datetime) -> None:
    """The mail came back, or was not taken. After one for good, or after too many, its reader is mailed no news until
    he wants them again. Publishes MailPaused then."""
    words = clean_line(reason)[:_LONGEST_REASON]
    session.add(MailBounce(mail_id=mail.id, is_permanent=is_permanent, reason=words, at=at))
    session.flush()
    reader = session.get(Person, mail.person_id) if mail.person_id else None
    if reader is None or reader.email != mail.address:
        return  # nobody's any more
    pause = session.get(MailPause, reader.id)
    if pause is not None and pause.ended_at is None:
        return
    if is_permanent or came_back_too_often(_passing(mail, since=pause.ended_at if pause else None, at=at), at=at):
        session.merge(MailPause(person_id=reader.id, address=mail.address, reason=words, at=at, ended_at=None))
        session.flush()
        publish(MailPaused(reader.id, mail.address, at))


def resume_mail(person_id: int, *, at: datetime) -> None:
    """News are mailed to this person again."""
    mine = MailPause.person_id == person_id, MailPause.ended_at.is_(None)
    session.execute(update(MailPause).where(*mine).values(ended_at=at))


def pause_of(person_id: int) -> Row[Any] | None:
    """Since when no news are mailed to this person, from which address mails came back, and why; None if they are."""
    return read(_MINE, {"person_id": person_id}).first()


def everybody_paused() -> Sequence[Row[Any]]:
    """Up to 100 people to whom no news are mailed, the newest first."""
    return read(_EVERYBODY).all()


def paused_among(person_ids: Collection[int]) -> set[int]:
    """Those of these people to whom no news are mailed."""
    waiting = MailPause.person_id.in_(person_ids), MailPause.ended_at.is_(None)
    return set(session.scalars(select(MailPause.person_id).where(*waiting)))


def _passing(mail: OutgoingMail, *, since: datetime | None, at: datetime) -> Sequence[datetime]:
    """When mails to this person and address came back that may arrive another time."""
    same = OutgoingMail.person_id == mail.person_id, OutgoingMail.address == mail.address
    recent = MailBounce.at > max(since, at - BOUNCES_WITHIN) if since else MailBounce.at > at - BOUNCES_WITHIN
    moments = select(MailBounce.at).join(OutgoingMail, OutgoingMail.id == MailBounce.mail_id)
    return session.scalars(moments.where(*same, recent, MailBounce.is_permanent.is_(False))).all()
