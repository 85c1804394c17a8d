"""What `forum doctor` says of the places, the address and the mail server that the environment names."""

import os
import smtplib
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from forum.kernel.settings.environment import Environment
from forum.mail.rules import words_of
from forum.mail.signing import is_known_to_others, signature_for
from forum.mail.transport import Outlet
from forum.operations.findings import Finding

_LEAST_FREE_MB = 500
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def folder_findings(environment: Environment) -> Iterator[Finding]:
    """Whether the data folder can be written, has room, and keeps its secret."""
    folder = environment.data_dir.resolve()
    if os.access(folder, os.W_OK):
        yield Finding(f"The data folder {folder} can be written.")
    else:
        yield Finding(f"The data folder {folder} cannot be written.", "Give it to the user that runs Tanya.")
    yield _room(folder)
    secret = folder / "secret_key"
    if not environment.secret_key and secret.exists() and secret.stat().st_mode & 0o077:
        yield Finding(
            f"Others on this machine can read {secret}, and so sign in as anybody.",
            f"Run: chmod 600 {secret}. If it may have been read, delete it and start again: everybody signs in anew.",
        )


def _room(folder: Path) -> Finding:
    disk = os.statvfs(folder)
    free = disk.f_bavail * disk.f_frsize // 1_000_000
    if free < _LEAST_FREE_MB:
        return Finding(f"Only {free} MB are free in {folder}.", "Make room, or move it and set TANYA_DATA_DIR.")
    return Finding(f"{free} MB are free in the data folder.")


def address_findings(environment: Environment) -> Iterator[Finding]:
    """Whether people reach the forum safely, and are told apart."""
    url = environment.public_url
    is_local = urlsplit(url).hostname in _THIS_MACHINE
    if environment.is_https or is_local:
        yield Finding(f"People reach the forum at {url}.")
    elif environment.allow_plain_http:
        yield Finding(f"{url} is not https; passwords travel unprotected, as you have allowed.")
    else:
        yield Finding(
            f"{url} is not https; passwords travel unprotected.",
            "Put a proxy with a certificate in front and set TANYA_PUBLIC_URL, or set TANYA_ALLOW_PLAIN_HTTP=1 if you "
            "must.",
        )
    if environment.is_https and not environment.trusted_proxies:
        yield Finding(
            "By https people come through a proxy, and all of them seem to have its address, with one limit for all.",
            "Set TANYA_TRUSTED_PROXIES to the number of proxies in front.",
        )
    if environment.sample_company and not is_local:
        yield Finding(
            "The sample logins and their password are shown to everybody.",
            "Unset TANYA_SAMPLE_COMPANY, and begin with an empty TANYA_DATA_DIR.",
        )


def mail_findings(environment: Environment) -> Iterator[Finding]:
    """Whether mails can leave. The mail server is asked, and signed in to, but given nothing."""
    scheme = environment.mail_url.partition(":")[0]
    if scheme in ("console", "null"):
        yield Finding("Mails do not leave this machine. Set TANYA_MAIL_URL=smtp://... to send them.")
        return
    server = urlsplit(environment.mail_url).hostname or ""
    try:
        outlet = Outlet(environment.mail_url)
        with outlet.opened():
            yield Finding(f"The mail server {server} takes mails by {scheme}{_secrecy(outlet, scheme, server)}.")
        outlet.close()
    except (OSError, smtplib.SMTPException) as failure:
        yield Finding(f"The mail server {server} takes no mails: {words_of(failure)}.", _remedy_for(failure))
    if environment.mail_from == "tanya@localhost":
        yield Finding(
            "Mails are sent from tanya@localhost, which other servers refuse.",
            "Set TANYA_MAIL_FROM to an address of yours.",
        )
    else:
        yield Finding(f"Mails are sent from {environment.mail_from}.")
    yield from signing_findings(environment)


def _secrecy(outlet: Outlet, scheme: str, server: str) -> str:
    """What plain smtp: leaves open: it may send in the clear, and nobody would notice the day it begins to."""
    if scheme != "smtp" or server in _THIS_MACHINE:
        return ""
    if outlet.is_encrypted:
        return ", and by TLS as long as the server offers it; smtp+starttls: in TANYA_MAIL_URL would demand it"
    return ", in the clear: whoever is on the way there can read them, password links too"


def _remedy_for(failure: Exception) -> str:
    if isinstance(failure, ssl.SSLCertVerificationError):
        return "If your company signs certificates itself, set SSL_CERT_FILE to the file with the one it signs by."
    if isinstance(failure, smtplib.SMTPNotSupportedError):
        return "Switch TLS on there, or use another port or server; nothing is sent to it in the clear meanwhile."
    if isinstance(failure, smtplib.SMTPAuthenticationError):
        return "Look at the user and the password in TANYA_MAIL_URL; what is no letter or digit is written as %40."
    return "Look at TANYA_MAIL_URL and the server."


def signing_findings(environment: Environment) -> Iterator[Finding]:
    """Whether mails are signed so that others can check it. The DNS is asked for the public key."""
    key = environment.mail_dkim_key
    if key is None:
        return
    try:
        signature = signature_for(environment.mail_from, environment.mail_dkim_selector, key)
        is_known = signature is not None and is_known_to_others(signature)
    except (OSError, ValueError) as failure:
        yield Finding(f"Mails cannot be signed: {failure}.", f"Put an RSA key in PEM into {key}, or unset the setting.")
        return
    if key.stat().st_mode & 0o077:
        yield Finding(f"Others on this machine can read {key}, and so sign mails as you.", f"Run: chmod 600 {key}")
    place = signature.place if signature else ""
    if is_known:
        yield Finding(f"Mails are signed, and the DNS has the key, at {place}.")
    else:
        yield Finding(
            f"Mails are signed, but the DNS has no key that fits, at {place}: other servers see a broken signature.",
            f"Put the public half of {key} there as a TXT record, as docs/operating.md says.",
        )
