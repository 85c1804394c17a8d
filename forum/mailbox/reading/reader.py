"""A raw message read: what came, from whom, and what was written now."""

from __future__ import annotations

import hashlib

from forum.kernel.text.clean import clean_text
from forum.mailbox.letter import Authentication, Automatic, Bounce, Forwarded, Letter
from forum.mailbox.reading import headers as head
from forum.mailbox.reading import oddities as oddity
from forum.mailbox.reading.authentication import authentication_of
from forum.mailbox.reading.automatic import automatic_kinds
from forum.mailbox.reading.bodies import body_of
from forum.mailbox.reading.bounces import bounce_of, report_of
from forum.mailbox.reading.commands import apart_from_commands
from forum.mailbox.reading.enclosures import enclosures_of
from forum.mailbox.reading.forwarded import forwarded_in
from forum.mailbox.reading.markdown import markdown_safe
from forum.mailbox.reading.parts import taken_apart
from forum.mailbox.reading.trimming import trimmed

_SHOWN = 20_000


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
    try:
        return _Reading(raw, envelope_recipients, envelope_sender, trusted_servers).letter()
    except Exception:  # nobody's mail may stop all others that wait behind it
        return _unreadable(raw, envelope_recipients)


class _Reading:
    """One message: what several of its values are made of."""

    def __init__(self, raw: bytes, recipients: tuple[str, ...], sender: str | None, trusted: frozenset[str]) -> None:
        self.raw = raw
        self.envelope_recipients = recipients
        self.trusted_servers = trusted
        self.oddities: list[str] = []
        self.message = taken_apart(raw, self.oddities)
        self.headers = self.message.headers
        self.subject = head.line_of(self.headers, "Subject")
        self.senders = head.senders(self.headers) or [("", "")]
        self.name, self.sender = self.senders[0]
        self.kinds = automatic_kinds(self.message, sender=self.sender, subject=self.subject, envelope_sender=sender)
        self.body = body_of(self.message)
        self.lines = clean_text("\n".join(self.body.lines)).split("\n")

    def letter(self) -> Letter:
        bounce = self._bounce()
        is_report = bounce is not None or report_of(self.message) is not None
        parts = trimmed(self.lines)
        commands, ordering, own = apart_from_commands(parts.own)
        return Letter(
            message_id=head.message_id(self.headers) or _made_id(self.raw),
            sender=self.sender,
            sender_name=self.name,
            recipients=head.recipients(self.headers, self.envelope_recipients),
            subject=self.subject,
            text=markdown_safe(clean_text("\n".join(own))),
            quoted=clean_text("\n".join([*ordering, *parts.quoted])),
            in_reply_to=head.ids_in(self.headers, "In-Reply-To"),
            references=head.ids_in(self.headers, "References"),
            enclosures=() if is_report else enclosures_of(self.body.files, self.oddities),
            automatic=(*([Automatic.BOUNCE] if is_report else []), *self.kinds),
            authentication=self._authentication(),
            bounce=bounce,
            forwarded=None if is_report else self._forwarded(),
            commands=commands,
            charset=self.body.charset,
            oddities=tuple(dict.fromkeys(self.oddities)),
        )

    def _bounce(self) -> Bounce | None:
        is_away = Automatic.OUT_OF_OFFICE in self.kinds
        is_daemon = not is_away and bool({Automatic.NO_REPLY, Automatic.NULL_PATH} & {*self.kinds})
        return bounce_of(self.message, self.lines, sender=self.sender, subject=self.subject, is_daemon=is_daemon)

    def _forwarded(self) -> Forwarded | None:
        return forwarded_in(self.lines, self.subject, self.body.files, self.oddities)

    def _authentication(self) -> Authentication:
        """Of several senders a server has checked one, and a person sees another (RFC 7489, 6.6.1)."""
        if len({address for _, address in self.senders}) > 1:
            self.oddities.append(oddity.TWO_SENDERS)
            return Authentication.FAILED
        return authentication_of(self.headers, self.sender, self.trusted_servers)


def _made_id(raw: bytes) -> str:
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def _unreadable(raw: bytes, recipients: tuple[str, ...]) -> Letter:
    """What can be said of a message that the reader stumbles over: it came, and here is its beginning."""
    return Letter(
        message_id=_made_id(raw),
        sender="",
        sender_name="",
        recipients=recipients,
        subject="",
        text=clean_text(raw[:_SHOWN].decode("utf-8", "replace")),
        oddities=(oddity.UNREADABLE,),
    )
