"""Mails about somebody's own account. They come from the forum itself: no person stands behind them."""

from datetime import datetime

from forum.mail.actions import queue_mail
from forum.people.models import Person


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
