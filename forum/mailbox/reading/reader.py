"""A raw message read: what came, from whom, and what was written now."""

from __future__ import annotations

import hashlib

from forum.kernel.text.clean import clean_text
from forum.mailbox.letter import Letter
from forum.mailbox.reading import headers as head
from forum.mailbox.reading.automatic import automatic_kinds
from forum.mailbox.reading.bodies import body_of
from forum.mailbox.reading.enclosures import enclosures_of
from forum.mailbox.reading.markdown import markdown_safe
from forum.mailbox.reading.parts import taken_apart
from forum.mailbox.reading.trimming import trimmed


def read_letter(
    raw: bytes,
    *,
    envelope_recipients: tuple[str, ...] = (),
    envelope_sender: str | None = None,
    trusted_servers: frozenset[str] = frozenset(),
) -> Letter:
    """The message as a `Letter`, whatever the bytes are: nothing is raised, what had to be mended is in `oddities`.

    `envelope_sender` is MAIL FROM, "" for the null path, None where it is not known. `trusted_servers` are the
    authserv-ids (RFC 8601) of our own mail servers, in small letters; what others say about the sender counts for
    nothing.
    """
    oddities: list[str] = []
    message = taken_apart(raw, oddities)
    subject = head.line_of(message.headers, "Subject")
    name, sender = (head.senders(message.headers) or [("", "")])[0]
    body = body_of(message)
    own = trimmed(clean_text("\n".join(body.lines)).split("\n"))
    return Letter(
        message_id=head.message_id(message.headers) or f"sha256:{hashlib.sha256(raw).hexdigest()}",
        sender=sender,
        sender_name=name,
        recipients=head.recipients(message.headers, envelope_recipients),
        subject=subject,
        text=markdown_safe(clean_text("\n".join(own.own))),
        quoted=clean_text("\n".join(own.quoted)),
        in_reply_to=head.ids_in(message.headers, "In-Reply-To"),
        references=head.ids_in(message.headers, "References"),
        enclosures=enclosures_of(body.files, oddities),
        automatic=automatic_kinds(message, sender=sender, subject=subject, envelope_sender=envelope_sender),
        charset=body.charset,
        oddities=tuple(dict.fromkeys(oddities)),
    )
