"""What `forum doctor` says of the mail server, the mailbox and the signature that the environment names."""

import smtplib
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from forum.kernel.settings.environment import THIS_MACHINE, Environment
from forum.kernel.unreachable import EXPIRED, NOT_YET_VALID, OTHER_NAMES, why_unreachable
from forum.mail.models import BOUNCE_PREFIX
from forum.mail.oauth import NoToken, tokens_of
from forum.mail.rules import words_of
from forum.mail.signing import is_known_to_others, signature_for
from forum.mail.transport import Outlet
from forum.mailbox.sources.imap import FAILURES, opened, reason_of
from forum.operations.findings import Finding
from forum.operations.mail_sources import account_of

_NO_TOKEN = "Look at the TANYA_MAIL_OAUTH_ settings and at the application they name, as docs/operating.md says."
_SIGN_IN_FIRST = 530  # RFC 4954
_TOKEN_REFUSED = (
    "The token server gave the application a token; give it the right to use this mailbox, as docs/operating.md says."
)


def mail_findings(environment: Environment) -> Iterator[Finding]:
    """Whether mails can leave. The mail server is asked, signed in to and told who would send, but given nothing."""
    if not environment.sends_mails:
        yield Finding("Mails do not leave this machine. Set TANYA_MAIL_URL=smtp://... to send them.")
        return
    scheme = environment.mail_url.partition(":")[0]
    server = urlsplit(environment.mail_url).hostname or ""
    try:
        outlet = Outlet(environment.mail_url, tokens=tokens_of(environment))
        with outlet.opened():
            outlet.check_sender(_envelope_sender(environment))
            yield Finding(f"The mail server {server} takes mails by {scheme}{_secrecy(outlet, scheme, server)}.")
        outlet.close()
    except (OSError, smtplib.SMTPException) as failure:
        why = words_of(failure).rstrip(".")
        yield Finding(f"The mail server {server} takes no mails: {why}.", _remedy_for(failure, environment))
    if environment.mail_from == "tanya@localhost":
        yield Finding(
            "Mails are sent from tanya@localhost, which other servers refuse.",
            "Set TANYA_MAIL_FROM to an address of yours.",
        )
    else:
        yield Finding(f"Mails are sent from {environment.mail_from}.")
    yield from signing_findings(environment)


def mailbox_findings(environment: Environment) -> Iterator[Finding]:
    """Whether mails can be answered, and the mailbox that is to be emptied be read: it is signed in to, and nothing is
    taken."""
    if (environment.mail_in_imap or environment.mail_in_lmtp) and not environment.mail_in_domain:
        yield Finding(
            "Mail comes in, but mails carry no address to answer to, and those that come back are not counted. Set "
            "TANYA_MAIL_IN_DOMAIN for both."
        )
    if not environment.mail_in_imap:
        return
    account = account_of(environment)
    try:
        with opened(account):
            pass
    except FAILURES as failure:
        why = reason_of(failure)
        sentence = f"The mailbox {account.name} cannot be read. {why.message % dict(why.values)}"
        yield Finding(sentence, _mailbox_remedy_for(failure, is_by_token=not account.password))
    else:
        yield Finding(f"The mailbox {account.name} can be read.")


def _envelope_sender(environment: Environment) -> str:
    """Such an address as mails leave with."""
    domain = environment.mail_in_domain
    return f"{BOUNCE_PREFIX}+doctor@{domain}" if domain else environment.mail_from


def _secrecy(outlet: Outlet, scheme: str, server: str) -> str:
    """What plain smtp: leaves open: it may send in the clear, and nobody would notice the day it begins to."""
    if scheme != "smtp" or server in THIS_MACHINE:
        return ""
    if outlet.is_encrypted:
        return ", and by TLS as long as the server offers it; smtp+starttls: in TANYA_MAIL_URL would demand it"
    return ", in the clear: whoever is on the way there can read them, password links too"


def _remedy_for(failure: Exception, environment: Environment) -> str:
    if remedy := _common_remedy_for(failure):
        return remedy
    if isinstance(failure, smtplib.SMTPSenderRefused):
        if failure.smtp_code == _SIGN_IN_FIRST:
            return "Name the user and the password in TANYA_MAIL_URL."
        return f"Let this user send as {failure.sender} there, or look at TANYA_MAIL_FROM and TANYA_MAIL_IN_DOMAIN."
    if isinstance(failure, smtplib.SMTPNotSupportedError) and "STARTTLS" in f"{failure}":
        return "Switch TLS on there, or use another port or server; nothing is sent to it in the clear meanwhile."
    if isinstance(failure, smtplib.SMTPAuthenticationError) and not urlsplit(environment.mail_url).password:
        return _TOKEN_REFUSED
    if isinstance(failure, smtplib.SMTPAuthenticationError):
        return "Look at the user and the password in TANYA_MAIL_URL; what is no letter or digit is written as %40."
    return "Look at TANYA_MAIL_URL and the server."


def _mailbox_remedy_for(failure: Exception, *, is_by_token: bool) -> str:
    if remedy := _common_remedy_for(failure):
        return remedy
    if is_by_token and not isinstance(failure, OSError):
        return _TOKEN_REFUSED
    return "Look at TANYA_MAIL_IN_IMAP and the server; what is no letter or digit in the password is written as %40."


def _common_remedy_for(failure: Exception) -> str:
    if isinstance(failure, NoToken):
        return _NO_TOKEN
    code = getattr(failure, "verify_code", 0)
    if code in (EXPIRED, NOT_YET_VALID):
        return "Have it renewed there; look at the clock of this machine, too."
    if code in OTHER_NAMES:
        return "Write the server's name in the address as its certificate has it."
    if isinstance(failure, ssl.SSLCertVerificationError):
        return "If your company signs certificates itself, set SSL_CERT_FILE to the file with the one it signs by."
    return ""


def signing_findings(environment: Environment) -> Iterator[Finding]:
    """Whether mails are signed so that others can check it. The DNS is asked for the public key."""
    key = environment.mail_dkim_key
    if key is None:
        return
    try:
        signature = signature_for(environment.mail_from, environment.mail_dkim_selector, key)
        is_known = signature is not None and is_known_to_others(signature)
    except (OSError, ValueError) as failure:
        yield Finding(
            f"Mails cannot be signed: {why_unreachable(failure)}.",
            f"Put an RSA key in PEM into {key}, or unset the setting.",
        )
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
