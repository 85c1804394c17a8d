"""Sending what is due: claimed in batches, sent outside any transaction, marked one by one."""

import smtplib
from datetime import datetime
from email.message import EmailMessage

from jinja2 import TemplateError

from forum.kernel.db import session, transaction
from forum.kernel.pending import claim_due, mark_done, mark_failed
from forum.mail.compose import Sender, compose
from forum.mail.models import OutgoingMail
from forum.mail.transport import Send, opened

_BATCH = 50
_FAILURES = (OSError, smtplib.SMTPException, TemplateError, ValueError)


def send_due_mail(url: str, sender: Sender, *, holder: str, at: datetime) -> int:
    """Mails that are due have been sent by the transport `url`, or will be tried again, or are parked; how many."""
    mails = claim_due(OutgoingMail, holder=holder, at=at, most=_BATCH)
    if not mails:
        return 0
    messages = [(mail.id, _composed(mail, sender)) for mail in mails]
    waiting = dict(messages)
    try:
        with opened(url) as send:
            for mail_id, message in messages:
                _mark(mail_id, _tried(send, message), at=at)
                del waiting[mail_id]
    except _FAILURES as failure:
        for mail_id in waiting:
            _mark(mail_id, failure, at=at)
    return len(mails)


def _composed(mail: OutgoingMail, sender: Sender) -> EmailMessage | Exception:
    try:
        return compose(mail, sender)
    except _FAILURES as failure:
        return failure


def _tried(send: Send, message: EmailMessage | Exception) -> Exception | None:
    """None if the message has left, else why not. A lost connection is raised: it ends the batch."""
    if isinstance(message, Exception):
        return message
    try:
        send(message)
    except (smtplib.SMTPServerDisconnected, ConnectionError):
        raise
    except _FAILURES as failure:
        return failure
    return None


def _mark(mail_id: int, failure: Exception | None, *, at: datetime) -> None:
    with transaction():
        mail = session.get_one(OutgoingMail, mail_id)
        if failure is None:
            mark_done(mail, at=at)
        else:
            mark_failed(mail, f"{type(failure).__name__}: {failure}", at=at)
