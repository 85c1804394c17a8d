"""Mails about somebody's own account. They come from the forum itself: no person stands behind them."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from forum.kernel.db import session
from forum.kernel.wrong_clock import is_within
from forum.mail.actions import queue_mail
from forum.mail.models import OutgoingMail
from forum.people.models import Person

_COUNTED = ("account_closed", "already_known", "confirm", "password", "address_again", "address_notice")
_MOST_AN_HOUR = 5


def has_had_enough(person: Person, *, at: datetime) -> bool:
    """Whether the person was mailed so often within the hour that nobody who asks again, himself or a stranger, gets
    more mails sent."""
    told = OutgoingMail.person_id == person.id, OutgoingMail.template.in_(_COUNTED)
    counted = select(func.count()).where(*told, is_within(OutgoingMail.created_at, timedelta(hours=1), at=at))
    return (session.scalar(counted) or 0) >= _MOST_AN_HOUR


def mail_person(person: Person, template: str, facts: dict[str, str], *, at: datetime, address: str = "") -> None:
    """The mail is on its way to the person, or to another address that is to become his.

    A fact named `link` holds a secret: it leaves the outbox with the mail.
    """
    queue_mail(
        person_id=person.id,
        address=address or person.email or "",
        language=person.language,
        template=template,
        facts={"name": person.name, **facts},
        sender_name="",
        at=at,
    )
