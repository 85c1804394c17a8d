"""What a mail refers to: the mails before it in its conversation, by which mail programs show them together."""

from sqlalchemy import Select, select

from forum.kernel.db import read
from forum.mail.models import OWN_DOMAIN, OutgoingMail

_MOST_EARLIER = 9  # mails; each brings at most one id more, of the message that it answered


def references_of(mail: OutgoingMail) -> list[str]:
    """The Message-IDs that a mail refers to, as they are stored: the oldest first, its parent last, at most 20.

    The name of its ticket or thread, which no mail has, stands before them: it holds together also what went to
    several people (RFC 5322, 3.6.4).
    """
    answered = [mail.in_reply_to] if mail.in_reply_to else []
    is_name = bool(answered) and answered[0].endswith(OWN_DOMAIN)
    before = _ids_before(mail) if answered or mail.reply_key else []
    return list(dict.fromkeys([*answered, *before] if is_name else [*before, *answered]))


def _ids_before(mail: OutgoingMail) -> list[str]:
    rows = reversed(read(_earlier(mail)).all())
    return [each for answered, own in rows for each in (answered, own) if each]


def _earlier(mail: OutgoingMail) -> Select[str | None, str]:
    """The last mails that this person was sent about the same."""
    if mail.reply_key:
        same = OutgoingMail.reply_key == mail.reply_key
    else:
        same = (OutgoingMail.person_id == mail.person_id) & (OutgoingMail.in_reply_to == mail.in_reply_to)
    left = OutgoingMail.done_at.is_not(None), OutgoingMail.failure.is_(None)
    found = select(OutgoingMail.in_reply_to, OutgoingMail.message_id)
    return found.where(same, OutgoingMail.id < mail.id, *left).order_by(OutgoingMail.id.desc()).limit(_MOST_EARLIER)
