"""Sending what is due: claimed in batches, sent outside any transaction, marked one by one."""

import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from time import monotonic

from sqlalchemy import bindparam, update

from forum.kernel.db import BigId, UtcDateTime, looking, session, transaction
from forum.kernel.pending import claim_due, mark_done, mark_failed, park
from forum.kernel.words import N_
from forum.mail.bounces import note_bounce, paused_among
from forum.mail.compose import Sender, compose, envelope_sender
from forum.mail.models import OutgoingMail
from forum.mail.rules import refuses_for_good, words_of
from forum.mail.threads import references_of
from forum.mail.transport import Outlet, Send

_BATCH = 50
_SENDING_SECONDS = 25  # a batch ends well before its lease of a minute: nobody else may send the same mails meanwhile
WITHHELD = N_("not sent: the reader may not see any more what it is about")
PAUSED = N_("not sent: mails to this person came back, so news are not mailed to him until his address is confirmed")
_FAILURES = (OSError, smtplib.SMTPException)
MayLeave = Callable[[Sequence[int], datetime], set[int]]
_SENT = (
    update(OutgoingMail)
    .where(OutgoingMail.id == bindparam("mail_id", type_=BigId))
    .values(done_at=bindparam("at", type_=UtcDateTime), holder=None, failure=None)
    .execution_options(synchronize_session=False)
)


@dataclass(frozen=True)
class _Ready:
    """A composed mail, its envelope's sender, and whether a secret link is forgotten once it has left."""

    message: EmailMessage
    envelope_sender: str
    has_link: bool


def send_due_mail(outlet: Outlet, sender: Sender, *, holder: str, at: datetime, may_leave: MayLeave) -> int:
    """Mails that are due have been sent by the outlet, or will be tried again, or are parked; how many.

    `may_leave(mail_ids, at)` is asked directly before: what it leaves out is withheld for good, as are news for people
    from whom mails came back.
    """
    mails = claim_due(OutgoingMail, holder=holder, at=at, most=_BATCH)
    if not mails:
        outlet.rest()
        return 0
    waiting = _leaving(mails, may_leave, at=at)
    if not waiting:
        return len(mails)
    try:
        with outlet.opened() as send:
            _send_in_time(send, sender, waiting, at=at)
    except _FAILURES as failure:
        for mail_id in waiting:
            _mark_failed(mail_id, failure, at=at)
    return len(mails)


def _leaving(mails: Sequence[OutgoingMail], may_leave: MayLeave, *, at: datetime) -> list[int]:
    """The mails that have not been withheld. Those about the account itself reach also who is sent no news."""
    people = [mail.person_id for mail in mails if mail.person_id is not None]
    with looking():
        paused = paused_among(people)
    held = {mail.id for mail in mails if mail.person_id in paused and mail.facts.get("unsubscribe")}
    may = may_leave([mail.id for mail in mails if mail.id not in held], at)
    for mail in mails:
        if mail.id not in may:
            _withhold(mail.id, PAUSED if mail.id in held else WITHHELD, at=at)
    return [mail.id for mail in mails if mail.id in may]


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
        if isinstance(ready, Exception):
            _mark_failed(mail_id, ready, at=at)
        elif ready is not None:
            _send_one(send, mail_id, ready, at=at)
        waiting.remove(mail_id)


def _composed(mail_id: int, sender: Sender) -> _Ready | Exception | None:
    """The mail as its row is at this moment, from which a secret may have been taken since; None if it is gone."""
    with looking():
        mail = session.get(OutgoingMail, mail_id, populate_existing=True)
        references = references_of(mail) if mail is not None else []
    try:
        if mail is None:
            return None
        return _Ready(compose(mail, sender, references), envelope_sender(mail, sender), "link" in mail.facts)
    except Exception as failure:  # whatever is wrong with one mail, the others must leave
        return failure


def _send_one(send: Send, mail_id: int, ready: _Ready, *, at: datetime) -> None:
    """The mail has left, or it is known why not. A lost connection is raised: it ends the batch."""
    try:
        send(ready.message, ready.envelope_sender)
    except (smtplib.SMTPServerDisconnected, ConnectionError, TimeoutError):
        raise
    except (*_FAILURES, ValueError) as failure:
        _mark_failed(mail_id, failure, at=at)
    else:
        _mark_sent(mail_id, has_link=ready.has_link, at=at)


def _mark_sent(mail_id: int, *, has_link: bool, at: datetime) -> None:
    with transaction():
        session.execute(_SENT, {"mail_id": mail_id, "at": at})
        if has_link and (mail := _locked(mail_id)) is not None:
            mail.facts = {name: fact for name, fact in mail.facts.items() if name != "link"}


def _mark_failed(mail_id: int, failure: Exception, *, at: datetime) -> None:
    with transaction():
        mail = _locked(mail_id)
        if mail is None:
            return
        if refuses_for_good(failure):
            park(mail, words_of(failure), at=at)
            note_bounce(mail, is_permanent=True, reason=words_of(failure), at=at)
        else:
            mark_failed(mail, words_of(failure), at=at)


def _locked(mail_id: int) -> OutgoingMail | None:
    """The mail as it is now; a secret that is being taken out of it is not written back."""
    return session.get(OutgoingMail, mail_id, with_for_update=True, populate_existing=True)
