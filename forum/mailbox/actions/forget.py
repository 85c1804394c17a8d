"""What must be forgotten everywhere is forgotten in messages as they came, too."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, delete, select, update

from forum.kernel.db import looking, session
from forum.mailbox.letter import Letter
from forum.mailbox.models import RawMail, ReceivedMail
from forum.mailbox.reading import read_letter

_AT_ONCE = 20


def raw_mails_with(finds: Callable[[str], bool]) -> Iterator[Sequence[int]]:
    """The ids of raw messages in a text of which `finds` finds something, however it is encoded; some at a time.

    They are read outside any write transaction, and all of them: no database can search what is encoded. Texts in
    files that came with a message are looked at as they are, not unpacked.
    """
    last = 0
    while rows := _next_raw(last):
        last = rows[-1].mail_id
        if found := [row.mail_id for row in rows if _says(row.content, finds)]:
            yield found


def forget_raw_mails(ids: Sequence[int]) -> int:
    """These raw messages are gone; what became of them stays. How many."""
    session.execute(delete(RawMail).where(RawMail.mail_id.in_(ids)))
    return len(ids)


def forget_mails_of(person_id: int, *, addresses: Sequence[str]) -> int:
    """No raw message of this person is left, nor his address or subject beside what became of it; how many were his."""
    his = ReceivedMail.person_id == person_id
    if addresses:
        his = his | ReceivedMail.sender.in_([each.lower() for each in addresses])
    ids = session.scalars(select(ReceivedMail.id).where(his)).all()
    forget_raw_mails(ids)
    nothing: dict[str, Any] = {"sender": "", "subject": "", "conversation": "", "why": []}
    nothing |= {"envelope_sender": None, "envelope_recipients": []}
    session.execute(update(ReceivedMail).where(ReceivedMail.id.in_(ids)).values(nothing))
    return len(ids)


def _next_raw(last: int) -> Sequence[Row[int, bytes]]:
    of_next = select(RawMail.mail_id, RawMail.content).where(RawMail.mail_id > last)
    with looking():
        return session.execute(of_next.order_by(RawMail.mail_id).limit(_AT_ONCE)).all()


def _says(raw: bytes, finds: Callable[[str], bool]) -> bool:
    return any(map(finds, (raw.decode("utf-8", "replace"), *_texts(read_letter(raw)))))


def _texts(letter: Letter) -> list[str]:
    files = [each.content.decode("utf-8", "replace") for each in letter.enclosures]
    names = [each.name for each in letter.enclosures]
    return [letter.subject, letter.sender_name, letter.text, letter.quoted, *names, *files]
