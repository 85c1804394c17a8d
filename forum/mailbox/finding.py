"""The ticket or thread that a message is about: by the key of its address, by the mails it answers, by its subject.

Whoever may see it is not asked here: what was found says nothing of what its sender may do with it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from forum.kernel.db import session
from forum.mail.models import OWN_DOMAIN, REPLY_PREFIX, OutgoingMail
from forum.mailbox.facts import Way
from forum.mailbox.here import Here
from forum.mailbox.letter import Letter
from forum.mailbox.models import ReceivedMail
from forum.moderation.merging.queries import last_thread
from forum.notifications.models import Notice
from forum.notifications.reply_keys import find_by_message_id, find_reply_key
from forum.tickets.models import Ticket
from forum.tickets.queries import number_typed
from forum.tickets.visibility import unrestricted as any_ticket

_NUMBER = re.compile(r"(?<![\w-])([A-Za-z]{1,8}-\d{1,12})(?![\w-])")
_NAME = re.compile(r"(ticket|question)-(\d{1,18})")
_MOST_IDS, _MOST_NUMBERS = 40, 5


@dataclass(frozen=True)
class Trace:
    """Where a message belongs: one of both ids is set. `key_of_id` is whose key its address carries."""

    way: Way
    ticket_id: int | None = None
    question_id: int | None = None
    is_note: bool = False
    key_of_id: int | None = None


def trace_of(letter: Letter, here: Here) -> Trace | None:
    """What the message is about, merged ones followed to where they go on; None if it is about nothing we know."""
    found = next(filter(None, _traces(letter, here)), None)
    return _followed(found) if found else None


def has_dead_key(letter: Letter) -> bool:
    """Whether it came to a reply address that stands for nothing."""
    return any(part.startswith(f"{REPLY_PREFIX}+") and find_reply_key(part) is None for part in _local_parts(letter))


def _traces(letter: Letter, here: Here) -> Iterator[Trace | None]:
    for part in _local_parts(letter):
        if key := find_reply_key(part):
            yield Trace(Way.KEY, key.ticket_id, key.question_id, key.is_note, key.person_id)
    ids = [*letter.in_reply_to, *reversed(letter.references)]
    if letter.bounce and letter.bounce.message_id:
        ids.insert(0, letter.bounce.message_id)
    for message_id in list(dict.fromkeys(ids))[:_MOST_IDS]:
        yield _of_ours(message_id) or _of_name(message_id, here) or _of_received(message_id)
    for number in _NUMBER.findall(letter.subject)[:_MOST_NUMBERS]:
        yield _of_number(number)


def _local_parts(letter: Letter) -> list[str]:
    return [address.partition("@")[0].lower() for address in letter.recipients]


def _of_ours(message_id: str) -> Trace | None:
    """A mail of ours: its key says what it can be answered to, else the notices in it what it is about."""
    if key := find_by_message_id(message_id):
        return Trace(Way.REFERENCE, key.ticket_id, key.question_id, key.is_note)
    token = message_id.rpartition("@")[0] + OWN_DOMAIN
    mine = select(OutgoingMail.id).where(OutgoingMail.message_id == token).scalar_subquery()
    told = select(Notice.ticket_id, Notice.question_id).where(Notice.mail_id == mine).distinct().limit(2)
    abouts = session.execute(told).all()
    return _trace(*abouts[0]) if len(abouts) == 1 else None


def _of_name(message_id: str, here: Here) -> Trace | None:
    """The name of a thread or ticket that all mails about it refer to."""
    name, _, domain = message_id.rpartition("@")
    found = _NAME.fullmatch(name) if domain.lower() in here.domains else None
    if found is None:
        return None
    number = int(found[2])
    return _trace(number, None) if found[1] == "ticket" else _trace(None, number)


def _of_received(message_id: str) -> Trace | None:
    """A mail that came to us before and found its place, such as the first of a conversation among colleagues."""
    mine = ReceivedMail.message_id == message_id[:250]
    row = session.execute(select(ReceivedMail.ticket_id, ReceivedMail.question_id).where(mine).limit(1)).first()
    return _trace(*row) if row else None


def _of_number(typed: str) -> Trace | None:
    wanted = select(Ticket.id).where(any_ticket(), Ticket.label == number_typed(typed))
    ticket_id = session.scalar(wanted)
    return Trace(Way.NUMBER, ticket_id) if ticket_id else None


def _trace(ticket_id: int | None, question_id: int | None) -> Trace | None:
    return Trace(Way.REFERENCE, ticket_id, question_id) if ticket_id or question_id else None


def _followed(found: Trace) -> Trace:
    """The trace leads to where a merged ticket or thread goes on."""
    if found.ticket_id is not None:
        into = session.scalar(select(Ticket.merged_into_id).where(any_ticket(), Ticket.id == found.ticket_id))
        return Trace(found.way, into or found.ticket_id, None, found.is_note, found.key_of_id)
    question_id = last_thread(found.question_id or 0)
    return Trace(found.way, None, question_id, found.is_note, found.key_of_id)
