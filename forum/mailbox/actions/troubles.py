"""A mailbox that cannot be read: why, and since when, stands in a row until it can be."""

from datetime import datetime

from sqlalchemy import delete, select

from forum.kernel.db import is_there, session, transaction
from forum.mailbox.facts import Reason
from forum.mailbox.models import MailboxTrouble


def note_trouble(name: str, why: Reason, *, at: datetime) -> None:
    """Administrators read why the mailbox of this name cannot be read; committed."""
    with transaction():
        trouble = session.get(MailboxTrouble, name) or MailboxTrouble(name=name, since=at)
        trouble.at, trouble.why = at, [why.message, dict(why.values)]
        session.add(trouble)


def end_trouble(name: str) -> None:
    """The mailbox of this name can be read; committed."""
    if is_there(select(MailboxTrouble.name).where(MailboxTrouble.name == name)):
        with transaction():
            session.execute(delete(MailboxTrouble).where(MailboxTrouble.name == name))
