"""Where an answer to a mail belongs: a key for each person and thing, which the Reply-To of his mails carries."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from forum.kernel.db import session
from forum.kernel.races import insert_new
from forum.mail.models import OWN_DOMAIN, REPLY_PREFIX, OutgoingMail
from forum.notifications.kinds import KINDS, OF_NOTES
from forum.notifications.models import Notice, ReplyKey

_TALK = frozenset({
    "answers", "comments", "mentions", "solved", "thanks", "watched", "searches", "tickets", "progress", "promises",
    "work",
})  # fmt: skip  # matters
_AMONG_STAFF = frozenset({"due", "late"})
_OF_STAFF = frozenset({"assigned", OF_NOTES})  # kinds


@dataclass(frozen=True)
class ReplyTo:
    """Whose key it is, and the thread or ticket that his answer belongs to; there a note, or words for everybody."""

    person_id: int
    question_id: int | None = None
    ticket_id: int | None = None
    is_note: bool = False


def key_to(reply_to: ReplyTo) -> str:
    """The one key for this person and thing: 128 random bits in hexadecimal, since mail servers may fold case."""
    mine = select(ReplyKey.key).filter_by(**vars(reply_to))
    if (known := session.scalar(mine)) is not None:
        return known
    insert_new(ReplyKey, key=secrets.token_hex(16), **vars(reply_to))
    return session.execute(mine).scalar_one()


def find_reply_key(local_part: str) -> ReplyTo | None:
    """What the address `reply+<key>@` stands for; None if there is no such key. Finding it permits nothing."""
    prefix, _, key = local_part.strip().lower().partition("+")
    found = session.get(ReplyKey, key) if prefix == REPLY_PREFIX else None
    return _of(found)


def find_by_message_id(message_id: str) -> ReplyTo | None:
    """What a mail of ours with this Message-ID could be answered to; None where it is not ours or takes no answer."""
    token = message_id.strip().strip("<>").rpartition("@")[0]
    key = select(OutgoingMail.reply_key).where(OutgoingMail.message_id == token + OWN_DOMAIN)
    return _of(session.scalar(select(ReplyKey).where(ReplyKey.key == key.scalar_subquery())))


def answered_by(notices: Sequence[Notice]) -> ReplyTo | None:
    """What the answer to a mail of these notices belongs to: the one thing that all of them are said in.

    It is a note as soon as one of them is staff's own business: nobody sends those words to the requester by mistake.
    """
    things = {(notice.question_id, notice.ticket_id) for notice in notices}
    matters = {KINDS[notice.kind].matter for notice in notices}
    if len(things) > 1 or not matters <= _TALK | _AMONG_STAFF:
        return None
    question_id, ticket_id = things.pop()
    if ticket_id is not None:
        is_note = bool(matters & _AMONG_STAFF) or any(notice.kind in _OF_STAFF for notice in notices)
        return ReplyTo(notices[0].person_id, ticket_id=ticket_id, is_note=is_note)
    return ReplyTo(notices[0].person_id, question_id) if question_id is not None else None


def _of(found: ReplyKey | None) -> ReplyTo | None:
    if found is None:
        return None
    return ReplyTo(found.person_id, found.question_id, found.ticket_id, found.is_note)
