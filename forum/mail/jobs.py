"""Sending what is due: claimed in batches, sent outside any transaction, marked one by one."""

import smtplib
from collections.abc import Callable, Sequence
from datetime import datetime
from email.message import EmailMessage
from time import monotonic

from forum.kernel.db import looking, session, transaction
from forum.kernel.pending import claim_due, mark_done, mark_failed, park
from forum.mail.bounces import note_bounce, paused_among
from forum.mail.compose import Sender, compose, envelope_sender
from forum.mail.models import OutgoingMail
from forum.mail.rules import refuses_for_good
from forum.mail.transport import Outlet, Send

_BATCH = 50
_SENDING_SECONDS = 25  # a batch ends well before its lease of a minute: nobody else may send the same mails meanwhile
WITHHELD = "not sent: the reader may not see any more what it is about"
PAUSED = "not sent: mails to this person came back, so news are not mailed to him until his address is confirmed"
_FAILURES = (OSError, smtplib.SMTPException)
MayLeave = Callable[[int, datetime], bool]
_Ready = tuple[EmailMessage, str] | Exception  # with its envelope's sender; or why it could not be composed


def send_due_mail(outlet: Outlet, sender: Sender, *, holder: str, at: datetime, may_leave: MayLeave) -> int:
    """Mails that are due have been sent by the outlet, or will be tried again, or are parked; how many.

    `may_leave(mail_id, at)` is asked directly before: what it refuses is withheld for good, as are news for people
    from whom mails came back.
    """
    mails = claim_due(OutgoingMail, holder=holder, at=at, most=_BATCH)
    if not mails:
        outlet.rest()
        return 0
    paused = _paused(mails)
    leaving = [mail for mail in mails if _leaves(mail, paused, may_leave, at=at)]
    if not leaving:
        return len(mails)
    waiting = [mail.id for mail in leaving]
    try:
        with outlet.opened() as send:
            _send_in_time(send, sender, waiting, at=at)
    except _FAILURES as failure:
        for mail_id in waiting:
            _mark(mail_id, failure, at=at)
    return len(mails)


def _paused(mails: Sequence[OutgoingMail]) -> set[int]:
    people = [mail.person_id for mail in mails if mail.person_id is not None]
    with looking():
        return paused_among(people) if people else set()


def _leaves(mail: OutgoingMail, paused: set[int], may_leave: MayLeave, *, at: datetime) -> bool:
    """False for what has been withheld. Mails about the account itself reach also those who are sent no news."""
    if mail.person_id in paused and mail.facts.get("unsubscribe"):
        _withhold(mail.id, PAUSED, at=at)
        return False
    if not may_leave(mail.id, at):
        _withhold(mail.id, WITHHELD, at=at)
        return False
    return True


def _withhold(mail_id: int, why: str, *, at: datetime) -> None:
    with transaction():
        mail = session.get_one(OutgoingMail, mail_id)
        mark_done(mail, at=at)
        mail.failure = why


def _send_in_time(send: Send, sender: Sender, waiting: list[int], *, at: datetime) -> None:
    """Mails are sent, marked and taken out of `waiting`; those there is no time for are due again after the lease."""
    ends = monotonic() + _SENDING_SECONDS
    for mail_id in list(waiting):
        ready = _composed(mail_id, sender) if monotonic() < ends else None
        if ready is not None:
            _mark(mail_id, _tried(send, ready), at=at)
        waiting.remove(mail_id)


def _composed(mail_id: int, sender: Sender) -> _Ready | None:
    """The mail as its row is at this moment, from which a secret may have been taken since; None if it is gone."""
    with looking():
        mail = session.get(OutgoingMail, mail_id, populate_existing=True)
    try:
        return (compose(mail, sender), envelope_sender(mail, sender)) if mail is not None else None
    except Exception as failure:  # whatever is wrong with one mail, the others must leave
        return failure


def _tried(send: Send, ready: _Ready) -> Exception | None:
    """None if the message has left, else why not. A lost connection is raised: it ends the batch."""
    if isinstance(ready, Exception):
        return ready
    try:
        send(*ready)
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
        elif refuses_for_good(failure):
            park(mail, _words(failure), at=at)
            note_bounce(mail, is_permanent=True, reason=_words(failure), at=at)
        else:
            mark_failed(mail, _words(failure), at=at)


def _words(failure: Exception) -> str:
    return f"{type(failure).__name__}: {failure}"
