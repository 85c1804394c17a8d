"""Sending what is due: claimed in batches, sent outside any transaction, marked one by one."""

import smtplib
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from time import monotonic

from forum.kernel.db import looking, session, transaction
from forum.kernel.pending import claim_due, mark_done, mark_failed, park
from forum.mail.compose import Sender, compose
from forum.mail.models import OutgoingMail
from forum.mail.rules import refuses_for_good
from forum.mail.transport import Send, opened

_BATCH = 50
_SENDING_SECONDS = 25  # a batch ends well before its lease of a minute: nobody else may send the same mails meanwhile
WITHHELD = "not sent: the reader may not see any more what it is about"
_FAILURES = (OSError, smtplib.SMTPException)


def send_due_mail(
    url: str, sender: Sender, *, holder: str, at: datetime, may_leave: Callable[[int, datetime], bool]
) -> int:
    """Mails that are due have been sent by the transport `url`, or will be tried again, or are parked; how many.

    `may_leave(mail_id, at)` is asked directly before: what it refuses is withheld for good.
    """
    mails = claim_due(OutgoingMail, holder=holder, at=at, most=_BATCH)
    leaving = [mail for mail in mails if may_leave(mail.id, at) or _withheld(mail.id, at=at)]
    if not leaving:
        return len(mails)
    waiting = [mail.id for mail in leaving]
    try:
        with opened(url) as send:
            _send_in_time(send, sender, waiting, at=at)
    except _FAILURES as failure:
        for mail_id in waiting:
            _mark(mail_id, failure, at=at)
    return len(mails)


def _withheld(mail_id: int, *, at: datetime) -> bool:
    with transaction():
        mail = session.get_one(OutgoingMail, mail_id)
        mark_done(mail, at=at)
        mail.failure = WITHHELD
    return False


def _send_in_time(send: Send, sender: Sender, waiting: list[int], *, at: datetime) -> None:
    """Mails are sent, marked and taken out of `waiting`; those there is no time for are due again after the lease."""
    ends = monotonic() + _SENDING_SECONDS
    for mail_id in list(waiting):
        message = _composed(mail_id, sender) if monotonic() < ends else None
        if message is not None:
            _mark(mail_id, _tried(send, message), at=at)
        waiting.remove(mail_id)


def _composed(mail_id: int, sender: Sender) -> EmailMessage | Exception | None:
    """The mail as its row is at this moment, from which a secret may have been taken since; None if it is gone."""
    with looking():
        mail = session.get(OutgoingMail, mail_id, populate_existing=True)
    try:
        return compose(mail, sender) if mail is not None else None
    except Exception as failure:  # whatever is wrong with one mail, the others must leave
        return failure


def _tried(send: Send, message: EmailMessage | Exception) -> Exception | None:
    """None if the message has left, else why not. A lost connection is raised: it ends the batch."""
    if isinstance(message, Exception):
        return message
    try:
        send(message)
    except (smtplib.SMTPServerDisconnected, ConnectionError, TimeoutError):
        raise
    except (*_FAILURES, ValueError) as failure:
        return failure
    return None


def _mark(mail_id: int, failure: Exception | None, *, at: datetime) -> None:
    with transaction():
        mail = session.get(OutgoingMail, mail_id, with_for_update=True, populate_existing=True)
        if mail is None:
            return
        if failure is None:
            mark_done(mail, at=at)
            mail.facts = {name: fact for name, fact in mail.facts.items() if name != "link"}
        else:
            settle = park if refuses_for_good(failure) else mark_failed
            settle(mail, f"{type(failure).__name__}: {failure}", at=at)
