"""Ways for a mail to leave: SMTP, the console, or not at all."""

import smtplib
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from time import monotonic
from urllib.parse import SplitResult, unquote, urlsplit

from forum.kernel.settings.environment import THIS_MACHINE
from forum.mail.oauth import Tokens
from forum.mail.signing import Signature

Send = Callable[[EmailMessage, str], None]
"""Sends a message from an envelope address that is told if it does not arrive; empty: nobody is (RFC 5321, 4.5.5)."""

_OK = 250
_TIMEOUT_SECONDS = 20
_IDLE_SECONDS = 20  # servers close what says nothing for minutes; whoever has nothing to send need not hold them
_MOST_ON_ONE = 500  # mails on one connection: a server that balances its load sees a new one now and then
_BY_SMTP = frozenset({"smtp", "smtp+starttls", "smtps"})


class Outlet:
    """The way of one thread's mails, as `url` says: smtp://user:password@host:587 (STARTTLS where offered),
    smtp+starttls://host:587 (demanded), smtps://host:465, console: or null:. Who has no password shows a token.

    The connection stays open from one batch to the next, is tried before it is used again, and closed once it has
    rested. Mails that leave by SMTP carry the signature, if there is one.
    """

    def __init__(self, url: str, signature: Signature | None = None, tokens: Tokens | None = None) -> None:
        self._url, self._signature, self._tokens = url, signature, tokens
        self._connection: smtplib.SMTP | None = None
        self._sent, self._used_at = 0, 0.0

    @contextmanager
    def opened(self) -> Iterator[Send]:
        """A way to send messages. Raises what smtplib and the network raise, and NoToken; the connection is then given
        up."""
        scheme = urlsplit(self._url).scheme
        if scheme not in _BY_SMTP:
            yield _print if scheme == "console" else _drop
            return
        if not self._is_alive():
            self._connect()
        try:
            yield self._send
        except (smtplib.SMTPException, OSError):
            self.close()
            raise

    def check_sender(self, address: str) -> None:
        """Whether the server hears who would send, where it says so before it is told to whom: SMTPSenderRefused."""
        if self._connection is not None:
            self._connection.ehlo_or_helo_if_needed()
            code, said = self._connection.mail(address)
            if code != _OK:
                raise smtplib.SMTPSenderRefused(code, said, address)
            self._connection.rset()

    @property
    def is_encrypted(self) -> bool:
        """Whether a connection is open, and nobody on the way can read what it carries."""
        return self._connection is not None and isinstance(self._connection.sock, ssl.SSLSocket)

    def rest(self) -> None:
        """There is nothing to send: a connection that was not used for a while is closed."""
        if self._connection is not None and monotonic() - self._used_at > _IDLE_SECONDS:
            self.close()

    def close(self) -> None:
        """No connection is open."""
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
            self._connection.close()
            self._connection = None

    def _is_alive(self) -> bool:
        if self._connection is None or self._sent >= _MOST_ON_ONE:
            return False
        try:
            return self._connection.noop()[0] == _OK
        except (smtplib.SMTPException, OSError):
            return False

    def _connect(self) -> None:
        self.close()
        self._connection, self._sent, self._used_at = _connected(self._url, self._tokens), 0, monotonic()

    def _send(self, message: EmailMessage, envelope_sender: str) -> None:
        content = message.as_bytes()
        if self._signature is not None:
            content = self._signature.of(content) + content
        reader = message["To"].addresses[0].addr_spec
        try:
            self._hand_over(envelope_sender, reader, content)
        except (smtplib.SMTPServerDisconnected, ConnectionError):
            if not self._sent:
                raise
            self._connect()  # servers end a connection after so many mails as they like
            self._hand_over(envelope_sender, reader, content)

    def _hand_over(self, envelope_sender: str, reader: str, content: bytes) -> None:
        if self._connection is None:
            raise smtplib.SMTPServerDisconnected("the connection is closed")
        self._connection.sendmail(envelope_sender, [reader], content)
        self._sent, self._used_at = self._sent + 1, monotonic()


def _connected(url: str, tokens: Tokens | None) -> smtplib.SMTP:
    """A connection, signed in if the address names a user."""
    parts = urlsplit(url)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not user:
        return _opened(parts, lambda connection: None)
    if password or tokens is None:
        return _opened(parts, lambda connection: connection.login(user, password))

    def by_token(token: str) -> smtplib.SMTP:
        return _opened(parts, lambda connection: _show(connection, user, token))

    return tokens.used(by_token, refusals=smtplib.SMTPAuthenticationError)


def _opened(parts: SplitResult, sign_in: Callable[[smtplib.SMTP], object]) -> smtplib.SMTP:
    host, context = parts.hostname or "localhost", ssl.create_default_context()
    connection: smtplib.SMTP
    if parts.scheme == "smtps":
        connection = smtplib.SMTP_SSL(host, parts.port or 465, timeout=_TIMEOUT_SECONDS, context=context)
    else:
        connection = smtplib.SMTP(host, parts.port or 587, timeout=_TIMEOUT_SECONDS)
    try:
        connection.ehlo()
        if parts.scheme == "smtp+starttls" or (parts.scheme == "smtp" and connection.has_extn("starttls")):
            _encrypt(connection, host, context)
        if parts.username:
            _check_nobody_listens(connection, host)
        sign_in(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _encrypt(connection: smtplib.SMTP, host: str, context: ssl.SSLContext) -> None:
    """Nobody on the way can read or change what follows; else nothing follows."""
    if not connection.has_extn("starttls"):
        raise smtplib.SMTPNotSupportedError(f"{host} offers no STARTTLS, which TANYA_MAIL_URL demands")
    connection.starttls(context=context)


def _check_nobody_listens(connection: smtplib.SMTP, host: str) -> None:
    """Neither a password nor a token crosses a network in the clear."""
    if not isinstance(connection.sock, ssl.SSLSocket) and host not in THIS_MACHINE:
        raise smtplib.SMTPNotSupportedError(f"{host} offers no STARTTLS, so the password was not sent to it")


def _show(connection: smtplib.SMTP, user: str, token: str) -> None:
    """The token is shown instead of a password (XOAUTH2, as Google and Microsoft describe it)."""
    connection.ehlo_or_helo_if_needed()
    if "XOAUTH2" not in connection.esmtp_features.get("auth", "").upper().split():
        raise smtplib.SMTPNotSupportedError("the mail server takes no tokens (it offers no XOAUTH2)")
    words = f"user={user}\1auth=Bearer {token}\1\1"
    connection.auth("XOAUTH2", lambda challenge=None: words if challenge is None else "")  # a challenge says why not


def _print(message: EmailMessage, _envelope_sender: str) -> None:
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    sys.stderr.write(f"--- mail to {message['To']}: {message['Subject']}\n{text}\n---\n")
    sys.stderr.flush()


def _drop(_message: EmailMessage, _envelope_sender: str) -> None:
    pass
