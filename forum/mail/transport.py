"""Ways for a mail to leave: SMTP, the console, or not at all."""

import smtplib
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

Send = Callable[[EmailMessage], None]
_TIMEOUT_SECONDS = 20
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


@contextmanager
def opened(url: str) -> Iterator[Send]:
    """A way to send messages as `url` says: smtp://user:password@host:587 (STARTTLS where offered), smtps://host:465,
    console: or null:. One connection serves the whole block. Raises what smtplib and the network raise."""
    parts = urlsplit(url)
    if parts.scheme in ("smtp", "smtps"):
        with _connected(url) as connection:
            yield lambda message: _send(connection, message)
    elif parts.scheme == "console":
        yield _print
    else:
        yield lambda _message: None


@contextmanager
def _connected(url: str) -> Iterator[smtplib.SMTP]:
    parts = urlsplit(url)
    host, context = parts.hostname or "localhost", ssl.create_default_context()
    connection: smtplib.SMTP
    if parts.scheme == "smtps":
        connection = smtplib.SMTP_SSL(host, parts.port or 465, timeout=_TIMEOUT_SECONDS, context=context)
    else:
        connection = smtplib.SMTP(host, parts.port or 587, timeout=_TIMEOUT_SECONDS)
    with connection:
        connection.ehlo()
        if parts.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls(context=context)
        if parts.username:
            _sign_in(connection, host, unquote(parts.username), unquote(parts.password or ""))
        yield connection


def _sign_in(connection: smtplib.SMTP, host: str, user: str, password: str) -> None:
    """Signed in at the mail server; a password never crosses a network in the clear."""
    if not isinstance(connection.sock, ssl.SSLSocket) and host not in _THIS_MACHINE:
        raise smtplib.SMTPNotSupportedError(f"{host} offers no STARTTLS, so the password was not sent to it")
    connection.login(user, password)


def _send(connection: smtplib.SMTP, message: EmailMessage) -> None:
    connection.send_message(message)


def _print(message: EmailMessage) -> None:
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    sys.stderr.write(f"--- mail to {message['To']}: {message['Subject']}\n{text}\n---\n")
    sys.stderr.flush()
