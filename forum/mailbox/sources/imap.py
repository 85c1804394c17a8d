"""A mailbox that is emptied by IMAP: each message is kept, committed, and only then moved away or deleted."""

import logging
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted

from forum.mailbox.actions.keep import LARGEST

log = logging.getLogger("forum.mailbox")
_TIMEOUT_SECONDS = 30
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_AT_ONCE = 50


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

    @classmethod
    def of(cls, url: str, *, done_folder: str = "") -> "Account":
        """As an address says it: imaps://user:password@host:993/INBOX. Unencrypted only on this machine."""
        parts = urlsplit(url)
        host, is_encrypted = parts.hostname or "localhost", parts.scheme == "imaps"
        if not is_encrypted and host not in _THIS_MACHINE:
            raise ValueError(f"the password would go to {host} in the clear; use imaps://")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        folder = unquote(parts.path.strip("/")) or "INBOX"
        return cls(host, parts.port, user, password, folder, is_encrypted, done_folder)


@contextmanager
def opened(account: Account) -> Iterator[BaseMailBox]:
    """The mailbox, signed in, its folder chosen. Raises what imap_tools, imaplib and the network raise."""
    box = _connected(account)
    with box.login(account.user, account.password, initial_folder=account.folder):
        if account.done_folder and not box.folder.exists(account.done_folder):
            box.folder.create(account.done_folder)
        yield box


def empty(box: BaseMailBox, account: Account, keep: Callable[[bytes], None]) -> int:
    """Every message of the folder has been kept and then moved away or deleted; how many were.

    `keep` commits. What it raises for stays where it is, and so does all behind it: the next look tries again.
    """
    count = 0
    for uid in list(box.uids())[:_AT_ONCE]:
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


def wait_for_news(box: BaseMailBox, *, seconds: float) -> None:
    """Returns when the server says that something has come, or after so many seconds. Only where IDLE is offered."""
    box.idle.wait(timeout=seconds)


def can_wait(box: BaseMailBox) -> bool:
    """Whether the server offers IDLE (RFC 2177)."""
    return "IDLE" in box.client.capabilities


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
        log.error("a message in the mailbox is too large and stays there", extra={"uid": uid})
        return None
    parts = box.client.uid("fetch", uid, "(BODY.PEEK[])")[1]
    return next((part[1] for part in parts if isinstance(part, tuple)), None)
