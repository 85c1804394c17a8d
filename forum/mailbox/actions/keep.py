"""A message is kept before anything else is done with it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from email.parser import BytesHeaderParser

from sqlalchemy import select

from forum.kernel.db import session
from forum.kernel.races import insert_new
from forum.kernel.text.clean import clean_line
from forum.mailbox.models import RawMail, ReceivedMail, Source

LARGEST = 50_000_000  # bytes of a message
_HEADERS = 64 * 1024  # bytes that are looked at for them


def keep_mail(raw: bytes, *, sender: str | None, recipients: Sequence[str], source: Source, at: datetime) -> int | None:
    """The message is stored as it came, and the worker will read it; its id, None if it had been kept before.

    `sender` is the envelope's: empty for a null return path, None where the source does not tell it. The caller
    commits.
    """
    digest = digest_of(raw)
    is_new = insert_new(
        ReceivedMail,
        digest=digest,
        source=source,
        envelope_sender=clean_line(sender).strip("<>")[:254].lower() if sender is not None else None,
        envelope_recipients=[clean_line(each)[:254].lower() for each in recipients][:100],
        received_at=at,
        due_at=at,
        message_id="",
        sender="",
        domain="",
        subject="",
        conversation="",
        why=[],
        is_answered=False,
        attempts=0,
    )
    if not is_new:
        return None
    mail_id = session.scalars(select(ReceivedMail.id).where(ReceivedMail.digest == digest)).one()
    session.add(RawMail(mail_id=mail_id, content=raw))
    session.flush()
    return mail_id


def digest_of(raw: bytes) -> str:
    """The same for two deliveries of one message: of its Message-ID with sender and date, since some programs give
    all their mails one Message-ID; of all its bytes where it has none."""
    headers = BytesHeaderParser().parsebytes(raw[:_HEADERS])
    said = [str(headers.get(name, "")).strip() for name in ("Message-ID", "From", "Date")]
    known = "\n".join(said).encode("utf-8", "surrogateescape") if said[0] else raw
    return hashlib.sha256(known).hexdigest()
