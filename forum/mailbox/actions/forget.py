"""What must be forgotten everywhere is forgotten in messages as they came, too."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select, update

from forum.kernel.db import session
from forum.mailbox.letter import Letter
from forum.mailbox.models import RawMail, ReceivedMail
from forum.mailbox.reading import read_letter

_AT_ONCE = 50


def forget_in_mails(words: Sequence[str]) -> int:
    """No raw message holds any of these words, however it was encoded: those that did are gone; how many.

    What became of them stays. Texts in files that came with a message are looked at as they are, not unpacked.
    """
    gone, last = 0, 0
    wanted = [word.casefold() for word in words if word]
    while wanted:
        of_next = select(RawMail.mail_id, RawMail.content).where(RawMail.mail_id > last)
        rows = session.execute(of_next.order_by(RawMail.mail_id).limit(_AT_ONCE)).all()
        if not rows:
            break
        last = rows[-1].mail_id
        ids = [row.mail_id for row in rows if _holds(row.content, wanted)]
        session.execute(delete(RawMail).where(RawMail.mail_id.in_(ids)))
        gone += len(ids)
    return gone


def forget_mails_of(person_id: int, *, addresses: Sequence[str]) -> int:
    """No raw message of this person is left, nor his address or subject beside what became of it; how many were his."""
    his = ReceivedMail.person_id == person_id
    if addresses:
        his = his | ReceivedMail.sender.in_([each.lower() for each in addresses])
    ids = session.scalars(select(ReceivedMail.id).where(his)).all()
    session.execute(delete(RawMail).where(RawMail.mail_id.in_(ids)))
    nothing: dict[str, Any] = {"sender": "", "subject": "", "why": []}
    nothing |= {"envelope_sender": None, "envelope_recipients": []}
    session.execute(update(ReceivedMail).where(ReceivedMail.id.in_(ids)).values(nothing))
    return len(ids)


def _holds(raw: bytes, wanted: Sequence[str]) -> bool:
    letter = read_letter(raw)
    said = "\n".join((raw.decode("utf-8", "replace"), *_texts(letter))).casefold()
    return any(word in said for word in wanted)


def _texts(letter: Letter) -> list[str]:
    files = [each.content.decode("utf-8", "replace") for each in letter.enclosures]
    names = [each.name for each in letter.enclosures]
    return [letter.subject, letter.sender_name, letter.text, letter.quoted, *names, *files]
