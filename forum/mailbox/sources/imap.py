"""A mailbox that is emptied by IMAP: each message is kept, committed, and only then moved away or deleted."""

import imaplib
import logging
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, UnexpectedCommandStatusError

from forum.kernel.settings.environment import THIS_MACHINE
from forum.kernel.unreachable import why_unreachable
from forum.kernel.words import N_
from forum.mail.oauth import NoToken, Tokens
from forum.mailbox.actions.keep import LARGEST
from forum.mailbox.facts import Reason

log = logging.getLogger("forum.mailbox")
_TIMEOUT_SECONDS = 30
_AT_ONCE = 50
_LONGEST_REASON = 300  # characters
_REFUSALS = (ImapToolsError, imaplib.IMAP4.error)
FAILURES = (OSError, *_REFUSALS)
_UNREACHABLE = N_("The mail server cannot be reached: %(why)s.")
_REFUSED = N_("The mail server refuses it: %(why)s.")


@dataclass(frozen=True)
class Account:
    """A mailbox of a mail server. The password is in no log: it is not shown."""

    host: str
    port: int | None
    user: str
    password: str = field(repr=False)
    folder: str
    is_encrypted: bool
    done_folder: str  # where messages go that were kept; empty: they are deleted
    tokens: Tokens | None = field(default=None, repr=False)  # shown where there is no password

    @property
    def name(self) -> str:
        """As people say it."""
        return f"{self.user} ({self.host})"

    @classmethod
    def of(cls, url: str, *, done_folder: str = "", tokens: Tokens | None = None) -> "Account":
        """As an address says it: imaps://user:password@host:993/INBOX. Unencrypted only on this machine."""
        parts = urlsplit(url)
        host, is_encrypted = parts.hostname or "localhost", parts.scheme == "imaps"
        if not is_encrypted and host not in THIS_MACHINE:
            raise ValueError(f"the password would go to {host} in the clear; use imaps://")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        folder = unquote(parts.path.strip("/")) or "INBOX"
        return cls(host, parts.port, user, password, folder, is_encrypted, done_folder, tokens)


@contextmanager
def opened(account: Account) -> Iterator[BaseMailBox]:
    """The mailbox, signed in, its folder chosen. Raises what imap_tools, imaplib and the network raise, and NoToken."""
    box = _signed_in(account)
    try:
        box.folder.set(account.folder)
        if account.done_folder and not box.folder.exists(account.done_folder):
            box.folder.create(account.done_folder)
        yield box
    finally:
        _leave(box)


def empty(box: BaseMailBox, account: Account, keep: Callable[[bytes], None]) -> int:
    """Up to _AT_ONCE messages of the folder have been kept and then moved away or deleted; how many were.

    Those that are too large stay, and stand in nobody's way. `keep` commits. What it raises for stays where it is, and
    so does all behind it: the next look tries again.
    """
    count = 0
    for uid in box.uids():
        if count == _AT_ONCE:
            break
        raw = _raw(box, uid)
        if raw is None:
            continue
        keep(raw)
        if account.done_folder:
            box.move(uid, account.done_folder)
        else:
            box.delete(uid)
        count += 1
    return count


def reason_of(failure: Exception) -> Reason:
    """Why a mailbox cannot be read, as administrators read it. No failure names a password or a token."""
    if isinstance(failure, NoToken):
        return Reason(failure.message, failure.values)
    if isinstance(failure, OSError):
        return Reason(_UNREACHABLE, {"why": why_unreachable(failure)})
    said = failure.command_result[1] if isinstance(failure, UnexpectedCommandStatusError) else [f"{failure}"]
    words = " ".join(each.decode(errors="replace") if isinstance(each, bytes) else str(each) for each in said)
    return Reason(_REFUSED, {"why": words[:_LONGEST_REASON].rstrip(".")})


def wait_for_news(box: BaseMailBox, *, seconds: float) -> None:
    """Returns when the server says that something has come, or after so many seconds. Only where IDLE is offered."""
    box.idle.wait(timeout=seconds)


def can_wait(box: BaseMailBox) -> bool:
    """Whether the server offers IDLE (RFC 2177)."""
    return "IDLE" in box.client.capabilities


def _signed_in(account: Account) -> BaseMailBox:
    if account.password or account.tokens is None:
        return _let_in(account, lambda box: box.login(account.user, account.password, initial_folder=None))

    def by_token(token: str) -> BaseMailBox:
        return _let_in(account, lambda box: box.xoauth2(account.user, token, initial_folder=None))

    return account.tokens.used(by_token, refusals=_REFUSALS)


def _let_in(account: Account, sign_in: Callable[[BaseMailBox], object]) -> BaseMailBox:
    box = _connected(account)
    try:
        sign_in(box)
    except BaseException:
        box.client.shutdown()
        raise
    return box


def _leave(box: BaseMailBox) -> None:
    """Signed out. A connection that is broken is closed all the same: imaplib closes it only after an answer."""
    try:
        box.logout()
    except FAILURES:
        box.client.shutdown()
        raise


def _connected(account: Account) -> BaseMailBox:
    port = {} if account.port is None else {"port": account.port}
    if not account.is_encrypted:
        return MailBoxUnencrypted(account.host, timeout=_TIMEOUT_SECONDS, **port)
    context = ssl.create_default_context()  # imaplib's own asks no certificate whose it is
    return MailBox(account.host, timeout=_TIMEOUT_SECONDS, ssl_context=context, **port)


def _raw(box: BaseMailBox, uid: str) -> bytes | None:
    """The message as it is, not marked as seen; None, and a line in the log, for one that is too large to be taken."""
    size = box.client.uid("fetch", uid, "(RFC822.SIZE)")[1][0]
    digits = (size or b"").rpartition(b"RFC822.SIZE ")[2].strip(b") ").split(b" ")[0]
    if digits.isdigit() and int(digits) > LARGEST:
        log.error("the message %s in the mailbox is too large and stays there", uid)
        return None
    parts = box.client.uid("fetch", uid, "(BODY.PEEK[])")[1]
    return next((part[1] for part in parts if isinstance(part, tuple)), None)
