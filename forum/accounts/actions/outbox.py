"""What an administrator does about mails that could not be sent."""

from datetime import datetime

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.errors import NotFound
from forum.kernel.pending import try_again, try_parked_again
from forum.mail.models import OutgoingMail


def send_again(mail_id: int, *, by: Actor, at: datetime) -> None:
    """A parked mail is tried again from the beginning; one that is on its way is left alone, else it would go twice.
    NotFound if there is none."""
    by.check_may(Permission.ADMINISTER)
    mail = session.get(OutgoingMail, mail_id, with_for_update=True)
    if mail is None:
        raise NotFound
    if mail.parked_at is not None:
        try_again(mail, at=at)


def send_all_again(*, by: Actor, at: datetime) -> int:
    """Every parked mail is tried again from the beginning; how many."""
    by.check_may(Permission.ADMINISTER)
    return try_parked_again(OutgoingMail, at=at)
