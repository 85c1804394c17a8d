"""What a message says once it is read: plain values that the decision is made of."""

from dataclasses import dataclass
from enum import StrEnum


class Automatic(StrEnum):
    """Why nothing automatic may answer a message (RFC 3834), or why it was written by no person."""

    BOUNCE = "bounce"  # a delivery status (RFC 3464), or a plain-text report of a mail server
    OUT_OF_OFFICE = "out_of_office"
    AUTOMATIC = "automatic"  # Auto-Submitted other than "no"
    LIST = "list"  # List-* headers, or Precedence list
    BULK = "bulk"  # Precedence bulk, junk or auto_reply
    NO_REPLY = "no_reply"  # an address that nobody reads: daemons, no-reply
    NULL_PATH = "null_path"  # an empty return path
    SUPPRESSED = "suppressed"  # X-Auto-Response-Suppress: a person wrote, who wants no automatic answer


class Authentication(StrEnum):
    """What the receiving server, if it is one we trust, says about the sender (RFC 8601)."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """A file that came with a message. `content_id` is set on a picture that the text shows in its place."""

    name: str
    content_type: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """A mail of ours that did not arrive. `permanent`: asking again is of no use (RFC 3463, class 5)."""

    address: str
    permanent: bool
    status: str = ""  # "5.1.1"; empty where the report names none
    message_id: str = ""  # of the mail that did not arrive, without brackets
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Forwarded:
    """Somebody else's mail, sent on by hand: who wrote it, and what."""

    address: str
    name: str
    subject: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One message, read. Addresses are lower-case and bare; ids are without brackets; texts are clean (no NUL, no
    direction overrides, line feeds only)."""

    message_id: str  # as sent; "sha256:<hex>" of the raw message where there is none
    sender: str  # of From; empty where it cannot be read
    sender_name: str
    recipients: tuple[str, ...]  # To, Cc, Delivered-To, X-Original-To and the envelope's, each once
    subject: str  # unfolded and decoded
    text: str  # what this person wrote now, without history and signature, as Markdown-safe plain text
    quoted: str = ""  # history and signature, to be shown behind "..."
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()  # the oldest first
    enclosures: tuple[Enclosure, ...] = ()
    automatic: tuple[Automatic, ...] = ()
    authentication: Authentication = Authentication.UNKNOWN
    bounce: Bounce | None = None
    forwarded: Forwarded | None = None
    commands: tuple[tuple[str, str], ...] = ()  # ("assign", "ana"): words of a first line that begins with "/"
    charset: str = "utf-8"  # in which the text was really written
    oddities: tuple[str, ...] = ()  # what had to be mended or left out, as English msgids
